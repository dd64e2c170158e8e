"""The nouns of the room: outreach activities, the words people allow the office to quote, and what the office writes."""

from colonnade.outreach.models.materials import Material
from colonnade.outreach.models.mentions import Mention
from colonnade.outreach.models.newsletter import (
    NewsletterIssue,
    NewsletterText,
    Recipient,
    SubscriberCount,
    Subscription,
)
from colonnade.outreach.models.pictures import Picture, PictureRendition
from colonnade.outreach.models.promotion import Promotion
from colonnade.outreach.models.quotes import Quote
from colonnade.outreach.models.reach import STOCKS, Reach
from colonnade.outreach.models.written import (
    EditorialTask,
    Home,
    Stories,
    Story,
    WrittenPage,
    in_language,
    page_at,
    versions,
)

__all__ = [
    "EditorialTask",
    "Home",
    "Material",
    "Mention",
    "NewsletterIssue",
    "NewsletterText",
    "Picture",
    "PictureRendition",
    "Promotion",
    "Quote",
    "Reach",
    "Recipient",
    "STOCKS",
    "Stories",
    "Story",
    "SubscriberCount",
    "Subscription",
    "WrittenPage",
    "in_language",
    "page_at",
    "versions",
]
