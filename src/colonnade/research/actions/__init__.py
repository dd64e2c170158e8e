"""What can happen in the room."""

from colonnade.research.actions.clearance import (
    override_clearance,
    refuse_uncleared,
    submit_for_clearance,
    take_step,
)
from colonnade.research.actions.phases import change_phase, lengthen_phase, move_phase, plan_phase
from colonnade.research.actions.reviews import (
    Invited,
    ReviewNotOpen,
    Said,
    answer_comment,
    call_off_round,
    close_review_link,
    close_round,
    invite_again,
    keep_review,
    open_round,
    send_review,
)
from colonnade.research.actions.studies import bring_draft, move_study

__all__ = [
    "Invited",
    "ReviewNotOpen",
    "Said",
    "answer_comment",
    "bring_draft",
    "call_off_round",
    "change_phase",
    "close_review_link",
    "close_round",
    "invite_again",
    "keep_review",
    "lengthen_phase",
    "move_phase",
    "move_study",
    "open_round",
    "override_clearance",
    "plan_phase",
    "refuse_uncleared",
    "send_review",
    "submit_for_clearance",
    "take_step",
]
