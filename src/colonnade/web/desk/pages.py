"""The other pages of one record: its whole history, and the rows that hang on it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from colonnade.records.errors import Refused
from colonnade.web.desk.history import changes_of
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.views import OfARecord


class HistoryPage(OfARecord, TemplateView):
    """Everything that happened to a record: who, when, what, field by field."""

    right = "view"
    template_name = "desk/history.html"
    header_icon = "history"

    def dispatch(self, request, *args, **kwargs):
        if may_see(request.user, self.model):
            # Whoever may change a record may read what happened to it.
            return TemplateView.dispatch(self, request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("History")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        links = [link for link in self.viewset.links if link.shown_to(self.request.user)]
        changes = changes_of(self.object, links)
        return super().get_context_data(record=self.object, changes=changes, **kwargs)


class LinkPage(OfARecord, TemplateView):
    """The rows of one kind that hang on a record, entered as a table."""

    template_name = "desk/links.html"
    header_icon = "link"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.link = next((link for link in self.viewset.links if link.name == kwargs["link"]), None)
        if self.link is None:
            raise Http404

    def dispatch(self, request, *args, **kwargs):
        if not self.link.shown_to(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.link.heading)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kwargs.setdefault("formset", self.link.formset(self.object))
        context = super().get_context_data(record=self.object, back=self.back(), **kwargs)
        context["media"] = context["formset"].media
        return context

    def post(self, request, *args, **kwargs):
        try:
            self.viewset.rows_allowed(self.object)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.back())
        formset = self.link.formset(self.object, request.POST, request.FILES)
        if not formset.is_valid():
            return self.render_to_response(self.get_context_data(formset=formset))
        with transaction.atomic():
            formset.save()
        messages.success(request, _("Saved."))
        return redirect(self.back() if "done" in request.POST else request.path)
