"""Drafts beside what the record holds: new, changed, the same; and what somebody edited by hand since the last import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Field, ForeignKey, Model

from colonnade.records.actions import UNDONE
from colonnade.records.intake.drafts import SILENT, Draft, Part, default
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.kinds import Ref, Steps
from colonnade.records.intake.links import Codes, chunks, named

IMPORT: Final = "import "
"""How the reason of a change by an import begins, in the history of every record."""


@dataclass(frozen=True)
class Pending:
    """A record that the same file will make, named by its code."""

    model: type[Model]
    code: str


@dataclass
class Change:
    """What becomes of one row in one model. ``fields`` has, for a changed record, each field's old and new value."""

    part: Part
    draft: Draft
    code: str
    held: Model | None
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    new: bool = field(init=False)

    def __post_init__(self) -> None:
        self.new = self.held is None

    def becomes(self, name: str) -> Any:
        """What a field will hold."""
        if name in self.fields:
            return self.fields[name][1]
        if self.held is not None:
            return getattr(self.held, name)
        said = self.part.value(self.draft, name)
        return default(self.part.model, name) if said is SILENT else said

    def words(self) -> list[tuple[str, str, str]]:
        """Column, old and new value, as its owner would write them."""
        heading, kinds = self.part.heading, dict(zip(self.part.fields, self.part.kinds, strict=True))
        return [
            (heading.get(name, name.replace("_", " ").capitalize()), _shown(kinds.get(name), old), _shown(kinds.get(name), new))
            for name, (old, new) in self.fields.items()
        ]  # fmt: skip


def _shown(kind: Any, value: Any) -> str:
    if value is None or value == "" or value == ():
        return ""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    labels = getattr(kind, "labels", {})
    return str(labels.get(value, value)) if isinstance(value, str) else str(value)


def compare(
    parts: Sequence[Part], codes: Codes, findings: Findings, *, overwrite: bool, tick: Callable[[int], None]
) -> Iterator[Change]:
    """What is new or changed, part by part. A row's own count is kept on what was understood of its sheet."""
    for part in parts:
        rows: dict[int, str] = {}
        for piece in chunks(part.drafts, 2_000):
            changes = _compare_piece(part, piece, codes, findings, rows)
            kept = changes if overwrite else _keep_edits(part, changes, findings)
            if part.sheet.against and part.model is part.sheet.model:
                for change, column, fault in part.sheet.against(kept):
                    shown = _shown(None, change.becomes(column))
                    findings.fault(part.understood.name, change.draft.row, part.heading[column], shown, fault)
            for change in kept:
                rows[change.draft.row] = "new" if change.new else "changed"
                yield change
            tick(len(piece))
        _count(part, rows)


def _count(part: Part, rows: dict[int, str]) -> None:
    """An event is new if its activity or itself is; the second part of a sheet adds to what the first said."""
    understood = part.understood
    for draft in part.drafts:
        now, before = rows.get(draft.row, "same"), understood.fate.get(draft.row, "same")
        understood.fate[draft.row] = before if before in ("new", "withdrawn") or now == "same" else now
    counted = Counter(understood.fate.values())
    understood.new, understood.changed = counted["new"], counted["changed"]
    understood.same, understood.withdrawn = counted["same"], counted["withdrawn"]


def _compare_piece(
    part: Part, drafts: list[Draft], codes: Codes, findings: Findings, rows: dict[int, str]
) -> list[Change]:
    held = existing(part, drafts, codes)
    sets = held_sets(part, list(held.values()))
    changes = []
    for draft in drafts:
        key = part.key_of(draft)
        if SILENT in key:
            continue
        instance = held.get(key)
        change = Change(part, draft, part.label(draft), instance)
        if instance is None:
            changes.append(change)
            continue
        undone = str(getattr(instance, "withdrawn_because", "")).startswith(UNDONE)
        if getattr(instance, "withdrawn_on", None) and not undone:
            rows[draft.row] = "withdrawn"
            findings.add(
                part.understood.name, f"{change.code} was withdrawn on {instance.withdrawn_on} ({instance.withdrawn_because}).",  # type: ignore[attr-defined]
                "It stays withdrawn and as it was.", row=draft.row, severity="note",
            )  # fmt: skip
            continue
        change.fields = _differences(part, draft, instance, sets, codes)
        if undone and instance.withdrawn_on:  # type: ignore[attr-defined]
            # Withdrawn only because its import was taken back: the file brings it again.
            change.fields["withdrawn_on"] = (instance.withdrawn_on, None)  # type: ignore[attr-defined]
            change.fields["withdrawn_because"] = (instance.withdrawn_because, "")  # type: ignore[attr-defined]
        if change.fields:
            changes.append(change)
    return changes


def existing(part: Part, drafts: list[Draft], codes: Codes) -> dict[tuple[Any, ...], Model]:
    """The records that rows speak of, by their key; one query."""
    manager = part.model._default_manager
    if part.key == ("code",):
        known = [
            code for draft in drafts if codes.key(part.model, code := part.value(draft, "code")) is not None
        ]
        return {(held.code,): held for held in manager.filter(code__in=known)} if known else {}  # type: ignore[attr-defined]
    first = part.key[0]
    target = part.refs[first].model
    above = {codes.key(target, code) for draft in drafts for code in named(part.value(draft, first))} - {None}
    paths = [name for name in part.key if name in part.refs]
    found = manager.filter(**{f"{first}_id__in": above}).select_related(*paths) if above else ()
    return {tuple(_code_or_value(held, name, name in part.refs) for name in part.key): held for held in found}


def _code_or_value(held: Model, name: str, is_ref: bool) -> Any:
    value = getattr(held, name)
    return value.code if is_ref and value is not None else value


def held_sets(part: Part, held: list[Model]) -> dict[str, dict[int, tuple[str, ...]]]:
    """What records hold outside their own row: sets sorted by code, steps in their order; a query each."""
    pks = [each.pk for each in held]
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    for name, kind in part.many.items():
        if isinstance(kind, Steps):
            above, code, rows = (
                f"{kind.parent}_id",
                f"{kind.item}__code",
                kind.through._default_manager.order_by(kind.order),
            )
        else:
            relation = part.model._meta.get_field(name)
            above, code = relation.m2m_column_name(), f"{relation.m2m_reverse_field_name()}__code"  # type: ignore[union-attr]
            rows = relation.remote_field.through._default_manager.order_by(code)  # type: ignore[union-attr]
        sets: dict[int, list[str]] = {}
        for owner, item in rows.filter(**{f"{above}__in": pks}).values_list(above, code) if pks else ():
            sets.setdefault(owner, []).append(item)
        found[name] = {owner: tuple(items) for owner, items in sets.items()}
    return found


def _differences(
    part: Part, draft: Draft, held: Model, sets: dict[str, dict[int, tuple[str, ...]]], codes: Codes
) -> dict[str, tuple[Any, Any]]:
    found: dict[str, tuple[Any, Any]] = {}
    old: Any
    for name, value, kind in zip(part.fields, draft.values, part.kinds, strict=True):
        if value is SILENT or name in part.key:
            continue
        if name in part.many:
            old, new = sets[name].get(held.pk, ()), value if isinstance(kind, Steps) else tuple(sorted(value))
        elif isinstance(kind, Ref):
            key = codes.key(kind.model, value) if value is not None else None
            if getattr(held, f"{name}_id") == key and (key is not None or value is None):
                continue
            old, new = _code_of(held, name), value
        else:
            old, new = getattr(held, name), value
        if old != new:
            found[name] = (old, new)
    return found


def _code_of(held: Model, name: str) -> str | None:
    other = getattr(held, name)
    return other.code if other is not None else None


def _keep_edits(part: Part, changes: list[Change], findings: Findings) -> list[Change]:
    """Leave what somebody edited by hand since the last import, and ask about it."""
    changed = [change for change in changes if not change.new]
    edited = _edited(part, [change.held for change in changed if change.held is not None]) if changed else {}
    kept = []
    for change in changes:
        hand = edited.get(change.held.pk, set()) if change.held is not None else set()
        for name in [name for name in change.fields if name in hand]:
            old, new = change.fields.pop(name)
            kinds = dict(zip(part.fields, part.kinds, strict=True))
            findings.add(
                part.understood.name,
                f"{change.code}: {part.heading[name]} was edited by hand to “{_shown(kinds[name], old)}”; the file has "
                f"“{_shown(kinds[name], new)}”.",
                "The edit is kept. To put the file's value over it, import with --overwrite.",
                row=change.draft.row, column=part.heading[name], value=_shown(kinds[name], new), severity="question", stops=False,
            )  # fmt: skip
        if change.new or change.fields:
            kept.append(change)
    return kept


def _edited(part: Part, held: list[Model]) -> dict[int, set[str]]:
    """Fields of records that are no longer as the last import left them. Filling what was empty is no overwriting."""
    history = getattr(part.model, "history", None)
    if history is None:
        return {}
    single = [name for name in part.fields if name not in part.many]
    manager = history.filter(id__in=[each.pk for each in held])
    last: dict[int, Any] = {
        row.id: row for row in manager.filter(history_change_reason__startswith=IMPORT).order_by("history_id")
    }
    found: dict[int, set[str]] = {}
    for each in held:
        left = last.get(each.pk)
        found[each.pk] = {
            name for name in single
            if _raw(each, name) not in (None, "", [], {}) and (left is None or _raw(left, name) != _raw(each, name))
        }  # fmt: skip
        if left is None or part.many:
            found[each.pk] |= _edited_sets(part, each, left)
    return found


def _edited_sets(part: Part, held: Model, left: Any) -> set[str]:
    """The same for sets of other records, whose history stands in tables of its own."""
    found = set()
    for name, kind in part.many.items():
        if isinstance(kind, Steps):
            rows = kind.through._default_manager.filter(**{kind.parent: held.pk})
            by_hand = rows.model.history.filter(**{kind.parent: held.pk}).exclude(  # type: ignore[attr-defined]
                history_change_reason__startswith=IMPORT
            )
            if by_hand.exists():
                found.add(name)
            continue
        relation = part.model._meta.get_field(name)
        now = set(getattr(held, name).values_list("pk", flat=True))
        item = relation.m2m_reverse_field_name() + "_id"  # type: ignore[union-attr]
        kept = getattr(part.model.history.model, name).model._default_manager  # type: ignore[attr-defined]
        then = set(kept.filter(history=left).values_list(item, flat=True)) if left is not None else set()
        if now and now != then:
            found.add(name)
    return found


def _raw(row: Any, name: str) -> Any:
    held: Field[Any, Any] = row._meta.get_field(name)
    return getattr(row, held.attname if isinstance(held, ForeignKey) else name)
