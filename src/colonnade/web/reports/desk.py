"""Reports at the desk: arranged as a stream of slides, previewed while editing, printed live, published as editions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.side_panels import PreviewSidePanel
from wagtail.admin.views.generic.preview import PreviewOnCreate, PreviewOnEdit
from wagtail.admin.widgets.button import HeaderButton

from colonnade.figures.differences import number_of
from colonnade.figures.models import Edition
from colonnade.records.errors import Refused
from colonnade.renderers import html
from colonnade.reports.actions import next_code, publish
from colonnade.reports.compiling import Compiled, compile_report
from colonnade.reports.models import Report
from colonnade.values.languages import LANGUAGES, known
from colonnade.values.period import NotAPeriod, Period
from colonnade.values.words import number_words
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.views import OfARecord, RecordCreate, RecordEdit, RecordPage
from colonnade.web.desk.viewsets import KNOWN, ReadingViewSet, RecordViewSet
from colonnade.web.reports.pages import hand_out
from colonnade.web.reports.printing import format_of, formats

MENU = "register_figures_menu_item"
"""The hook of the menu in which figures, reports and editions stand together."""

PUBLISH = "figures.add_edition"
"""The right to publish; of the office's roles, the Head's."""


class QuestionForm(forms.Form):
    """For which period, as of which day and in which language a report is printed."""

    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=40, help_text=gettext_lazy("2014, 2006-2013, 2014-Q2")
    )
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        input_formats=["%Y-%m-%d"],
        help_text=gettext_lazy("a day, as 2014-04-09"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(LANGUAGES.items()))

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except NotAPeriod as error:
            raise forms.ValidationError(str(error)) from error


class PublishForm(QuestionForm):
    """What is said with an edition when it is published."""

    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Printed at the end: why it is published, or what differs from the one before."),
    )  # fmt: skip
    public = forms.BooleanField(label=gettext_lazy("The public may read it"), required=False, initial=True)


def usual(report: Report) -> dict[str, Any]:
    """The period, day and language a report is printed for unless another is asked for."""
    last = date.today().year - 1
    period = Period.of_years(report.first_year or last, max(report.last_year or last, report.first_year or 0))
    return {
        "period": str(period),
        "as_of": (report.on or date.today()).isoformat(),
        "language": report.language,
    }


def compiled(report: Report, asked: dict[str, Any] | None = None) -> Compiled:
    """A report with today's figures, for what was asked or what is usual."""
    form = QuestionForm({**usual(report), **(asked or {})})
    if not form.is_valid():
        raise Refused(" ".join(f"{form[name].label}: {' '.join(said)}" for name, said in form.errors.items()))
    said = form.cleaned_data
    return compile_report(report, period=said["period"], as_of=said["as_of"], language=said["language"])


# --- arranging and previewing --------------------------------------------------------------------------


class WithPreview:
    """Beside the form, the report as a page, as it is being arranged."""

    preview_name = ""

    def get_side_panels(self) -> Any:
        panels = super().get_side_panels()  # type: ignore[misc]
        panels.append(PreviewSidePanel(self._previewed(), self.request, preview_url=self._preview_url()))  # type: ignore[attr-defined]
        return panels

    def _previewed(self) -> Report:
        return getattr(self, "object", None) or Report()

    def _preview_url(self) -> str:
        name = self.viewset.get_url_name(self.preview_name)  # type: ignore[attr-defined]
        held = getattr(self, "object", None)
        return reverse(name, args=(held.pk,)) if held and held.pk else reverse(name)


class ReportCreate(WithPreview, RecordCreate):
    preview_name = "preview_new"


class ReportEdit(WithPreview, RecordEdit):
    preview_name = "preview"


class Previewing:
    """The report as it stands in the form, unsaved, as one page."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(self._get_form_data(self._get_form_state()))  # type: ignore[attr-defined]
        if not self.validate_form(form):  # type: ignore[attr-defined]
            return self.error_response()  # type: ignore[attr-defined,no-any-return]
        try:
            document = compiled(form.save(commit=False)).document
        except Refused as refusal:
            return HttpResponse(str(refusal), content_type="text/plain; charset=utf-8")
        return HttpResponse(html.render(document), content_type=html.MEDIA_TYPE)


class PreviewReport(Previewing, PreviewOnEdit):
    pass


class PreviewNewReport(Previewing, PreviewOnCreate):
    pass


# --- printing and publishing ---------------------------------------------------------------------------


class ReportPage(RecordPage):
    """A report: what it is, its files with today's figures, and the editions that were published of it."""

    template_name = "reports/desk_report.html"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        live = self.viewset.address("live", self.object)
        preview = HeaderButton(
            _("Preview"), url=f"{live}?format=html", icon_name="view", attrs={"target": "_blank"}
        )
        buttons = [*super().header_buttons, preview]
        if self.request.user.has_perm(PUBLISH):
            url = self.viewset.address("publish", self.object)
            buttons.append(HeaderButton(_("Publish as edition"), url=url, icon_name="lock"))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        editions = Edition.objects.filter(report=self.object.code).defer("document")
        shown = editions if may_see(self.request.user, Edition) else []
        context.update(
            formats=formats(), live=self.viewset.address("live", self.object), question=QuestionForm(initial=usual(self.object)),
            editions=[(edition, KNOWN[Edition].address("inspect", edition)) for edition in shown],
        )  # fmt: skip
        return context


class LiveReport(OfARecord, View):
    """The saved report with today's figures, in one format."""

    right = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # Whoever may see reports may print them; no single right says so.
        if not may_see(request.user, Report):
            raise PermissionDenied
        return super(OfARecord, self).dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = format_of(request.GET.get("format", "html"))
        if made is None:
            raise Http404
        asked = {name: request.GET[name] for name in ("period", "as_of", "language") if request.GET.get(name)}
        try:
            document = compiled(self.object, asked).document
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.back())
        response = HttpResponse(made.render(document), content_type=made.MEDIA_TYPE)
        if made is not html:
            name = f"{self.object.code}-{document.as_of}.{made.SUFFIX}"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class Publish(OfARecord, TemplateView):
    """Freeze a report as an edition: period, day, language and a note."""

    template_name = "reports/desk_publish.html"
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        return super(OfARecord, self).dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Publish as edition")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", PublishForm(initial={**usual(self.object), "public": True}))
        return super().get_context_data(record=self.object, back=self.back(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PublishForm(request.POST)
        if form.is_valid():
            try:
                edition = self._publish(form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Published as edition %(code)s.") % {"code": edition.code})
                return redirect(KNOWN[Edition].address("inspect", edition))
        return self.render_to_response(self.get_context_data(form=form))

    def _publish(self, said: dict[str, Any]) -> Edition:
        code = next_code(self.object, said["as_of"])
        address = self.request.build_absolute_uri(reverse("edition", args=(code,)))
        return publish(
            report=self.object, period=said["period"], as_of=said["as_of"], language=said["language"], code=code,
            by=self.request.user.get_username(), public=said["public"], note=said["note"],
            address=address if said["public"] else "",
        )  # fmt: skip


class Reports(RecordViewSet):
    """Accounts the office gives: which slides in which order, never a number."""

    model = Report
    icon = "doc-full-inverse"
    menu_hook = MENU
    menu_order = 1
    code_prefix = "REP"
    add_view_class = ReportCreate
    edit_view_class = ReportEdit
    inspect_view_class = ReportPage
    lines = (
        ("code", "language"),
        "title",
        ("session", "body"),
        ("presenter", "place", "on"),
        ("first_year", "last_year"),
        "slides",
    )
    list_display = ["code", "title", "body", "first_year", "last_year", "language"]
    list_related = ("presenter",)
    search_fields = ["code", "title", "body"]
    not_shown = ("slides",)

    def get_urlpatterns(self) -> list:
        conv = self.pk_path_converter
        form = {"form_class": self.get_form_class(for_update=True)}
        return [
            path("preview/", self.construct_view(PreviewNewReport, **form), name="preview_new"),
            path(f"preview/<{conv}:pk>/", self.construct_view(PreviewReport, **form), name="preview"),
            path(f"live/<{conv}:pk>/", self.construct_view(LiveReport), name="live"),
            path(f"publish/<{conv}:pk>/", self.construct_view(Publish), name="publish"),
            *super().get_urlpatterns(),
        ]


# --- editions ------------------------------------------------------------------------------------------


class EditionPage(RecordPage):
    """An edition: what it is, its files, and the numbers it published."""

    template_name = "reports/desk_edition.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        figures = [
            {
                "key": held.key, "label": held.label, "address": held.address, "query": held.address.partition("?")[2],
                "words": number_words(number_of(held.value), known(get_language() or "en")),
            }
            for held in self.object.figures.all()
        ]  # fmt: skip
        context.update(formats=formats(), files=self.viewset.get_url_name("file"), figures=figures)
        return context


class EditionFile(View):
    """An edition in one format with every row, for the office itself."""

    def get(self, request: HttpRequest, pk: int, suffix: str) -> HttpResponse:
        if not may_see(request.user, Edition):
            raise PermissionDenied
        return hand_out(request, get_object_or_404(Edition, pk=pk), suffix, least=0)


class Editions(ReadingViewSet):
    """Reports as they were published. Nobody edits one; a later one supersedes it."""

    model = Edition
    icon = "lock"
    menu_hook = MENU
    menu_order = 2
    inspect_view_class = EditionPage
    list_display = [
        "code", "title", "first_day", "last_day", "as_of", "language", "frozen_at", "frozen_by", "public",
    ]  # fmt: skip
    list_related = ("supersedes",)
    list_filter_fields = ("report", "public")
    ordering = "-frozen_at"
    search_fields = ["code", "title"]
    not_shown = ("document",)

    def get_urlpatterns(self) -> list:
        file = path("files/<int:pk>.<slug:suffix>", EditionFile.as_view(), name="file")
        return [*super().get_urlpatterns(), file]
