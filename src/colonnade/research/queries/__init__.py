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
from colonnade.research.queries.public import (
    PublicStudy,
    StudyLine,
    listed_studies,
    public_studies,
    public_study,
)
from colonnade.research.queries.reviews import comments_of, rounds_of, unanswered, why_not_reviewer
from colonnade.research.queries.studies import (
    clearance_of,
    contributors_of,
    is_writer,
    latest_draft,
    matrix_lines,
    override_of,
    products_of,
    why_not_published,
    wrote,
)

__all__ = [
    "CallFact",
    "CaseFact",
    "PhaseFact",
    "ProductFact",
    "PublicStudy",
    "StudyFact",
    "StudyLine",
    "call_facts",
    "case_facts",
    "clearance_of",
    "comments_of",
    "contributors_of",
    "found_cases",
    "is_writer",
    "latest_draft",
    "listed_studies",
    "matrix_lines",
    "named_with",
    "override_of",
    "product_facts",
    "products_of",
    "public_calls",
    "public_studies",
    "public_study",
    "published_cases",
    "rounds_of",
    "study_facts",
    "unanswered",
    "why_not_published",
    "why_not_reviewer",
    "words_in",
    "wrote",
]
