"""A country at the desk: the same page with nothing withheld, and the brief for the office."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from colonnade.places.models import Country
from colonnade.web.countries.brief import answer_with_brief
from colonnade.web.countries.pages import called, context_of, profile_of
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.viewsets import KNOWN


class CountryPage(WagtailAdminTemplateMixin, TemplateView):
    """What the record says of a country, for those who may read countries."""

    template_name = "desk/country.html"
    header_icon = "globe"
    _show_breadcrumbs = True

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user, Country):
            raise PermissionDenied
        self.country = called(kwargs["code"])
        self.profile, self.problem = profile_of(request, self.country, request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.profile.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = KNOWN[Country]
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(viewset.get_url_name("index")),
                "label": capfirst(str(Country._meta.verbose_name_plural)),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(_("Brief (PDF)"), url=self.brief_url, icon_name="download"),
            HeaderButton(_("Record"), url=KNOWN[Country].address("inspect", self.country), icon_name="view"),
            HeaderButton(
                _("Public page"), url=reverse("country", args=(self.country.code,)), icon_name="globe"
            ),
        ]

    @property
    def brief_url(self) -> str:
        return reverse("desk_country_brief", args=(self.country.code,))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = context_of(self.profile) | {
            "problem": self.problem, "brief_url": self.brief_url, "heading_elsewhere": True,
        }  # fmt: skip
        return super().get_context_data(**told, **kwargs)


class CountryBrief(View):
    """The brief with nothing withheld, which says so."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        if not may_see(request.user, Country):
            raise PermissionDenied
        profile, problem = profile_of(request, called(code), request.user)
        if problem:
            return HttpResponse(problem, status=400, content_type="text/plain; charset=utf-8")
        return answer_with_brief(request, profile)


URLS = [
    path("countries/<str:code>/", CountryPage.as_view(), name="desk_country"),
    path("countries/<str:code>/brief.pdf", CountryBrief.as_view(), name="desk_country_brief"),
]
