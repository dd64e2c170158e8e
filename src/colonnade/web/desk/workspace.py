"""What the pages share that a record has of its own at the desk: who may open them, and the tabs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.web.desk.rights import may, may_see


@dataclass(frozen=True)
class Tab:
    """One of a record's pages: its words, the name of its address, and the kind of record one must be allowed to see."""

    label: Any
    address: str
    model: type[Model]


class WorkPage(WagtailAdminTemplateMixin, TemplateView):
    """One page of work. ``right`` is what one must be allowed to do with ``right_on`` to open it at all."""

    tab = ""
    right = "view"
    right_on: type[Model]

    def dispatch(self, request, *args, **kwargs):
        allowed = may_see(request.user, self.right_on) if self.right == "view" else self.may(self.right)
        if not allowed:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, action: str, model: type[Model] | None = None) -> bool:
        """May this account do it to records of the kind (this page's own, if none is named)?"""
        return may(self.request.user, action, model or self.right_on)

    def key_told(self, name: str) -> int:
        """The key of a row that a form sent; 0, which no row has, where it sent anything else."""
        told = self.request.POST.get(name, "")
        return int(told) if told.isdecimal() else 0

    def tabs(self, tabs: Sequence[Tab], key: int) -> list[tuple[str, str, bool]]:
        """Words, address, and whether it is this page."""
        return [
            (tab.label, reverse(tab.address, args=(key,)), tab.address == self.tab)
            for tab in tabs
            if may_see(self.request.user, tab.model)
        ]
