"""What can happen in the room, from the plan of an event to its certificates.

Every action that changes who took part also keeps the event's tally.
"""

from colonnade.capacity.actions.certificates import (
    finish_batch,
    issue_certificates,
    order_certificates,
    reissue_certificate,
    revoke_certificate,
)
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
from colonnade.capacity.actions.letters import send_letters, write_letter, write_letters
from colonnade.capacity.actions.nomination import close_link, invite_focal_points, nominate
from colonnade.capacity.actions.participations import (
    AlreadyTakingPart,
    choose_source,
    close_attendance,
    record_participation,
    tally_events,
    withdraw_participation,
)
from colonnade.capacity.actions.seats import release_seat, take_seat
from colonnade.capacity.actions.selection import decide_selection, set_criteria, vote
from colonnade.capacity.actions.vault import ask_passport, delete_due, delete_item, open_item, put

__all__ = [
    "AlreadyAnswered",
    "AlreadyTakingPart",
    "Asked",
    "FormShut",
    "Offer",
    "Round",
    "add_sessions",
    "answer_evaluation",
    "ask_evaluation",
    "ask_passport",
    "change_wording",
    "choose_source",
    "close_attendance",
    "close_evaluation",
    "close_link",
    "copy_event",
    "decide_selection",
    "delete_due",
    "delete_item",
    "do_item",
    "draft_evaluation",
    "drop_question",
    "due_evaluations",
    "finish_batch",
    "invite_focal_points",
    "issue_certificates",
    "move_event",
    "nominate",
    "open_item",
    "order_certificates",
    "plan_event",
    "put",
    "put_question",
    "record_participation",
    "reissue_certificate",
    "release_seat",
    "remind_evaluation",
    "revoke_certificate",
    "send_letters",
    "set_criteria",
    "settle_event",
    "settle_offer",
    "take_seat",
    "tally_events",
    "vote",
    "withdraw_participation",
    "write_letter",
    "write_letters",
]
