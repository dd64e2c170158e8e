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
    EventFull,
    change_status,
    choose_source,
    close_attendance,
    promote_waiting,
    record_participation,
    tally_events,
    withdraw_participation,
)
from colonnade.capacity.actions.registration import (
    Entry,
    RegistrationClosed,
    accept_waiting,
    cancel_registration,
    correct_registration,
    forget_answers,
    hand_in,
    register,
    renew_link,
)

__all__ = [
    "AlreadyTakingPart",
    "Entry",
    "EventFull",
    "RegistrationClosed",
    "accept_waiting",
    "add_sessions",
    "cancel_registration",
    "change_status",
    "choose_source",
    "close_attendance",
    "copy_event",
    "correct_registration",
    "do_item",
    "forget_answers",
    "hand_in",
    "move_event",
    "plan_event",
    "promote_waiting",
    "record_participation",
    "register",
    "renew_link",
    "settle_event",
    "tally_events",
    "withdraw_participation",
]
