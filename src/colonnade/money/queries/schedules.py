"""Where each instalment of an agreement stands on a day: received, due, overdue or still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from colonnade.money.models import Agreement, Fund, Instalment
from colonnade.money.queries.receivable import Due, Promise, promises
from colonnade.values.numbers import Amount


class DueState(StrEnum):
    """Where an instalment stands on a day."""

    RECEIVED = "received"
    TO_COME = "to come"
    DUE = "due"
    OVERDUE = "overdue"


GRACE = 30
"""Days after which what is due is overdue: a transfer takes its time."""


@dataclass(frozen=True)
class DueLine:
    """One instalment: what was agreed, what has come of it, and where it stands."""

    instalment: Instalment
    agreed: Amount
    outstanding: Amount
    state: DueState

    @property
    def received(self) -> Amount:
        return self.agreed - self.outstanding


def schedule_of(agreement: Agreement, day: date) -> list[DueLine]:
    """The instalments of an agreement as they stand on a day, in its currency."""
    return _lines(promises(agreement=agreement), day)


def overdue_on(day: date, fund: Fund | None = None) -> list[DueLine]:
    """Everything that is due or overdue on a day, the oldest first; of one fund or of all."""
    waits = [line for line in _lines(promises(fund), day) if line.state in (DueState.DUE, DueState.OVERDUE)]
    return sorted(waits, key=lambda line: (line.instalment.due_on, line.instalment.pk))


def _lines(held: list[Promise], day: date) -> list[DueLine]:
    dues = [due for promise in held for due in promise.dues(day)]
    found = Instalment.objects.select_related("agreement__fund").in_bulk([due.key for due in dues])
    return [DueLine(found[due.key], due.amount, due.outstanding, _state(due, day)) for due in dues]


def _state(due: Due, day: date) -> DueState:
    if not due.outstanding.value:
        return DueState.RECEIVED
    late = (day - due.on).days
    return DueState.TO_COME if late < 0 else DueState.DUE if late <= GRACE else DueState.OVERDUE
