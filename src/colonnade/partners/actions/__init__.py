"""What can happen in the room."""

from colonnade.partners.actions.agreements import end_agreement, renew_agreement, settle_ends

__all__ = ["end_agreement", "renew_agreement", "settle_ends"]
