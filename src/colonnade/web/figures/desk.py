"""Figures at the desk: the same pages as the public's with nothing withheld, and the names for those who may see them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from colonnade.capacity.models import Event
from colonnade.capacity.queries import participations_behind
from colonnade.figures.definition import UnknownFigure
from colonnade.figures.scope import Scope
from colonnade.office.models import Office
from colonnade.records.errors import Refused
from colonnade.web.figures.account import Account
from colonnade.web.figures.asking import read, usual
from colonnade.web.figures.pages import form_of, told_catalogue, ways
from colonnade.web.figures.words import language, scope_sentence

NAMES = ("capacity.view_participation", "people.view_person")
"""Who may see who took part: both rights, since the one names the other."""


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of figures in the desk's frame."""

    header_icon = "order"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.get_page_title())}
        if isinstance(self, Catalogue):
            return [*self.breadcrumbs_items, here]
        figures = {"url": reverse("desk_figures:index"), "label": _("Figures")}
        return [*self.breadcrumbs_items, figures, here]


class Catalogue(DeskPage):
    """Every figure with its value for the latest report's period, or the last whole year."""

    template_name = "figures/desk_catalogue.html"
    page_title = gettext_lazy("Figures")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, as_of = usual(public=False)
        scope = Scope.of(period, as_of)
        return super().get_context_data(
            rooms=told_catalogue(scope, 0),
            scope=scope_sentence(scope),
            query=f"period={period}&as_of={as_of}",
            **kwargs,
        )


class FigurePage(DeskPage):
    """One figure, with every row and what it contributes."""

    template_name = "figures/desk_figure.html"

    def get_page_title(self) -> str:
        return self.label

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        context, status = self.answer(request, kwargs["key"])
        self.label = context.pop("label")
        return self.render_to_response(self.get_context_data(**context), status=status)

    def answer(self, request: Any, key: str) -> tuple[dict[str, Any], int]:
        """The account, or what is wrong with the question, with the form as it was filled in."""
        try:
            question = read(key, request.GET, language(), public=False)
        except UnknownFigure as unknown:
            return {"problems": [str(unknown)], "label": _("There is no such figure")}, 404
        context: dict[str, Any] = {
            "form": form_of(question, public=False),
            "label": str(question.figure.label),
        }
        if question.problems:
            return context | {"problems": question.problems}, 400
        names = request.user.has_perms(NAMES)
        try:
            account = Account(question, Office.objects.order_by("pk").first(), staff=True, names=names)
        except Refused as refusal:
            return context | {"problems": [str(refusal)], "ways": ways(question, public=False)}, 200
        return context | {"account": account}, 200


class WhoTookPart(DeskPage):
    """The participations behind an event's contribution, by name, for those who may see names."""

    template_name = "figures/desk_people.html"
    header_icon = "group"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perms(NAMES):
            raise PermissionDenied
        self.event = get_object_or_404(Event.objects.select_related("activity"), code=kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = participations_behind(self.event.code)
        return super().get_context_data(event=self.event, participations=rows, **kwargs)


class FigurePages(ViewSet):
    """The menu's way to the figures."""

    name = "desk_figures"
    url_prefix = "figures"
    icon = "order"
    menu_label = gettext_lazy("All figures")
    menu_icon = "order"
    menu_hook = "register_figures_menu_item"
    menu_order = 0

    @property
    def menu_url(self) -> str:
        return reverse("desk_figures:index")

    def get_urlpatterns(self) -> list:
        return [
            path("", Catalogue.as_view(), name="index"),
            path("who/<str:code>/", WhoTookPart.as_view(), name="who"),
            path("<str:key>/", FigurePage.as_view(), name="figure"),
        ]
