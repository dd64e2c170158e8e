"""What can happen in the room, from the plan of an event to its certificates.

Every action that changes who took part also keeps the event's tally.
"""

from colonnade.capacity.actions.answers import (
    AlreadyAnswered,
    FormShut,
    Offer,
    answer_evaluation,
    close_evaluation,
    settle_offer,
)
from colonnade.capacity.actions.asking import Asked, Round, ask_evaluation, due_evaluations, remind_evaluation
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
from colonnade.capacity.actions.certificates import (
    finish_batch,
    issue_certificates,
    order_certificates,
    reissue_certificate,
    revoke_certificate,
)
from colonnade.capacity.actions.devices import (
    Returned,
    declare_lost,
    delete_carried_lists,
    give_out_list,
    renew_list,
    take_back,
)
from colonnade.capacity.actions.documents import hand_in
from colonnade.capacity.actions.events import (
    add_sessions,
    copy_event,
    do_item,
    follow_kind,
    move_event,
    plan_event,
    settle_event,
)
from colonnade.capacity.actions.letters import send_letters, write_letter, write_letters
from colonnade.capacity.actions.nomination import close_link, invite_focal_points, nominate
from colonnade.capacity.actions.participations import (
    AlreadyTakingPart,
    EventFull,
    change_status,
    choose_source,
    promote_waiting,
    record_head_count,
    record_participation,
    tally_events,
    use_head_count,
    withdraw_participation,
)
from colonnade.capacity.actions.platforms import FromReport, mark_from_report
from colonnade.capacity.actions.questions import change_wording, draft_evaluation, drop_question, put_question
from colonnade.capacity.actions.registration import (
    Entry,
    RegistrationClosed,
    accept_waiting,
    cancel_registration,
    correct_registration,
    forget_answers,
    register,
    renew_link,
)
from colonnade.capacity.actions.seats import release_seat, take_seat
from colonnade.capacity.actions.selection import decide_selection, set_criteria, vote
from colonnade.capacity.actions.vault import ask_passport, delete_due, delete_item, open_item, put

__all__ = [
    "AlreadyAnswered",
    "AlreadyTakingPart",
    "Asked",
    "Entry",
    "EventFull",
    "FormShut",
    "FromReport",
    "Mark",
    "Marked",
    "Offer",
    "RegistrationClosed",
    "Returned",
    "Round",
    "accept_late_marks",
    "accept_waiting",
    "add_sessions",
    "admit_at_the_door",
    "answer_evaluation",
    "ask_evaluation",
    "ask_passport",
    "cancel_registration",
    "change_status",
    "change_wording",
    "choose_source",
    "close_attendance",
    "close_evaluation",
    "close_link",
    "copy_event",
    "correct_registration",
    "decide_selection",
    "declare_lost",
    "delete_carried_lists",
    "delete_due",
    "delete_item",
    "do_item",
    "draft_evaluation",
    "drop_question",
    "due_evaluations",
    "finish_batch",
    "follow_kind",
    "forget_answers",
    "give_out_list",
    "hand_in",
    "invite_focal_points",
    "issue_certificates",
    "mark_attendance",
    "mark_from_report",
    "move_event",
    "nominate",
    "open_item",
    "order_certificates",
    "plan_event",
    "promote_waiting",
    "put",
    "put_question",
    "record_head_count",
    "record_participation",
    "register",
    "reissue_certificate",
    "release_seat",
    "remind_evaluation",
    "renew_link",
    "renew_list",
    "reopen_attendance",
    "revoke_certificate",
    "send_letters",
    "set_criteria",
    "settle_attendance",
    "settle_event",
    "settle_offer",
    "take_back",
    "take_seat",
    "tally_events",
    "use_head_count",
    "vote",
    "withdraw_participation",
    "write_letter",
    "write_letters",
]
