"""The nouns of the room: studies with their phases, peer reviews and clearances, and the products that come out of them."""

from colonnade.research.models.clearances import Clearance, ClearanceOverride, ClearanceStep
from colonnade.research.models.products import Product
from colonnade.research.models.reviews import PeerReviewer, ReviewComment, ReviewRound
from colonnade.research.models.studies import Contributor, Draft, Phase, Reviewed, Study, StudyStage

__all__ = [
    "Clearance",
    "ClearanceOverride",
    "ClearanceStep",
    "Contributor",
    "Draft",
    "PeerReviewer",
    "Phase",
    "Product",
    "ReviewComment",
    "ReviewRound",
    "Reviewed",
    "Study",
    "StudyStage",
]
