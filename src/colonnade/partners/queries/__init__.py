"""What the room can be asked."""

from colonnade.partners.queries.agreements import (
    AgreementFact,
    agreement_facts,
    agreements_ending,
    agreements_of,
    in_force,
)
from colonnade.partners.queries.names import Called, called, named_in

__all__ = [
    "AgreementFact",
    "Called",
    "agreement_facts",
    "agreements_ending",
    "agreements_of",
    "called",
    "in_force",
    "named_in",
]
