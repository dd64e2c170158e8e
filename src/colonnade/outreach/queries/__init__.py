"""What the room can be asked."""

from colonnade.outreach.queries.facts import (
    MaterialFact,
    MentionFact,
    PromotionFact,
    material_facts,
    mention_facts,
    promotion_facts,
)
from colonnade.outreach.queries.newsletter import (
    NewsletterFact,
    SubscriberFact,
    newsletter_facts,
    subscriber_facts,
    subscribers,
)
from colonnade.outreach.queries.quotes import (
    consents_ending,
    consents_withdrawn,
    ledger,
    quotes_allowed,
    reaching,
)
from colonnade.outreach.queries.reach import (
    Reached,
    ReachFact,
    reach_facts,
    reach_of_materials,
    reach_of_promotion,
)
from colonnade.outreach.queries.stories import StoryFact, story_facts

__all__ = [
    "MaterialFact",
    "MentionFact",
    "NewsletterFact",
    "PromotionFact",
    "ReachFact",
    "Reached",
    "StoryFact",
    "SubscriberFact",
    "consents_ending",
    "consents_withdrawn",
    "ledger",
    "material_facts",
    "mention_facts",
    "newsletter_facts",
    "promotion_facts",
    "quotes_allowed",
    "reach_facts",
    "reach_of_materials",
    "reach_of_promotion",
    "reaching",
    "story_facts",
    "subscriber_facts",
    "subscribers",
]
