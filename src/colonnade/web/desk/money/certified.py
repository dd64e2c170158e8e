"""The certified statement at the desk: keyed in line by line beside the one that was issued, handed out as it came, corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages

from colonnade.money import actions
from colonnade.money.models import CertifiedStatement, DonorStatement
from colonnade.money.queries import certified_beside
from colonnade.money.queries.certified import keys_of, line_words
from colonnade.money.stated import Statement
from colonnade.records.errors import Refused
from colonnade.records.models import Evidence
from colonnade.renderers.papers.statements import told
from colonnade.web.desk.money.acts import act, reason, words
from colonnade.web.desk.money.statements import STRONG
from colonnade.web.desk.rights import may, may_see
from colonnade.web.desk.workspace import WorkPage


def beside(statement: DonorStatement, user) -> CertifiedStatement | None:
    return certified_beside(statement) if may_see(user, CertifiedStatement) else None


def may_key(statement: DonorStatement, user) -> bool:
    return not statement.withdrawn_on and may(user, "add", CertifiedStatement)


class KeyCertified(WorkPage):
    """The certified statement, keyed in line by line beside the one that was issued."""

    right, right_on = "add", CertifiedStatement
    template_name = "desk/money/key_certified.html"
    header_icon = "tick-inverse"

    @cached_property
    def statement(self) -> DonorStatement:
        return get_object_or_404(DonorStatement.objects.select_related("fund"), pk=self.kwargs["pk"])

    @cached_property
    def held(self) -> Statement:
        return Statement.from_plain(self.statement.content["statement"])

    @cached_property
    def lines(self) -> list[tuple[str, str]]:
        return keys_of(self.held, self.statement.fund.scheme)

    def get_page_title(self) -> str:
        return _now("Key in the certified statement")

    def get_page_subtitle(self) -> str:
        return str(self.statement)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        back = {
            "url": reverse("donorstatement:inspect", args=(self.statement.pk,)),
            "label": self.statement.code,
        }
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.get_page_title()}]

    def about(self, data=None, files=None) -> forms.Form:
        fields: dict[str, forms.Field] = {
            "reference": words(_("Reference"), longest=120),
            "certified_on": forms.DateField(label=_("Certified on"), widget=forms.DateInput({"type": "date"})),
            "file": forms.FileField(
                label=_("File"), help_text=_("The PDF as it came; it is kept as evidence."),
                widget=forms.FileInput({"accept": ".pdf"}),
            ),
        }  # fmt: skip
        return type("AboutForm", (forms.Form,), fields)(data, files)

    def figures(self, data=None) -> forms.Form:
        def field(name: str) -> forms.Field:
            return forms.DecimalField(
                label=name, required=False, max_digits=18, decimal_places=4, localize=False
            )

        return type("FiguresForm", (forms.Form,), {key: field(name) for key, name in self.lines})(data)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        about, figures = (
            kwargs.pop("about", None) or self.about(),
            kwargs.pop("figures", None) or self.figures(),
        )
        values = self.held.values
        rows = [
            (figures[key], told(values[key], "en") if key in values else "–", key in STRONG)
            for key, _name in self.lines
        ]
        return super().get_context_data(
            statement=self.statement, about=about, rows=rows, currency=self.held.currency, **kwargs
        )

    def post(self, request, *args, **kwargs):
        about, figures = self.about(request.POST, request.FILES), self.figures(request.POST)
        fine = figures.is_valid()
        if about.is_valid() and fine:
            keyed = {key: value for key, value in figures.cleaned_data.items() if value is not None}
            facts = about.cleaned_data
            try:
                made = actions.key_certified(
                    statement=self.statement, reference=facts["reference"], certified_on=facts["certified_on"],
                    figures=keyed, file=facts["file"].read(), by=request.user,
                )  # fmt: skip
            except Refused as refusal:
                about.add_error(None, str(refusal))
            else:
                messages.success(request, _now("%(reference)s stands beside %(code)s.") % {"reference": made.reference, "code": self.statement.code})  # fmt: skip
                return redirect(reverse("donorstatement:inspect", args=(self.statement.pk,)))
        return self.render_to_response(self.get_context_data(about=about, figures=figures), status=422)


class CertifiedFile(View):
    """The certified statement as it came, for whoever may see certified statements."""

    def get(self, request, pk: int):
        if not may_see(request.user, CertifiedStatement):
            raise PermissionDenied
        certified = get_object_or_404(CertifiedStatement, pk=pk)
        held = Evidence.objects.filter(ref=certified.ref).order_by("pk").first()
        if held is None:
            raise Http404
        response = FileResponse(held.file.open("rb"), as_attachment=True, filename=f"{certified.code}.pdf")
        response["Cache-Control"] = "private, no-store"
        return response


def _correct(certified, by, *, line, **facts) -> str:
    made = actions.correct_certified_line(certified=certified, key=line, by=by, **facts)
    return _now("%(line)s is %(value)s now.") % {
        "line": line_words(made.key).capitalize(),
        "value": f"{made.value:,}",
    }


CORRECT = act(
    _("Correct a figure"),
    _("A figure that was keyed in wrongly or left out. What it was stays in the history, with the reason."),
    _correct,
    lambda certified: {
        "line": forms.ChoiceField(
            label=_("Line"),
            choices=keys_of(Statement.from_plain(certified.statement.content["statement"]), certified.statement.fund.scheme),
        ),
        "value": forms.DecimalField(label=_("Amount"), max_digits=18, decimal_places=4),
        "because": reason(),
    },
    ("change", CertifiedStatement),
)  # fmt: skip


URLS = [
    path("issued/<int:pk>/certified/", KeyCertified.as_view(), name="key_certified"),
    path("certified/<int:pk>/file/", CertifiedFile.as_view(), name="certified_file"),
]
