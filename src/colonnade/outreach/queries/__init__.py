"""What the room can be asked."""

from colonnade.outreach.queries.facts import PromotionFact, promotion_facts
from colonnade.outreach.queries.quotes import consents_withdrawn, quotes_allowed
from colonnade.outreach.queries.stories import StoryFact, story_facts

__all__ = [
    "PromotionFact",
    "StoryFact",
    "consents_withdrawn",
    "promotion_facts",
    "quotes_allowed",
    "story_facts",
]
