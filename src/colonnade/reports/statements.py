"""A donor's statement on paper: from its numbers and names, kept or of today, to a PDF and a workbook in any language."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext, gettext_noop, override

from colonnade.money.models import DonorStatement, InKind
from colonnade.money.queries import Statement
from colonnade.money.queries.statement_rows import seal_of
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.renderers.document import Brand
from colonnade.renderers.labels import label
from colonnade.renderers.papers import statement_books, statements
from colonnade.renderers.papers.letters import Fact
from colonnade.renderers.papers.statements import CostLine, SmallTable, StatementPaper
from colonnade.reports.compiling import brand_on
from colonnade.values.languages import known
from colonnade.values.numbers import Amount
from colonnade.values.period import Period
from colonnade.values.words import date_words, number_words, period_words

MEDIA: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

SHIPPED_CLASSES: Final = (
    gettext_noop("General temporary assistance"), gettext_noop("Consultants and experts"), gettext_noop("Travel of staff"),
    gettext_noop("Contractual services"), gettext_noop("General operating expenses"), gettext_noop("Supplies and materials"),
    gettext_noop("Furniture and equipment"), gettext_noop("Grants and contributions: workshops, seminars, study tours"),
    gettext_noop("Staff and other personnel"), gettext_noop("Supplies, commodities, materials"),
    gettext_noop("Equipment, vehicles, furniture"), gettext_noop("Travel"),
    gettext_noop("Transfers and grants to counterparts"), gettext_noop("General operating and other direct costs"),
)  # fmt: skip
"""The names under which the classes of both schemes are shipped, so that they can be translated."""


def head_on(day: date) -> dict[str, str]:
    """The office as it stands at the head of a statement, to be kept with it."""
    return asdict(brand_on(day))


def printed(statement: DonorStatement, suffix: str, language: str) -> bytes:
    """An issued statement as a file: the same whenever it is asked for, whatever has become of the record."""
    content = statement.content
    if seal_of(content) != statement.seal:
        raise Refused(
            gettext(
                "%(code)s is not what was issued: its content was changed in the database. Restore it from a backup."
            )
            % {"code": statement.code}
        )
    paper = paper_of(
        Statement.from_plain(content["statement"]), Brand(**content["head"]), language, on=statement.issued_on,
        code=statement.code, seal=statement.seal,
    )  # fmt: skip
    return _print(paper, suffix)


def drafted(statement: Statement, suffix: str, language: str, today: date) -> bytes:
    """The same of a statement that is not issued, which says so."""
    return _print(paper_of(statement, brand_on(today), language, on=today), suffix)


def _print(paper: StatementPaper, suffix: str) -> bytes:
    return statements.pdf(paper).content if suffix == "pdf" else statement_books.xlsx(paper)


def paper_of(
    held: Statement, brand: Brand, language: str, *, on: date, code: str = "", seal: str = ""
) -> StatementPaper:
    """A statement in the words of a language. Without a code it is a draft."""
    said = known(language)

    def word(key: str, **parts: object) -> str:
        return label(key, said, **parts)

    with override(site_language(said)):
        return StatementPaper(
            brand=brand, name=held.agreement_title or held.name, period=period_words(Period(held.first, held.last), said), on=on,
            currency=held.currency, facts=_facts(held, said, on, code, seal), amounts=_amounts(held),
            classes=tuple(
                CostLine(f"{one.code} {class_name(one.name)}", one.spent, one.paid_back, one.net, one.committed)
                for one in held.classes
            ),
            delivery=held.to_date.delivery,
            remarks=tuple(filter(None, ("" if code else word("not_issued"), held.unreconciled.get(said, "")))),
            agreements=_agreements(held, said), beside=_beside(held, said), rates=_rates(held, said),
            notes=tuple(_notes(held, said)), language=said,
        )  # fmt: skip


def class_name(name: str) -> str:
    """The shipped name of a class in the reader's language; one of the office's own as it is."""
    return gettext(name) if name else ""


def _facts(held: Statement, said: str, on: date, code: str, seal: str) -> tuple[Fact, ...]:
    told = (
        ("fund", f"{held.name} ({held.fund})" if held.agreement else held.fund),
        ("donor", held.donor),
        ("agreement", held.agreement),
        ("reference", code),
        ("issued" if code else "as_of", date_words(on, said)),
        ("st_seal", seal[:16]),
    )
    return tuple(Fact(label(key, said), words) for key, words in told if words)


def _amounts(held: Statement) -> dict[str, Amount]:
    nought = Amount(Decimal(0), held.currency)
    to_date = held.to_date
    return {
        **held.values,
        "spent": sum((one.spent for one in held.classes), nought),
        "paid_back": sum((one.paid_back for one in held.classes), nought),
        "committed": held.committed,
        "uncommitted": held.closing - held.committed,
        "contributed_to_date": to_date.contributed, "levied_to_date": to_date.levied, "returned_to_date": to_date.returned,
        "funded": to_date.funded, "spent_to_date": to_date.spent,
    }  # fmt: skip


def _agreements(held: Statement, said: str) -> SmallTable:
    header = tuple(label(f"st_{key}" if key not in ("agreement", "currency") else key, said)
                   for key in ("agreement", "currency", "signed", "received", "receivable", "due"))  # fmt: skip

    def amount(value: Decimal | None, currency: str) -> Amount | None:
        return None if value is None else Amount(value, currency)

    rows = tuple(
        (f"{one.title} ({one.code})", one.currency,
         *(amount(value, one.currency) for value in (one.signed, one.received, one.receivable, one.due)))
        for one in held.promised
    )  # fmt: skip
    return SmallTable(label("st_promised", said), header, rows)


def _beside(held: Statement, said: str) -> SmallTable:
    header = tuple(
        label(key, said)
        for key in ("what", "st_basis", "period", "currency", "st_valued", "st_contributions")
    )
    rows = []
    for one in held.beside:
        kind = str(InKind.Kind(one.what).label) if one.what in InKind.Kind.values else ""
        if kind:
            what, basis = f"{label('st_in_kind', said)}: {kind}", str(InKind.Method(one.title).label)
        else:
            what, basis = f"{label('st_counterpart', said)}: {one.title}", label("st_net", said)
        span = " – ".join(date_words(date.fromisoformat(day), said) for day in (one.first, one.last) if day)
        received = "" if one.received is None else Amount(one.received, one.currency)
        rows.append((what, basis, span, one.currency, Amount(one.amount, one.currency), received))
    return SmallTable(label("st_beside", said), header, tuple(rows))


def _rates(held: Statement, said: str) -> SmallTable:
    header = (
        label("currency", said), label("st_rate", said), label("st_lines", said), label("st_amount", said), held.currency,
    )  # fmt: skip
    rows = tuple(
        (
            one.currency,
            one.told,
            one.lines,
            Amount(one.amount, one.currency),
            Amount(one.value, held.currency),
        )
        for one in held.rates
    )
    return SmallTable(label("st_rates", said), header, rows)


def _notes(held: Statement, said: str) -> list[str]:
    told = [label("st_note_basis", said)]
    if held.rates:
        told.append(label("st_note_rates", said))
    if held.percents:
        percents = ", ".join(number_words(_short(one), said) for one in held.percents)
        told.append(label("st_note_support", said, percent=percents))
    if held.support_due.value:
        told.append(label("st_note_due", said, amount=number_words(held.support_due, said)))
    told.append(label("st_note_funded", said))
    if held.beside:
        told.append(label("st_note_beside", said))
    return [*told, label("st_note_provisional", said)]


def _short(percent: Decimal) -> Decimal:
    """13 and 7.5: without needless noughts."""
    whole = percent.to_integral_value()
    return whole if whole == percent else percent.normalize()
