"""What can happen in the room, from the plan of an event to its certificates.

Every action that changes who took part also keeps the event's tally.
"""

from colonnade.capacity.actions.attendance import (
    Mark,
    Marked,
    accept_late_marks,
    admit_at_the_door,
    close_attendance,
    mark_attendance,
    reopen_attendance,
    settle_attendance,
)
from colonnade.capacity.actions.devices import (
    Returned,
    declare_lost,
    give_out_list,
    renew_list,
    take_back,
)
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
    record_head_count,
    record_participation,
    tally_events,
    use_head_count,
    withdraw_participation,
)
from colonnade.capacity.actions.platforms import FromReport, mark_from_report

__all__ = [
    "AlreadyTakingPart",
    "FromReport",
    "Mark",
    "Marked",
    "Returned",
    "accept_late_marks",
    "add_sessions",
    "admit_at_the_door",
    "choose_source",
    "close_attendance",
    "copy_event",
    "declare_lost",
    "do_item",
    "give_out_list",
    "mark_attendance",
    "mark_from_report",
    "move_event",
    "plan_event",
    "record_head_count",
    "record_participation",
    "renew_list",
    "reopen_attendance",
    "settle_attendance",
    "settle_event",
    "take_back",
    "tally_events",
    "use_head_count",
    "withdraw_participation",
]
