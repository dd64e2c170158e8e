"""Certificates: ordered for an event, issued piece by piece, revoked, and reissued; never edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from simple_history.utils import bulk_create_with_history

from colonnade.capacity.actions.selection import personal_page
from colonnade.capacity.models import Certificate, CertificateBatch, CertificateKind, Event, Participation
from colonnade.capacity.numbering import last_number, stem_for
from colonnade.capacity.queries.certificates import entitled, hours_by_participation, without_certificate
from colonnade.capacity.wording import certificate_ready, dates_words, language_of, place_words
from colonnade.office.queries import signatory_on
from colonnade.people.models import Account
from colonnade.people.outbox import post
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.queries import standing

MARK = "CERT"
AT_ONCE = 100
"""Certificates issued in one transaction: a worker that is stopped loses none of those before."""


@transaction.atomic
def order_certificates(*, event: Event, kind: str, member: Account | None = None) -> CertificateBatch:
    """Order the certificates of a kind for everybody at an event who is entitled to one and has none."""
    held = Event.objects.select_for_update(no_key=True, of=("self",)).get(pk=event.pk)
    if not held.certificate_kind:
        raise Refused(f"{held.code} issues no certificates. Choose on its form what they say.")
    if kind == CertificateKind.COMPLETION and held.certificate_kind != CertificateKind.COMPLETION:
        raise Refused(f"{held.code} certifies participation, not completion. Change that on its form first.")
    if held.attendance_closed_on is None:
        raise Refused(
            f"The attendance of {held.code} is not closed. Close it first: certificates rest on it."
        )
    if CertificateBatch.objects.filter(event=held, kind=kind, finished_at=None).exists():
        raise Refused(f"Certificates of {held.code} are being issued already. Wait until they are done.")
    if signatory_on(timezone.localdate()) is None:
        raise Refused("Nobody is named who signs today. Enter who holds the first post of the office.")
    waiting = without_certificate(held, kind).count()
    if not waiting:
        raise Refused(f"Everybody at {held.code} who is entitled to a certificate has one.")
    return CertificateBatch.objects.create(event=held, kind=kind, ordered_by=member, total=waiting)


def issue_certificates(*, batch: CertificateBatch, go_on: Callable[[], bool] = lambda: True) -> int:
    """Issue what a batch still waits for, some at a time; how many were issued. May be stopped and taken up again."""
    issued = 0
    while go_on():
        some = _issue_some(batch.pk)
        issued += some
        if not some:
            break
    return issued


@transaction.atomic
def _issue_some(pk: int) -> int:
    """The next certificates of a batch, and the batch's own count, in one transaction; 0 when none is left."""
    batch = (
        CertificateBatch.objects.select_for_update(of=("self",)).select_related("event__activity").get(pk=pk)
    )
    if batch.finished_at:
        return 0
    related = ("person", "country", "registration", "event__activity__host_country")
    rows = list(
        without_certificate(batch.event, batch.kind)
        .select_related(*related)
        .order_by("person__full_name", "pk")[:AT_ONCE]
    )
    if not rows:
        return 0
    today = timezone.localdate()
    stem = stem_for(MARK, today)
    number = last_number(Certificate, stem)
    say = _Sayer(batch.event, batch.kind, today)
    made = [say.certificate(one, f"{stem}{number + place:04d}", batch) for place, one in enumerate(rows, 1)]
    bulk_create_with_history(made, Certificate, default_user=batch.ordered_by)
    for one in made:
        _tell(one)
    batch.done += len(made)
    batch.save(update_fields=["done"])
    return len(made)


def _tell(held: Certificate) -> None:
    """Write to the holder where the certificate is fetched: who was nominated gets a personal page by it."""
    one = held.participation
    if one.person.email:
        words = certificate_ready(one, held.language, personal_page(one, held.language))
        post(
            key=f"certificate/{held.code}", to_address=one.person.email, to_name=one.person.full_name,
            subject=words.subject, body=words.body, language=held.language, person=one.person, ref=one.ref,
        )  # fmt: skip


@dataclass
class _Sayer:
    """Writes the certificates of one event and kind as at a day; what is the same for all is looked up once."""

    event: Event
    kind: str
    day: date

    def __post_init__(self) -> None:
        self.signatory = signatory_on(self.day)
        self.hours = hours_by_participation(self.event)
        self._words: dict[str, tuple[str, str, str]] = {}

    def certificate(
        self, one: Participation, code: str, batch: CertificateBatch | None = None, name: str = ""
    ) -> Certificate:
        language = language_of(one)
        if language not in self._words:
            self._words[language] = (
                dates_words(self.event, language), place_words(self.event, language), self.criteria(language),
            )  # fmt: skip
        dates, place, criteria = self._words[language]
        signatory = self.signatory
        return Certificate(
            code=code, participation=one, batch=batch, kind=self.kind, language=language,
            name=name or one.person.full_name, name_latin="" if name else one.person.name_latin,
            title=self.event.activity.title, dates=dates, place=place, hours=self.hours.get(one.pk),
            criteria=criteria, signatory=signatory.name if signatory else "",
            signatory_function=signatory.function if signatory else "",
            signed_for=signatory.signed_for if signatory else "", issued_on=self.day,
        )  # fmt: skip

    def criteria(self, language: str) -> str:
        """By which rule the holder has it, in words."""
        with override(site_language(language)):
            if self.kind == CertificateKind.COMPLETION:
                share = self.event.completed_share
                return _("Present at no less than %(share)s per cent of the sessions.") % {"share": share}
            if self.event.attended_share:
                share = self.event.attended_share
                return _("Present at no less than %(share)s per cent of the sessions.") % {"share": share}
            return ""


@transaction.atomic
def finish_batch(
    *, batch: CertificateBatch, problems: list[str], file: object | None = None
) -> CertificateBatch:
    """Say that a batch is done: with its printed file, and what had to be told about names."""
    held = CertificateBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    held.problems, held.finished_at = problems, timezone.now()
    if file is not None:
        held.file = file  # type: ignore[assignment]
    held.save()
    return held


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, because: str, on: date | None = None) -> Certificate:
    """Say that a certificate is no longer valid; its check page says so from now on."""
    held = _valid(certificate)
    if not because.strip():
        raise Refused(f"Say why {held.code} is revoked: the reason is kept with it.")
    return _end(held, str(Certificate.Status.REVOKED), because, on)


@transaction.atomic
def reissue_certificate(
    *, certificate: Certificate, because: str, name: str = "", on: date | None = None
) -> Certificate:
    """Replace a certificate by a new one as at today, under a new number; the old one says that it was replaced.

    ``name`` is how the holder wants to be printed, where that is not the name of the record.
    """
    held = _valid(certificate)
    if not because.strip():
        raise Refused(f"Say why {held.code} is reissued: the reason is kept with it.")
    day = on or timezone.localdate()
    one = Participation.objects.select_related("person", "event__activity__host_country").get(
        pk=held.participation_id
    )
    if not entitled(one.event, held.kind).filter(pk=one.pk).exists():
        raise Refused(
            f"{one.person} is no longer entitled to it by the rule of {one.event.code}. Revoke it instead."
        )
    stem = stem_for(MARK, day)
    _end(held, str(Certificate.Status.REPLACED), because, day)
    new = _Sayer(one.event, held.kind, day).certificate(
        one, f"{stem}{last_number(Certificate, stem) + 1:04d}", name=name.strip()
    )
    new.replaces = held
    new.language = held.language
    new.save()
    _tell(new)
    return new


def _valid(certificate: Certificate) -> Certificate:
    held = standing(Certificate.objects).select_for_update(of=("self",)).get(pk=certificate.pk)
    if held.status != Certificate.Status.VALID:
        raise Refused(
            f"{held.code} is {held.get_status_display()} since {held.ended_on} ({held.ended_because})."
        )
    return held


def _end(held: Certificate, status: str, because: str, on: date | None) -> Certificate:
    held.status, held.ended_on, held.ended_because = status, on or timezone.localdate(), because.strip()
    held.save(update_fields=["status", "ended_on", "ended_because"])
    return held
