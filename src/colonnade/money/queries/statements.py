"""The account that a donor gets of its fund for a period, or of one agreement of it, worked out from the lines of the ledger.

It has totals by class, and no names. What is issued is kept as ``Statement.plain`` and read back by
``Statement.from_plain``, so that a draft and a statement of years ago are printed the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
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
    LedgerPeriod,
    Receipt,
)
from colonnade.money.queries.balances import account_of, agreements_charged, of_agreement, support_due, total
from colonnade.money.queries.reconciled import reconciled
from colonnade.money.stated import (
    Beside,
    Promised,
    RateUsed,
    Statement,
    StatementClass,
    ToDate,
)
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.values.languages import LANGUAGES
from colonnade.values.numbers import Amount
from colonnade.values.period import Period

Kind: Any = Expense.Kind
NOUGHT: Final = Decimal(0)


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


def closed_throughout(fund: Fund, period: Period) -> bool:
    """Is every day of the period closed? Nothing may then be posted into it."""
    closed = LedgerPeriod.objects.filter(fund=fund, state=LedgerPeriod.State.CLOSED)
    return closed.filter(last_day__gte=period.last).exists()


def _donor(fund: Fund, agreement: Agreement | None) -> str:
    donor = agreement.partner if agreement else fund.donor
    return str(donor) if donor else ""


def _unreconciled(fund: Fund, period: Period) -> dict[str, str]:
    """What is said of it, in every language in which a statement can be printed; nothing where it is reconciled."""
    said: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(site_language(language)):
            words = reconciled(fund, period).words
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
        return fund.amount(sum((went.get(kind, NOUGHT) for kind in kinds), NOUGHT))  # type: ignore[call-overload]  # keyed by kind here, by keys elsewhere

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
        kind = str(Fund.Kind.COUNTERPART)
        for one in standing(Fund.objects.filter(kind=kind, donor=fund.donor_id)).order_by("code"):
            account = account_of(one, first, last)
            told.append(
                Beside(kind, one.name, one.currency, account.direct.value, account.contributions.value)
            )
    return tuple(told)


def _day(held: date | None) -> str:
    return held.isoformat() if held else ""
