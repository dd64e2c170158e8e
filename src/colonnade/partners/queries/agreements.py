"""Cooperation agreements as at a day: which are in force, which end soon, and how figures count them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from colonnade.partners.models import CooperationAgreement, Organisation
from colonnade.partners.models.agreements import SOON
from colonnade.records.queries import standing


def in_force(day: date) -> QuerySet[CooperationAgreement]:
    """The agreements that hold on a day."""
    rows = standing(CooperationAgreement.objects).annotate(since=Coalesce("valid_from", "signed_on"))
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=day), since__lte=day)


def agreements_ending(day: date, within: timedelta = SOON) -> QuerySet[CooperationAgreement]:
    """Those in force on a day that end within a time, the nearest first."""
    return in_force(day).filter(valid_to__lte=day + within).order_by("valid_to", "code")


def agreements_of(organisation: Organisation) -> QuerySet[CooperationAgreement]:
    """What was agreed with an organisation, newest first."""
    return standing(CooperationAgreement.objects).filter(parties__organisation=organisation)


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """One agreement in force as figures see it; ``parties`` are pairs of an organisation's code and kind."""

    code: str
    title: str
    kind: str
    begins: date
    parties: tuple[tuple[str, str], ...]
    source: str

    @property
    def ref(self) -> str:
        return f"partners/cooperationagreement/{self.code}"


def agreement_facts(day: date) -> list[AgreementFact]:
    """The agreements in force on a day with their parties: two queries."""
    rows = in_force(day).select_related("source").prefetch_related("parties__organisation")
    return [
        AgreementFact(
            held.code, held.title, held.kind, held.begins or day,
            tuple((party.organisation.code, party.organisation.kind) for party in held.parties.all()
                  if party.organisation.withdrawn_on is None),
            (held.source.address or held.source.title) if held.source else "",
        )
        for held in rows.order_by("since", "code")
    ]  # fmt: skip
