"""Choosing one record out of many: a search in a small window, never a list of all of them."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet

from colonnade.web.desk.rights import may_see
from colonnade.web.desk.search import found


class SearchForm(BaseFilterForm):
    """One field: words in any order, without accents."""

    fields_searched: tuple[str, ...] = ()
    q = forms.CharField(
        label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects):
        objects = super().filter(objects)
        if words := self.cleaned_data.get("q"):
            objects = found(objects, self.fields_searched, words)
            self.is_searching, self.search_query = True, words
        return objects


class SeenOnly:
    """Whoever may not see a kind of record may not choose among them."""

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user, self.model_class):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class WithCode(BaseChooseView):
    """Two of the same name are told apart by their codes."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("code", label=_("Code"))]


class Choose(WithCode, SeenOnly, ChooseView):
    """The window as it opens."""


class ChooseResults(WithCode, SeenOnly, ChooseResultsView):
    """Its rows, as one types."""


class Chosen(SeenOnly, ChosenView):
    """The one chosen."""


class ChosenMultiple(SeenOnly, ChosenMultipleView):
    """The several chosen."""


class RecordChooser(ChooserViewSet):
    """A chooser of one kind, searched in a few of its fields."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
    per_page = 15


def chooser(model: type[Model], *fields: str, related: tuple[str, ...] = ()) -> RecordChooser:
    """The chooser of a kind of record, searched in the fields and showing only what was not withdrawn."""
    form = type("SearchForm", (SearchForm,), {"fields_searched": fields})

    def get_object_list(self) -> object:
        rows = model._default_manager.select_related(*related)
        return rows.filter(withdrawn_on=None) if hasattr(model, "withdrawn_on") else rows

    views = {
        name: type(base.__name__, (base,), {"filter_form_class": form, "get_object_list": get_object_list})
        for name, base in (("choose_view_class", Choose), ("choose_results_view_class", ChooseResults))
    }
    return RecordChooser(
        f"choose_{model._meta.model_name}",
        model=model,
        icon="search",
        choose_one_text=format_lazy(_("Choose: {kind}"), kind=model._meta.verbose_name),
        **views,
    )
