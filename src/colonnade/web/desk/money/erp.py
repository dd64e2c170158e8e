"""An export of the system of record at the desk: brought in for one fund, its columns said, explained, and kept when confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.money.erp.layouts import EXPORTS
from colonnade.money.erp.plan import ErpPlan, plan_export
from colonnade.money.erp.reading import Choices
from colonnade.money.models import Fund
from colonnade.records.actions import remember_mapping
from colonnade.records.errors import Refused
from colonnade.records.intake.books import NotReadable
from colonnade.records.queries import standing
from colonnade.web.desk.columns import WaitingTable, columns_chosen, columns_told
from colonnade.web.desk.imports import FINDINGS_SHOWN, download, keep
from colonnade.web.desk.list_forms import ListForm
from colonnade.web.desk.money.acts import MoneyAct
from colonnade.web.desk.rights import may
from colonnade.web.desk.viewsets import KNOWN

PASTED = "pasted.txt"
ROWS_SHOWN = 12


class ExportForm(forms.Form):
    """What a file cannot say itself."""

    dates = forms.ChoiceField(
        label=gettext_lazy("What 04/09/2014 means in this file"), required=False,
        choices=[("", gettext_lazy("ask me where a date can be read in two ways")),
                 ("dmy", gettext_lazy("4 September 2014")), ("mdy", gettext_lazy("9 April 2014"))],
    )  # fmt: skip
    decimals = forms.ChoiceField(
        label=gettext_lazy("What 1.234 means in this file"), required=False,
        choices=[("", gettext_lazy("ask me where an amount can be read in two ways")),
                 ("comma", gettext_lazy("one thousand two hundred and thirty-four: decimals stand after a comma")),
                 ("point", gettext_lazy("decimals stand after a point"))],
    )  # fmt: skip


class WaitingExport(WaitingTable):
    """An export that waits, for the fund it was brought in for."""

    vocabulary = EXPORTS

    def __init__(self, request: HttpRequest, token: str) -> None:
        super().__init__(request, token)
        if "fund" not in self.chosen:
            raise Http404
        self.fund = get_object_or_404(standing(Fund.objects), pk=self.chosen["fund"])

    def plan(self) -> ErpPlan:  # type: ignore[override]  # of an export, not of a list of persons
        book = self.book()
        chosen = Choices(
            self.chosen.get("dates", ""), self.chosen.get("decimals", ""), self.chosen.get("fund_code", "")
        )
        return plan_export(book, self.fund, chosen, block=self.block(book))


class BringExport(MoneyAct):
    """The first step: the file, or the pasted cells."""

    template_name = "desk/money/bring.html"
    title = gettext_lazy("Bring in an export")
    lead = gettext_lazy(
        "The general ledger of the organisation’s system for this fund, or the bank’s statement. It is read and explained first;"
        " nothing is written until you confirm."
    )
    button = gettext_lazy("Read the export")
    form_class = ListForm  # type: ignore[assignment]  # not made of fields

    def post(self, request, *args, **kwargs):
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        pasted = form.cleaned_data["pasted"]
        token = keep([form.cleaned_data["file"] or SimpleUploadedFile(PASTED, pasted.encode())])
        chosen = {"fund": self.object.pk, "pasted": not form.cleaned_data["file"]}
        request.session["imports"] = {**request.session.get("imports", {}), token: chosen}
        held = WaitingExport(request, token)
        try:
            block = held.block(held.book())
        except NotReadable as error:
            held.forget()
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        known = block is not None and EXPORTS.proposal_for(block).remembered
        return redirect(reverse("erp_plan" if known else "erp_columns", args=(token,)))


class OfAnExport(WagtailAdminTemplateMixin, TemplateView):
    """A step with an export that waits."""

    page_title = gettext_lazy("Export of the system of record")
    header_icon = "download"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "change", Fund):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def waiting(self) -> WaitingExport:
        return WaitingExport(self.request, self.kwargs["token"])

    @property
    def again(self) -> str:
        return KNOWN[Fund].address("bring", self.waiting.fund)

    def get_page_subtitle(self) -> str:
        return str(self.waiting.fund)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        fund = self.waiting.fund
        return [
            *self.breadcrumbs_items,
            {"url": KNOWN[Fund].address("inspect", fund), "label": str(fund)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        told = {"token": self.waiting.token, "fund": self.waiting.fund, "again": self.again}
        return super().get_context_data(**kwargs | told)


class Columns(OfAnExport):
    """What each column holds: proposed, or as it was the last time."""

    template_name = "desk/money/columns.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        told = columns_told(self.waiting, kwargs.pop("proposal", None))
        kwargs.setdefault("form", ExportForm(initial=self.waiting.chosen))
        return super().get_context_data(**told, **kwargs)

    def post(self, request, *args, **kwargs):
        waiting = self.waiting
        if waiting.choose_table(request.POST):
            return redirect("erp_columns", token=waiting.token)
        block = waiting.block(waiting.book())
        if block is None:
            return redirect("erp_columns", token=waiting.token)
        proposal, wrong = columns_chosen(request.POST, block, EXPORTS)
        form = ExportForm(request.POST)
        form.is_valid()
        for words in (*wrong, *proposal.lacking):
            form.add_error(None, words)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, proposal=proposal))
        remember_mapping(
            headings=proposal.headings, columns=proposal.as_columns(), layout=proposal.layout, by=request.user
        )
        waiting.choose(**form.cleaned_data)
        return redirect("erp_plan", token=waiting.token)


class Planned(OfAnExport):
    """What would be added, what is held, what is wrong; and the button that keeps it."""

    template_name = "desk/money/export.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        plan, fund = self.waiting.plan(), self.waiting.fund
        findings = [finding for finding in plan.findings if not plan.funds or finding.severity != "question"]
        return super().get_context_data(
            plan=plan, funds=list(plan.funds.items()), asking=any(finding.severity == "question" for finding in findings), findings=findings[:FINDINGS_SHOWN], findings_more=max(0, len(findings) - FINDINGS_SHOWN),
            came=fund.amount(plan.came).rounded(), went=fund.amount(plan.went).rounded(), writable=not (plan.stopped or plan.empty),
            rows=[(row, fund.amount(row.amount).rounded()) for row in plan.read.rows[:ROWS_SHOWN]],
            rows_more=max(0, len(plan.read.rows) - ROWS_SHOWN), **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        waiting = self.waiting
        if "forget" in request.POST:
            place = self.again
            waiting.forget()
            return redirect(place)
        if "fund_code" in request.POST:
            waiting.choose(fund_code=request.POST["fund_code"][:60])
            return redirect("erp_plan", token=waiting.token)
        plan = waiting.plan()
        if request.POST.get("confirmed") != plan.seen:
            messages.warning(request, _("The record changed meanwhile. Look again, and confirm."))
            return redirect("erp_plan", token=waiting.token)
        try:
            made = plan.write(request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("erp_plan", token=waiting.token)
        fund = waiting.fund
        waiting.forget()
        if made is None:
            messages.success(request, _("Nothing to do: every line is held already."))
            return redirect(KNOWN[Fund].address("inspect", fund))
        messages.success(request, _("%(count)s lines were added as %(code)s.") % {"count": made.added, "code": made.code})  # fmt: skip
        return redirect(KNOWN[type(made)].address("inspect", made))


class ExportReasons(View):
    """A copy of the export with its reasons beside each row."""

    def get(self, request, token: str) -> HttpResponse:
        if not may(request.user, "change", Fund):
            raise PermissionDenied
        plan = WaitingExport(request, token).plan()
        return download(plan.with_reasons(), f"{Path(plan.book.name).stem}-reasons.xlsx")


URLS = [
    path("erp/<str:token>/", Planned.as_view(), name="erp_plan"),
    path("erp/<str:token>/columns/", Columns.as_view(), name="erp_columns"),
    path("erp/<str:token>/reasons/", ExportReasons.as_view(), name="erp_reasons"),
]
