"""What can happen in the room, from the plan of an event to its certificates.

Every action that changes who took part also keeps the event's tally.
"""

from colonnade.capacity.actions.evaluation import (
    AlreadyAnswered,
    Asked,
    FormShut,
    Offer,
    Round,
    answer_evaluation,
    ask_evaluation,
    change_wording,
    close_evaluation,
    draft_evaluation,
    drop_question,
    due_evaluations,
    put_question,
    remind_evaluation,
    settle_offer,
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
    close_attendance,
    record_participation,
    tally_events,
    withdraw_participation,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyTakingPart",
    "Asked",
    "FormShut",
    "Offer",
    "Round",
    "answer_evaluation",
    "ask_evaluation",
    "change_wording",
    "close_evaluation",
    "draft_evaluation",
    "drop_question",
    "due_evaluations",
    "put_question",
    "remind_evaluation",
    "settle_offer",
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
