"""What a donor gets: a statement is issued and kept, the certified one keyed in beside it, and a link made to read them by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book, needs
from colonnade.money.actions.receipts import of_the_fund
from colonnade.money.models import (
    Agreement,
    CertifiedLine,
    CertifiedStatement,
    DonorLink,
    DonorStatement,
    Fund,
    StatementRow,
)
from colonnade.money.queries.certified import certified_beside, keys_of, line_words
from colonnade.money.queries.facts import BESIDE
from colonnade.money.queries.statement_rows import rows_behind, seal_of
from colonnade.money.queries.statements import statement_of
from colonnade.money.stated import Statement
from colonnade.people.models import Account
from colonnade.records.actions import add_evidence
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.records.uploads import checked
from colonnade.values.numbers import Amount
from colonnade.values.words import date_words

LARGEST: Final = 20_000_000
"""Bytes of a certified statement."""


def refuse_no_statement(*, fund: Fund, first: date, last: date, agreement: Agreement | None = None) -> None:
    """Whether a statement can be made of this at all; refused with the reason where it cannot."""
    of_the_fund(agreement, fund)
    if fund.kind in BESIDE:
        raise Refused(
            _("%(fund)s stands beside the trust fund and has no statement of its own. Choose the trust fund: it is told there.")
            % {"fund": fund.code}
        )  # fmt: skip
    if last < first:
        raise Refused(_("The period ends before it begins. Give its first day, then its last."))
    if last > date.today():
        raise Refused(_("The period is not over on %(day)s. Choose one that is.") % {"day": date_words(last)})


@transaction.atomic
def issue_statement(*, fund: Fund, first: date, last: date, head: Mapping[str, str], by: Account,
                    agreement: Agreement | None = None) -> DonorStatement:  # fmt: skip
    """Keep the statement of a period as it is today, with the lines behind each of its lines. From now on it prints the same.

    ``head`` is the office as it stands at the head of the paper. The latest one of the same fund, agreement and period
    is superseded; where nothing has changed since, none is issued.
    """
    refuse_no_statement(fund=fund, first=first, last=last, agreement=agreement)
    book = Book(fund)
    made = statement_of(book.fund, first, last, agreement)
    alike = DonorStatement.objects.filter(fund=book.fund, agreement=agreement, first_day=first, last_day=last)
    latest = alike.filter(superseded_by=None).order_by("-pk").first()
    if latest and not latest.withdrawn_on and latest.content["statement"] == made.plain():
        raise Refused(
            _("%(code)s was issued on %(day)s for this period, and nothing has changed since. Use that one.")
            % {"code": latest.code, "day": date_words(latest.issued_on)}
        )
    content = {"head": dict(head), "statement": made.plain()}
    issued = DonorStatement.objects.create(
        code=_next(book.fund), fund=book.fund, agreement=agreement, first_day=first, last_day=last, issued_on=date.today(),
        issued_by=by, supersedes=latest, content=content, seal=seal_of(content),
    )  # fmt: skip
    StatementRow.objects.bulk_create(
        StatementRow(statement=issued, key=key, value=value, numbers=numbers.serialize())
        for key, value, numbers in rows_behind(made, book.fund, agreement)
    )
    return issued


def _next(fund: Fund) -> str:
    """The next number of the fund's statements; whoever issues holds the fund's book."""
    return f"{fund.code}-S{DonorStatement.objects.filter(fund=fund).count() + 1:03d}"


# --- the certified one -------------------------------------------------------------------------------------------------


@transaction.atomic
def key_certified(*, statement: DonorStatement, reference: str, certified_on: date, figures: Mapping[str, Decimal],
                  file: bytes, by: Account) -> CertifiedStatement:  # fmt: skip
    """Keep what headquarters certified beside the statement that the office issued: the file, and its figures line by line."""
    held = DonorStatement.objects.select_for_update(no_key=True).select_related("fund").get(pk=statement.pk)
    needs(reference, _("Give the number or the title by which the certified statement is known."))
    if held.withdrawn_on:
        raise Refused(_("%(code)s is withdrawn: key it in beside one that stands.") % {"code": held.code})
    present = certified_beside(held)
    if present:
        raise Refused(
            _("%(reference)s stands beside %(code)s already. Correct its lines, or withdraw it first, with the reason.")
            % {"reference": present, "code": held.code}
        )  # fmt: skip
    if certified_on > date.today():
        raise Refused(
            _("%(day)s is yet to come. Give the day on which it was certified.")
            % {"day": date_words(certified_on)}
        )
    if "closing" not in figures:
        raise Refused(_("Key in the closing balance at least: it is the line that everybody compares."))
    for key, value in figures.items():
        check_figure(held, key, value)
    if checked(file, most=LARGEST) != "pdf":
        raise Refused(_("The certified statement is kept as it came. Choose the PDF."))
    made = CertifiedStatement.objects.create(
        code=f"{held.code}-C{held.certified.count() + 1}", statement=held, reference=reference.strip()[:120],
        certified_on=certified_on, keyed_by=by,
    )  # fmt: skip
    for key, value in figures.items():
        _keyed(CertifiedLine(certified=made, key=key, value=value, keyed_by=by), by)
    add_evidence(record=made, title=made.reference, file=ContentFile(file, name=f"{made.code}.pdf"))  # type: ignore[arg-type]  # a file of text or of bytes
    return made


def check_figure(statement: DonorStatement, key: str, value: Decimal) -> None:
    """A line that a certified statement can have, and an amount that can be paid."""
    if key not in dict(keys_of(Statement.from_plain(statement.content["statement"]), statement.fund.scheme)):
        raise Refused(_("A statement has no line “%(key)s”. Choose one that it has.") % {"key": key})
    if not Amount(value, statement.fund.currency).whole:
        raise Refused(
            _("%(line)s: %(value)s has more decimals than %(currency)s has. Round it first.")
            % {"line": line_words(key), "value": value, "currency": statement.fund.currency}
        )


@transaction.atomic
def correct_certified_line(*, certified: CertifiedStatement, key: str, value: Decimal, because: str, by: Account) -> CertifiedLine:  # fmt: skip
    """Put a figure right that was keyed in wrongly, or key in one that was left out; what it was stays in the history."""
    held = CertifiedStatement.objects.select_for_update(no_key=True).select_related("statement__fund").get(pk=certified.pk)  # fmt: skip
    needs(because, _("Say why the figure is changed: what was there stays in the history, with the reason."))
    if held.withdrawn_on:
        raise Refused(_("%(reference)s is withdrawn. Restore it first.") % {"reference": held})
    check_figure(held.statement, key, value)
    line = held.lines.filter(key=key).first()
    if line is not None and line.value == value:
        raise Refused(_("This is what was keyed in already. Enter what differs."))
    line = line or CertifiedLine(certified=held, key=key)
    line.value, line.keyed_by = value, by
    line._change_reason = because.strip()[:100]  # type: ignore[attr-defined]  # read by the history
    return _keyed(line, by)


def _keyed(line: CertifiedLine, by: Account) -> CertifiedLine:
    line._history_user = by  # type: ignore[attr-defined]  # read by the history
    line.save()
    return line


# --- links -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def make_donor_link(*, fund: Fund, holder: str, ends_on: date, by: Account, agreement: Agreement | None = None) -> DonorLink:  # fmt: skip
    """A link by which a donor reads the statements of its own fund until a day; of one agreement, where several donors give to it."""
    held = Fund.objects.select_for_update(no_key=True).get(pk=fund.pk)
    needs(holder, _("Say for whom the link is: the post or the unit."))
    of_the_fund(agreement, held)
    if held.withdrawn_on:
        raise Refused(_("%(fund)s is withdrawn. Restore it first.") % {"fund": held.code})
    if ends_on < date.today():
        raise Refused(_("The link would have ended already. Give a day to come."))
    givers = standing(held.agreements).values_list("partner", flat=True).order_by().distinct()
    if agreement is None and len(givers) > 1:
        raise Refused(
            _("Several donors give to %(fund)s. Choose the agreement whose statements this one may read.")
            % {"fund": held.code}
        )  # fmt: skip
    number = DonorLink.objects.filter(fund=held).count() + 1
    return DonorLink.objects.create(
        code=f"{held.code}-L{number:02d}", fund=held, agreement=agreement, holder=holder.strip()[:200], ends_on=ends_on,
        made_by=by,
    )  # fmt: skip


@transaction.atomic
def close_donor_link(*, link: DonorLink, because: str, by: Account) -> DonorLink:
    """From now on the address opens nothing."""
    held = DonorLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    needs(because, _("Say why the link is closed."))
    if held.closed_on:
        raise Refused(
            _("It was closed on %(day)s already. Make a new link where one is needed.")
            % {"day": date_words(held.closed_on)}
        )
    held.closed_on, held.closed_because = date.today(), because.strip()[:300]
    held.link_version += 1
    record: Any = held
    record._history_user = by  # read by the history
    held.save()
    return held
