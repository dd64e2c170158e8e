"""A person's own data, as they may ask for it: everything held, in a form that can be read and handed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from django.db.models import BinaryField, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from colonnade.capacity.models import Participation
from colonnade.people.models import Person
from colonnade.people.queries import one_with, rows_of
from colonnade.records.models import Record
from colonnade.web.desk.tables import FORMULA

_LEFT_OUT = frozenset(
    {"id", "merged_into", "person", "submission", "link_version", "check_code", "digest", "member", "number"}
)
"""Keys and secrets of the house, which tell a person nothing, and who of the staff it was."""

Facts = dict[str, Any]


def own_data(person: Person) -> dict[str, list[Facts]]:
    """What is held of a person, kind by kind; of the rows merged into it too."""
    told: dict[str, list[Facts]] = {}
    for one in one_with(person):
        told.setdefault(capfirst(str(Person._meta.verbose_name)), []).append(facts(one))
        for model, _field, rows in rows_of(one):
            _tell(told, model, rows)
            if model is Participation:
                for hanging, theirs in _hanging_on(rows):
                    _tell(told, hanging, theirs)
    return told


def _tell(told: dict[str, list[Facts]], model: type[Model], rows: Iterable[Model]) -> None:
    told.setdefault(capfirst(str(model._meta.verbose_name_plural)), []).extend(map(facts, rows))


def _hanging_on(rows: Sequence[Model]) -> Iterator[tuple[type[Model], list[Model]]]:
    """What points at participations: forms, nominations, votes, letters, certificates, attendance. No histories."""
    for relation in Participation._meta.related_objects:
        model = relation.related_model
        if hasattr(model, "instance_type"):
            continue
        held = list(model._default_manager.filter(**{f"{relation.field.name}__in": rows}).order_by("pk"))
        if held:
            yield model, held


def facts(row: Model) -> Facts:
    """The fields of a row in words, without those that are empty."""
    told: Facts = {_("Record"): row.ref} if isinstance(row, Record) else {}
    for field in row._meta.concrete_fields:
        if field.name in _LEFT_OUT or isinstance(field, BinaryField):
            continue
        held = getattr(row, field.name if isinstance(field, ForeignKey) else field.attname)
        if held in (None, "", [], {}):
            continue
        if field.choices:
            held = dict(field.flatchoices).get(held, held)
        plain = held if isinstance(held, bool | int | float) else str(held)
        told[capfirst(str(field.verbose_name))] = plain
    return told


def workbook(data: dict[str, list[Facts]]) -> bytes:
    """The same as a workbook: a sheet for each kind."""
    book = Workbook()
    book.remove(book.active)
    for kind, rows in data.items():
        sheet = book.create_sheet(_sheet_name(kind, book.sheetnames))
        columns = list(dict.fromkeys(name for row in rows for name in row))
        sheet.append(columns)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for row in rows:
            sheet.append([_safe(row.get(name)) for name in columns])
        for place, name in enumerate(columns, start=1):
            widest = max(len(str(row.get(name, ""))) for row in rows)
            sheet.column_dimensions[sheet.cell(1, place).column_letter].width = min(
                60, max(len(name), widest) + 2
            )
        sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(kind: str, taken: list[str]) -> str:
    plain = "".join(mark for mark in kind if mark not in "[]:*?/\\")[:31]
    return plain if plain not in taken else f"{plain[:28]} {len(taken)}"


def _safe(value: Any) -> Any:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
