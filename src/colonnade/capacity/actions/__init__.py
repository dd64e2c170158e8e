"""What can happen in the room, from the plan of an event to its certificates.

Every action that changes who took part also keeps the event's tally.
"""

from colonnade.capacity.actions.events import (
    add_sessions,
    copy_event,
    do_item,
    move_event,
    plan_event,
    settle_event,
)
from colonnade.capacity.actions.participations import (
    AlreadyTakingPart,
    choose_source,
    close_attendance,
    record_participation,
    tally_events,
    withdraw_participation,
)

__all__ = [
    "AlreadyTakingPart",
    "add_sessions",
    "choose_source",
    "close_attendance",
    "copy_event",
    "do_item",
    "move_event",
    "plan_event",
    "record_participation",
    "settle_event",
    "tally_events",
    "withdraw_participation",
]
