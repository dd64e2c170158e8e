"""Blind judging: given out in balance, seen by nobody else, ranked without false precision."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests import make
from tests.research.files import jpeg, pdf

from colonnade.people.models import Message
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.research.actions import (
    assign_judges,
    attach,
    close_judge_link,
    declare_conflict,
    give_to,
    hide_words,
    invite_judges,
    keep_scores,
    screen,
    send_judgement,
    show_file,
    unshow_file,
)
from colonnade.research.assigning import shared_out
from colonnade.research.blinding import STRUCK, Blind
from colonnade.research.case_links import from_token, token_of
from colonnade.research.models import Judge, Judgement
from colonnade.research.queries import judges_of, ranking
from colonnade.research.ranking import ranked, weighted
from colonnade.research.rules.calls import why_not_judge

MARKS = {"proof": (4, "Figures."), "use": (5, "Elsewhere too.")}


@pytest.fixture
def office(db):
    return make.office()


# Giving out -------------------------------------------------------------------------------------------------

judges = st.integers(2, 6)


@given(many=st.integers(0, 25), number=judges, needed=st.integers(1, 4))
def test_where_anybody_may_judge_anything_no_two_loads_differ_by_more_than_one(many, number, needed):
    everybody = range(number)
    new = shared_out(
        dict.fromkeys(range(many), everybody), needed=needed, held={}, load=dict.fromkeys(everybody, 0)
    )
    loads = [sum(judge in given_to for given_to in new.values()) for judge in everybody]

    assert [len(given_to) for given_to in new.values()] == [min(needed, number)] * many
    assert max(loads) - min(loads) <= 1


@given(
    may=st.dictionaries(st.integers(0, 15), st.sets(st.integers(0, 5)), max_size=12), needed=st.integers(1, 3),
    held=st.dictionaries(st.integers(0, 15), st.sets(st.integers(0, 5), max_size=2), max_size=5),
)  # fmt: skip
def test_nobody_is_given_what_they_may_not_have_and_no_single_passing_on_evens_out_more(may, needed, held):
    load = {judge: sum(judge in given for given in held.values()) for judge in range(6)}
    new = shared_out(may, needed=needed, held=held, load=load)
    after = {judge: load[judge] + sum(judge in given for given in new.values()) for judge in load}

    for one, given_to in new.items():
        free = may[one] - held.get(one, set())
        assert given_to <= free
        assert len(given_to) == min(len(free), max(0, needed - len(held.get(one, set()))))
        for judge in given_to:
            assert all(after[judge] - after[other] <= 1 for other in free - given_to)


def test_each_submission_has_as_many_reviewers_as_asked_and_none_from_its_country_or_institution(office):
    at = make.call(reviews_needed=2)
    fiji, samoa, other = (make.judge(at, from_country=code) for code in ("FJI", "WSM", "KOR"))
    colleague = make.judge(at, organisation_name="Ministry of Lines")
    for code in ("FJI", "WSM", "FJI"):
        make.submission(at, "eligible", from_country=code)
    make.submission(at, "eligible", organisation_name="MINISTRY OF LINES, Section 4")
    make.submission(at, "sent")
    out = assign_judges(call=at)

    assert (out.number, out.wanting, assign_judges(call=at).number) == (8, [], 0)
    for held in Judgement.objects.select_related("judge", "submission"):
        assert why_not_judge(held.judge, held.submission) == ""
    assert sorted(row.given for row in judges_of(at)) == [2, 2, 2, 2]
    assert {fiji, samoa, other, colleague} == {row.judge for row in judges_of(at)}


def test_where_too_few_may_judge_it_is_said_which(office):
    at = make.call()
    make.judge(at, from_country="FJI"), make.judge(at, from_country="WSM")
    wanting = make.submission(at, "eligible", from_country="FJI")
    fine = make.submission(at, "eligible", from_country="KOR")

    assert assign_judges(call=at).wanting == [wanting]
    assert fine.judgements.count() == 2


@pytest.mark.parametrize(
    ("judge", "facts"),
    [
        ({"from_country": "FJI"}, {"from_country": "FJI"}),
        ({"organisation_name": "Ministère des Files"}, {"organisation_name": "MINISTERE DES FILES"}),
        ({"email": "ana@lines.gov.fj"}, {"email": "ben@lines.gov.fj"}),
        ({"email": "ana@gmail.com"}, {"email": "Ana@gmail.com"}),
    ],
)
def test_a_colleague_of_whoever_sent_it_is_refused_by_hand_too(office, judge, facts):
    at = make.call()
    sent = make.submission(at, "eligible", **facts)

    with pytest.raises(Refused, match="does not judge"):
        give_to(judge=make.judge(at, **judge), submission=sent)


def test_two_with_a_mailbox_anybody_may_have_are_no_colleagues(office):
    at = make.call()
    sent = make.submission(at, "eligible", email="ben@gmail.com", from_country="FJI")

    assert (
        give_to(judge=make.judge(at, email="ana@gmail.com", from_country="WSM"), submission=sent).state
        == "given"
    )


def test_a_conflict_of_interest_is_kept_and_somebody_else_is_given_it(office):
    at = make.call()
    for _n in range(3):
        make.judge(at)
    sent = make.submission(at, "eligible")
    assign_judges(call=at)
    first = sent.judgements.order_by("pk").first()
    keep_scores(judgement=first, scores=MARKS)
    with pytest.raises(Refused, match="what the interest is"):
        declare_conflict(judgement=first, because=" ")
    declare_conflict(judgement=first, because="My brother runs it")

    assert sorted(sent.judgements.values_list("state", flat=True)) == ["conflict", "given", "given"]
    assert Judgement.objects.get(pk=first.pk).scores == {}
    assert assign_judges(call=at).number == 0
    with pytest.raises(Refused, match="declared an interest"):
        send_judgement(judgement=first, scores=MARKS)
    with pytest.raises(Refused, match="declared an interest"):
        give_to(judge=first.judge, submission=sent)


def test_a_review_is_sent_once_whole_within_the_scale_and_with_reasons(office):
    at = make.call(best=5)
    held = give_to(judge=make.judge(at), submission=make.submission(at, "eligible"))

    for scores, words in (
        ({"proof": (4, "Figures.")}, "has no score"),
        (MARKS | {"use": (5, "")}, "Say why"),
        (MARKS | {"use": (6, "Very")}, "from 1 to 5"),
    ):
        with pytest.raises(Refused, match=words):
            send_judgement(judgement=held, scores=scores)
    keep_scores(judgement=held, scores={"proof": (2, "")})
    send_judgement(judgement=held, scores=MARKS | {"strange": (1, "x")}, comment=" Well done. ")
    for act in (send_judgement, keep_scores):
        with pytest.raises(Refused, match="was sent"):
            act(judgement=held, scores=MARKS)
    held.refresh_from_db()
    assert (held.state, held.scores, held.comment) == (
        "sent",
        {"proof": [4, "Figures."], "use": [5, "Elsewhere too."]},
        "Well done.",
    )


def test_reviewers_are_invited_once_reminded_after_and_only_while_something_waits(office):
    at = make.call()
    one, idle = make.judge(at, "Ana", email="ana@example.org"), make.judge(at)
    held = give_to(judge=one, submission=make.submission(at, "eligible"))
    assert [invite_judges(call=at, judges=[one, idle]) for _n in range(2)] == [1, 1]
    send_judgement(judgement=held, scores=MARKS)

    assert invite_judges(call=at, judges=[one, idle]) == 0
    told = Message.objects.filter(to_address="ana@example.org").order_by("pk")
    assert [letter.subject.partition(" ")[0] for letter in told] == ["Reviews", "Reminder:"]
    assert f"/judge/{token_of(one)}/" in told[0].body


def test_a_closed_link_or_a_withdrawn_reviewer_opens_nothing(office):
    one = make.judge(make.call())
    old = token_of(one)
    new = token_of(close_judge_link(judge=one))
    assert (from_token(Judge, old), from_token(Judge, new)) == (None, one)
    withdraw(record=one, because="ill")

    assert from_token(Judge, new) is None


def test_what_is_found_not_eligible_is_taken_from_who_has_not_begun(office):
    at = make.call()
    make.judge(at), make.judge(at)
    sent = make.submission(at, "eligible")
    assign_judges(call=at)
    begun, idle = sent.judgements.order_by("pk")
    keep_scores(judgement=begun, scores={"proof": (2, "")})
    screen(submission=sent, verdict="not_eligible", reason="theme", by=make.account())

    assert list(sent.judgements.all()) == [begun]
    with pytest.raises(Refused, match="not judged any more"):
        send_judgement(judgement=begun, scores=MARKS)
    assert not Judgement.objects.filter(pk=idle.pk).exists()


# Blind ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("We, the Ministry of Lines, and litia ravuvu", f"We, the {STRUCK}, and {STRUCK}"),
        ("Mrs Ravuvu’s team in  Fiji", f"Mrs {STRUCK}’s team in  {STRUCK}"),
        ("MINISTRY  OF\nLINES (MOL)", f"{STRUCK} ({STRUCK})"),
        ("فيجي: وفيجي", f"{STRUCK}: و{STRUCK}"),
        ("斐济的部门", f"{STRUCK}的部门"),
        ("les Fidji d’aujourd’hui", f"les {STRUCK} d’aujourd’hui"),
        ("see https://lines.gov.fj/x or lines.gov.fj, +679 330 1234", f"see {STRUCK} or {STRUCK}, {STRUCK}"),
        ("Lítia wrote to litia@lines.gov.fj", f"{STRUCK} wrote to {STRUCK}"),
        (
            "linesmen reviewed outlines; 9.5 per cent, e.g. 3.2",
            "linesmen reviewed outlines; 9.5 per cent, e.g. 3.2",
        ),
        ("Suvan and SUVA", f"Suvan and {STRUCK}"),
    ],
)
def test_names_addresses_institution_and_country_are_struck_in_any_script(office, text, seen):
    at = make.call()
    sent = make.submission(
        at,
        from_country="FJI",
        contact_name="Litia Ravuvu",
        organisation_name="Ministry of Lines",
        email="litia@lines.gov.fj",
    )
    hide_words(submission=sent, words="Suva\n\n Suva ")
    sent.refresh_from_db()

    assert Blind(sent)(text) == seen


def test_the_country_is_shown_where_the_call_says_so(office):
    sent = make.submission(make.call(hides_country=False), from_country="FJI")

    assert Blind(sent)("Fiji") == "Fiji"


def test_a_copy_for_reviewers_has_no_properties_and_is_refused_while_its_text_names_the_sender(office):
    at, by = make.call(), make.account()
    sent = make.submission(at, contact_name="Litia Ravuvu")
    named = attach(submission=sent, name="a.pdf", content=pdf("Litia Ravuvu", "By Litia Ravuvu."))
    plain = attach(submission=sent, name="b.pdf", content=pdf("Litia Ravuvu", "By us."))
    picture = attach(submission=sent, name="c.jpg", content=jpeg("Litia Ravuvu"))

    with pytest.raises(Refused, match="says who sent it"):
        show_file(file=named, by=by)
    for file in (
        show_file(file=plain, by=by),
        show_file(file=picture, by=by),
        show_file(file=named, by=by, redacted=pdf("Litia", "By –.")),
    ):
        with file.shown.open("rb") as held:
            content = held.read()
        assert b"Litia" not in content and "Litia".encode("utf-16-be") not in content
        if file.kind == "pdf":
            assert "Litia" not in str(pypdf.PdfReader(BytesIO(content)).metadata)
        else:
            assert dict(Image.open(BytesIO(content)).getexif()) == {}
    hide_words(submission=sent, words="us")
    plain.refresh_from_db()
    assert (bool(plain.shown), bool(unshow_file(file=picture).shown)) == (False, False)


# Ranking ----------------------------------------------------------------------------------------------------

means = st.fractions(1, 5, max_denominator=4)


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.integers(0, 9),
        st.lists(st.tuples(st.integers(0, 4), means), max_size=4, unique_by=lambda one: one[0]),
        max_size=8,
    )
)
def test_places_follow_the_means_ties_share_one_and_nobody_is_placed_before_enough_have_judged(totals):
    told = ranked(totals, needed=2)
    placed = {one: held for one, held in told.items() if held.rank is not None}

    assert {one for one, given_to in totals.items() if len(given_to) >= 2} == set(placed)
    for held in placed.values():
        better = sum(other.mean > held.mean for other in placed.values())
        assert (held.rank, held.least <= held.mean <= held.most) == (better + 1, True)
        assert held.tied == (sum(other.mean == held.mean for other in placed.values()) > 1)
    assert all(told[one].mean is None and told[one].even_rank is None for one in totals if one not in placed)


@settings(max_examples=50)
@given(st.lists(means, min_size=3, max_size=6, unique=True), st.fractions(1, 3))
def test_evened_out_a_severe_reviewer_places_as_a_mild_one_does(values, severity):
    """Two reviewers of the same order, one of them severe: evened out, both order the submissions alike."""
    totals = {one: [(0, value), (1, value - severity)] for one, value in enumerate(values)}
    told = ranked(totals, needed=2)

    assert {one: held.even_rank for one, held in told.items()} == {
        one: held.rank for one, held in told.items()
    }


def test_a_severe_reviewer_takes_a_place_away_and_the_one_evened_out_beside_it_gives_it_back():
    mild, severe = 0, 1
    totals = {
        1: [(mild, Fraction(3)), (2, Fraction(4))], 2: [(severe, Fraction(3)), (2, Fraction(3))],
        3: [(mild, Fraction(5)), (2, Fraction(5))], 4: [(severe, Fraction(1)), (2, Fraction(1))],
    }  # fmt: skip
    told = ranked(totals, needed=2)

    assert [told[one].rank for one in (3, 1, 2, 4)] == [1, 2, 3, 4]
    assert told[2].even_rank == 2


def test_the_weights_of_the_criteria_make_the_mean(office):
    at = make.call(criteria=(("proof", 1), ("use", 3)), reviews_needed=2)
    one, other = make.submission(at, "eligible"), make.submission(at, "eligible")
    first, second = make.judge(at), make.judge(at)
    for judge in (first, second):
        send_judgement(
            judgement=give_to(judge=judge, submission=one), scores={"proof": (1, "a"), "use": (5, "b")}
        )
    send_judgement(
        judgement=give_to(judge=first, submission=other), scores={"proof": (5, "a"), "use": (5, "b")}
    )
    told = ranking(at)

    assert [(row.submission, row.standing.rank, row.standing.mean, row.standing.count) for row in told] == [
        (one, 1, Fraction(4), 2), (other, None, None, 1),
    ]  # fmt: skip
    assert weighted({"proof": 1, "use": 5}, {"proof": 1, "use": 3}) == 4


def test_the_ranking_asks_as_many_questions_for_three_as_for_one(office, django_assert_num_queries):
    at = make.call()
    for many in (1, 2):
        for _n in range(many):
            make.submission(at, "eligible", from_country="FJI")
        with django_assert_num_queries(4):
            ranking(at, words=True)
