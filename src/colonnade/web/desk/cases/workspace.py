"""What the pages of one call share: who may open them, the tabs between them, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.records.errors import Refused
from colonnade.research.models import Call, CaseVote, Judge, Submission
from colonnade.web.desk.rights import may, may_see


@dataclass(frozen=True)
class Tab:
    """A page of a call: its words, the name of its address, and the kind of record one must be allowed to see."""

    label: Any
    address: str
    model: type[Model]


TABS: tuple[Tab, ...] = (
    Tab(gettext_lazy("Submissions"), "call_submissions", Submission),
    Tab(gettext_lazy("Reviewers"), "call_judges", Judge),
    Tab(gettext_lazy("Ranking and selection"), "call_ranking", CaseVote),
)


class CallPage(WagtailAdminTemplateMixin, TemplateView):
    """One page of a call. ``right_on`` is the kind of record one must be allowed to see to open it at all.

    What is posted is done by ``done``, which raises ``Refused`` in words; then the page is shown anew.
    """

    header_icon = "form"
    tab = ""
    right_on: type[Model] = Call

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user, self.right_on):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.call = get_object_or_404(Call, pk=kwargs["pk"])

    def may(self, action: str, model: type[Model] | None = None) -> bool:
        """May this account do it to records of the kind (this page's own, if none is named)?"""
        return may(self.request.user, action, model or self.right_on)

    def get_page_title(self) -> str:
        return str(self.call)

    def get_page_subtitle(self) -> str:
        return self.call.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("call:index"), "label": _("Calls")},
            {"url": reverse("call:inspect", args=(self.call.pk,)), "label": str(self.call)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [
            (tab.label, reverse(tab.address, args=(self.call.pk,)), tab.address == self.tab)
            for tab in TABS
            if may_see(self.request.user, tab.model)
        ]
        return super().get_context_data(call=self.call, tabs=tabs, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may("change"):
            raise PermissionDenied
        try:
            words = self.done(request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            if words:
                messages.success(request, words)
        return redirect(request.get_full_path())

    def done(self, told: Any) -> str:
        """Do what was asked, and say so; raises ``Refused``."""
        raise NotImplementedError  # each kind says its own
