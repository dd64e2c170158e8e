"""The nouns of the room: studies, their phases, and the products that come out of them."""

from colonnade.research.models.products import Product
from colonnade.research.models.studies import Phase, Study

__all__ = ["Phase", "Product", "Study"]
