"""Evaluations: who is asked, one answer a person, and nobody who can be led back from what was said."""

from __future__ import annotations

import itertools
import json
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import make

from colonnade.capacity.actions import (
    AlreadyAnswered,
    FormShut,
    Offer,
    answer_evaluation,
    ask_evaluation,
    change_wording,
    close_evaluation,
    draft_evaluation,
    drop_question,
    due_evaluations,
    put_question,
    remind_evaluation,
    settle_offer,
)
from colonnade.capacity.evaluating import AnswersDoNotFit, weight_of
from colonnade.capacity.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationBox,
    EvaluationItem,
    EvaluationToken,
    OfferedQuote,
)
from colonnade.capacity.queries import (
    evaluation_facts,
    learning_of,
    not_answered,
    quotes_offered,
    response_of,
    results_of,
)
from colonnade.capacity.sealing import link_of
from colonnade.people.models import Consent, Message
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db

DAY = date(2014, 5, 6)
NOON = datetime(2014, 5, 6, 12, tzinfo=UTC)
BEFORE = datetime(2014, 5, 5, 7, tzinfo=UTC)


def address(link, language="en"):
    return f"https://office.example/evaluation/{link}/"


def asked(kind="reaction", people=6, **facts):
    """A form that was sent, and the link of each person, in the order of their participations."""
    event = make.event("2014-05-05", until="2014-05-06")
    status = "registered" if kind == "pre_test" else "attended"
    for number in range(people):
        who = make.person(f"Person {number}", email=f"p{number}@example.org")
        make.participation(event, who, status=status, tally=False)
    return sent(event, kind, **facts)


def sent(event, kind="reaction"):
    form = draft_evaluation(event=event, kind=kind)
    ask_evaluation(evaluation=form, address=address, now=BEFORE if kind == "pre_test" else NOON)
    return form, links_of(form)


def links_of(form):
    box = EvaluationBox.objects.get(evaluation=form)
    return [
        link_of(box, pk)
        for pk in form.tokens.order_by("participation").values_list("participation", flat=True)
    ]


def answer(link, offer=None, today=DAY, **answers):
    answer_evaluation(token=link, answers=answers, offer=offer, today=today)


# --- the form ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Evaluation.Kind.values)
def test_a_form_begins_with_the_questions_of_its_kind_and_stands_once_at_an_event(kind):
    event = make.event("2014-05-05", until="2014-05-06")

    form = draft_evaluation(event=event, kind=kind)

    assert form.items.count() >= 3
    with pytest.raises(Refused, match="has a form of this kind already"):
        draft_evaluation(event=event, kind=kind)


def test_the_test_after_asks_what_the_test_before_asks():
    event = make.event()
    before = draft_evaluation(event=event, kind="pre_test")
    put_question(
        evaluation=before,
        name="capital",
        wording="Capital of Samoa?",
        scale="choice",
        choices="Apia\nSuva",
        right="Apia",
    )

    after = draft_evaluation(event=event, kind="post_test")

    asked = [list(form.items.values_list("name", "wording", "right")) for form in (before, after)]
    assert asked[0] == asked[1] and ("capital", "Capital of Samoa?", "Apia") in asked[1]


def test_days_follow_from_the_days_of_the_event():
    event = make.event("2014-05-05", until="2014-05-06")

    days = {kind: draft_evaluation(event=event, kind=kind) for kind in Evaluation.Kind.values}

    assert {kind: (form.opens_on, form.closes_on) for kind, form in days.items()} == {
        "pre_test": (date(2014, 4, 28), date(2014, 5, 5)), "reaction": (date(2014, 5, 6), date(2014, 5, 27)),
        "post_test": (date(2014, 5, 6), date(2014, 5, 20)), "follow_up": (date(2014, 11, 2), date(2014, 12, 14)),
    }  # fmt: skip


def test_questions_are_added_and_taken_out_until_the_form_is_sent():
    form = draft_evaluation(event=make.event(), kind="reaction")
    item = put_question(evaluation=form, name="food", wording="Was the food good?")
    drop_question(item=item)
    assert not form.items.filter(name="food").exists()

    form, _links = asked()

    with pytest.raises(Refused, match="cannot be added any more"):
        put_question(evaluation=form, name="food", wording="Was the food good?")
    with pytest.raises(Refused, match="cannot be taken out any more"):
        drop_question(item=form.items.first())


def test_a_wording_changed_after_the_form_was_sent_is_a_new_version_and_answers_stay_with_theirs():
    form, links = asked(people=12)
    for link in links[:6]:
        answer(link, relevant="5")
    item = form.items.get(name="relevant")
    new = change_wording(item=item, wording="The event was useful to my ministry.")
    for link in links[6:]:
        answer(link, relevant="1")
    close_evaluation(evaluation=form)

    told = {
        r.item.version: (r.n, r.mean, r.reworded) for r in results_of(form).items if r.item.name == "relevant"
    }

    assert (new.version, new.translations) == (2, {})
    assert told == {1: (6, Decimal("5.0"), True), 2: (6, Decimal("1.0"), True)}
    with pytest.raises(Refused, match="stay as they were asked"):
        change_wording(item=new, wording="Once more")


def test_before_the_form_is_sent_a_wording_is_simply_corrected():
    form = draft_evaluation(event=make.event(), kind="reaction")

    changed = change_wording(item=form.items.get(name="relevant"), wording="Relevant?")

    assert (changed.version, form.items.filter(name="relevant").count()) == (1, 1)


# --- who is asked --------------------------------------------------------------------------------------------------


def test_who_attended_is_asked_afterwards_and_who_has_a_seat_before():
    event = make.event()
    for status, role in [("attended", "participant"), ("attended", "observer"), ("attended", "speaker"), ("registered", "participant"),
                         ("absent", "participant"), ("cancelled", "participant"), ("applied", "participant")]:  # fmt: skip
        make.participation(event, make.person(email="a@example.org"), status=status, role=role, tally=False)

    counts = {kind: sent(event, kind)[0].tokens.count() for kind in ("pre_test", "reaction", "post_test")}

    assert counts == {"pre_test": 3, "reaction": 2, "post_test": 2}


def test_each_is_asked_once_by_letter_and_who_has_no_address_is_named():
    event = make.event("2014-05-05", until="2014-05-06")
    reached = make.participation(event, make.person("Ana", email="ana@example.org"))
    silent = make.participation(event, make.person("Bo"))
    form = draft_evaluation(event=event, kind="reaction")

    first = ask_evaluation(evaluation=form, address=address, now=NOON)
    second = ask_evaluation(evaluation=form, address=address, now=NOON)

    assert (first.letters, first.without_address, second.letters) == (1, (silent,), 0)
    letter = Message.objects.get()
    assert (letter.to_address, letter.person) == ("ana@example.org", reached.person)
    assert address(links_of(form)[0]) in letter.body


@pytest.mark.parametrize(("language", "site"), [("ar", "ar"), ("zh-hans", "zh-hans"), ("zh", "zh-hans")])
def test_a_letter_is_in_the_language_of_the_person(language, site):
    from colonnade.capacity.models import Registration

    event = make.event("2014-05-05", until="2014-05-06")
    reached = make.participation(event, make.person(email="a@example.org"))
    Registration.objects.create(participation=reached, language=language)
    form = draft_evaluation(event=event, kind="reaction")
    ask_evaluation(
        evaluation=form, address=lambda link, said: f"https://office.example/{link}?lang={said}", now=NOON
    )

    letter = Message.objects.get()
    assert letter.language == site[:2]
    assert f"?lang={site}\n" in letter.body and "Dear" not in letter.body


def test_of_an_event_called_off_nobody_is_asked():
    event = make.event(state="cancelled")
    make.participation(event, make.person(email="a@example.org"))

    with pytest.raises(Refused, match="does not take place"):
        sent(event)


def test_two_reminders_go_to_those_who_have_not_answered_and_then_no_more():
    form, links = asked(people=3)
    answer(links[0], relevant="4")

    sent_first = remind_evaluation(evaluation=form, address=address, now=NOON)
    answer(links[1], relevant="4")
    sent_second = remind_evaluation(evaluation=form, address=address, now=NOON)

    assert (sent_first, sent_second) == (2, 1)
    with pytest.raises(Refused, match="2 times already"):
        remind_evaluation(evaluation=form, address=address, now=NOON)


def test_the_worker_opens_asks_reminds_and_closes_each_form_at_its_time():
    event = make.event("2014-05-05", until="2014-05-06")
    for number in range(2):
        make.participation(
            event, make.person(email=f"p{number}@example.org"), status="registered", tally=False
        )
    forms = {kind: draft_evaluation(event=event, kind=kind) for kind in ("pre_test", "reaction")}
    made = {}
    for day in range(-12, 40):
        now = datetime(2014, 5, 6, 20, tzinfo=UTC) + timedelta(days=day)
        if now.date() == DAY:
            event.participations.update(status="attended")
        told = due_evaluations(now=now, address=address)
        if (told.asked, told.reminded, told.closed) != (0, 0, 0):
            made[now.date().isoformat()] = (told.asked, told.reminded, told.closed)

    assert made == {
        "2014-04-28": (2, 0, 0), "2014-05-01": (0, 2, 0), "2014-05-04": (0, 2, 0), "2014-05-06": (2, 0, 1),
        "2014-05-09": (0, 2, 0), "2014-05-12": (0, 2, 0), "2014-05-28": (0, 0, 1),
    }  # fmt: skip
    assert {kind: Evaluation.objects.get(pk=form.pk).closed_on for kind, form in forms.items()} == {
        "pre_test": date(2014, 5, 6),
        "reaction": date(2014, 5, 28),
    }


# --- one answer a person ---------------------------------------------------------------------------------------------


def test_one_address_that_is_none_keeps_nobody_else_from_being_asked_and_is_said_once():
    event = make.event("2014-05-05", until="2014-05-06")
    for address_ in ("p@example.org", "n/a"):
        make.participation(event, make.person(email=address_), tally=False)
    form = draft_evaluation(event=event, kind="reaction")

    rounds = [due_evaluations(now=NOON + timedelta(hours=12), address=address).asked for _time in range(2)]

    assert rounds == [1, 0]
    bad = Message.objects.get(person__email="n/a")
    assert (bad.state, bad.last_error) == ("failed", "“n/a” is no e-mail address a letter can be sent to.")
    assert form.tokens.get().participation.person.email == "p@example.org"


def test_a_box_under_a_key_that_is_gone_stops_no_other_form_and_says_so_on_its_own(settings):
    lost, links = asked()
    answer(links[0], clear="5", relevant="5", useful="5", overall="5")
    settings.SECRET_KEY = "another-key-" * 5
    other, _links = asked()
    told = [due_evaluations(now=NOON + timedelta(days=60), address=address).closed for _round in range(2)]
    lost.refresh_from_db()

    assert (told, lost.closed_on) == ([1, 0], None)
    assert lost.note.count("COLONNADE_OLD_SECRET_KEYS") == 1


def test_a_link_answers_once():
    form, links = asked()
    answer(links[0], relevant="5")

    with pytest.raises(AlreadyAnswered):
        answer(links[0], relevant="1")

    assert (response_of(form).answered, response_of(form).asked) == (1, 6)


@pytest.mark.django_db(transaction=True)
def test_a_link_sent_eight_times_at_once_answers_once_and_nothing_is_lost_beside_it():
    form, links = asked(people=6)
    outcomes = []

    def send(link):
        try:
            answer(link, relevant="4")
            outcomes.append("kept")
        except AlreadyAnswered:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(link,)) for link in [*[links[0]] * 8, *links[1:]]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_evaluation(evaluation=form)

    assert (outcomes.count("kept"), outcomes.count("refused")) == (6, 7)
    assert EvaluationAnswer.objects.count() == 6


def test_what_must_be_answered_and_what_cannot_be_chosen_are_told_by_question_and_leave_the_link_unused():
    form, links = asked()
    put = form.items.get(name="relevant")
    EvaluationItem.objects.filter(pk=put.pk).update(required=True)

    with pytest.raises(AnswersDoNotFit) as refused:
        answer(links[0], objectives="9", improve="x" * 4001)

    assert set(refused.value.errors) == {"relevant", "objectives", "improve"}
    assert response_of(form).answered == 0


def test_an_empty_form_is_no_answer():
    _form, links = asked()

    with pytest.raises(AnswersDoNotFit, match="Nothing is filled in"):
        answer(links[0], relevant=" ")


def test_a_closed_form_takes_no_answer_and_closes_once():
    form, links = asked()
    close_evaluation(evaluation=form)

    with pytest.raises(FormShut):
        answer(links[0], relevant="5")
    with pytest.raises(Refused, match="was closed on"):
        close_evaluation(evaluation=form)
    with pytest.raises(FormShut):
        answer("no-such-link", relevant="5")


# --- nobody is led back ------------------------------------------------------------------------------------------------


def everything(*, but=()):
    """Every row of every table, as text."""
    held = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in but:
                cursor.execute(f'SELECT * FROM "{table}"')
                held[table] = [tuple(_told(cell) for cell in row) for row in cursor.fetchall()]
    return held


def _told(cell):
    return bytes(cell).hex() if isinstance(cell, memoryview | bytes) else str(cell)


def test_while_a_form_is_open_no_answer_can_be_read_in_the_database():
    form, links = asked()
    before = everything()
    answer(links[0], relevant="5", improve="Fewer slides about the Ministry of Aviation")

    after = everything()

    changed = {table for table in after if before.get(table) != after[table]}
    assert changed == {"capacity_evaluationbox", "capacity_evaluationtoken"}
    told = json.dumps(after)
    assert "Aviation" not in told and "relevant@1" not in told
    assert form.answers.count() == 0


def test_marking_a_token_leaves_no_time_no_number_and_no_history():
    form, links = asked()
    told = {field.name for field in EvaluationToken._meta.get_fields()}
    kept = {field.name for field in EvaluationAnswer._meta.get_fields()}

    assert told == {"id", "evaluation", "participation", "digest", "answered"}
    assert kept == {"number", "evaluation", "on", "pair", "answers"}
    assert not any(
        hasattr(model, "history")
        for model in (EvaluationToken, EvaluationAnswer, EvaluationBox, OfferedQuote)
    )


def test_whatever_is_put_in_the_box_all_of_it_looks_different_and_its_size_tells_nothing():
    _form, links = asked()
    answer(links[0], relevant="5")
    first = bytes(EvaluationBox.objects.get().sealed)
    answer(links[1], relevant="5", improve="word " * 300)
    second = bytes(EvaluationBox.objects.get().sealed)

    assert len(first) == len(second)
    common = sum(one == other for one, other in itertools.zip_longest(first, second))
    assert common < len(first) / 20
    import base64

    assert base64.urlsafe_b64decode(second)[1:9] == b"\0" * 8, "no time stands in the seal"


def test_no_column_that_an_answer_has_leads_to_a_token_a_person_or_a_letter():
    form, links = asked(people=9)
    for number, link in enumerate(links):
        answer(link, relevant=str(number % 5 + 1), improve=f"bluebottle {number}")
    close_evaluation(evaluation=form)
    answers = list(EvaluationAnswer.objects.all())
    elsewhere = json.dumps(everything(but=("capacity_evaluationanswer",)))

    assert len(answers) == 9
    for one in answers:
        assert (
            one.number.version == 4 and one.number.hex not in elsewhere and str(one.number) not in elsewhere
        )
        assert "bluebottle" not in elsewhere
    assert len({(one.evaluation_id, one.on, one.pair) for one in answers}) == 1, "what they share, all share"


def test_the_order_in_which_the_database_keeps_answers_is_not_the_order_in_which_they_came():
    """The hidden row number of SQLite and the place of a row in PostgreSQL follow the random keys."""
    orders = set()
    for _round in range(4):
        form, links = asked(people=8)
        for number, link in enumerate(links):
            answer(link, improve=f"{number}", relevant="3")
        close_evaluation(evaluation=form)
        order = "rowid" if connection.vendor == "sqlite" else "ctid"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT number, answers FROM capacity_evaluationanswer WHERE evaluation_id = %s ORDER BY {order}",
                [form.pk],
            )
            rows = cursor.fetchall()
        keys = [str(number).replace("-", "") for number, _answers in rows]
        assert keys == sorted(keys)
        orders.add(tuple(_answers_of(told)["improve@1"] for _number, told in rows))

    assert len(orders) > 1, "eight answers in one order four times would be no shuffle"


def _answers_of(told):
    return json.loads(told) if isinstance(told, str) else told


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL numbers its transactions in the rows"
)
@pytest.mark.django_db(transaction=True)
def test_the_transaction_that_wrote_a_row_is_one_for_all_answers_and_of_no_token():
    form, links = asked(people=6)
    for link in links:
        answer(link, relevant="3")
    close_evaluation(evaluation=form)
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM capacity_evaluationanswer")
        answers = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT xmin::text FROM capacity_evaluationtoken")
        tokens = {row[0] for row in cursor.fetchall()}

    assert len(answers) == 1 and not answers & tokens


def test_what_joins_two_tests_cannot_be_worked_out_from_the_database_and_leads_nowhere_once_both_are_closed():
    event = make.event("2014-05-05", until="2014-05-06")
    for number in range(6):
        make.participation(event, make.person(email=f"p{number}@example.org"), tally=False)
    before, first = sent(event, "pre_test")
    after, second = sent(event, "post_test")
    for link in first:
        answer(link, explain="1", apply="1", judge="1", today=date(2014, 5, 5))
    close_evaluation(evaluation=before)
    waiting = set(before.answers.values_list("pair", flat=True))
    for link in second:
        answer(link, explain="5", apply="3", judge="3", today=DAY)
    close_evaluation(evaluation=after)
    joined = set(before.answers.values_list("pair", flat=True))

    assert len(waiting) == 6 and not waiting & set(first) and not joined & waiting
    assert joined == set(after.answers.values_list("pair", flat=True)) and len(joined) == 6
    assert EvaluationBox.objects.count() == 0, (
        "the salt of the pairs is gone, with the office's key too nothing leads back"
    )
    assert not set(first) & set(second), "a link to one test is not the link to the other"


def test_a_test_after_that_closes_first_leaves_the_answers_of_the_test_before():
    event = make.event("2014-05-05", until="2014-05-06")
    for number in range(6):
        make.participation(event, make.person(email=f"p{number}@example.org"), tally=False)
    before, first = sent(event, "pre_test")
    after, second = sent(event, "post_test")
    for link in first:
        answer(link, explain="1", apply="1", judge="1", today=date(2014, 5, 5))
    for link in second:
        answer(link, explain="5", apply="3", judge="3", today=DAY)
    close_evaluation(evaluation=after)
    assert EvaluationBox.objects.filter(evaluation=before).exists()
    close_evaluation(evaluation=before)

    joined = set(before.answers.values_list("pair", flat=True))
    assert len(joined) == 6 and joined == set(after.answers.values_list("pair", flat=True))
    assert EvaluationBox.objects.count() == 0


def test_of_fewer_than_five_the_box_stays_shut():
    form, links = asked()
    for link in links[:4]:
        answer(link, improve="zwieback")
    close_evaluation(evaluation=form)

    assert (results_of(form).why_not, results_of(form).items) == ("too_few", ())
    assert form.answers.count() == 0
    assert "zwieback" not in json.dumps(everything())


def test_nothing_is_told_while_a_form_is_open_so_that_nobody_can_watch_it_grow():
    form, links = asked()
    for link in links:
        answer(link, relevant="5")

    told = results_of(form)

    assert (told.why_not, told.items, told.response.answered) == ("open", (), 6)


def test_who_has_not_answered_is_told_by_name():
    form, links = asked(people=3)
    answer(links[1], relevant="5")

    assert [one.person.full_name for one in not_answered(form)] == ["Person 0", "Person 2"]


# --- results -----------------------------------------------------------------------------------------------------------


def test_a_question_is_told_by_distribution_share_of_four_and_five_mean_and_what_does_not_apply_beside_it():
    form, links = asked(people=8)
    for link, value in zip(links, ["5", "4", "4", "3", "1", "na", "na", ""], strict=True):
        answer(link, relevant=value, most_useful="the cases")
    close_evaluation(evaluation=form)

    told = next(result for result in results_of(form).items if result.item.name == "relevant")

    assert [count for _kept, _words, count in told.parts] == [1, 0, 1, 2, 1]
    assert (told.n, told.not_applicable, told.positive, told.positive_per_cent, told.mean) == (
        5,
        2,
        3,
        60,
        Decimal("3.4"),
    )


def test_a_question_that_few_answered_is_withheld():
    form, links = asked(people=6)
    for number, link in enumerate(links):
        answer(link, relevant="5", improve="x" if number < 4 else "")
    close_evaluation(evaluation=form)

    told = next(result for result in results_of(form).items if result.item.name == "improve")

    assert (told.n, told.withheld, told.texts) == (4, True, ())


@given(st.integers(0, 200), st.integers(0, 200))
@settings(max_examples=200)
def test_what_may_be_said_follows_the_share_that_answered(one, other):
    answered, asked = sorted((one, other))
    weight = weight_of(answered, asked)

    assert (weight == "too_few") == (answered < 5)
    if answered >= 5:
        share = answered / asked
        assert weight == ("normal" if share >= 0.5 else "caution" if share >= 0.3 else "indicative")


def take_tests(scores):
    """Two tests of four questions with right answers; each pair of numbers: how many were right before and after."""
    event = make.event("2014-05-05", until="2014-05-06")
    for number in range(len(scores)):
        make.participation(event, make.person(email=f"p{number}@example.org"), tally=False)
    before = draft_evaluation(event=event, kind="pre_test")
    for number in range(4):
        put_question(
            evaluation=before,
            name=f"q{number}",
            wording=f"Question {number}",
            scale="choice",
            choices="a\nb",
            right="a",
        )
    after = draft_evaluation(event=event, kind="post_test")
    for form, place, day in ((before, 0, date(2014, 5, 5)), (after, 1, DAY)):
        ask_evaluation(evaluation=form, address=address, now=BEFORE if place == 0 else NOON)
        for link, score in zip(links_of(form), scores, strict=True):
            if score[place] is not None:
                answer(link, today=day, **{f"q{n}": "a" if n < score[place] else "b" for n in range(4)})
        close_evaluation(evaluation=form)
    return event


def test_learning_is_told_of_matched_pairs_alone_and_no_share_of_the_gain_where_all_was_right_before():
    event = take_tests([(1, 3), (2, 2), (0, 4), (4, 4), (3, 2), (2, None), (None, 4)])

    told = learning_of(event)

    assert (told.n, told.before, told.after, told.gain) == (
        5,
        Decimal("50.0"),
        Decimal("75.0"),
        Decimal("25.0"),
    )
    assert (told.normalised, told.normalised_n, told.objective) == (None, 4, True)


def test_the_normalised_gain_is_the_mean_share_of_what_could_still_be_gained():
    event = take_tests([(1, 4), (2, 3), (0, 2), (3, 4), (2, 2), (4, 4)])

    told = learning_of(event)

    assert (told.n, told.normalised_n, told.normalised) == (6, 5, Decimal("0.60"))


def test_of_fewer_than_five_pairs_nothing_is_told():
    assert learning_of(take_tests([(1, 3)] * 4 + [(2, None)] * 2)) is None


def test_facts_of_evaluations_cost_the_same_for_three_events_as_for_one():
    take_tests([(1, 3)] * 5)
    with CaptureQueriesContext(connection) as one:
        evaluation_facts()
    for _number in range(2):
        take_tests([(1, 3)] * 5)
    with CaptureQueriesContext(connection) as three:
        told = evaluation_facts()

    assert len(one) == len(three)
    assert {fact.pairs for fact in told.values()} == {5}


# --- quotes ------------------------------------------------------------------------------------------------------------


def test_words_that_may_be_quoted_are_kept_apart_from_the_answer_of_whoever_said_them():
    form, links = asked()
    offer = Offer(
        "It changed how we plan.",
        name="Ana Lopes",
        function="Director",
        with_name=True,
        channels=("web",),
        language="en",
    )
    answer(links[0], offer, relevant="5", quote="It changed how we plan.")
    for link in links[1:]:
        answer(link, relevant="4", quote="not to be quoted")
    assert "Ana Lopes" not in json.dumps(everything(but=("people_message",)))
    close_evaluation(evaluation=form)

    [held] = quotes_offered(form.event)

    assert (held.text, held.name, held.function, held.channels) == (
        "It changed how we plan.",
        "Ana Lopes",
        "",
        ["web"],
    )
    assert not any("changed" in json.dumps(one.answers) for one in form.answers.all())
    assert sum("quote@1" in one.answers for one in form.answers.all()) == 5


def test_words_without_a_name_are_not_given_out_where_few_answered():
    form, links = asked()
    answer(links[0], Offer("Nobody knows me."), relevant="5")
    answer(links[1], Offer("I am known.", name="Bo", with_name=True), relevant="5")
    close_evaluation(evaluation=form)

    assert [held.text for held in quotes_offered(form.event)] == ["I am known."]


def test_a_name_is_asked_for_where_the_words_are_to_bear_it():
    _form, links = asked()

    with transaction.atomic(), pytest.raises(Refused, match="write the name"):
        answer(links[0], Offer("Words", with_name=True), relevant="5")

    answer(links[0], relevant="5")


def test_words_dealt_with_leave_nothing_behind():
    form, links = asked()
    for link in links:
        answer(link, Offer("Words", name="Ana", with_name=True), relevant="5")
    close_evaluation(evaluation=form)
    one, other, *_rest = quotes_offered(form.event)

    taken = settle_offer(offer=one, taken_as="outreach/quote/Q-1")
    aside = settle_offer(offer=other)

    assert [(held.state, held.text, held.name, held.taken_as) for held in (taken, aside)] == [
        ("taken", "", "", "outreach/quote/Q-1"), ("aside", "", "", "")
    ]  # fmt: skip
    with pytest.raises(Refused, match="already"):
        settle_offer(offer=one)


def test_no_model_of_the_house_points_at_an_answer():
    pointing = {
        relation.related_model.__name__ for model in (EvaluationAnswer, EvaluationBox, OfferedQuote)
        for relation in model._meta.related_objects
    }  # fmt: skip

    assert pointing == set()
    assert apps.get_model("capacity", "EvaluationAnswer") is EvaluationAnswer


def test_months_later_only_those_are_asked_who_agreed_to_it():
    event = make.event("2014-05-05", until="2014-05-06")
    for number, consents in enumerate([[("follow_up", "")], [("follow_up", event.ref)], [("photo", "")], []]):
        who = make.person(f"Person {number}", email=f"p{number}@example.org")
        make.participation(event, who, tally=False)
        for purpose, ref in consents:
            Consent.objects.create(person=who, purpose=purpose, wording="May we?", ref=ref)
    form = draft_evaluation(event=event, kind="follow_up")

    due_evaluations(now=datetime(2014, 11, 2, 12, tzinfo=UTC), address=address)

    asked = form.tokens.order_by("pk").values_list("participation__person__full_name", flat=True)
    assert list(asked) == ["Person 0", "Person 1"]
