"""What can happen in the room."""

from colonnade.outreach.actions.bounces import note_refusal, note_returned
from colonnade.outreach.actions.mailing import mail_newsletters
from colonnade.outreach.actions.newsletter import (
    Frozen,
    approve_newsletter,
    compose_newsletter,
    count_subscribers,
    fix_recipients,
    return_newsletter,
    stop_newsletter,
    submit_newsletter,
)
from colonnade.outreach.actions.pictures import take_pictures_off
from colonnade.outreach.actions.quotes import record_quote, withdraw_consent_to_quote
from colonnade.outreach.actions.reach import record_reach, refuse_counted_twice
from colonnade.outreach.actions.subscriptions import (
    ask_for_newsletter,
    ask_new_address,
    choose,
    complain,
    confirm_new_address,
    confirm_subscription,
    follow_consents,
    forget_subscriptions,
    forget_unconfirmed,
    leave_newsletter,
    stop_as_bounced,
    subscribe_by_consent,
)

__all__ = [
    "Frozen",
    "approve_newsletter",
    "ask_for_newsletter",
    "ask_new_address",
    "choose",
    "complain",
    "compose_newsletter",
    "confirm_new_address",
    "confirm_subscription",
    "count_subscribers",
    "fix_recipients",
    "follow_consents",
    "forget_subscriptions",
    "forget_unconfirmed",
    "leave_newsletter",
    "mail_newsletters",
    "note_refusal",
    "note_returned",
    "record_quote",
    "record_reach",
    "refuse_counted_twice",
    "return_newsletter",
    "stop_as_bounced",
    "stop_newsletter",
    "submit_newsletter",
    "subscribe_by_consent",
    "take_pictures_off",
    "withdraw_consent_to_quote",
]
