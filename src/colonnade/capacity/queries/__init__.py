"""What the room is asked: by figures in facts at the grain of the event, by pages in rows."""

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
from colonnade.capacity.queries.registration import (
    page_of,
    people_of,
    seats_of,
    states_of,
    waiting_list,
    wrong_seats,
)

__all__ = [
    "Cell",
    "EventFact",
    "HeadCountFact",
    "MissionFact",
    "awaiting_attendance",
    "cells",
    "event_facts",
    "mission_facts",
    "page_of",
    "participations_behind",
    "people_of",
    "persons_by_part",
    "persons_counted",
    "seats_of",
    "states_of",
    "waiting_list",
    "wrong_seats",
    "wrong_tallies",
]
