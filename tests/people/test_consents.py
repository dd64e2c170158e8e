"""Consents, purpose by purpose; and what is kept no longer than needed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from tests import make

from colonnade.capacity.persons import IDENTITIES
from colonnade.outreach.models import Quote
from colonnade.people.actions import (
    apply_retention,
    decide_different,
    due_for_retention,
    find_likenesses,
    give_consent,
    hold_person,
    load_retention_rules,
    set_retention_rule,
    withdraw_consent,
)
from colonnade.people.actions.retaining import OWN
from colonnade.people.models import Consent, Disposal, Likeness, Person, RetentionRule
from colonnade.people.queries import consenting, consents_of, rules_on
from colonnade.records.errors import Refused

CATEGORIES = (*OWN, IDENTITIES)
WORDS = {"wording": "May we print your photograph?", "language": "en", "channel": "form"}


@pytest.mark.django_db
def test_a_consent_is_to_one_purpose_and_one_record():
    person, other = make.person(), make.person()
    give_consent(person=person, purpose="photo", ref="capacity/event/EV-1", **WORDS)
    give_consent(person=other, purpose="quote", **WORDS)

    assert list(consenting("photo")) == [person]
    assert list(consenting("photo", ref="capacity/event/EV-1")) == [person]
    assert list(consenting("photo", ref="capacity/event/EV-2")) == []
    assert list(consenting("mailing_list")) == []


@pytest.mark.django_db
def test_a_consent_withdrawn_stays_and_can_be_given_anew():
    person = make.person()
    first = give_consent(person=person, purpose="photo", at=datetime(2014, 1, 1, tzinfo=UTC), **WORDS)

    withdraw_consent(consent=first, at=datetime(2014, 5, 6, tzinfo=UTC))
    assert list(consenting("photo")) == []
    again = give_consent(person=person, purpose="photo", **WORDS)

    assert list(consents_of(person)) == [again, first]
    assert list(consenting("photo")) == [person]
    with pytest.raises(Refused, match="withdrawn on 2014-05-06 already"):
        withdraw_consent(consent=first)


@pytest.mark.django_db
def test_agreeing_twice_is_agreeing_once():
    person = make.person()

    assert give_consent(person=person, purpose="photo", **WORDS) == give_consent(
        person=person, purpose="photo", **WORDS
    )
    assert Consent.objects.count() == 1


@pytest.mark.django_db
def test_a_consent_without_its_wording_or_its_person_is_refused():
    with pytest.raises(Refused, match="wording"):
        give_consent(person=make.person(), purpose="photo", wording=" ", language="en", channel="form")
    with pytest.raises(Refused, match="was erased"):
        give_consent(person=make.person(erased_on=date(2014, 1, 1)), purpose="photo", **WORDS)
    with pytest.raises(ValidationError):
        give_consent(person=make.person(), purpose="everything", **WORDS)


# --- retention ---------------------------------------------------------------------------------------------------

rules = st.builds(
    RetentionRule,
    trigger=st.sampled_from(RetentionRule.Trigger.values),
    years=st.integers(0, 9),
    days=st.integers(0, 400),
)


@given(rule=rules, day=st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_what_ended_by_the_last_end_is_due_and_what_ended_after_it_is_not(rule, day):
    last = rule.last_end(day)

    assert rule.due_from(last) <= day < rule.due_from(date.fromordinal(last.toordinal() + 1))


def test_seven_years_from_the_end_of_the_year():
    rule = RetentionRule(trigger="fiscal_year_end", years=7)

    assert rule.due_from(date(2014, 3, 4)) == date(2022, 1, 1)
    assert RetentionRule(trigger="event_end", days=30).due_from(date(2014, 5, 6)) == date(2014, 6, 6)


@pytest.mark.django_db
def test_an_office_begins_with_rules_and_keeps_its_own():
    RetentionRule.objects.create(category="identities", trigger="event_end", years=2)

    assert load_retention_rules() == 5
    assert load_retention_rules() == 0
    assert list(RetentionRule.objects.values_list("category", "years", "days")) == [
        ("identities", 2, 0), ("likenesses", 1, 0), ("restricted_details", 0, 90),
        ("submission_drafts", 0, 30), ("submissions", 2, 0), ("travel_documents", 0, 30),
    ]  # fmt: skip


ANEW = {"category": "identities", "trigger": "event_end", "years": 2, "days": 0, "disposition": "destroy", "schedule": "Memo 7"}  # fmt: skip


@pytest.mark.django_db
def test_a_rule_set_anew_begins_on_its_day_and_the_one_before_gets_an_end():
    load_retention_rules()
    set_retention_rule(**ANEW, on=date(2014, 7, 1), today=date(2014, 6, 1))

    told = {
        day: [(rule.years, rule.schedule[:6]) for rule in rules_on(day) if rule.category == "identities"]
        for day in (date(2014, 6, 30), date(2014, 7, 1))
    }
    assert told == {date(2014, 6, 30): [(7, "the of")], date(2014, 7, 1): [(2, "Memo 7")]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"on": date(2014, 5, 31)}, "before today"),
        ({"category": "shoes"}, "No rule for shoes"),
        ({"trigger": "fiscal_year_end", "years": 7}, "says that already"),
        ({"years": 0}, "Say after how many"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_the_one_that_holds_stays(changed, why):
    loaded = load_retention_rules()
    with pytest.raises((Refused, ValidationError), match=why), transaction.atomic():
        set_retention_rule(**{**ANEW, "on": date(2014, 7, 1)} | changed, today=date(2014, 6, 1))
    assert RetentionRule.objects.filter(valid_to=None).count() == RetentionRule.objects.count() == loaded


@pytest.mark.django_db
def test_who_took_part_long_ago_is_erased_and_who_stands_elsewhere_or_is_held_is_not():
    load_retention_rules()
    long_ago, lately = make.event("2006-05-06", until="2006-05-08"), make.event("2013-05-06")
    gone, came_again, quoted, held = (make.person(f"Person {n}") for n in "abcd")
    for person in (gone, came_again, quoted, held):
        make.participation(long_ago, person)
    make.participation(lately, came_again)
    Quote.objects.create(code="Q-1", person=quoted, text="It helped.")
    hold_person(person=held, because="audit")

    assert [list(due.rows) for due in due_for_retention(day=date(2013, 12, 31), categories=CATEGORIES)] == [
        []
    ] * 6
    assert apply_retention(day=date(2014, 1, 1), by="head", categories=CATEGORIES) == [
        disposal := Disposal.objects.get()
    ]

    assert (disposal.number, disposal.refs, disposal.rule.category) == (1, [gone.ref], "identities")
    assert list(Person.objects.filter(erased_on=None)) == [came_again, quoted, held]
    assert apply_retention(day=date(2014, 1, 2), by="head", categories=CATEGORIES) == []


@pytest.mark.django_db
def test_what_spoke_for_a_likeness_goes_a_year_after_the_decision():
    load_retention_rules()
    make.person("Aigul Bekova"), make.person("Aigul Bekova")
    find_likenesses()
    decide_different(likeness=Likeness.objects.get(), by="officer", on=date(2014, 5, 6))

    assert apply_retention(day=date(2015, 5, 6), by="head") == []
    assert [disposal.number for disposal in apply_retention(day=date(2015, 5, 7), by="head")] == [1]
    assert (Likeness.objects.get().reasons, Likeness.objects.get().state) == ([], "different")


@pytest.mark.django_db
def test_a_rule_for_the_archive_or_one_nobody_serves_removes_nothing_and_is_shown():
    RetentionRule.objects.create(category="likenesses", trigger="case_close", years=1, disposition="archive")
    RetentionRule.objects.create(category="travel_documents", trigger="event_end", days=30)
    RetentionRule.objects.create(
        category="likenesses", trigger="case_close", days=1, valid_to=date(2013, 1, 1)
    )
    make.person("Aigul Bekova"), make.person("Aigul Bekova")
    find_likenesses()
    decide_different(likeness=Likeness.objects.get(), by="officer", on=date(2014, 5, 6))

    told = due_for_retention(day=date(2020, 1, 1))

    assert [(due.rule.category, due.category is None, len(due.rows)) for due in told] == [
        ("likenesses", False, 1), ("travel_documents", True, 0),
    ]  # fmt: skip
    assert apply_retention(day=date(2020, 1, 1), by="head") == []
