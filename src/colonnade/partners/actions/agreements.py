"""What happens to cooperation agreements after they were signed: they are renewed, or end early."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.partners.models import AgreementRenewal, CooperationAgreement
from colonnade.records.errors import Refused


def _held(agreement: CooperationAgreement) -> CooperationAgreement:
    """The agreement, locked; refused where nothing can happen to it any more."""
    held = CooperationAgreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if held.withdrawn_on:
        raise Refused(_("%(code)s is withdrawn. Restore it first.") % {"code": held.code})
    if held.ended_because:
        raise Refused(
            _("%(code)s ended early on %(day)s (%(why)s). Enter a new agreement.")
            % {"code": held.code, "day": held.valid_to, "why": held.ended_because}
        )
    if held.begins is None:
        raise Refused(
            _("%(code)s has neither a day of signature nor a first day: enter one first.")
            % {"code": held.code}
        )
    return held


@transaction.atomic
def renew_agreement(
    *, agreement: CooperationAgreement, until: date, signed_on: date | None = None, note: str = ""
) -> AgreementRenewal:
    """Let an agreement hold until a later day, and keep what says so. Without a signature it renewed itself."""
    held = _held(agreement)
    if held.valid_to is None:
        raise Refused(
            _("%(code)s has no end and needs no renewal. Enter its end first, where it has one.")
            % {"code": held.code}
        )
    if until <= held.valid_to:
        raise Refused(
            _("%(code)s holds until %(day)s already: a renewal ends later.")
            % {"code": held.code, "day": held.valid_to}
        )
    held.valid_to = until
    held.save(update_fields=["valid_to"])
    return AgreementRenewal.objects.create(agreement=held, valid_to=until, signed_on=signed_on, note=note)


@transaction.atomic
def end_agreement(*, agreement: CooperationAgreement, on: date, because: str) -> CooperationAgreement:
    """Bring the end of an agreement forward: notice was given, or the parties agreed to part."""
    held = _held(agreement)
    if not because.strip():
        raise Refused(_("Say why %(code)s ends early: the reason is kept with it.") % {"code": held.code})
    if held.valid_to and on >= held.valid_to:
        raise Refused(
            _("%(code)s ends on %(day)s by itself. An early end is before that day.")
            % {"code": held.code, "day": held.valid_to}
        )
    if held.begins and on < held.begins:
        raise Refused(
            _("%(code)s holds from %(day)s only: it cannot end before. Withdraw it if it never came about.")
            % {"code": held.code, "day": held.begins}
        )
    held.valid_to, held.ended_because = on, because.strip()
    held.save(update_fields=["valid_to", "ended_because"])
    return held


def refuse_renewal_beyond(renewals: Iterable[AgreementRenewal]) -> None:
    """Refuse renewals to a day after the end of their agreement: its end is the latest of them, and is entered with it."""
    for renewal in renewals:
        held = renewal.agreement
        if held.valid_to and held.valid_to < renewal.valid_to and not held.ended_because:
            raise Refused(
                _("%(code)s was renewed until %(day)s and ends on %(end)s. Enter the later day as its end.")
                % {"code": held.code, "day": renewal.valid_to, "end": held.valid_to}
            )
