"""Rows that hang on a record and have no code of their own: its names, its partners, its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from wagtail.admin.forms.models import formfield_for_dbfield

BLANK_ROWS = 3
"""Empty rows offered under those that are held; saving offers more."""


@dataclass(frozen=True)
class Link:
    """A table of rows linked to a record: which model, by which field, under which heading, with which columns."""

    name: str
    model: type[Model]
    to: str
    heading: Any
    fields: tuple[str, ...]
    related: tuple[str, ...] = ()

    def rows_of(self, record: Model) -> Sequence[Model]:
        return list(self.model._default_manager.filter(**{self.to: record}).select_related(*self.related))

    def formset(self, record: Model, data=None) -> forms.BaseInlineFormSet:
        made = forms.inlineformset_factory(
            type(record),
            self.model,
            fk_name=self.to,
            fields=self.fields,
            extra=BLANK_ROWS,
            formfield_callback=formfield_for_dbfield,
        )
        return made(data, instance=record, prefix=self.name)
