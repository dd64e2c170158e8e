"""What the desk offers for one kind of record, from a few lines that name its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from colonnade.records.actions import restore, withdraw
from colonnade.records.models import Record
from colonnade.web.desk.forms import form_for, provenance, rows
from colonnade.web.desk.links import Link
from colonnade.web.desk.pages import HistoryPage, LinkPage
from colonnade.web.desk.rights import ReadingPolicy, RecordPolicy, govern, may, may_see
from colonnade.web.desk.tables import RecordIndex
from colonnade.web.desk.views import AddEvidence, RecordCreate, RecordEdit, RecordPage, Withdraw

PART_ROWS = 15
"""Rows of a kind shown on the page of the record they belong to; the rest are in their own list."""

KNOWN: dict[type[Model], RecordViewSet] = {}
"""The viewset of each kind of record that the desk shows."""


@dataclass(frozen=True)
class Part:
    """Records of another kind that belong to one record: the sessions of an event."""

    model: type[Model]
    to: str
    record: Model
    user: Any

    @property
    def may_add(self) -> bool:
        """A field that holds one and is taken offers no second: an activity is one event at most."""
        full = self.total and self.model._meta.get_field(self.to).unique
        return bool(KNOWN[self.model].lines) and not full and may(self.user, "add", self.model)

    @property
    def heading(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def one(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @cached_property
    def _rows(self):
        related = KNOWN[self.model].list_related
        return self.model._default_manager.filter(**{self.to: self.record}).select_related(*related)

    @cached_property
    def total(self) -> int:
        return self._rows.count()

    @cached_property
    def shown(self) -> list[tuple[Model, str]]:
        viewset = KNOWN[self.model]
        return [(row, viewset.place(row)) for row in self._rows[:PART_ROWS]]

    @property
    def more(self) -> int:
        return max(0, self.total - PART_ROWS)

    @property
    def add_url(self) -> str:
        return f"{reverse(KNOWN[self.model].get_url_name('add'))}?{self.to}={self.record.pk}"


class RecordViewSet(ModelViewSet):
    """The desk's pages for a kind of record. Its room decides; this only shows and asks.

    ``lines`` are the fields of the form; ``list_display`` the columns; ``list_related`` what the columns
    reach through; ``belonging`` the kinds that hang on one (model, field); ``listed`` the fields kept as lists.
    """

    index_view_class = RecordIndex
    add_view_class = RecordCreate
    edit_view_class = RecordEdit
    inspect_view_class = RecordPage
    history_view_class = HistoryPage

    policy: ClassVar[type[RecordPolicy]] = RecordPolicy
    lines: ClassVar[tuple[Any, ...]] = ()
    code_prefix: ClassVar[str] = ""
    listed: ClassVar[dict[str, Any]] = {}
    list_related: ClassVar[tuple[str, ...]] = ()
    list_filter_fields: ClassVar[tuple[str, ...]] = ()
    year_field: ClassVar[str] = ""
    links: ClassVar[tuple[Link, ...]] = ()
    belonging: ClassVar[tuple[tuple[type[Model], str], ...]] = ()
    not_shown: ClassVar[tuple[str, ...]] = ()

    icon = "doc-full"
    list_per_page = 50
    search_backend_name = None
    # Deletion is not offered, so nobody asks what a deletion would break; the index would slow every save.
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.withdrawable = issubclass(self.model, Record)
        govern(self.model, self.policy)
        for link in self.links:
            govern(link.model, RecordPolicy)
        KNOWN[self.model] = self

    def get_edit_handler(self):
        if not self.lines:
            return None
        panels = rows(self.model, *self.lines)
        if self.withdrawable:
            panels.append(provenance())
        form = form_for(self.code_prefix, self.listed, self.allowed)
        return ObjectList(panels, base_form_class=form).bind_to_model(self.model)

    def get_form_class(self, for_update: bool = False):
        return super().get_form_class(for_update) if self.lines else form_for("")

    def get_common_view_kwargs(self, **kwargs) -> dict[str, Any]:
        # No usage page, and no deletion page: see get_urlpatterns.
        without = {"usage_url_name": None, "delete_url_name": None}
        if not self.lines:
            without |= {"add_url_name": None, "edit_url_name": None}
        return super().get_common_view_kwargs(**{**without, "viewset": self, **kwargs})

    def get_history_view_kwargs(self, **kwargs) -> dict[str, Any]:
        return kwargs

    @property
    def history_view(self):
        return self.construct_view(HistoryPage)

    def get_urlpatterns(self) -> list:
        conv = self.pk_path_converter
        ours = {"index", "index_results", "inspect"}
        if self.lines:
            ours |= {"add", "edit"}
        patterns = [pattern for pattern in super().get_urlpatterns() if pattern.name in ours]
        if hasattr(self.model, "history"):
            patterns.append(path(f"history/<{conv}:pk>/", self.history_view, name="history"))
        if self.withdrawable:
            patterns += [
                path(f"withdraw/<{conv}:pk>/", self.construct_view(Withdraw), name="withdraw"),
                path(f"evidence/<{conv}:pk>/", self.construct_view(AddEvidence), name="evidence"),
            ]
        if self.links:
            patterns.append(path(f"<slug:link>/<{conv}:pk>/", self.construct_view(LinkPage), name="link"))
        return patterns

    # What pages ask of the kind.

    def address(self, page: str, record: Model) -> str:
        return reverse(self.get_url_name(page), args=(quote(record.pk),))

    def place(self, record: Model) -> str:
        """Where one works on a record: its page, or the pages of its own that its room has for it."""
        return self.address("inspect", record)

    def afterwards(self, record: Model) -> str:
        """Where one goes on after a record was saved."""
        return self.place(record)

    def url_of(self, record: Model, user) -> str:
        """The page of any record the account may see; empty where it may not, or there is none."""
        viewset = KNOWN.get(type(record))
        return viewset.place(record) if viewset and may_see(user, type(record)) else ""

    def link_buttons(self, record: Model) -> list[HeaderButton]:
        name = self.get_url_name("link")
        return [
            HeaderButton(
                str(link.heading), url=reverse(name, args=(link.name, quote(record.pk))), icon_name="list-ul"
            )
            for link in self.links
        ]

    def more_buttons(self, record: Model, user) -> list[HeaderButton]:
        """What else can be done from the page of a record, by this account."""
        return []

    def parts(self, record: Model, user) -> Sequence[Part]:
        """The records that belong to one, of the kinds the account may see."""
        return [Part(model, to, record, user) for model, to in self.belonging if may_see(user, model)]

    # What happens to a record; a room with its own verbs puts them here.

    def allowed(self, record: Model) -> None:
        """Before a record is saved at the desk: raises Refused with what the form then says."""

    def rows_allowed(self, record: Model) -> None:
        """Before rows that hang on a record are saved or removed: raises Refused with what the page then says."""

    def kept(self, record: Model, before: Model | None) -> None:
        """After a record was saved at the desk, in the same transaction."""

    def withdraw(self, record: Model, because: str) -> None:
        withdraw(record=record, because=because)

    def restore(self, record: Model) -> None:
        restore(record=record)


class ReadingViewSet(RecordViewSet):
    """A kind that the desk shows and nobody changes."""

    policy = ReadingPolicy
