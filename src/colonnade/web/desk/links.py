"""Rows that hang on a record and have no code of their own: its names, its partners, its steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from wagtail.admin.forms.models import formfield_for_dbfield

from colonnade.web.desk.rights import may_see

BLANK_ROWS = 3
"""Empty rows offered under those that are held; saving offers more."""


@dataclass(frozen=True)
class Link:
    """A table of rows linked to a record: which model, by which field, under which heading, with which columns.

    ``names`` is the kind of record that one must be allowed to see as well, where rows name persons.
    """

    name: str
    model: type[Model]
    to: str
    heading: Any
    fields: tuple[str, ...]
    related: tuple[str, ...] = ()
    names: type[Model] | None = None

    def shown_to(self, user) -> bool:
        return self.names is None or may_see(user, self.names)

    def rows_of(self, record: Model) -> Sequence[Model]:
        return list(self.model._default_manager.filter(**{self.to: record}).select_related(*self.related))

    def formset(self, record: Model, data=None, files=None) -> forms.BaseInlineFormSet:
        made = forms.inlineformset_factory(
            type(record),
            self.model,
            fk_name=self.to,
            fields=self.fields,
            extra=BLANK_ROWS,
            formfield_callback=formfield_for_dbfield,
        )
        return made(data, files, instance=record, prefix=self.name)
