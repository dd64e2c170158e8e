"""Lists of records: dense, searched without accents, with withdrawn rows marked and a spreadsheet of what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import Model
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, Table
from wagtail.admin.views.generic import IndexView

from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words
from colonnade.web.desk.search import found
from colonnade.web.lines import FORMULA

EXPORTED_AT_MOST = 20_000


def day_column(name: str, label, sort_key: str, read: Callable[[Model], PartialDate | None]) -> Column:
    """A date as far as it is known, in the reader's language: 9 April 2014, June 2006, 2006."""

    def words(row: Model) -> str:
        day = read(row)
        return date_words(day, get_language() or "en") if day else ""

    return Column(name, label=label, accessor=words, sort_key=sort_key, classname="day")


def short_column(name: str, label, read: Callable[[Model], object]) -> Column:
    """A choice in its first words: “candidate”, not the explanation after the colon."""
    return Column(name, label=label, accessor=lambda row: str(read(row)).split(":")[0], sort_key=name)


class RecordTable(Table):
    """A table that tells withdrawn records apart."""

    def get_row_classname(self, instance) -> str:
        return "withdrawn" if getattr(instance, "withdrawn_on", None) else ""


class RecordFilters(WagtailFilterSet):
    """Filters every list of records has."""

    withdrawn = django_filters.ChoiceFilter(
        label=gettext_lazy("Withdrawn"),
        choices=[("no", gettext_lazy("in the record")), ("yes", gettext_lazy("withdrawn"))],
        empty_label=gettext_lazy("All"),
        method="by_withdrawal",
        widget=forms.RadioSelect,
    )

    def by_withdrawal(self, rows, name, value):
        return rows.filter(withdrawn_on__isnull=value == "no")


class RecordIndex(IndexView):
    """The list of one kind of record."""

    viewset: Any = None
    table_class = RecordTable
    base_filterset_class = RecordFilters

    @cached_property
    def filterset_class(self):
        """The viewset's few fields, the year of its date, and whether withdrawn."""
        base = RecordFilters if self.viewset.withdrawable else WagtailFilterSet
        meta = type("Meta", (), {"model": self.model, "fields": list(self.viewset.list_filter_fields)})
        extra = {"Meta": meta}
        if self.viewset.year_field:
            extra["year"] = django_filters.NumberFilter(
                label=_("Year"), field_name=self.viewset.year_field, lookup_expr="year"
            )
        return type(f"{self.model.__name__}Filters", (base,), extra)

    def get_base_queryset(self):
        return super().get_base_queryset().select_related(*self.viewset.list_related)

    def search_queryset(self, queryset):
        return found(queryset, self.search_fields, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self):
        columns = super().columns
        if self.viewset.withdrawable and self.request.GET.get("withdrawn") == "yes":
            columns = [*columns, Column("withdrawn_because", label=_("Withdrawn because"), classname="why")]
        return columns

    # Spreadsheets: exactly the columns shown, and where each row comes from.

    @cached_property
    def list_export(self) -> list[str]:
        shown = [column.name for column in self.columns]
        extra = ["source", "source_detail", "note", "withdrawn_on"] if self.viewset.withdrawable else []
        return ["code", *[name for name in shown if name != "code"], *extra] if "code" in shown else shown

    def to_row_dict(self, item) -> dict:
        columns = {column.name: column for column in self.columns}
        return {
            name: columns[name].get_value(item) if name in columns else getattr(item, name)
            for name in self.list_export
        }

    def get_heading(self, queryset, field) -> str:
        column = next((column for column in self.columns if column.name == field), None)
        return str(column.label) if column else capfirst(str(self.model._meta.get_field(field).verbose_name))

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        # A spreadsheet would run a cell that begins like a formula.
        return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value

    def stream_csv(self, queryset):
        yield "\N{ZERO WIDTH NO-BREAK SPACE}".encode()
        yield from super().stream_csv(queryset)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        if queryset.count() <= EXPORTED_AT_MOST:
            return super().as_spreadsheet(queryset, spreadsheet_format)
        most = _("More than %(most)s rows: narrow the list by a filter first.") % {"most": EXPORTED_AT_MOST}
        messages.error(self.request, most)
        return redirect(self.index_url)

    def get_edit_url(self, instance) -> None:
        """None, so that a row's name opens the record's page, where all that can be done with it stands; the form is
        one of those things."""

    def get_inspect_url(self, instance) -> str | None:
        """Where one works on the record."""
        return self.viewset.place(instance) if super().get_inspect_url(instance) else None

    def get_list_more_buttons(self, instance) -> list:
        """The name of a row is its link; a menu in each of fifty rows would only slow the page."""
        return []
