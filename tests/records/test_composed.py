"""Statements composed once say and write what a queryset and ``save`` would."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F
from tests import make

from colonnade.capacity.models import Event, Participation, Registration, Seats
from colonnade.people.models import Consent, Message, Person
from colonnade.records.composed import Change, Given, Question, write_new

pytestmark = pytest.mark.django_db


def facts(row: models.Model, *without: str) -> dict:
    """Every column of a row as the database gives it back."""
    held = type(row)._base_manager.get(pk=row.pk)
    return {
        f.attname: getattr(held, f.attname) for f in row._meta.concrete_fields if f.attname not in without
    }


def new_rows() -> tuple[list[models.Model], list[models.Model]]:
    """The rows of a registration twice: for the one way of writing them and for the other."""
    event, fiji = make.open_event(20), make.country("FJI")
    both = []
    for _way in range(2):
        person = make.person("Иван Петров")
        at = make.participation(event, person, status="registered")
        both.append(
            [
                Person(code=f"P-{uuid4().hex[:8]}", full_name="Мере “Вула”", sex="female", email="m@example.org"),
                Participation(event=event, person=make.person("Other"), code=f"X-{uuid4().hex[:8]}", country=fiji),
                Registration(participation=at, language="ar", answers={"diet": ["none", "נא"], "tick": True}),
                Consent(person=person, purpose="photo", wording="Yes", given_at=datetime(2014, 3, 4, 5, 6, tzinfo=UTC)),
                Message(key=uuid4().hex, to_address="m@example.org", body="€", headers={"List-Id": "a"},
                        made_at=datetime(2014, 3, 4, 5, 6, 7, 8, tzinfo=UTC)),
            ]
        )  # fmt: skip
    return both[0], both[1]


OWN = ("id", "code", "key", "person_id", "participation_id", "submission", "sent_at")


def test_a_row_and_its_history_are_as_save_writes_them():
    composed, saved = new_rows()
    for one, other in zip(composed, saved, strict=True):
        assert write_new(one)
        other.save()
        assert facts(one, *OWN) == facts(other, *OWN)
        assert not one._state.adding
        if not hasattr(other, "history"):
            continue
        lines = [row.history.get() for row in (one, other)]
        mine, theirs = (facts(line, *OWN, "history_id", "history_date") for line in lines)
        assert mine == theirs
        assert lines[0].id == one.pk
        assert {name: value for name, value in facts(lines[0]).items() if name in facts(one)} == facts(one)


def test_the_line_of_history_names_who_did_it():
    account, person = make.account("officer"), Person(code="P-1", full_name="Mere")
    person._history_user = account
    write_new(person)
    assert person.history.get().history_user == account


def test_a_row_is_not_written_twice():
    person = Person(code="P-1", full_name="Mere")
    write_new(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_new(Person(code="P-1", full_name="Another"))
    assert not write_new(Person(code="P-1", full_name="Another"), unless="code")
    assert [(row.pk, row.full_name) for row in Person.objects.filter(code="P-1")] == [(person.pk, "Mere")]
    assert Person.history.filter(code="P-1").count() == 1


def test_a_question_gives_the_records_a_queryset_gives():
    events = [make.open_event(20, title=f"Event {number}") for number in range(3)]

    def rows(code):
        return (
            Event.objects.select_related("activity")
            .only("code", "stage", "activity__title", "activity__starts_on")
            .filter(code=code)
        )

    asked = Question(rows)
    for event in events:
        plain, held = rows(event.code).get(), asked.first(event.code)
        assert held == plain
        assert held.get_deferred_fields() == plain.get_deferred_fields()
        assert (held.stage, held.activity.title, held.activity.starts_on) == (
            plain.stage, plain.activity.title, plain.activity.starts_on,
        )  # fmt: skip
        assert held.registration_closes_at == plain.registration_closes_at
    assert asked.first("none") is None
    assert asked.all("none' OR '1'='1") == []


def test_a_question_gives_the_values_a_queryset_gives():
    held = make.registration(make.open_event(20))
    names = ("submission", "sent_at", "answers", "participation__withdrawn_on")
    asked = Question(
        lambda key, version: Registration.objects.filter(pk=key, link_version=version).values_list(*names), 2
    )
    assert asked.all(held.pk, 1) == list(Registration.objects.filter(pk=held.pk).values_list(*names))
    assert asked.all(held.pk, 2) == []


def test_a_change_says_how_many_rows_it_changed():
    event, other = make.open_event(5), make.open_event(5)
    rise = Change(
        lambda event, _by: Seats.objects.filter(event=event, country=None),
        2,
        taken=F("taken") + Given(1, models.IntegerField()),
    )
    for one in (event, other):
        Seats.objects.update_or_create(event=one, country=None, defaults={"taken": 1, "limit": 5})
    assert (rise.make(event.pk, 2), rise.make(-1, 2)) == (1, 0)
    assert [Seats.objects.get(event=one, country=None).taken for one in (event, other)] == [3, 1]
