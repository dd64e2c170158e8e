"""What can happen in the room."""

from colonnade.outreach.actions.quotes import record_quote, withdraw_consent_to_quote
from colonnade.outreach.actions.reach import record_reach, refuse_counted_twice

__all__ = [
    "record_quote",
    "record_reach",
    "refuse_counted_twice",
    "withdraw_consent_to_quote",
]
