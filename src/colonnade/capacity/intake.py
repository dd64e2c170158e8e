"""The sheets of capacity development: events and who took part, missions and study tours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import available_timezones

from colonnade.capacity.actions import tally_events
from colonnade.capacity.actions.participations import refuse_oversold_events
from colonnade.capacity.models import Event, HeadCount, Mission, Modality, Participation, Role, Sector
from colonnade.partners.models import Organisation
from colonnade.people.models import Person, Sex
from colonnade.places.intake import CountryRef
from colonnade.programme.intake import activity_columns, on_activity
from colonnade.programme.models import Activity
from colonnade.records.intake.cells import Fault
from colonnade.records.intake.kinds import Choice, Day, Ref, Text, Whole, YesNo
from colonnade.records.intake.links import chunks
from colonnade.records.intake.sheets import Column, Sheet, Touched, code, provenance


def keep_tallies(touched: Touched) -> None:
    """Work out again the tallies of the events that rows were added to, changed at or taken from.

    An activity's kind says which roles count where its event does not. Rows by which more would stand as registered
    than there are seats are refused, all of them.
    """
    activities = {row.pk for row in touched if isinstance(row, Activity)}
    events = {
        row.pk if isinstance(row, Event) else row.event_id for row in touched if not isinstance(row, Activity)
    }
    for some in chunks(sorted(activities), 500):
        events.update(Event.objects.filter(activity__in=some).values_list("pk", flat=True))
    tally_events(events)
    refuse_oversold_events([row for row in touched if isinstance(row, Participation)])


def known_time_zone(row: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """A name of the IANA list."""
    name = row.get("time_zone")
    if isinstance(name, str) and name and name not in available_timezones():
        yield (
            "time_zone",
            Fault(f"“{name}” is no time zone.", "Write one such as Asia/Seoul or Pacific/Apia."),
        )


EVENTS = Sheet(
    name="Events",
    model=Event,
    base=on_activity(),
    many=True,
    after=keep_tallies,
    checks=(known_time_zone,),
    about="Trainings, workshops, conferences. A row writes the event and its activity.",
    columns=(
        code(),
        *activity_columns(on_base=True),
        Column("counts_from", Choice(Event.CountsFrom), "What figures count: the names on Participations, or the head "
               "count on Head counts. The names if empty.", label="Figures count from"),
        Column("counted_roles", Choice(Role, many=True), "Roles that make somebody count. Participants if empty."),
        Column("attendance_closed_on", Day(), "The day the list was declared complete."),
        Column("seats_planned", Whole()),
        Column("public", YesNo(), "Is the event shown on the public site? No if empty.", label="Shown on the public site"),
        Column("format", Choice(Event.Format), "In person if empty."),
        Column("venue", Text(), "The building; the town goes to Place."),
        Column("time_zone", Text(), "The clock of its deadlines and hours: Asia/Seoul. UTC if empty."),
        Column("countries_named", CountryRef(many=True), "Countries known to have been there although no name is "
               "held.", label="Countries known to be represented"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-EV-1", "title": "Workshop on e-government", "kind": "EXAMPLE-workshop", "state": "held",
         "starts_on": "9 April 2013", "ends_on": "11 April 2013", "place": "Suva", "host_country": "Fiji",
         "counts_from": "the names", "counted_roles": "participant; observer", "themes": "EXAMPLE-TH-1",
         "target_groups": "EXAMPLE-TG-1; EXAMPLE-TG-2"},
        {"code": "EXAMPLE-EV-2", "title": "Forum on public service", "kind": "EXAMPLE-workshop", "state": "planned",
         "starts_on": "November 2014", "host_country": "Republic of Korea", "priority": "EXAMPLE-PR-1",
         "source_address": "https://office.example/forum"},
    ),
)  # fmt: skip


def women_among_people(row: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """No more women than people."""
    people, women = row.get("people"), row.get("women")
    if people is not None and women is not None and women > people:
        yield "women", Fault(f"{women} women are more than {people} people.", "Correct one of the two.")


MISSIONS = Sheet(
    name="Missions and study tours",
    model=Mission,
    base=on_activity(),
    about="Advisory missions to a government and study tours of its officials. A row writes the mission and its activity.",
    columns=(
        code(),
        *activity_columns(on_base=True),
        Column("mission", Choice(Mission.Kind), "Which of the two it is.", required=True, field="kind",
               label="Mission or tour"),
        Column("requested_by", Ref(Organisation), "Code of the organisation that asked for it."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-MS-1", "title": "Advice on a one-stop office", "kind": "EXAMPLE-workshop",
         "state": "held", "mission": "advisory mission", "starts_on": "2012-05", "host_country": "Viet Nam",
         "requested_by": "EXAMPLE-ORG-1"},
        {"code": "EXAMPLE-MS-2", "title": "Study tour of island officials", "kind": "EXAMPLE-workshop",
         "state": "planned", "mission": "study tour", "starts_on": "2014", "countries_covered": "Samoa; Tonga"},
    ),
)  # fmt: skip

PARTICIPATIONS = Sheet(
    name="Participations",
    model=Participation,
    many=True,
    after=keep_tallies,
    about="Who took part in which event, as they were then. A person stands once at an event.",
    columns=(
        code(),
        Column("event", Ref(Event), "Code of the event.", required=True),
        Column("person", Ref(Person), "Code of the person, from the sheet People.", required=True),
        Column("country", CountryRef(), "The country the person represented.", label="Country represented"),
        Column("organisation", Ref(Organisation), "Code of the organisation at the time."),
        Column("function", Text(), "At the time."),
        Column("sector", Choice(Sector), "Where the person worked at the time."),
        Column("sex", Choice(Sex), "As the person said; leave empty if it is not on record."),
        Column("modality", Choice(Modality), "How the person took part."),
        Column("role", Choice(Role), "Participant if empty."),
        Column("status", Choice(Participation.Status), "Attended if empty."),
        Column("days", Whole(0, 32_767), label="Days attended"),
        Column("completed", YesNo(), "No if empty."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PA-1", "event": "EXAMPLE-EV-1", "person": "EXAMPLE-P-1", "country": "Kazakhstan",
         "sector": "national government", "sex": "female", "role": "participant", "days": "3", "completed": "yes",
         "organisation": "EXAMPLE-ORG-1"},
        {"code": "EXAMPLE-PA-2", "event": "EXAMPLE-EV-1", "person": "EXAMPLE-P-2", "country": "Republic of Korea",
         "role": "speaker or resource person", "modality": "online", "status": "attended"},
    ),
)  # fmt: skip

HEAD_COUNTS = Sheet(
    name="Head counts",
    model=HeadCount,
    after=keep_tallies,
    checks=(women_among_people,),
    about="How many took part according to somebody who counted, without names. One a event is the one figures use.",
    columns=(
        code(),
        Column("event", Ref(Event), "Code of the event.", required=True),
        Column("people", Whole()),
        Column("women", Whole()),
        Column("countries", Whole(0, 250), "Number of countries stated beside it."),
        Column("qualifier", Text(), "The source's own word: about, over."),
        Column("used", YesNo(), "Is it the one figures use? Yes if empty.", label="Used by figures"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-HC-1", "event": "EXAMPLE-EV-1", "people": "120", "women": "50", "countries": "14",
         "qualifier": "about", "used": "yes", "source": "EXAMPLE-SRC-1"},
        {"code": "EXAMPLE-HC-2", "event": "EXAMPLE-EV-1", "people": "118", "used": "no",
         "source_address": "https://office.example/news/workshop"},
    ),
)  # fmt: skip

SHEETS = (EVENTS, MISSIONS)
WHO_TOOK_PART = (PARTICIPATIONS, HEAD_COUNTS)
