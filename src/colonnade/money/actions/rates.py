"""What is done to rates: the shipped series are loaded, and an officer enters those of the United Nations."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.models import Rate
from colonnade.money.rules import DOLLAR, OLDEST, UN_RATE, in_force
from colonnade.places.shipped import Row, rows
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount, UnknownCurrency, divided
from colonnade.values.words import date_words

Progress = Callable[[str], None]
Key = tuple[str, date, str]

PUBLISHERS = {
    "ECB": "European Central Bank",
    "IMF": "International Monetary Fund",
    "CURRENCY-API": "Currency API",
}

# No currency moves so far between two rates that hold one after the other; a rate the wrong way round does.
FAR = Decimal(3)


class RatesRefused(Refused):
    """Nothing of a file was entered. ``rows`` are what is wrong with it, a sentence a row."""

    def __init__(self, rows: Sequence[str]) -> None:
        super().__init__(
            _("No rate was entered. Mend these rows and bring the file again: %(rows)s")
            % {"rows": " ".join(rows)}
        )
        self.rows = tuple(rows)


@dataclass(frozen=True)
class RatesLoaded:
    """What a load did."""

    added: int
    changed: int
    unchanged: int


@transaction.atomic
def load_rates(*, path: Path | None = None, progress: Progress | None = None) -> RatesLoaded:
    """Put the shipped rates, or those of a file with the same columns, into the record.

    May be run again at any time. What an officer entered is of another kind and is never touched;
    figures that were reported keep the rate they were reported at.
    """
    tell = progress or (lambda words: None)
    tell("exchange rates")
    wanted = _read(_lines(path) if path else rows("exchange_rates"))
    held = {(rate.currency, rate.on, rate.kind): rate for rate in Rate.objects.exclude(kind=UN_RATE)}
    new = [rate for key, rate in wanted.items() if key not in held]
    changed = []
    for key, rate in wanted.items():
        present = held.get(key)
        if present and (present.per_usd, present.source) != (rate.per_usd, rate.source):
            present.per_usd, present.source = rate.per_usd, rate.source
            changed.append(present)
    Rate.objects.bulk_create(new, batch_size=2000)
    Rate.objects.bulk_update(changed, ["per_usd", "source"], batch_size=200)
    return RatesLoaded(len(new), len(changed), len(wanted) - len(new) - len(changed))


@transaction.atomic
def enter_un_rate(*, currency: str, on: date, per_usd: Decimal, source: str, sure: bool = False) -> Rate:
    """The United Nations operational rate of a currency from a day on, as published.

    ``sure`` lets pass a rate that is far from the one held before: after a redenomination, say.
    The rate of a day is entered once. Entered again with another value, it is refused unless ``sure``.
    """
    currency, source = currency.strip().upper(), source.strip()
    _check_currency(currency)
    if not source:
        raise Refused(_("Say where the rate was published: a circular, a page or a file, with its date."))
    if per_usd <= 0:
        raise Refused(
            _("%(rate)s is not a rate: give the units of %(currency)s for one US dollar.")
            % {"rate": per_usd, "currency": currency}
        )
    present = Rate.objects.filter(currency=currency, on=on, kind=UN_RATE).first()
    if present and present.per_usd == per_usd:
        return present
    if present and not sure:
        raise Refused(
            _("For %(day)s the rate %(rate)s is held. If it was entered wrongly, confirm the new one.")
            % {"day": date_words(on), "rate": present}
        )
    if not sure:
        _check_near(currency, on, per_usd)
    rate, _made = Rate.objects.update_or_create(
        currency=currency, on=on, kind=UN_RATE, defaults={"per_usd": per_usd, "source": source}
    )
    return rate


@dataclass(frozen=True)
class UnRate:
    """A rate as a row of a file has it. ``place`` is what a refusal calls the row."""

    place: str
    currency: str
    on: date
    per_usd: Decimal


@transaction.atomic
def enter_un_rates(
    *, rates: Sequence[UnRate], source: str, sure: bool = False, unread: Sequence[str] = ()
) -> RatesLoaded:
    """A month's rates at once, all of them or none: every row that cannot be taken is named with the reason.

    ``unread`` are the rows that could not be read, each in a sentence: they are named with the others.
    """
    if not rates and not unread:
        raise Refused(_("There is no rate in it. Fill in the units of each currency for one US dollar."))
    wrong = list(unread)
    before = {(rate.currency, rate.on): rate.per_usd for rate in Rate.objects.filter(kind=UN_RATE)}
    seen: dict[tuple[str, date], str] = {}
    count = {"added": 0, "changed": 0, "unchanged": 0}
    for row in rates:
        key = (row.currency.strip().upper(), row.on)
        try:
            if key in seen:
                raise Refused(
                    _("%(currency)s of %(day)s is there twice, in %(place)s too. Keep the right one.")
                    % {"currency": key[0], "day": date_words(row.on), "place": seen[key]}
                )
            seen[key] = row.place
            enter_un_rate(currency=row.currency, on=row.on, per_usd=row.per_usd, source=source, sure=sure)
        except Refused as refusal:
            wrong.append(f"{row.place}: {refusal}")
            continue
        held = before.get(key)
        count["added" if held is None else "unchanged" if held == row.per_usd else "changed"] += 1
    if wrong:
        raise RatesRefused(wrong)
    return RatesLoaded(**count)


def _check_currency(currency: str) -> None:
    if currency == DOLLAR:
        raise Refused(_("Rates are given for one US dollar; the dollar itself has none. Leave its row out."))
    try:
        Amount(Decimal(0), currency)
    except UnknownCurrency as error:
        raise Refused(str(error)) from error


def _check_near(currency: str, on: date, per_usd: Decimal) -> None:
    """A rate the wrong way round, or with a slipped decimal mark, is far from the last one."""
    recent = Rate.objects.filter(currency=currency, on__range=(on - timedelta(max(OLDEST.values())), on))
    last = in_force(recent, on)
    if last and not divided(last.per_usd, FAR) <= per_usd <= last.per_usd * FAR:
        raise Refused(
            _(
                "%(rate)s is far from the last rate held, %(last)s. Give the units of %(currency)s for one US dollar; if the "
                "rate is right, confirm it."
            )
            % {"rate": f"{per_usd.normalize():f}", "last": last, "currency": currency}
        )


def _lines(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"date", "currency", "rate", "kind", "source"} - set(reader.fieldnames or ())
        if missing:
            raise Refused(f"{path.name} has no column {', '.join(sorted(missing))}.")
        return list(reader)


def _read(table: list[Row]) -> dict[Key, Rate]:
    """All rows, or a refusal that names every row that cannot be read."""
    wanted: dict[Key, Rate] = {}
    wrong: list[str] = []
    for number, row in enumerate(table, start=2):
        try:
            rate = _rate(row)
        except (Refused, ValueError, InvalidOperation, UnknownCurrency) as error:
            wrong.append(f"row {number}: {_because(error, row)}")
            continue
        key = (rate.currency, rate.on, rate.kind)
        if key in wanted:
            wrong.append(f"row {number}: {rate.currency} of {rate.on} ({rate.kind}) is there twice")
        wanted[key] = rate
    if wrong:
        raise Refused("The rates were not loaded. " + "; ".join(wrong) + ".")
    return wanted


def _rate(row: Row) -> Rate:
    per_usd = Decimal(row["rate"])
    if not per_usd.is_finite() or per_usd <= 0:
        raise Refused(f"{row['rate']} is not a rate")
    if row["kind"] not in OLDEST or row["kind"] == UN_RATE:
        raise Refused(f"{row['kind']} is not a kind of rate that is loaded")
    Amount(per_usd, row["currency"])
    return Rate(
        currency=row["currency"],
        on=date.fromisoformat(row["date"]),
        per_usd=per_usd,
        kind=row["kind"],
        source=PUBLISHERS.get(row["source"], row["source"]),
    )


def _because(error: Exception, row: Row) -> str:
    if isinstance(error, InvalidOperation):
        return f"{row['rate']} is not a number"
    return str(error).rstrip(".")
