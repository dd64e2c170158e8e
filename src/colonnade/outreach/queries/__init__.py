"""What the room can be asked."""

from colonnade.outreach.queries.facts import PromotionFact, promotion_facts
from colonnade.outreach.queries.quotes import consents_withdrawn, quotes_allowed

__all__ = ["PromotionFact", "consents_withdrawn", "promotion_facts", "quotes_allowed"]
