"""What rows say of one another: the codes they name must exist, and what may be there once is there once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from django.db.models import ForeignKey, Model, Q, UniqueConstraint

from colonnade.records.intake.cells import folded
from colonnade.records.intake.drafts import SILENT, Draft, Part, by_model, default
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.near import did_you_mean

CHUNK: Final = 5_000
"""Codes asked for in one query."""
_SUGGESTED: Final = 200
"""Unknown codes of one kind for which a near one is looked up; it takes time, and more help nobody."""
_NAMES: Final = ("name", "title", "full_name")


def chunks(items: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """A long list in pieces."""
    each = iter(items)
    while piece := list(islice(each, size)):
        yield piece


@dataclass
class Codes:
    """Which records there are: those of the file, and those of the record that the file names."""

    parts: Sequence[Part]
    keys: dict[type[Model], dict[str, int]] = field(default_factory=dict)
    in_file: dict[type[Model], set[str]] = field(default_factory=dict)
    _names: dict[type[Model], dict[str, str]] = field(default_factory=dict)
    _asked: dict[type[Model], dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted: dict[type[Model], set[str]] = {}
        for part in self.parts:
            if part.key == ("code",):
                here = {code for draft in part.drafts if (code := part.value(draft, "code")) is not SILENT}
                self.in_file.setdefault(part.model, set()).update(here)
                wanted.setdefault(part.model, set()).update(here)
            for name, kind in part.refs.items():
                held = wanted.setdefault(kind.model, set())
                for draft in part.drafts:
                    held.update(named(part.value(draft, name)))
        for model, codes in wanted.items():
            found: dict[str, int] = {}
            self.keys[model] = found
            for piece in chunks(sorted(codes)):
                found |= dict(model._default_manager.filter(code__in=piece).values_list("code", "pk"))

    def key(self, model: type[Model], code: str) -> int | None:
        """The record's key in the database, if it is there already."""
        return self.keys[model].get(code)

    def has(self, model: type[Model], code: str) -> bool:
        return code in self.keys[model] or code in self.in_file.get(model, ())

    def help_with(self, model: type[Model], code: str, sheets: str) -> str:
        """What somebody meant who named a record that is not there."""
        asked = self._asked.setdefault(model, {})
        if code not in asked and len(asked) < _SUGGESTED:
            asked[code] = self._suggest(model, code)
        return asked.get(code) or f"Add it to {sheets}, or correct the code."

    def _suggest(self, model: type[Model], code: str) -> str:
        if model not in self._names:
            self._names[model] = self._read_names(model)
        names = self._names[model]
        if folded(code) in names:
            return f"Write its code, {names[folded(code)]}."
        codes = self.in_file.get(model, set()) | set(names.values())
        return did_you_mean(code, codes, "")

    def _read_names(self, model: type[Model]) -> dict[str, str]:
        """Codes by name, so that who writes “Ministry of Finance” is told its code."""
        name = next(
            (each for each in _NAMES if any(held.name == each for held in model._meta.fields)), "code"
        )
        pairs = list(model._default_manager.values_list(name, "code")[:20_000])
        for part in self.parts:
            if part.model is model and name in part.place and part.key == ("code",):
                pairs += [
                    (part.value(draft, name), part.value(draft, "code")) for draft in part.drafts[:20_000]
                ]
        return {folded(each): code for each, code in pairs if each is not SILENT and code is not SILENT}


def named(value: Any) -> tuple[str, ...]:
    """The codes in the value of a reference."""
    if value is SILENT or value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def check_links(parts: Sequence[Part], codes: Codes, findings: Findings) -> None:
    """Every code that a row names is that of a record, in the file or in the database."""
    sheets: dict[type[Model], str] = {}
    for part in parts:
        held = sheets.get(part.model, "")
        sheets[part.model] = f"{held} or {part.sheet.name}" if held else part.sheet.name
    for part in parts:
        shared = part.sheet.base is not None and part.model is part.sheet.base.model
        for name, kind in part.refs.items():
            if shared and name == "source":
                continue
            noun = str(kind.model._meta.verbose_name)
            where = f"the sheet {sheets[kind.model]}" if kind.model in sheets else "the record"
            for draft in part.drafts:
                for code in named(part.value(draft, name)):
                    if not codes.has(kind.model, code):
                        findings.add(
                            part.understood.name, f"There is no {noun} with the code “{code}”.",
                            codes.help_with(kind.model, code, where), row=draft.row, column=part.heading[name], value=code,
                        )  # fmt: skip


def check_circles(parts: Sequence[Part], findings: Findings) -> None:
    """No record stands above itself."""
    for model, group in by_model(list(parts)):
        above: dict[str, dict[str, tuple[Part, Draft]]] = {}
        for part in group:
            for name, kind in part.refs.items():
                if kind.model is model and not kind.many:
                    for draft in part.drafts:
                        for code in named(part.value(draft, name)):
                            above.setdefault(part.value(draft, "code"), {})[code] = (part, draft)
        for code in above:
            if _returns(code, above):
                part, draft = next(iter(above[code].values()))
                name = next(name for name, kind in part.refs.items() if kind.model is model and not kind.many)
                findings.add(
                    part.understood.name, f"“{code}” stands above itself, in a circle.", "Correct one of the rows.",
                    row=draft.row, column=part.heading[name], value=next(iter(above[code])),
                )  # fmt: skip
                return


def _returns(code: str, above: dict[str, dict[str, Any]]) -> bool:
    """Does going up from a record lead back to it?"""
    seen: set[str] = set()
    way = list(above.get(code, ()))
    while way:
        step = way.pop()
        if step == code:
            return True
        if step not in seen:
            seen.add(step)
            way.extend(above.get(step, ()))
    return False


def check_once(parts: Sequence[Part], codes: Codes, findings: Findings) -> None:
    """What the record may hold once only: an activity's code, a person at an event, a head count in use."""
    for model, group in by_model(list(parts)):
        if len(group) > 1:
            _codes_once(group, findings)
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                for part in group:
                    if set(constraint.fields) <= set(part.fields) and set(constraint.fields) != set(part.key):
                        _once(part, constraint, codes, findings)


def _codes_once(group: list[Part], findings: Findings) -> None:
    """Activities stand on several sheets, each on one of them."""
    first: dict[str, Part] = {}
    for part in group:
        for draft in part.drafts:
            code = part.value(draft, "code")
            other = first.setdefault(code, part) if code is not SILENT else part
            if other is not part:
                findings.add(
                    part.understood.name, f"“{code}” stands on the sheet {other.understood.name} already.",
                    f"Each {part.model._meta.verbose_name} stands on one sheet: give this row its own code.",
                    row=draft.row, column=part.heading["code"], value=code,
                )  # fmt: skip


def _once(part: Part, constraint: UniqueConstraint, codes: Codes, findings: Findings) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    held = _held_once(part, constraint, codes)
    last = constraint.fields[-1]
    for draft in part.drafts:
        values = tuple(_said(part, draft, name) for name in constraint.fields)
        code = part.value(draft, "code")
        # A number that is not given is none that could be given twice.
        if any(value in (None, SILENT, "") for value in values) or not _falls_under(
            part, draft, constraint.condition
        ):
            continue
        first, other = seen.setdefault(values, draft.row), held.get(values)
        if first != draft.row or (other and other != code):
            where = f"in row {first}" if first != draft.row else f"in the record, as {other}"
            told = " and ".join(
                f"{part.heading[name]} {value}" for name, value in zip(constraint.fields, values, strict=True)
            )
            findings.add(
                part.understood.name, f"{told}: that is there already, {where}, and may be there once only.",
                "Correct one of the two, or leave this row out.", row=draft.row, column=part.heading[last],
                value=str(values[-1]),
            )  # fmt: skip


def _said(part: Part, draft: Draft, name: str) -> Any:
    value = part.value(draft, name)
    return default(part.model, name) if value is SILENT and name not in part.refs else value


def _conditions(condition: Q | None) -> list[tuple[str, Any]]:
    return [child for child in condition.children if isinstance(child, tuple)] if condition else []


def _falls_under(part: Part, draft: Draft, condition: Q | None) -> bool:
    """Does the row's constraint apply to it? What the sheet does not say is as in a new record."""
    for name, wanted in _conditions(condition):
        value = part.value(draft, name)
        if (default(part.model, name) if value is SILENT else value) != wanted:
            return False
    return True


def _held_once(part: Part, constraint: UniqueConstraint, codes: Codes) -> dict[tuple[Any, ...], str]:
    """What the database holds of it, by the same values, for the rows that the file speaks of."""
    first = constraint.fields[0]
    paths = [
        f"{name}__code" if isinstance(part.model._meta.get_field(name), ForeignKey) else name
        for name in constraint.fields
    ]
    wanted = {code for draft in part.drafts for code in named(part.value(draft, first)) if first in part.refs}
    known = (
        [code for code in wanted if codes.key(part.refs[first].model, code) is not None]
        if first in part.refs
        else None
    )
    if known is not None and not known:
        return {}
    queryset = part.model._default_manager.filter(**dict(_conditions(constraint.condition))).order_by()
    # A record that the file itself speaks of is what the file says, not what the database holds.
    here = codes.in_file.get(part.model, set())
    found: dict[tuple[Any, ...], str] = {}
    for piece in chunks(known) if known is not None else [None]:
        rows = queryset if piece is None else queryset.filter(**{f"{first}__code__in": piece})
        for *values, code in rows.values_list(*paths, "code").iterator(chunk_size=20_000):
            if code not in here:
                found[tuple(values)] = code
    return found
