"""The nouns of the room: outreach activities with what was made and reached, the press, and the words people allow to be quoted."""

from colonnade.outreach.models.materials import Material
from colonnade.outreach.models.mentions import Mention
from colonnade.outreach.models.promotion import Promotion
from colonnade.outreach.models.quotes import Quote
from colonnade.outreach.models.reach import STOCKS, Reach

__all__ = ["STOCKS", "Material", "Mention", "Promotion", "Quote", "Reach"]
