"""What the room can be asked."""

from colonnade.outreach.queries.facts import PromotionFact, promotion_facts
from colonnade.outreach.queries.newsletter import (
    NewsletterFact,
    SubscriberFact,
    newsletter_facts,
    subscriber_facts,
    subscribers,
)
from colonnade.outreach.queries.quotes import consents_withdrawn, quotes_allowed

__all__ = [
    "NewsletterFact",
    "PromotionFact",
    "SubscriberFact",
    "consents_withdrawn",
    "newsletter_facts",
    "promotion_facts",
    "quotes_allowed",
    "subscriber_facts",
    "subscribers",
]
