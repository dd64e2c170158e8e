"""Persons who may be one: the list, two side by side, what a merge would change, and what was merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from colonnade.people.actions import decide_different, find_likenesses
from colonnade.people.models import Likeness, Merge, Message, Person, Sex
from colonnade.people.queries import open_likenesses, rows_of
from colonnade.records.errors import Refused
from colonnade.web.desk.people.acts import merge, undo
from colonnade.web.desk.people.export import facts
from colonnade.web.desk.people.preview import preview
from colonnade.web.desk.rights import may
from colonnade.web.desk.viewsets import KNOWN

A_PAGE = 50
COMPARED = ("full_name", "name_latin", "family_name", "given_name", "form_of_address", "sex", "email", "note")
"""What is set side by side of the persons themselves."""

ROWS_SHOWN = 30


class PeoplePage(WagtailAdminTemplateMixin, TemplateView):
    """A page for whoever may change persons."""

    header_icon = "group"
    _show_breadcrumbs = True
    trail: tuple[tuple[str, Any], ...] = ()

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "change", Person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        way = [{"url": reverse(name), "label": label} for name, label in self.trail]
        return [*self.breadcrumbs_items, *way, {"url": "", "label": self.get_page_title()}]


class Duplicates(PeoplePage):
    """All pairs nobody has decided on, the likeliest first."""

    template_name = "desk/people/duplicates.html"
    page_title = gettext_lazy("Possible duplicates")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        pages = Paginator(open_likenesses(), A_PAGE)
        return super().get_context_data(
            pairs=pages.get_page(self.request.GET.get("p")), total=pages.count, **kwargs
        )

    def post(self, request, *args, **kwargs):
        """Compare all persons again: after an import, or when names were corrected."""
        new = find_likenesses()
        messages.success(request, _("All persons were compared; new pairs: %(n)d.") % {"n": new})
        return redirect("duplicates:index")


@dataclass(frozen=True)
class Line:
    """One fact of two persons, side by side."""

    label: str
    first: str
    second: str

    @property
    def how(self) -> str:
        if not self.first or not self.second:
            return ""
        return "same" if self.first == self.second else "differs"


@dataclass(frozen=True)
class Row:
    """One row about a person: what it says, and its page."""

    kind: str
    words: str
    url: str
    withdrawn: bool


def side_by_side(first: Person, second: Person) -> list[Line]:
    """What the persons themselves say, where either says anything."""
    one, other = facts(first), facts(second)
    told = [name for name in COMPARED if name != "sex" or {first.sex, second.sex} != {Sex.NOT_RECORDED}]
    labels = [capfirst(str(Person._meta.get_field(name).verbose_name)) for name in told]
    lines = [Line(label, str(one.get(label, "")), str(other.get(label, ""))) for label in labels]
    return [line for line in lines if line.first or line.second]


def rows_about(person: Person) -> list[Row]:
    """The rows of every room about a person, with their pages where the desk has one."""
    told = []
    for model, field, rows in rows_of(person):
        for row in rows[:ROWS_SHOWN]:
            told.append(
                Row(
                    capfirst(str(model._meta.verbose_name)),
                    _without(row, field.name),
                    _page(row),
                    bool(getattr(row, "withdrawn_on", None)),
                )
            )
    return told


def _without(row: Model, name: str) -> str:
    """A row in words, without the person whose rows they are: the event, the organisation, the function, the role."""
    if isinstance(row, Message):
        return row.subject or str(row)
    told = []
    for field in row._meta.concrete_fields:
        if field.name in (
            "event",
            "organisation",
            "country",
            "function",
            "role",
            "status",
            "purpose",
            "post",
            "text",
            "ref",
        ):
            held = getattr(row, field.name)
            words = dict(field.flatchoices).get(held, held) if field.choices else held
            told.append(str(words or ""))
    return " · ".join(word for word in told if word) or str(row)


def _page(row: Model) -> str:
    viewset = KNOWN.get(type(row))
    return viewset.address("inspect", row) if viewset else ""


class Compare(PeoplePage):
    """Two persons side by side, and the three answers: the same, different, later."""

    template_name = "desk/people/compare.html"
    trail = (("duplicates:index", gettext_lazy("Possible duplicates")),)

    def get_page_title(self) -> str:
        return _("Are they one person?")

    @cached_property
    def pair(self) -> Likeness:
        return get_object_or_404(Likeness.objects.select_related("first", "second"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        first, second = self.pair.first, self.pair.second
        later = open_likenesses().exclude(pk=self.pair.pk).first()
        return super().get_context_data(
            pair=self.pair, lines=side_by_side(first, second),
            sides=[(one, KNOWN[Person].address("inspect", one), rows_about(one)) for one in (first, second)],
            keep_first=reverse("duplicates:merge", args=(first.pk, second.pk)),
            keep_second=reverse("duplicates:merge", args=(second.pk, first.pk)),
            later=reverse("duplicates:compare", args=(later.pk,)) if later else reverse("duplicates:index"),
            **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        try:
            decide_different(likeness=self.pair, by=request.user.get_username())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kept as two people; they are not proposed again."))
        following = open_likenesses().first()
        return redirect(
            reverse("duplicates:compare", args=(following.pk,)) if following else "duplicates:index"
        )


class BecauseForm(forms.Form):
    """Why they are the same person."""

    because = forms.CharField(
        label=gettext_lazy("Why they are the same person"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Kept with the merge: confirmed by telephone, same passport, same signature."),
    )


class MergePage(PeoplePage):
    """What a merge would change, and the button that does it."""

    template_name = "desk/people/merge.html"
    trail = (("duplicates:index", gettext_lazy("Possible duplicates")),)

    def get_page_title(self) -> str:
        return _("Merge")

    @cached_property
    def persons(self) -> tuple[Person, Person]:
        return get_object_or_404(Person, pk=self.kwargs["kept"]), get_object_or_404(
            Person, pk=self.kwargs["absorbed"]
        )

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kept, absorbed = self.persons
        kwargs = {"form": BecauseForm()} | kwargs | {"kept": kept, "absorbed": absorbed}
        shown = preview(lambda: merge(kept=kept, absorbed=absorbed, because="preview", by=""))
        return super().get_context_data(
            preview=shown, rows=rows_about(absorbed),
            other_way=reverse("duplicates:merge", args=(absorbed.pk, kept.pk)), **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        kept, absorbed = self.persons
        form = BecauseForm(request.POST)
        if form.is_valid():
            try:
                made = merge(
                    kept=kept,
                    absorbed=absorbed,
                    because=form.cleaned_data["because"],
                    by=request.user.get_username(),
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("%(absorbed)s is merged into %(kept)s (%(code)s). It can be undone at any time.")
                    % {"absorbed": absorbed.code, "kept": kept.code, "code": made.code},
                )  # fmt: skip
                return redirect(KNOWN[Person].address("inspect", kept))
        return self.render_to_response(self.get_context_data(form=form))


class Merges(PeoplePage):
    """What was merged, by whom and why, and what was undone."""

    template_name = "desk/people/merges.html"
    page_title = gettext_lazy("Merges")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        pages = Paginator(Merge.objects.select_related("kept", "absorbed"), A_PAGE)
        return super().get_context_data(
            merges=pages.get_page(self.request.GET.get("p")), total=pages.count, **kwargs
        )


class Undo(PeoplePage):
    """What undoing a merge would change, and the button that does it."""

    template_name = "desk/people/undo.html"
    trail = (("merges:index", gettext_lazy("Merges")),)

    def get_page_title(self) -> str:
        return _("Undo a merge")

    @cached_property
    def merge(self) -> Merge:
        return get_object_or_404(Merge.objects.select_related("kept", "absorbed"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        left: list[str] = []
        shown = preview(lambda: left.extend(undo(merge=self.merge, by="").left))
        return super().get_context_data(
            merge=self.merge, preview=shown, left=left, back=self.merge.moves("pointed"),
            stand=self.merge.moves("withdrawn"), **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        try:
            undone = undo(merge=self.merge, by=request.user.get_username())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("merges:index")
        messages.success(request, _("%(code)s is undone: they are two people again.") % {"code": undone.code})
        for words in undone.left:
            messages.warning(request, words)
        return redirect("merges:index")


class ForChanging(MenuItem):
    """Shown to those who may change persons."""

    def is_shown(self, request) -> bool:
        return may(request.user, "change", Person)


class PeoplePages(ViewSet):
    """What both lists share: their place in the menu, and for whom."""

    def get_menu_item(self, order=None):
        return ForChanging(
            label=self.menu_label, url=reverse(f"{self.name}:index"), name=self.name, icon_name=self.menu_icon,
            order=order or 0,
        )  # fmt: skip


class DuplicatePages(PeoplePages):
    """The menu's way to pairs that wait for somebody."""

    name = "duplicates"
    url_prefix = "duplicates"
    icon = menu_icon = "group"
    menu_label = gettext_lazy("Possible duplicates")

    def get_urlpatterns(self) -> list:
        return [
            path("", Duplicates.as_view(), name="index"),
            path("<int:pk>/", Compare.as_view(), name="compare"),
            path("merge/<int:kept>/<int:absorbed>/", MergePage.as_view(), name="merge"),
        ]


class MergePages(PeoplePages):
    """The menu's way to what was merged."""

    name = "merges"
    url_prefix = "merges"
    icon = menu_icon = "link"
    menu_label = gettext_lazy("Merges")

    def get_urlpatterns(self) -> list:
        return [path("", Merges.as_view(), name="index"), path("<int:pk>/undo/", Undo.as_view(), name="undo")]
