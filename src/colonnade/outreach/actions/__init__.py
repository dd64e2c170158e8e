"""What can happen in the room."""

from colonnade.outreach.actions.pictures import take_pictures_off
from colonnade.outreach.actions.quotes import record_quote, withdraw_consent_to_quote

__all__ = ["record_quote", "take_pictures_off", "withdraw_consent_to_quote"]
