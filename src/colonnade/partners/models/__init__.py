"""The nouns of the room: organisations with their names, who serves in them, and what was agreed with them."""

from colonnade.partners.models.agreements import (
    AgreementFocalPoint,
    AgreementParty,
    AgreementRenewal,
    CooperationAgreement,
)
from colonnade.partners.models.organisations import Affiliation, Organisation, OrganisationName

__all__ = [
    "Affiliation",
    "AgreementFocalPoint",
    "AgreementParty",
    "AgreementRenewal",
    "CooperationAgreement",
    "Organisation",
    "OrganisationName",
]
