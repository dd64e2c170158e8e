"""The account that a donor gets of its fund for a period, or of one agreement of it: totals by class, and no names.

``statement_of`` works it out from the lines of the ledger; what is issued is kept as ``Statement.plain`` and read back by
``Statement.from_plain``, so that a draft and a statement of years ago are printed by the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db.models import Count, Q, Sum
from django.utils import translation

from colonnade.money.models import (
    Agreement,
    BudgetClass,
    Commitment,
    CommitmentChange,
    Expense,
    Fund,
    InKind,
    Receipt,
)
from colonnade.money.queries.balances import account_of, agreements_charged, of_agreement, support_due, total
from colonnade.money.queries.reconciled import closed_throughout, reconciled
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Amount, divided
from colonnade.values.period import Period

Kind: Any = Expense.Kind
NOUGHT: Final = Decimal(0)
ACCOUNT: Final = (
    "opening", "contributions", "levy", "interest", "exchange", "available", "direct", "support", "expenditure",
    "returned", "closing",
)  # fmt: skip
"""The lines of the account in their order; the classes stand before ``direct``, each as ``class:145``."""
CLASS: Final = "class:"


@dataclass(frozen=True)
class StatementClass:
    """A class of cost: what was spent, what suppliers paid back of it, and what is bound on the last day, as a memo."""

    code: str
    name: str
    spent: Amount
    paid_back: Amount
    committed: Amount

    @property
    def net(self) -> Amount:
        return self.spent - self.paid_back


@dataclass(frozen=True)
class Promised:
    """What an agreement promises, in its own currency: signed, received, and due by the last day. None is not known."""

    code: str
    title: str
    currency: str
    signed: Decimal
    received: Decimal | None
    due: Decimal | None

    @property
    def receivable(self) -> Decimal | None:
        return None if self.received is None else max(self.signed - self.received, NOUGHT)


@dataclass(frozen=True)
class RateUsed:
    """A rate at which lines of the period were kept, with what they came to in both currencies."""

    currency: str
    told: str
    lines: int
    amount: Decimal
    value: Decimal


@dataclass(frozen=True)
class Beside:
    """What stands beside the statement, never in it: a gift in kind, or a counterpart's fund, in a currency of its own."""

    what: str
    title: str
    currency: str
    amount: Decimal
    received: Decimal | None = None
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class ToDate:
    """Everything until the last day, from which what was made available and how much of it is spent are told."""

    contributed: Amount
    levied: Amount
    returned: Amount
    spent: Amount

    @property
    def funded(self) -> Amount:
        """The net funded amount: what was given, less the levy on it and what went back."""
        return self.contributed - self.levied - self.returned

    @property
    def delivery(self) -> Decimal | None:
        """The delivery rate: expenditure in per cent of the net funded amount; None where nothing was made available."""
        if self.funded.value <= 0:
            return None
        return divided(self.spent.value * 100, self.funded.value).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Statement:
    """A statement whole, in numbers and names. ``levy`` and losses by exchange are below nought; what was spent is above."""

    fund: str
    name: str
    donor: str
    agreement: str
    agreement_title: str
    first: date
    last: date
    opening: Amount
    contributions: Amount
    levy: Amount
    interest: Amount
    exchange: Amount
    classes: tuple[StatementClass, ...]
    support: Amount
    returned: Amount
    support_due: Amount
    percents: tuple[Decimal, ...]
    to_date: ToDate
    promised: tuple[Promised, ...]
    rates: tuple[RateUsed, ...]
    beside: tuple[Beside, ...]
    closed: bool
    unreconciled: Mapping[str, str]

    @property
    def currency(self) -> str:
        return self.opening.currency

    def _sum(self, amounts: Iterable[Amount]) -> Amount:
        return sum(amounts, Amount(NOUGHT, self.currency))

    @property
    def available(self) -> Amount:
        return self.opening + self.contributions + self.levy + self.interest + self.exchange

    @property
    def direct(self) -> Amount:
        return self._sum(one.net for one in self.classes)

    @property
    def committed(self) -> Amount:
        return self._sum(one.committed for one in self.classes)

    @property
    def expenditure(self) -> Amount:
        return self.direct + self.support

    @property
    def closing(self) -> Amount:
        return self.available - self.expenditure - self.returned

    @property
    def values(self) -> dict[str, Amount]:
        """Every line of the account by its key, in the order in which they stand."""
        told: dict[str, Amount] = {}
        for key in ACCOUNT:
            if key == "direct":
                told |= {f"{CLASS}{one.code}": one.net for one in self.classes}
            told[key] = getattr(self, key)
        return told

    # --- as it is kept --------------------------------------------------------------------------------------------

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it: days and amounts as words."""
        amounts = (
            "opening",
            "contributions",
            "levy",
            "interest",
            "exchange",
            "support",
            "returned",
            "support_due",
        )
        return {
            "fund": self.fund, "name": self.name, "donor": self.donor, "agreement": self.agreement,
            "agreement_title": self.agreement_title, "first": self.first.isoformat(), "last": self.last.isoformat(),
            "currency": self.currency, "amounts": {name: _told(getattr(self, name)) for name in amounts},
            "classes": [
                {"code": one.code, "name": one.name, "spent": _told(one.spent), "paid_back": _told(one.paid_back),
                 "committed": _told(one.committed)}
                for one in self.classes
            ],
            "percents": [_told(one) for one in self.percents],
            "to_date": {name: _told(getattr(self.to_date, name)) for name in ("contributed", "levied", "returned", "spent")},
            "promised": [_row(one) for one in self.promised], "rates": [_row(one) for one in self.rates],
            "beside": [_row(one) for one in self.beside], "closed": self.closed, "unreconciled": dict(self.unreconciled),
        }  # fmt: skip

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Statement:
        """The statement that was kept, as it was."""

        def amount(words: str) -> Amount:
            return Amount(Decimal(words), kept["currency"])

        return cls(
            **{name: kept[name] for name in ("fund", "name", "donor", "agreement", "agreement_title", "closed", "unreconciled")},
            **{name: amount(words) for name, words in kept["amounts"].items()},
            first=date.fromisoformat(kept["first"]), last=date.fromisoformat(kept["last"]),
            classes=tuple(
                StatementClass(one["code"], one["name"], amount(one["spent"]), amount(one["paid_back"]), amount(one["committed"]))
                for one in kept["classes"]
            ),
            percents=tuple(map(Decimal, kept["percents"])),
            to_date=ToDate(**{name: amount(words) for name, words in kept["to_date"].items()}),
            promised=tuple(_back(Promised, one, "signed", "received", "due") for one in kept["promised"]),
            rates=tuple(_back(RateUsed, one, "amount", "value") for one in kept["rates"]),
            beside=tuple(_back(Beside, one, "amount", "received") for one in kept["beside"]),
        )  # fmt: skip


def _told(value: Amount | Decimal) -> str:
    return f"{value.value if isinstance(value, Amount) else value:f}"


def _row(one: Any) -> dict[str, Any]:
    return {name: _told(held) if isinstance(held, Decimal) else held for name, held in vars(one).items()}


def _back(kind: Any, kept: Mapping[str, Any], *decimals: str) -> Any:
    return kind(**{name: Decimal(held) if name in decimals and held is not None else held for name, held in kept.items()})  # fmt: skip


# --- from the ledger ---------------------------------------------------------------------------------------------------


def statement_of(fund: Fund, first: date, last: date, agreement: Agreement | None = None) -> Statement:
    """The statement of a fund for a span of days, or of one agreement, by a fixed number of questions for any number of lines."""
    account = account_of(fund, first, last, agreement)
    charged = [agreement] if agreement else agreements_charged(fund)
    period = Period(first, last)
    percents = of_agreement(
        Expense.objects.filter(fund=fund, kind=Kind.ACTUAL, on__range=(first, last)), agreement
    )
    return Statement(
        fund=fund.code, name=fund.name, donor=_donor(fund, agreement),
        agreement=agreement.code if agreement else "", agreement_title=agreement.title if agreement else "",
        first=first, last=last, opening=account.opening, contributions=account.contributions, levy=-account.levies,
        interest=account.interest, exchange=account.exchange, classes=_classes(fund, first, last, agreement),
        support=account.support, returned=account.refunds,
        support_due=sum((support_due(one, last) for one in charged), fund.amount(0)),
        percents=tuple(sorted(percents.order_by().values_list("percent", flat=True).distinct())),
        to_date=_to_date(fund, last, agreement), promised=_promised(fund, last, agreement),
        rates=_rates(fund, first, last, agreement), beside=_beside(fund, first, last, agreement),
        closed=closed_throughout(fund, period), unreconciled=_unreconciled(fund, period),
    )  # fmt: skip


def _donor(fund: Fund, agreement: Agreement | None) -> str:
    donor = agreement.partner if agreement else fund.donor
    return str(donor) if donor else ""


def _unreconciled(fund: Fund, period: Period) -> dict[str, str]:
    """What is said of it, in every language in which a statement can be printed; nothing where it is reconciled."""
    said: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(site_language(language)):
            words = reconciled(fund, period)
        if words:
            said[language] = words
    return said


def _sums(rows: Any, by: str, field: str = "value") -> dict[int, Decimal]:
    return {row[by]: row["total"] for row in rows.values(by).annotate(total=Sum(field)).order_by()}


def open_by_class(fund: Fund, day: date, agreement: Agreement | None = None) -> dict[int, Amount]:
    """What is bound at the end of a day, by the key of its class: commitments, as changed, less what was spent of them."""
    bound, changed, spent = bindings(fund, day, agreement)
    found = _sums(bound, "line__budget_class")
    for key, value in _sums(changed, "commitment__line__budget_class").items():
        found[key] = found.get(key, NOUGHT) + value
    for key, value in _sums(spent, "line__budget_class").items():
        found[key] = found.get(key, NOUGHT) - value
    return {key: fund.amount(value) for key, value in found.items() if value}


def bindings(fund: Fund, day: date, agreement: Agreement | None = None) -> tuple[Any, Any, Any]:
    """The lines that say what is bound at the end of a day: commitments, their changes, and what was spent of them."""
    by, held = {"fund": fund, "on__lte": day}, {"line__allotment__agreement": agreement} if agreement else {}
    changes = {f"commitment__{name}": one for name, one in held.items()}
    return (
        Commitment.objects.filter(**by, **held),
        CommitmentChange.objects.filter(**by, **changes),
        Expense.objects.filter(**by, **held).exclude(commitment=None),
    )


def _classes(fund: Fund, first: date, last: date, agreement: Agreement | None) -> tuple[StatementClass, ...]:
    direct = of_agreement(
        Expense.objects.filter(fund=fund, kind=Kind.ACTUAL, on__range=(first, last)), agreement
    )
    spent, back = (
        _sums(direct.filter(refunds=None), "budget_class"),
        _sums(direct.exclude(refunds=None), "budget_class"),
    )
    bound = open_by_class(fund, last, agreement)
    held = BudgetClass.objects.filter(pk__in={*spent, *back, *bound}).order_by("order", "code")
    return tuple(
        StatementClass(
            one.code, one.name, fund.amount(spent.get(one.pk, NOUGHT)), fund.amount(-back.get(one.pk, NOUGHT)),
            bound.get(one.pk, fund.amount(0)),
        )
        for one in held
    )  # fmt: skip


def _to_date(fund: Fund, last: date, agreement: Agreement | None) -> ToDate:
    came = of_agreement(Receipt.objects.filter(fund=fund, on__lte=last), agreement)
    went = _sums(of_agreement(Expense.objects.filter(fund=fund, on__lte=last), agreement), "kind")
    given = total(came.exclude(kind=Receipt.Kind.INTEREST))

    def gone(*kinds: str) -> Amount:
        return fund.amount(sum((went.get(kind, NOUGHT) for kind in kinds), NOUGHT))  # type: ignore[call-overload]

    return ToDate(fund.amount(given), gone(Kind.LEVY), gone(Kind.REFUND), gone(Kind.ACTUAL, Kind.SUPPORT))


def _promised(fund: Fund, last: date, agreement: Agreement | None) -> tuple[Promised, ...]:
    """Agreements with an amount that were signed by the last day, or on a day not known."""
    signed = standing(fund.agreements.filter(Q(signed_on=None) | Q(signed_on__lte=last))).exclude(amount=None)
    if agreement:
        signed = signed.filter(pk=agreement.pk)
    came = Receipt.objects.filter(fund=fund, kind=Receipt.Kind.CONTRIBUTION, on__lte=last)
    found: dict[int, dict[str, tuple[Decimal, Decimal]]] = {}
    for row in (
        came.values("agreement", "currency").annotate(paid=Sum("amount"), worth=Sum("value")).order_by()
    ):
        found.setdefault(row["agreement"], {})[row["currency"]] = (row["paid"], row["worth"])
    return tuple(
        _promise(one, found.get(one.pk, {}), fund, last) for one in signed.prefetch_related("instalments")
    )


def _promise(one: Agreement, came: Mapping[str, tuple[Decimal, Decimal]], fund: Fund, last: date) -> Promised:
    currency = one.currency or fund.currency
    received: Decimal | None
    if currency == fund.currency:
        received = sum((worth for _paid, worth in came.values()), NOUGHT)
    else:
        # What came in a third currency is converted by nobody here: what is still to come is then not known.
        received = sum((paid for paid, _worth in came.values()), NOUGHT) if set(came) <= {currency} else None
    asked = [part.amount for part in one.instalments.all() if part.due_on <= last and not part.condition]
    due = max(sum(asked, NOUGHT) - received, NOUGHT) if asked and received is not None else None
    return Promised(one.code, one.title, currency, one.amount or NOUGHT, received, due)


def _rates(fund: Fund, first: date, last: date, agreement: Agreement | None) -> tuple[RateUsed, ...]:
    """What came in stands above nought, what went out below, each at its rate."""
    found = []
    for model, sign in ((Receipt, 1), (Expense, -1)):
        rows = of_agreement(
            model.objects.filter(fund=fund, on__range=(first, last)).exclude(rate_told=""), agreement
        )
        for row in rows.values("currency", "rate_told").annotate(n=Count("pk"), paid=Sum("amount"), worth=Sum("value")).order_by():  # fmt: skip
            found.append(
                RateUsed(row["currency"], row["rate_told"], row["n"], sign * row["paid"], sign * row["worth"])
            )
    return tuple(sorted(found, key=lambda one: (one.currency, one.told, -one.amount)))


def _beside(fund: Fund, first: date, last: date, agreement: Agreement | None) -> tuple[Beside, ...]:
    """Gifts in kind under the fund's agreements or by its donor, and the funds of the same donor that are a counterpart's."""
    ours = Q(agreement=agreement) if agreement else Q(agreement__fund=fund)
    if fund.donor_id and agreement is None:
        ours |= Q(agreement=None, partner=fund.donor_id)
    within = Q(valid_from=None) | Q(valid_from__lte=last)
    until = Q(valid_to=None) | Q(valid_to__gte=first)
    gifts = standing(InKind.objects.filter(ours & within & until)).order_by("valid_from", "code")
    # Of a gift its kind and method are told, and not its title, in which a person may be named.
    told = [
        Beside(one.kind, one.method, one.currency, one.valuation, None, _day(one.valid_from), _day(one.valid_to))
        for one in gifts
    ]  # fmt: skip
    if fund.donor_id and agreement is None:
        kind = Fund.Kind.COUNTERPART
        for one in standing(Fund.objects.filter(kind=kind, donor=fund.donor_id)).order_by("code"):
            account = account_of(one, first, last)
            told.append(
                Beside(
                    str(kind.value), one.name, one.currency, account.direct.value, account.contributions.value
                )
            )
    return tuple(told)


def _day(held: date | None) -> str:
    return held.isoformat() if held else ""
