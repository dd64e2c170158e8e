"""What the room can be asked."""

from colonnade.research.queries.cases import (
    CallFact,
    CaseFact,
    call_facts,
    case_facts,
    found_cases,
    named_with,
    public_calls,
    published_cases,
    words_in,
)
from colonnade.research.queries.facts import PhaseFact, ProductFact, StudyFact, product_facts, study_facts
from colonnade.research.queries.judging import Placed, ranking
from colonnade.research.queries.submissions import (
    InHand,
    Listed,
    alike,
    countries_of_submissions,
    judges_of,
    lines_of,
    states_of_submissions,
    submissions_of,
    who_may_judge,
)

__all__ = [
    "CallFact",
    "CaseFact",
    "InHand",
    "Listed",
    "PhaseFact",
    "Placed",
    "ProductFact",
    "StudyFact",
    "alike",
    "call_facts",
    "case_facts",
    "countries_of_submissions",
    "found_cases",
    "judges_of",
    "lines_of",
    "named_with",
    "product_facts",
    "public_calls",
    "published_cases",
    "ranking",
    "states_of_submissions",
    "study_facts",
    "submissions_of",
    "who_may_judge",
    "words_in",
]
