"""What can happen in the room: publications are moved, published, put off and handed out."""

from colonnade.research.actions.cases import draft_case, publish_case
from colonnade.research.actions.choosing import decide_cases, vote_on_case
from colonnade.research.actions.clearance import (
    override_clearance,
    submit_for_clearance,
    take_step,
)
from colonnade.research.actions.downloads import count_download
from colonnade.research.actions.files import add_file, describe_cover, settle_cover
from colonnade.research.actions.harvesting import settle_harvest
from colonnade.research.actions.judging import (
    assign_judges,
    close_judge_link,
    declare_conflict,
    give_to,
    invite_judges,
    keep_scores,
    send_judgement,
)
from colonnade.research.actions.phases import change_phase, lengthen_phase, move_phase, plan_phase
from colonnade.research.actions.publishing import move_product, publish_product, put_off, release_version
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
from colonnade.research.actions.screening import hide_words, screen, show_file, unshow_file
from colonnade.research.actions.studies import bring_draft, move_study
from colonnade.research.actions.submissions import (
    attach,
    choose_consent,
    correct_submission,
    detach,
    forget_call_answers,
    keep_draft,
    renew_submission_link,
    submit,
    take_back,
)

__all__ = [
    "Invited",
    "ReviewNotOpen",
    "Said",
    "add_file",
    "answer_comment",
    "assign_judges",
    "attach",
    "bring_draft",
    "call_off_round",
    "change_phase",
    "choose_consent",
    "close_judge_link",
    "close_review_link",
    "close_round",
    "correct_submission",
    "count_download",
    "decide_cases",
    "declare_conflict",
    "describe_cover",
    "detach",
    "draft_case",
    "forget_call_answers",
    "give_to",
    "hide_words",
    "invite_again",
    "invite_judges",
    "keep_draft",
    "keep_review",
    "keep_scores",
    "lengthen_phase",
    "move_phase",
    "move_product",
    "move_study",
    "open_round",
    "override_clearance",
    "plan_phase",
    "publish_case",
    "publish_product",
    "put_off",
    "release_version",
    "renew_submission_link",
    "screen",
    "send_judgement",
    "send_review",
    "settle_cover",
    "settle_harvest",
    "show_file",
    "submit",
    "submit_for_clearance",
    "take_back",
    "take_step",
    "unshow_file",
    "vote_on_case",
]
