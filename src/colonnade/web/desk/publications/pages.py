"""The page of a publication at the desk: how far it is, what is missing, its languages with their files, and the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.records.errors import Refused
from colonnade.research.actions import (
    add_file,
    describe_cover,
    move_product,
    publish_product,
    put_off,
    release_version,
)
from colonnade.research.models import Cover, LanguageVersion, Product, PublicationFile
from colonnade.research.rules.products import (
    ISSUED,
    SHOWN,
    WORKED_ON,
    S,
    due,
    missing_to_publish,
    next_states,
)
from colonnade.values.words import date_words
from colonnade.web.desk.publications.forms import AltForm, DayForm, FileForm, MoveForm, PutOffForm
from colonnade.web.desk.rights import may, may_see
from colonnade.web.publications.words import dir_of, lang_of, language_words, size_words

ACTS = ("publish", "move", "put_off", "file", "release", "alt")


class PublicationPage(WagtailAdminTemplateMixin, TemplateView):
    """One publication, worked on in one place."""

    template_name = "desk/publications/work.html"
    header_icon = "doc-full"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.product = get_object_or_404(
            Product.objects.select_related("series", "study__activity", "superseded_by"), pk=kwargs["pk"]
        )

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user, Product):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.product)

    def get_page_subtitle(self) -> str:
        return self.product.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("product:index"), "label": capfirst(str(Product._meta.verbose_name_plural))},
            {"url": "", "label": str(self.product)},
        ]

    # --- what is shown ---

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        product, user = self.product, self.request.user
        slips = list(product.slips.all())
        changes = may(user, "change", Product) and not product.withdrawn_on
        lacking = missing_to_publish(product) if product.state in WORKED_ON else []
        steps = next_states(product)
        ahead = [state for state in steps if _forward(product, state)]
        today = timezone.localdate()
        kwargs.setdefault("publish", DayForm(initial={"on": today.isoformat()}, auto_id="publish_%s"))
        kwargs.setdefault("move", MoveForm(product=product, auto_id="move_%s"))
        kwargs.setdefault("put_off", PutOffForm(auto_id="off_%s"))
        kwargs.setdefault("add", FileForm(product=product, auto_id="file_%s"))
        return super().get_context_data(
            product=product,
            state=S(product.state),
            slips=[(date_words(slip.to, self._language), slip) for slip in slips],
            planned=self._day(product.planned),
            due=self._day(due(product, slips)) if slips else "",
            published=self._day(product.published),
            lacking=lacking,
            next=S(ahead[0]) if ahead else None,
            may_publish=product.state == S.CLEARED,
            working=product.state in WORKED_ON,
            versions=self._versions(),
            people=product.contributions.all(),
            public_url=reverse("publication", args=(product.code,))
            if product.state in SHOWN and not product.withdrawn_on
            else "",
            changes=changes,
            adds_files=changes
            and may_see(user, PublicationFile)
            and user.has_perm("research.add_publicationfile"),
            adds_versions=changes and may(user, "add", LanguageVersion),
            **kwargs,
        )

    @property
    def _language(self) -> str:
        return get_language() or "en"

    def _day(self, day) -> str:
        return date_words(day, self._language) if day else ""

    def _versions(self) -> list[dict[str, Any]]:
        told = []
        covers = {cover.version_id: cover for cover in Cover.objects.filter(version__product=self.product)}
        issued = self.product.state in ISSUED
        for version in self.product.versions.filter(withdrawn_on=None).prefetch_related("files"):
            files = sorted(version.files.all(), key=lambda file: -file.pk)
            replaced = {file.replaces_id for file in files if file.withdrawn_on is None}
            cover = covers.get(version.pk)
            told.append(
                {
                    "version": version,
                    "language": language_words(version.language),
                    "lang": lang_of(version.language),
                    "dir": dir_of(version.language),
                    "released": self._day(version.released_when),
                    "files": [(file, size_words(file.bytes), file.pk in replaced) for file in files],
                    "cover": cover,
                    "alt": AltForm(initial={"alt": cover.alt}, auto_id=f"alt{version.pk}_%s")
                    if cover
                    else None,
                    "release": DayForm(
                        initial={"on": timezone.localdate().isoformat()}, auto_id=f"rel{version.pk}_%s"
                    )
                    if issued and not version.released
                    else None,
                }
            )
        return told

    # --- what is done ---

    def post(self, request, *args, **kwargs):
        act = request.POST.get("act", "")
        if act not in ACTS or not may(request.user, "change", Product):
            messages.error(request, _("Your account may read this and not change it."))
            return redirect("publication_work", self.product.pk)
        try:
            answer = getattr(self, f"_do_{act}")()
        except Refused as refusal:
            messages.error(request, str(refusal))
            answer = None
        return answer or redirect("publication_work", self.product.pk)

    def _wrong(self, name: str, form: forms.Form):
        return self.render_to_response(self.get_context_data(**{name: form}))

    def _said(self, words: str, **parts: object) -> None:
        messages.success(self.request, words % parts)

    def _do_publish(self):
        form = DayForm(self.request.POST, auto_id="publish_%s")
        if not form.is_valid():
            return self._wrong("publish", form)
        held = publish_product(product=self.product, **form.cleaned_data)
        self._said(_("%(code)s is published."), code=held.code)
        return None

    def _do_move(self):
        form = MoveForm(self.request.POST, product=self.product, auto_id="move_%s")
        if not form.is_valid():
            return self._wrong("move", form)
        held = move_product(product=self.product, **form.cleaned_data)
        self._said(_("%(code)s: %(state)s."), code=held.code, state=held.get_state_display())
        return None

    def _do_put_off(self):
        form = PutOffForm(self.request.POST, auto_id="off_%s")
        if not form.is_valid():
            return self._wrong("put_off", form)
        slip = put_off(product=self.product, **form.cleaned_data)
        self._said(_("%(code)s is put off to %(to)s."), code=self.product.code, to=self._day(slip.to))
        return None

    def _do_file(self):
        if not self.request.user.has_perm("research.add_publicationfile"):
            raise Refused(_("Your account may read this and not change it."))
        form = FileForm(self.request.POST, self.request.FILES, product=self.product, auto_id="file_%s")
        if not form.is_valid():
            return self._wrong("add", form)
        made = add_file(**form.cleaned_data)
        self._said(_("%(code)s is kept: %(size)s."), code=made.code, size=size_words(made.bytes))
        return None

    def _do_release(self):
        form = DayForm(self.request.POST)
        if not form.is_valid():
            raise Refused(" ".join(form.errors["on"]))
        held = release_version(version=self._version(), **form.cleaned_data)
        self._said(_("%(code)s is released."), code=held.code)

    def _do_alt(self):
        cover = get_object_or_404(Cover, version=self._version())
        describe_cover(cover=cover, alt=self.request.POST.get("alt", ""))
        self._said(_("The words of the cover are kept."))

    def _version(self) -> LanguageVersion:
        told = self.request.POST.get("version", "")
        return get_object_or_404(LanguageVersion, pk=told if told.isdecimal() else 0, product=self.product)


def _forward(product: Product, to: str) -> bool:
    """Is a state the next step of a publication that is worked on?"""
    if product.state not in WORKED_ON or to not in WORKED_ON:
        return False
    return WORKED_ON.index(to) > WORKED_ON.index(product.state)


class FileDownload(View):
    """A file of a publication for the office, newest or not, published or not; not counted."""

    def get(self, request, pk: int):
        if not may_see(request.user, PublicationFile):
            raise PermissionDenied
        held = get_object_or_404(PublicationFile, pk=pk)
        end = held.file.name.rpartition(".")[2]
        return FileResponse(held.file.open("rb"), as_attachment=True, filename=f"{held.code}.{end}")


class CoverPicture(View):
    """The cover of a version as it will be shown."""

    def get(self, request, pk: int):
        if not may_see(request.user, Product):
            raise PermissionDenied
        return FileResponse(get_object_or_404(Cover, pk=pk).small_webp.open("rb"), content_type="image/webp")


URLS = [
    path("<int:pk>/", PublicationPage.as_view(), name="publication_work"),
    path("files/<int:pk>/", FileDownload.as_view(), name="publication_work_file"),
    path("covers/<int:pk>/", CoverPicture.as_view(), name="publication_work_cover"),
]
