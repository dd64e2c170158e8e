"""Certificates: who is entitled, who waits, and what a check page may say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat

from colonnade.capacity.models import Attendance, Certificate, CertificateKind, Event, Participation, Session
from colonnade.capacity.tallying import counted
from colonnade.people.models import Consent
from colonnade.records.queries import standing


def entitled(event: Event, kind: str) -> QuerySet[Participation]:
    """Who has a certificate of the kind by the event's rule: those who took part in a role that counts, or completed it."""
    rows = counted(Participation.objects.filter(event=event, person__erased_on=None))
    return rows.filter(completed=True) if kind == CertificateKind.COMPLETION else rows


def without_certificate(event: Event, kind: str) -> QuerySet[Participation]:
    """Those of them who have no valid one, and whose last one was not revoked: that was decided by somebody."""
    held = standing(Certificate.objects).filter(participation=OuterRef("pk"), kind=kind)
    ended = [Certificate.Status.VALID, Certificate.Status.REVOKED]
    return entitled(event, kind).exclude(Exists(held.filter(status__in=ended)))


def hours_by_participation(event: Event) -> dict[int, Decimal]:
    """Hours of the sessions each was present at, by participation; empty where no attendance was taken."""
    lengths = {
        session.pk: Decimal((session.ends_at - session.starts_at).total_seconds()) / 3600
        for session in standing(Session.objects).filter(event=event, taken=True)
    }
    hours: dict[int, Decimal] = defaultdict(Decimal)
    present = Attendance.objects.filter(session__in=list(lengths), present=True)
    for participation, session in present.values_list("participation_id", "session_id"):
        hours[participation] += lengths[session]
    return {pk: told.quantize(Decimal("0.1")) for pk, told in hours.items()}


@dataclass(frozen=True)
class Checked:
    """What the check page says of a certificate. ``name`` is the holder's full name only where they agreed; else initials."""

    certificate: Certificate
    name: str
    in_full: bool
    replaced_by: Certificate | None


def check(code: str) -> Checked | None:
    """The certificate behind a check code, as anybody may see it; None where there is none. Two queries."""
    found = (
        standing(Certificate.objects).filter(check_code=code.replace("-", "").replace(" ", "").upper())
        .select_related("participation__person", "replaced_by").annotate(agreed=Exists(_agreed())).first()
    )  # fmt: skip
    if found is None:
        return None
    replaced = getattr(found, "replaced_by", None)
    erased = found.participation.person.erased_on is not None
    in_full = bool(found.agreed) and not erased
    name = "" if erased else found.name if in_full else initials(found.name)
    return Checked(found, name, in_full, replaced)


def _agreed() -> QuerySet[Consent]:
    """The holder's consent for this event; of one whose use is restricted, none is used."""
    model = f"{Event._meta.app_label}/{Event._meta.model_name}/"
    return Consent.objects.filter(
        person=OuterRef("participation__person"), person__restricted_on=None, withdrawn_at=None,
        purpose=Consent.Purpose.CERTIFICATE_CHECK, ref=Concat(Value(model), OuterRef("participation__event__code")),
    )  # fmt: skip


def initials(name: str) -> str:
    """The first letter of each part of a name: enough for the holder to be recognised by who knows them.

    >>> initials("Ada  Lovelace-King")
    'A. L.'
    """
    return " ".join(f"{part[0]}." for part in name.split())


def batch_progress(event: Event) -> int:
    """How many certificates of the event are ordered and not yet issued."""
    waiting = event.certificate_batches.filter(finished_at=None)
    told = waiting.aggregate(total=Coalesce(Sum("total"), 0), done=Coalesce(Sum("done"), 0))
    return max(0, told["total"] - told["done"])
