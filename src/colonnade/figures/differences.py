"""What changed between a published number and the same question asked today, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.apps import apps
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from colonnade.capacity.models import Event, HeadCount, Participation
from colonnade.figures.definition import Contribution, Distinct, Measurement
from colonnade.figures.models import EditionFigure, EditionRow
from colonnade.programme.models import Activity
from colonnade.values.numbers import Amount, Bounds, Number, Ratio
from colonnade.values.units import PER_CENT

ENTERED: Final = "entered"
LEFT: Final = "left"
CHANGED: Final = "changed"

NEW_RECORD: Final = _("new record")
CORRECTED: Final = _("changed")
WITHDRAWN: Final = _("withdrawn")
MERGED: Final = _("two persons found to be one, or one to be two")
DOCUMENTED: Final = _("what documents it changed")
UNEXPLAINED: Final = _("unexplained")


@dataclass(frozen=True)
class Difference:
    """One row that entered, left or changed what it contributes since an edition, and why where that is known."""

    ref: str
    label: str
    how: str
    before: Decimal | int | None
    after: Decimal | int | None
    cause: Any


def number_of(plain: Any) -> Number:
    """A value as an edition keeps it, as a number again."""
    if isinstance(plain, list):
        return Bounds(*plain)
    if isinstance(plain, dict):
        [(currency, value)] = plain.items()
        if currency in ("share", "mean"):
            return _ratio(*value, share=currency == "share")
        return Decimal(value) if currency == "decimal" else Amount(Decimal(value), currency)
    return plain if plain is None else int(plain)


def _ratio(top: str, of: int, currency: str = "", *, share: bool) -> Ratio:
    number = Decimal(top)
    return Ratio(int(number) if share else number, of, share, currency)


def differences(then: EditionFigure, now: Measurement) -> list[Difference]:
    """The rows that differ, in the order of today's rows and then of those that left; empty where none does."""
    if then.seal == now.seal:
        return []
    before = {row.ref: row for row in then.rows.all()}
    after = {row.ref: row for row in now.rows}
    found: list[tuple[str, str, str, Decimal | int | None, Decimal | int | None]] = []
    for ref, row in after.items():
        held = before.get(ref)
        if held is None:
            found.append((ref, row.label, ENTERED, None, _size(row.contribution)))
        elif not _same(held, row.contribution):
            found.append((ref, row.label, CHANGED, _size_then(held), _size(row.contribution)))
    found += [
        (ref, row.label, LEFT, _size_then(row), None) for ref, row in before.items() if ref not in after
    ]
    causes = _causes([(ref, how) for ref, _label, how, _before, _after in found], then.edition.frozen_at)
    return [Difference(ref, label, how, old, new, causes[ref]) for ref, label, how, old, new in found]


def _size(contribution: Contribution) -> Decimal | int:
    if isinstance(contribution, Distinct):
        return contribution.size
    if isinstance(contribution, Ratio):
        return contribution.rounded if contribution.of else 0
    return contribution.value if isinstance(contribution, Amount) else contribution


def _size_then(row: EditionRow) -> Decimal | int:
    if row.persons is not None:
        return max(len(BitMap.deserialize(bytes(row.persons))), int(row.amount or 0))
    if row.keys is not None:
        return max(len(row.keys), int(row.amount or 0))
    if row.among is not None and row.amount is not None:
        return _rounded_then(row)
    return row.amount or 0


def _rounded_then(row: EditionRow) -> Decimal | int:
    if not row.among or row.amount is None:
        return 0
    unit = row.figure.unit
    return Ratio(row.amount, row.among, share=unit == PER_CENT.code).rounded


def _same(row: EditionRow, contribution: Contribution) -> bool:
    if isinstance(contribution, Ratio):
        return (row.amount, row.among) == (contribution.top, contribution.of)
    if not isinstance(contribution, Distinct):
        return row.amount == _size(contribution)
    if int(row.amount or 0) != contribution.stated:
        return False
    if row.persons is not None:
        return BitMap.deserialize(bytes(row.persons)) == contribution.keys
    return set(row.keys or ()) == set(contribution.keys)


# --- causes ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Life:
    """When a record was first written, last changed and withdrawn; ``merged`` where a merge was the last to touch it."""

    first: datetime | None
    last: datetime | None
    withdrawn: date | None
    merged: datetime | None = None


def _causes(changes: Iterable[tuple[str, str]], since: datetime) -> dict[str, Any]:
    """Why each row differs, from the histories of the records: a fixed number of queries for each kind of record."""
    by_kind: dict[tuple[str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
    for ref, how in changes:
        room, noun, code = ref.split("/", 2)
        by_kind[room, noun][code] = (ref, how)
    causes: dict[str, Any] = {}
    for (room, noun), asked in by_kind.items():
        lives = _lives(room, noun, list(asked))
        for code, (ref, how) in asked.items():
            causes[ref] = _cause(
                lives.get(code), how, since, opening=(room, noun) == ("figures", "openingfigure")
            )
    return causes


def _cause(life: _Life | None, how: str, since: datetime, *, opening: bool) -> Any:
    if life is None:
        return UNEXPLAINED
    if how == LEFT and life.withdrawn:
        return WITHDRAWN
    if how == ENTERED and life.first and life.first > since:
        return NEW_RECORD
    if life.last and life.last > since:
        return MERGED if life.merged == life.last else CORRECTED
    # An opening figure's row is what it reported beyond the records held: it moves with them.
    return DOCUMENTED if opening and how == CHANGED else UNEXPLAINED


def _lives(room: str, noun: str, codes: list[str]) -> dict[str, _Life]:
    try:
        model = apps.get_model(room, noun)
    except LookupError:
        return {}
    if not hasattr(model, "history"):  # what is posted is never changed: it is new, or it is as it was
        return _posted(model, codes)
    kept: Any = model.history.model._default_manager
    told = (
        kept.filter(code__in=codes)
        .order_by()
        .values_list("code")
        .annotate(Min("history_date"), Max("history_date"))
    )
    written = {code: (first, last) for code, first, last in told}
    withdrawn = dict(model._default_manager.filter(code__in=codes).values_list("code", "withdrawn_on"))
    events = (room, noun) == ("capacity", "event")
    touched, merged = (_touched(codes), _merged(codes)) if events else ({}, {})
    lives = {}
    for code in withdrawn.keys() | written.keys():
        first, last = written.get(code, (None, None))
        latest = max(filter(None, (last, touched.get(code))), default=None)
        lives[code] = _Life(first, latest, withdrawn.get(code), merged.get(code))
    return lives


def _posted(model: Any, codes: list[str]) -> dict[str, _Life]:
    """When lines of a ledger were posted; of a line of an allotment it is not known by itself."""
    if not hasattr(model, "posted_at"):
        return {}
    held = model._default_manager.filter(code__in=codes).values_list("code", "posted_at")
    return {code: _Life(at, at, None) for code, at in held}


def _merged(codes: list[str]) -> dict[str, datetime]:
    """When a merge of persons, or its undoing, last moved a name at each event."""
    rows = Participation.history.model._default_manager.filter(
        Q(history_change_reason__startswith="merge M-") | Q(history_change_reason__startswith="undo M-")
        | Q(withdrawn_because__contains="(M-"), event__code__in=codes,
    )  # fmt: skip
    return dict(rows.order_by().values_list("event__code").annotate(Max("history_date")))


def _touched(codes: list[str]) -> Mapping[str, datetime]:
    """When the names, head counts and the activity of events were last changed: an event counts what they say."""
    latest: dict[str, datetime] = {}
    activities = dict(Event.objects.filter(code__in=codes).values_list("activity_id", "code"))
    for model, name in ((Participation, "event__code"), (HeadCount, "event__code"), (Activity, "id")):
        wanted = list(activities) if name == "id" else codes
        rows = model.history.model._default_manager.filter(**{f"{name}__in": wanted})
        for owner, last in rows.order_by().values_list(name).annotate(Max("history_date")):
            code = activities[owner] if name == "id" else owner
            latest[code] = max(filter(None, (latest.get(code), last)))
    return latest
