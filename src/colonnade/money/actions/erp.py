"""What the system of record says is brought in, and which of our lines each of its lines is: kept with who said so, and undone with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book, needs
from colonnade.money.matching import match
from colonnade.money.models import (
    ErpImport,
    ErpLine,
    ErpMatch,
    ErpMatched,
    ErpTakenBack,
    Expense,
    Fund,
    Receipt,
    Reconciliation,
)
from colonnade.money.queries.erp import (
    Entry,
    ErpRow,
    against_held,
    compared,
    entry_of,
    ours_open,
    theirs_of,
    theirs_open,
)
from colonnade.money.queries.reconciliation import held_of, line_of, signed_over, signed_spans
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.words import date_words

PIECE = 2_000
Rule: Any = ErpMatch.Rule


@transaction.atomic
def import_erp_lines(*, fund: Fund, rows: Sequence[ErpRow], file_name: str, sha256: str, by: Account,
                     layout: str = "") -> ErpImport | None:  # fmt: skip
    """Bring in the rows of an export that are not held. Without any nothing is kept, so the same file leaves no trace."""
    book = Book(fund)
    if any(not row.amount for row in rows):
        raise Refused(_("A line of nought says nothing. Take it out of the export."))
    against = against_held(book.fund, rows)
    if not against.new:
        return None
    days = [row.on for row in rows]
    made = ErpImport.objects.create(
        code=f"{book.fund.code}-ERP-{book.fund.erp_imports.count() + 1:04d}", fund=book.fund, file_name=file_name[:300],
        sha256=sha256, layout=layout[:60], first_day=min(days), last_day=max(days), added=len(against.new),
        same=against.same, imported_by=by,
    )  # fmt: skip
    ErpLine.objects.bulk_create(
        (ErpLine(erp_import=made, fund=book.fund, currency=book.fund.currency, **row._asdict()) for row in against.new),
        batch_size=PIECE,
    )  # fmt: skip
    return made


@transaction.atomic
def take_back_erp_import(*, erp_import: ErpImport, because: str, by: Account) -> ErpTakenBack:
    """Say that a file was brought in by mistake. Its matches are undone; where days of it are signed off, they are opened first."""
    needs(because, _("Say why the export is taken back: the reason is kept."))
    book = Book(erp_import.fund)
    if ErpTakenBack.objects.filter(erp_import=erp_import).exists():
        raise Refused(
            _("%(code)s is taken back already. Bring the file in again if its lines are wanted.")
            % {"code": erp_import.code}
        )
    for span, _step in signed_spans(book.fund):
        if erp_import.lines.filter(on__range=(span.first_day, span.last_day)).exists():
            raise _is_signed(span.first_day, span.last_day)
    touched = ErpMatch.objects.filter(undone_at=None, lines__erp_line__erp_import=erp_import).distinct()
    for one in touched:
        _undo(one, because, by)
    made = ErpTakenBack.objects.create(erp_import=erp_import, because=because.strip()[:300], by=by)
    settle_items(book.fund, by, _("Its export was taken back."))
    return made


# --- matching ----------------------------------------------------------------------------------------------------


@dataclass
class MatchedNow:
    """What a run of the rules did: groups by rule, those left for somebody to decide, those left because they are signed off."""

    groups: Counter[str] = field(default_factory=Counter)
    proposed: int = 0
    signed: int = 0

    @property
    def total(self) -> int:
        return self.groups.total()


@transaction.atomic
def match_automatically(*, fund: Fund, by: Account) -> MatchedNow:
    """Match every open line of a fund of which the rules are sure, whatever its day. The rest is proposed, never done."""
    book = Book(fund)
    ours, theirs = ours_open(book.fund), theirs_open(book.fund)
    entries = {entry.key: entry for entry in (*ours, *theirs)}
    found = match(compared(ours), compared(theirs))
    told, spans = MatchedNow(proposed=len(found.proposals)), _spans(book.fund)
    sure: list[tuple[str, list[Entry]]] = []
    for group in found.groups:
        held = [entries[str(line.key)] for line in (*group.ours, *group.theirs)]
        if signed_over(held, spans):
            told.signed += 1
        else:
            sure.append((group.why, held))
            told.groups[group.why] += 1
    _write(book.fund, sure, by)
    settle_items(book.fund, by, _("Matched since."))
    return told


@transaction.atomic
def match_lines(*, fund: Fund, lines: Iterable[Receipt | Expense | ErpLine], by: Account, because: str = "") -> ErpMatch:  # fmt: skip
    """Say by hand that lines are the same money. Where they are not of one amount, say why; the difference is explained then."""
    book = Book(fund)
    held = list(lines)
    found = [entry_of(line) for line in held]
    if len({entry.key for entry in found}) < 2:
        raise Refused(_("Choose two lines or more: of the ledger, and of the system of record."))
    _of_the_fund(book, held)
    if span := signed_over(found, _spans(book.fund)):
        raise _is_signed(*span)
    rows = ErpMatched.objects.filter(stands=True)
    for line, entry in zip(held, found, strict=True):
        if rows.filter(**{entry.what: line}).exists():
            raise Refused(
                _("%(line)s is matched already. Undo that match first.") % {"line": entry.number or entry.key}
            )
    difference = sum((entry.brings for entry in found), Decimal(0))
    if difference and len({entry.ours for entry in found}) == 1:
        raise Refused(
            _(
                "These lines are all of one side and do not come to nought. Choose lines of the other side too."
            )
        )
    if difference:
        needs(because, _("They differ by %(amount)s. Say why they are the same money.") % {"amount": book.fund.amount(difference)})  # fmt: skip
    (made,) = _write(book.fund, [(Rule.BY_HAND, found)], by, because)
    settle_items(book.fund, by, _("Matched since."))
    return made


def _of_the_fund(book: Book, lines: Sequence[Any]) -> None:
    for line in lines:
        if line.fund_id != book.fund.pk:
            raise Refused(
                _("%(line)s is not of the fund %(fund)s. Choose lines of this fund.")
                % {"line": line, "fund": book.fund.code}
            )
        if isinstance(line, Receipt) and line.kind == Receipt.Kind.OPENING:
            raise Refused(
                _(
                    "A balance brought into the ledger is matched with nothing: it moved no money. Leave it out."
                )
            )
        if isinstance(line, ErpLine) and not theirs_of(book.fund).filter(pk=line.pk).exists():
            raise Refused(
                _("The export of %(line)s was taken back. Choose lines of one that stands.") % {"line": line}
            )


@transaction.atomic
def unmatch(*, match: ErpMatch, because: str, by: Account) -> ErpMatch:
    """Undo a match: its lines are open again. It stays to be read, with who undid it and why."""
    needs(because, _("Say why the match is undone: the reason is kept."))
    book = Book(match.fund)
    held = ErpMatch.objects.get(pk=match.pk)
    if held.undone_at:
        raise Refused(_("It is undone already. Match the lines anew."))
    rows = held.lines.select_related("receipt", "expense__budget_class", "erp_line")
    if span := signed_over([entry_of(line_of(row)) for row in rows], _spans(book.fund)):
        raise _is_signed(*span)
    _undo(held, because, by)
    settle_items(book.fund, by, _("Its match was undone."))
    return held


def _undo(match: ErpMatch, because: str, by: Account) -> None:
    match.undone_by, match.undone_at, match.undone_because = by, timezone.now(), because.strip()[:300]
    match.save(update_fields=["undone_by", "undone_at", "undone_because"])
    match.lines.update(stands=False)


def _write(fund: Fund, groups: Sequence[tuple[str, Sequence[Entry]]], by: Account, because: str = "") -> list[ErpMatch]:  # fmt: skip
    made = ErpMatch.objects.bulk_create(
        [
            ErpMatch(
                fund=fund, rule=rule, made_by=by, because=because.strip()[:300],
                difference=sum((entry.brings for entry in held), Decimal(0)),
                first_day=min(entry.on for entry in held), last_day=max(entry.on for entry in held),
            )
            for rule, held in groups
        ],
        batch_size=PIECE,
    )  # fmt: skip
    ErpMatched.objects.bulk_create(
        [
            ErpMatched(match=one, on=entry.on, amount=entry.brings, **{f"{entry.what}_id": entry.pk})
            for one, (_rule, held) in zip(made, groups, strict=True) for entry in held
        ],
        batch_size=PIECE,
    )  # fmt: skip
    return made


# --- what hangs on it --------------------------------------------------------------------------------------------


def _spans(fund: Fund) -> list[tuple[Any, Any]]:
    return [(span.first_day, span.last_day) for span, _step in signed_spans(fund)]


def _is_signed(first: Any, last: Any) -> Refused:
    return Refused(
        _("%(first)s to %(last)s are signed off. Open that reconciliation again first, with the reason.")
        % {"first": date_words(first), "last": date_words(last)}
    )


def settle_items(fund: Fund, by: Account, because: str) -> None:
    """Take back explanations of what is no difference any more, or one of another amount, where nothing is signed off."""
    signed = {span.pk for span, _step in signed_spans(fund)}
    waiting = Reconciliation.objects.filter(fund=fund, withdrawn_on=None, items__taken_back_at=None, items__isnull=False)  # fmt: skip
    for reconciliation in waiting.exclude(pk__in=signed).select_related("fund").distinct():
        held = held_of(reconciliation)
        wrong = [*held.idle, *(each.item for each in held.differences if each.item and not each.explained)]
        for item in wrong:
            item.taken_back_by, item.taken_back_at, item.taken_back_because = by, timezone.now(), because
            item.save(update_fields=["taken_back_by", "taken_back_at", "taken_back_because"])
