"""What can happen to any record: it can be withdrawn, restored, and shown to be true by a file."""

from __future__ import annotations

import copy
import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import ManyToManyField, Model
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from colonnade.records.errors import Refused
from colonnade.records.models import Answer, Batch, Evidence, Record
from colonnade.records.models import Mapping as ColumnMapping
from colonnade.records.queries import headings_of
from colonnade.records.undoing import Undoing, what_undoing_does

UNDONE = "Import undone: "
"""How the reason begins of a record withdrawn because its import was taken back; another import may bring it again."""
Touched = Callable[[Sequence[Model]], None]


@transaction.atomic
def withdraw(*, record: Record, because: str, on: date | None = None) -> Record:
    """Take a record out of every count, and keep it with the reason."""
    held = type(record)._default_manager.select_for_update(no_key=True).get(pk=record.pk)
    if not because.strip():
        raise Refused(f"Say why {held.code} is withdrawn: the reason is kept with it.")
    if held.withdrawn_on:
        raise Refused(f"{held.code} was withdrawn on {held.withdrawn_on} ({held.withdrawn_because}).")
    held.withdrawn_on, held.withdrawn_because = on or date.today(), because.strip()
    held.save(update_fields=["withdrawn_on", "withdrawn_because"])
    return held


@transaction.atomic
def restore(*, record: Record) -> Record:
    """Put a withdrawn record back into every count; the history keeps that it was out."""
    held = type(record)._default_manager.select_for_update(no_key=True).get(pk=record.pk)
    if not held.withdrawn_on:
        raise Refused(f"{held.code} is not withdrawn.")
    held.withdrawn_on, held.withdrawn_because = None, ""
    try:
        held.validate_constraints()
    except ValidationError as error:
        raise Refused(
            f"{held.code} cannot be restored: another record has taken its place. Withdraw that one first."
        ) from error
    held.save(update_fields=["withdrawn_on", "withdrawn_because"])
    return held


@transaction.atomic
def add_evidence(*, record: Record, title: str, file: File) -> Evidence:
    """Keep a file that shows the record to be true, with its fingerprint."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return Evidence.objects.create(ref=record.ref, title=title, file=file, sha256=digest.hexdigest())


@transaction.atomic
def undo_batch(
    *, batch: Batch, by: Any = None, after: Mapping[type[Model], Sequence[Touched]] | None = None
) -> Undoing:
    """Take an import back: what it added is withdrawn, what it changed gets its old values.

    Nothing is deleted. What was edited since, or has something resting on it, stays and is said. ``after`` are
    the calls that keep what depends on each kind of record: the tallies of events.
    """
    held = Batch.objects.select_for_update().get(pk=batch.pk)
    if held.undone_at:
        raise Refused(f"The import of {held.file_name} was undone on {held.undone_at:%Y-%m-%d} already.")
    undoing = what_undoing_does(held)
    if undoing.empty:
        raise Refused(
            f"There is nothing to take back of {held.file_name}: its rows were edited, withdrawn or used since."
            if undoing.left or held.parts.exists()
            else f"{held.file_name} was imported before its rows were remembered. Withdraw them one by one."
        )
    touched: dict[type[Model], list[Model]] = defaultdict(list)
    reason, user = f"{UNDONE.lower()}{held.file_name}"[:100], by if getattr(by, "pk", None) else None
    for model, rows in undoing.withdrawn.items():
        _withdraw_all(model, rows, f"{UNDONE}{held.file_name}"[:300], reason, user)
        touched[model] += rows
    _put_back(undoing, reason, user, touched)
    for rows in undoing.removed.values():
        for row in rows:
            row._change_reason, row._history_user = reason, user
            row.delete()
    for call, changed in _calls(after or {}, touched):
        call(changed)
    held.undone_at, held.undone_by = timezone.now(), str(by or "")[:150]
    held.left = [{"record": left.record, "why": left.why} for left in undoing.left]
    held.save(update_fields=["undone_at", "undone_by", "left"])
    return undoing


def _withdraw_all(model: Any, rows: list[Any], because: str, reason: str, user: Any) -> None:
    """Many rows for one reason: a statement for each few hundred, and a line of history for each row."""
    today = date.today()
    for row in rows:
        row.withdrawn_on, row.withdrawn_because = today, because
    if _has_sets(model):
        _update(model, rows, ["withdrawn_on", "withdrawn_because"], reason, user)
        return
    for start in range(0, len(rows), 500):
        piece = rows[start : start + 500]
        keys = [row.pk for row in piece]
        model._default_manager.filter(pk__in=keys).update(withdrawn_on=today, withdrawn_because=because)
        model.history.bulk_history_create(
            piece, batch_size=500, update=True, default_user=user, default_change_reason=reason
        )


def _has_sets(model: Any) -> bool:
    return bool(getattr(model, "_history_m2m_fields", ()))


def _update(model: type[Model], rows: list[Any], names: list[str], reason: str, user: Any) -> None:
    """Each row with its line of history; of a kind that has sets of others, the line has them too."""
    if _has_sets(model):
        for row in rows:
            row._change_reason, row._history_user = reason, user
            row.save(update_fields=names)
    elif names:
        bulk_update_with_history(
            rows, model, names, batch_size=200, default_user=user, default_change_reason=reason
        )


def _put_back(undoing: Undoing, reason: str, user: Any, touched: dict[type[Model], list[Model]]) -> None:
    """The old values, each kind's rows with the same fields in one go; and a copy of each row as it was before."""
    for model, held in undoing.put_back.items():
        groups: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for back in held:
            touched[model] += [copy.copy(back.row), back.row]
            single = []
            for name, (_now, old) in back.fields.items():
                column: Any = model._meta.get_field(name)
                if isinstance(column, ManyToManyField):
                    back.row._change_reason, back.row._history_user = reason, user
                    keys = column.related_model._default_manager.filter(code__in=old)
                    getattr(back.row, name).set(keys)
                else:
                    setattr(back.row, column.attname, column.to_python(old))
                    single.append(name)
            if single:
                groups[tuple(sorted(single))].append(back.row)
        for names, rows in groups.items():
            _update(model, rows, list(names), reason, user)


def _calls(
    after: Mapping[type[Model], Sequence[Touched]], touched: Mapping[type[Model], list[Model]]
) -> list[tuple[Touched, list[Model]]]:
    """Each call once, with all the rows of the kinds it looks after."""
    found: dict[Touched, list[Model]] = {}
    for model, rows in touched.items():
        for call in after.get(model, ()):
            found.setdefault(call, []).extend(rows)
    return list(found.items())


@transaction.atomic
def remember_mapping(
    *, headings: Sequence[str], columns: Mapping[str, str], layout: str = "", by: Any = None
) -> ColumnMapping:
    """Keep how the columns of a foreign list were understood, for the next list with the same headings."""
    held, _new = ColumnMapping.objects.update_or_create(
        fingerprint=headings_of(headings),
        defaults={"headings": list(headings), "columns": dict(columns), "layout": layout, "used_by": str(by or "")[:150]},
    )  # fmt: skip
    return held


@transaction.atomic
def keep_answers(*, about: str, answers: Mapping[tuple[str, str], str], by: Any = None) -> int:
    """Keep what somebody answered about a list, so that the same list asks nothing again; how many were new or other."""
    held = {(row.kind, row.key): row for row in Answer.objects.filter(about=about)}
    who, changed, new = str(by or "")[:150], 0, []
    for (kind, key), answer in answers.items():
        row = held.get((kind, key))
        if row is None:
            new.append(Answer(about=about, kind=kind, key=key, answer=answer[:200], answered_by=who))
        elif row.answer != answer:
            row.answer, row.answered_by = answer[:200], who
            row.save()
            changed += 1
    if new:
        bulk_create_with_history(
            new, Answer, batch_size=500, default_user=by if getattr(by, "pk", None) else None
        )
    return changed + len(new)
