"""What can happen in capacity: each action keeps the tally of its event, and refuses in a sentence."""

from datetime import date

import pytest
from pyroaring import BitMap
from tests import make

from colonnade.capacity.actions import (
    AlreadyTakingPart,
    choose_source,
    close_attendance,
    record_participation,
    tally_events,
    withdraw_participation,
)
from colonnade.capacity.models import Event, Participation, Role, Tally, TallySet
from colonnade.capacity.queries import awaiting_attendance, wrong_tallies
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db


def tally_of(event: Event) -> tuple[int, int]:
    """Names accepted, and those of them that count."""
    held = Tally.objects.get(event=event)
    return held.registered, held.counted


def test_a_participation_is_recorded_as_the_person_was_then_and_told_in_the_tally():
    event, fiji = make.event(), make.country("FJI")
    person = make.person(sex="male")

    held = record_participation(
        event=event, person=person, country=fiji, sex="female", sector="parliament", days=3
    )

    assert (held.country, held.sex, held.sector, held.days) == (fiji, "female", "parliament", 3)
    assert tally_of(event) == (1, 1)
    assert Tally.objects.get(event=event).parts["country"] == {"FJI": 1}


def test_a_person_takes_part_in_an_event_once():
    event, person = make.event(), make.person("Mere Vula")
    first = record_participation(event=event, person=person)

    with pytest.raises(AlreadyTakingPart, match=f"Mere Vula stands at {event.code} already .{first.code}."):
        record_participation(event=event, person=person)

    assert tally_of(event) == (1, 1)


def test_who_was_withdrawn_may_be_recorded_again():
    event, person = make.event(), make.person()
    withdraw_participation(
        participation=record_participation(event=event, person=person, code="P-1"), because="wrong list"
    )

    record_participation(event=event, person=person, code="P-2")

    assert tally_of(event) == (1, 1)


def test_a_withdrawn_participation_is_kept_with_its_reason_and_counts_no_more():
    event = make.event()
    held = record_participation(event=event, person=make.person())

    withdraw_participation(participation=held, because="entered twice")

    assert Participation.objects.get(pk=held.pk).withdrawn_because == "entered twice"
    assert tally_of(event) == (0, 0)


def test_who_registered_and_never_came_is_registered_and_does_not_count():
    event = make.event()
    for status in Participation.Status.values:
        record_participation(event=event, person=make.person(), status=status)

    assert tally_of(event) == (3, 1)


def test_an_events_own_roles_decide_who_counts():
    event = make.event(roles=[Role.SPEAKER])
    record_participation(event=event, person=make.person(), role=Role.SPEAKER)
    record_participation(event=event, person=make.person(), role=Role.PARTICIPANT)

    assert tally_of(event) == (2, 1)


def test_the_compact_set_of_a_part_holds_its_persons_and_no_other():
    event, woman, man = make.event(), make.person(), make.person()
    record_participation(event=event, person=woman, sex="female")
    record_participation(event=event, person=man, sex="male")

    women = TallySet.objects.get(event=event, dimension="sex", part="female")
    everybody = Tally.objects.get(event=event).persons

    assert BitMap.deserialize(bytes(women.persons)) == BitMap([woman.pk])
    assert BitMap.deserialize(bytes(everybody)) == BitMap([woman.pk, man.pk])


def test_a_tally_that_differs_from_its_rows_is_found_and_mended():
    event = make.event()
    make.participation(event)
    Tally.objects.filter(event=event).update(counted=7)

    assert wrong_tallies() == [event.code]
    tally_events([event.pk])
    assert wrong_tallies() == []


@pytest.mark.parametrize("field", ["sex", "sector", "country", "status", "person"])
def test_a_row_changed_behind_the_tallys_back_is_found_whatever_changed(field):
    event = make.event()
    held = make.participation(event, sex="male", status=Participation.Status.REGISTERED)
    make.participation(event, sex="male")
    other = {
        "sex": "female",
        "sector": "media",
        "country": make.country("FJI"),
        "status": "cancelled",
        "person": make.person(),
    }
    changed = held if field == "status" else Participation.objects.exclude(pk=held.pk).get()
    assert wrong_tallies() == []

    Participation.objects.filter(pk=changed.pk).update(**{field: other[field]})

    assert wrong_tallies() == [event.code]


def test_a_set_of_persons_that_differs_from_its_rows_is_found():
    event = make.event()
    make.participation(event, sex="female")
    TallySet.objects.filter(event=event, dimension="sex").update(persons=BitMap([0]).serialize())

    assert wrong_tallies() == [event.code]


def test_attendance_is_closed_once_and_no_longer_awaited():
    event = make.event("2014-03-03", until="2014-03-05")
    assert list(awaiting_attendance(date(2014, 4, 9))) == [event]

    close_attendance(event=event, on=date(2014, 3, 10))

    assert list(awaiting_attendance(date(2014, 4, 9))) == []
    with pytest.raises(Refused, match=f"The attendance of {event.code} was closed on 2014-03-10."):
        close_attendance(event=event)


def test_an_event_cannot_count_from_a_head_count_it_does_not_have():
    event = make.event()

    with pytest.raises(Refused, match="has no head count to count from"):
        choose_source(event=event, counts_from=Event.CountsFrom.HEAD_COUNT)

    assert Event.objects.get(pk=event.pk).counts_from == Event.CountsFrom.NAMES


def test_the_choice_of_source_is_kept_with_its_history():
    event = make.event(people=120)

    choose_source(event=event, counts_from=Event.CountsFrom.HEAD_COUNT)

    assert [line.counts_from for line in event.history.all()[:2]] == ["head_count", "names"]
