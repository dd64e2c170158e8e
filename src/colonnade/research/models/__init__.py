"""The nouns of the room: studies, their phases, and the products that come out of them."""

from colonnade.research.models.contributions import Contribution
from colonnade.research.models.harvesting import HarvestItem, HarvestMark
from colonnade.research.models.products import Licence, Product, Series, Slip
from colonnade.research.models.studies import Phase, Study
from colonnade.research.models.versions import (
    NOT_STATED,
    Cover,
    DownloadCount,
    LanguageVersion,
    PublicationFile,
)

__all__ = [
    "NOT_STATED",
    "Contribution",
    "Cover",
    "DownloadCount",
    "HarvestItem",
    "HarvestMark",
    "LanguageVersion",
    "Licence",
    "Phase",
    "Product",
    "PublicationFile",
    "Series",
    "Slip",
    "Study",
]
