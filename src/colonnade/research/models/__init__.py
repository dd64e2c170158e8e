"""The nouns of the room: studies, their phases, and the products that come out of them."""

from colonnade.research.models.calls import Call, CallCriterion, CallDocument, CallQuestion, CallText
from colonnade.research.models.cases import Case, CaseText
from colonnade.research.models.clearances import Clearance, ClearanceOverride, ClearanceStep
from colonnade.research.models.contributions import Contribution
from colonnade.research.models.harvesting import HarvestItem, HarvestMark
from colonnade.research.models.judging import CaseVote, Judge, Judgement
from colonnade.research.models.products import Licence, Product, Series, Slip
from colonnade.research.models.reviews import PeerReviewer, ReviewComment, ReviewRound
from colonnade.research.models.studies import Contributor, Draft, Phase, Reviewed, Study, StudyStage
from colonnade.research.models.submissions import NARRATIVE, Submission, SubmissionFile
from colonnade.research.models.versions import (
    NOT_STATED,
    Cover,
    DownloadCount,
    LanguageVersion,
    PublicationFile,
)

__all__ = [
    "Call",
    "CallCriterion",
    "CallDocument",
    "CallQuestion",
    "CallText",
    "Case",
    "CaseText",
    "CaseVote",
    "Clearance",
    "ClearanceOverride",
    "ClearanceStep",
    "Contribution",
    "Contributor",
    "Cover",
    "DownloadCount",
    "Draft",
    "HarvestItem",
    "HarvestMark",
    "Judge",
    "Judgement",
    "LanguageVersion",
    "Licence",
    "NARRATIVE",
    "NOT_STATED",
    "PeerReviewer",
    "Phase",
    "Product",
    "PublicationFile",
    "ReviewComment",
    "ReviewRound",
    "Reviewed",
    "Series",
    "Slip",
    "Study",
    "StudyStage",
    "Submission",
    "SubmissionFile",
]
