"""Finding any record by a few words, whatever its kind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.web.desk.rights import may_see
from colonnade.web.desk.search import found
from colonnade.web.desk.viewsets import KNOWN

EACH = 8
"""Rows shown of a kind; more words find fewer."""


class Find(WagtailAdminTemplateMixin, TemplateView):
    """The search in the desk's menu: over every kind of record the account may see."""

    template_name = "desk/find.html"
    page_title = _("Search")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()
        return super().get_context_data(words=words, kinds=self._kinds(words) if words else [], **kwargs)

    def _kinds(self, words: str) -> list[tuple[str, list[tuple[Any, str]], bool]]:
        told = []
        for model, viewset in KNOWN.items():
            if not may_see(self.request.user, model):
                continue
            rows = model._default_manager.select_related(*viewset.list_related)
            held = list(found(rows, viewset.search_fields, words)[: EACH + 1])
            if held:
                shown = [(row, viewset.place(row)) for row in held[:EACH]]
                told.append((viewset.menu_label, shown, len(held) > EACH))
        return told
