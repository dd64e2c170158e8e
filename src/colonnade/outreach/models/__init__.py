"""The nouns of the room: outreach activities, the words people allow the office to quote, and the newsletter."""

from colonnade.outreach.models.newsletter import (
    NewsletterIssue,
    NewsletterText,
    Recipient,
    SubscriberCount,
    Subscription,
)
from colonnade.outreach.models.promotion import Promotion
from colonnade.outreach.models.quotes import Quote

__all__ = [
    "NewsletterIssue",
    "NewsletterText",
    "Promotion",
    "Quote",
    "Recipient",
    "SubscriberCount",
    "Subscription",
]
