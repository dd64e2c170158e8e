"""The figures that divide money: what was spent of what came in, and what an event or a day of a participant cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, Final

from django.utils.translation import gettext_lazy as _

from colonnade.capacity.queries import EventFact
from colonnade.figures.catalogue.capacity import OfEvents
from colonnade.figures.catalogue.money_ledger import in_dollars
from colonnade.figures.definition import Figure, Row, UnitsDiffer
from colonnade.figures.dimensions import FUND
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.money.queries import LedgerFact
from colonnade.values.numbers import Amount, MixedCurrencies, Ratio
from colonnade.values.units import COST_A_DAY, COST_AN_EVENT, PER_CENT, Unit

NOTHING: Final = Ratio(0, 0)


class DeliveryRate(Figure):
    """Expenditure as a share of the net funded amount, both from the beginning of the ledger through the last day of the period
    and in the currency of the fund: direct expenditure and support costs, divided by what came in (with the balance brought in and
    interest) less levies and returns to donors. Exchange differences are in neither. Funds in two currencies have no one rate."""

    key = "money.delivery_rate"
    label = _("Delivery rate")
    unit = PER_CENT
    additive = False
    ratio = "share"
    rows_public = False
    public_by = ("fund",)
    dimensions = (FUND,)
    clock = "the last day of the period"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        spent: dict[str, Amount] = {}
        funded: dict[str, Amount] = {}
        for fact in record.ledger:
            if not fact.beside and fact.on <= scope.period.last:
                nought = Amount(Decimal(0), fact.amount.currency)
                spent.setdefault(fact.fund, nought)
                funded.setdefault(fact.fund, nought)
                if fact.what == "receipt":
                    funded[fact.fund] += fact.amount
                elif fact.what in ("expense", "settled") and fact.kind in ("levy", "refund"):
                    funded[fact.fund] -= fact.amount
                elif fact.what in ("expense", "settled") and fact.kind in ("actual", "support"):
                    spent[fact.fund] += fact.amount
        for fund, amount in funded.items():
            unknown = amount.value <= 0
            share = NOTHING if unknown else Ratio.of_amounts(spent[fund], amount)
            day = scope.period.last.isoformat()
            yield Row(f"money/fund/{fund}", fund, day, share, {}, {"fund": (fund,)}, unknown=unknown)

    def completeness(self, rows: Sequence[Row]) -> str:
        unknown = sum(row.unknown for row in rows)
        return f"known for {len(rows) - unknown} of {len(rows)} funds" if unknown else ""


# --- what events cost ------------------------------------------------------------------------------------------------


@dataclass
class Costs:
    """Direct expenditure line by line, by the event that carries it; and that of the period which no event carries."""

    of_events: Mapping[str, list[LedgerFact]] = field(default_factory=dict)
    elsewhere: list[LedgerFact] = field(default_factory=list)


class _Cost(OfEvents):
    """Direct expenditure of events, divided by how many of something they are."""

    additive = False
    ratio = "mean"
    rows_public = False
    public_by: ClassVar[tuple[str, ...] | None] = ("year",)
    dollars: ClassVar[bool] = False

    def many(self, event: EventFact) -> int:
        """What the cost of an event is divided by; nought where the record does not say."""
        raise NotImplementedError  # each figure says its own

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        costs = record.keep("costs of events", lambda: _costs(record))
        for event in self.held(record, scope):
            lines, many = costs.of_events.get(event.code, []), self.many(event)
            if lines and many:
                amount, told = self._total(record, event, lines)
                yield self.row(
                    event, Ratio(amount.value, many, share=False, currency=amount.currency), caveat=told
                )
            else:
                yield self.row(event, NOTHING, unknown=True)

    def held(self, record: Reading, scope: Scope) -> list[EventFact]:
        """Events that stand alone: one inside another is a part of what that one cost."""
        held = {event.code for event in record.events if event.happened}
        return [event for event in self.events(record, scope) if not held.intersection(event.inside)]

    def _total(self, record: Reading, event: EventFact, lines: Sequence[LedgerFact]) -> tuple[Amount, str]:
        if self.dollars:
            made = [in_dollars(record, line.amount, line.on) for line in lines]
            told = list(dict.fromkeys(f"At {one.told}." for one in made if one.told))
            return sum((one.into for one in made[1:]), made[0].into), " ".join(told)
        try:
            return sum((line.amount for line in lines[1:]), lines[0].amount), ""
        except MixedCurrencies as error:
            raise UnitsDiffer(
                f"{self.label}: {event.code} was paid in several currencies. {error}"
            ) from error

    def completeness(self, rows: Sequence[Row]) -> str:
        known = sum(not row.unknown for row in rows)
        return f"cost and number known for {known} of {len(rows)} events" if rows else ""

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        """Besides rates: how much direct expenditure of the period no event carries."""
        costs = record.keep("costs of events", lambda: _costs(record))
        apart: dict[str, Amount] = {}
        for line in costs.elsewhere:
            if line.on in scope.period:
                held = apart.get(line.amount.currency)
                apart[line.amount.currency] = held + line.amount if held else line.amount
        told = super().caveats(record, scope, rows)
        if not any(not row.unknown for row in rows) or not apart:
            return told
        amounts = " and ".join(map(str, apart.values()))
        return (
            *told,
            f"Not in it: {amounts} of direct expenditure of the period that is attributed to no event.",
        )


def _costs(record: Reading) -> Costs:
    """Every line of direct expenditure of the office's own funds, with the outermost event that it is for."""
    held = {event.code for event in record.events if event.happened}
    by_activity = {
        event.activity: ([code for code in event.inside if code in held] or [event.code])[-1]
        for event in record.events
        if event.happened
    }
    found: dict[str, list[LedgerFact]] = defaultdict(list)
    elsewhere: list[LedgerFact] = []
    for fact in record.ledger:
        if not fact.beside and fact.what in ("expense", "settled") and fact.kind == "actual":
            event = by_activity.get(fact.activity, "")
            (found[event] if event else elsewhere).append(fact)
    return Costs(found, elsewhere)


class CostPerEvent(_Cost):
    """Direct expenditure for the activities of the events that began in the period, whenever it was spent, divided by the number of
    those events of which any is recorded; in the currency of the funds. An event inside another is a part of what that one cost.
    Support costs, salaries and rent that are attributed to no event, and what hosts and counterparts paid, are not in it."""

    key = "money.cost_per_event"
    label = _("Cost per event")
    unit: ClassVar[Unit] = COST_AN_EVENT

    def many(self, event: EventFact) -> int:
        return 1


class CostPerEventInDollars(CostPerEvent):
    """The cost per event in US dollars: direct expenditure for the activities of the events that began in the period, each line at the
    rate that holds on its own day, divided by the number of those events of which any is recorded. The rates are told beside it."""

    key = "money.cost_per_event_usd"
    label = _("Cost per event, in US dollars")
    dollars = True


class CostPerParticipantDay(_Cost):
    """Direct expenditure for the activities of the events that began in the period, whenever it was spent, divided by the days attended
    there; in the currency of the funds. Only events count of which both are recorded. Support costs, salaries and rent that are
    attributed to no event, and what hosts and counterparts paid, are not in it."""

    key = "money.cost_per_participant_day"
    label = _("Cost per participant-day")
    unit: ClassVar[Unit] = COST_A_DAY

    def many(self, event: EventFact) -> int:
        return event.days


class CostPerParticipantDayInDollars(CostPerParticipantDay):
    """The cost per participant-day in US dollars: direct expenditure for the activities of the events that began in the period, each line
    at the rate that holds on its own day, divided by the days attended there. The rates are told beside it."""

    key = "money.cost_per_participant_day_usd"
    label = _("Cost per participant-day, in US dollars")
    dollars = True
