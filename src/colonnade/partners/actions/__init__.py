"""What can happen in the room."""

from colonnade.partners.actions.agreements import end_agreement, refuse_renewal_beyond, renew_agreement

__all__ = [
    "end_agreement",
    "refuse_renewal_beyond",
    "renew_agreement",
]
