"""What the room is asked: by figures in facts at the grain of the event, by pages in rows."""

from colonnade.capacity.queries.certificates import Checked, batch_progress, entitled, without_certificate
from colonnade.capacity.queries.certificates import check as check_certificate
from colonnade.capacity.queries.facts import (
    Cell,
    EventFact,
    HeadCountFact,
    MissionFact,
    awaiting_attendance,
    cells,
    event_facts,
    mission_facts,
    participations_behind,
    persons_by_part,
    persons_counted,
    wrong_tallies,
)
from colonnade.capacity.queries.public import PublicEvent, calendar, held_in, public_event, public_events

__all__ = [
    "without_certificate",
    "entitled",
    "check_certificate",
    "batch_progress",
    "Checked",
    "Cell",
    "EventFact",
    "HeadCountFact",
    "MissionFact",
    "PublicEvent",
    "awaiting_attendance",
    "calendar",
    "cells",
    "event_facts",
    "held_in",
    "mission_facts",
    "participations_behind",
    "persons_by_part",
    "persons_counted",
    "public_event",
    "public_events",
    "wrong_tallies",
]
