"""Whether a fund's ledger of a period agrees with the organisation's own system."""

from __future__ import annotations

from django.utils.translation import gettext as _

from colonnade.money.models import Fund, LedgerPeriod
from colonnade.values.period import Period


def reconciled(fund: Fund, period: Period) -> str | None:
    """Why a statement of this period must say that it is not reconciled; None where it is."""
    if closed_throughout(fund, period):
        return _("The period is closed, and is not reconciled with the organisation's own system.")
    return _("The period is not closed, and is not reconciled with the organisation's own system.")


def closed_throughout(fund: Fund, period: Period) -> bool:
    """Is every day of the period closed? Nothing may then be posted into it."""
    closed = LedgerPeriod.objects.filter(fund=fund, state=LedgerPeriod.State.CLOSED)
    return closed.filter(last_day__gte=period.last).exists()
