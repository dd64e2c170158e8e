"""The nouns of the room: outreach activities, and the words people allow the office to quote."""

from colonnade.outreach.models.promotion import Promotion
from colonnade.outreach.models.quotes import Quote

__all__ = ["Promotion", "Quote"]
