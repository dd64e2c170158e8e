"""What a donor gets, at the desk: looked at before it is issued, its lines followed to the ledger, the certified one keyed in."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from colonnade.money import actions
from colonnade.money.actions.statements import refuse_no_statement
from colonnade.money.models import (
    DonorLink,
    DonorStatement,
    Fund,
    StatementRow,
)
from colonnade.money.queries import Statement, lines_behind, statement_of
from colonnade.money.queries.certified import line_words
from colonnade.money.queries.facts import BESIDE
from colonnade.money.queries.statement_rows import COMMITTED, how_many
from colonnade.money.stated import CLASS
from colonnade.records.errors import Refused
from colonnade.renderers.papers.statements import told
from colonnade.reports.statements import MEDIA, drafted, head_on
from colonnade.values.languages import LANGUAGES, known
from colonnade.values.period import Period
from colonnade.values.words import period_words
from colonnade.web.desk.money.acts import act, one_of, reason, words
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.workspace import WorkPage
from colonnade.web.donors.pages import file_of

AT_ONCE = 100
"""Lines of the ledger on a page."""

STRONG = ("available", "direct", "expenditure", "closing")


def statement_buttons(fund: Fund, user) -> list[HeaderButton]:
    """The way from a fund to its statement, for whoever may see statements."""
    if fund.withdrawn_on or fund.kind in BESIDE or not may_see(user, DonorStatement):
        return []
    address = reverse("fund_statement", args=(fund.pk,))
    return [HeaderButton(str(_now("Donor statement")), url=address, icon_name="doc-full-inverse")]


def table_of(held: Statement) -> list[dict[str, Any]]:
    """The lines of a statement as a page shows them: a class with what was spent, paid back and is bound."""
    classes = {f"{CLASS}{one.code}": one for one in held.classes}
    rows = []
    for key, amount in held.values.items():
        one = classes.get(key)
        rows.append(
            {
                "key": key, "label": f"{one.code} {one.name}" if one else line_words(key), "amount": told(amount, "en"),
                "strong": key in STRONG, "spent": told(one.spent, "en") if one else "",
                "paid_back": told(one.paid_back, "en") if one else "", "committed": told(one.committed, "en") if one else "",
            }
        )  # fmt: skip
    return rows


# --- before it is issued -----------------------------------------------------------------------------------------------


class PeriodForm(forms.Form):
    """Of which period, and of the whole fund or of one agreement."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))
    agreement = forms.ModelChoiceField(
        None, label=_("Agreement"), required=False, empty_label=_("the whole fund")
    )

    def __init__(self, *args, fund: Fund, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = fund.agreements.filter(withdrawn_on=None)


class AboutAFund:
    """A page that is asked for a fund and a period."""

    kwargs: dict[str, Any]
    request: Any

    @cached_property
    def fund(self) -> Fund:
        return get_object_or_404(Fund.objects.select_related("donor"), pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> PeriodForm:
        year = date.today().year - 1
        usual = {
            "first": date(year, 1, 1).isoformat(),
            "last": date(year, 12, 31).isoformat(),
            "agreement": "",
        }
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return PeriodForm(usual | {name: sent[name] for name in usual if name in sent}, fund=self.fund)

    def asked(self) -> dict[str, Any]:
        """The period and the agreement; refused with the reason where no statement can be made of them."""
        if not self.form.is_valid():
            raise Refused(_now("Choose a first and a last day."))
        refuse_no_statement(fund=self.fund, **self.form.cleaned_data)
        return self.form.cleaned_data


class StatementPage(AboutAFund, WorkPage):
    """A statement as it would be issued today, to be looked at; and the button that issues it."""

    right_on = DonorStatement
    template_name = "desk/money/statement.html"
    header_icon = "doc-full-inverse"

    def get_page_title(self) -> str:
        return _now("Donor statement")

    def get_page_subtitle(self) -> str:
        return str(self.fund)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        fund = {"url": reverse("fund:inspect", args=(self.fund.pk,)), "label": str(self.fund)}
        return [*self.breadcrumbs_items, fund, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        try:
            asked = self.asked()
            held = statement_of(self.fund, **asked)
            language = known(get_language() or "en")
            query = {"first": asked["first"].isoformat(), "last": asked["last"].isoformat(), "lang": language}
            if asked["agreement"]:
                query["agreement"] = str(asked["agreement"].pk)
            shown = {
                "rows": table_of(held), "held": held, "said": held.unreconciled.get(language, ""), "query": urlencode(query),
                "period": period_words(Period(asked["first"], asked["last"]), language),
                "issued": DonorStatement.objects.filter(
                    fund=self.fund, agreement=asked["agreement"], first_day=asked["first"], last_day=asked["last"],
                    withdrawn_on=None,
                ).order_by("-pk"),
            }  # fmt: skip
        except Refused as refusal:
            shown = {"refusal": str(refusal)}
        return super().get_context_data(
            fund=self.fund, period_form=self.form, may_issue=self.may("add"), **shown, **kwargs
        )

    def post(self, request, *args, **kwargs):
        if not self.may("add"):
            raise PermissionDenied
        try:
            made = actions.issue_statement(
                fund=self.fund, head=head_on(date.today()), by=request.user, **self.asked()
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data())
        messages.success(
            request, _now("%(code)s is issued. It prints the same from now on.") % {"code": made.code}
        )
        return redirect(reverse("donorstatement:inspect", args=(made.pk,)))


class DraftFile(AboutAFund, View):
    """The statement of a period as a file that says that it is not issued."""

    def get(self, request, pk: int, suffix: str):
        if not may_see(request.user, DonorStatement):
            raise PermissionDenied
        try:
            held = statement_of(self.fund, **self.asked())
        except Refused as refusal:
            raise Http404(str(refusal)) from refusal
        language = known(request.GET.get("lang") or get_language() or "en")
        response = HttpResponse(drafted(held, suffix, language, date.today()), content_type=MEDIA[suffix])
        response["Content-Disposition"] = f'attachment; filename="{self.fund.code}-draft-{language}.{suffix}"'
        response["Cache-Control"] = "private, no-store"
        return response


# --- once it is issued -------------------------------------------------------------------------------------------------


class IssuedFile(View):
    """An issued statement as a file, in the language that is chosen."""

    def get(self, request, pk: int):
        if not may_see(request.user, DonorStatement):
            raise PermissionDenied
        suffix = request.GET.get("as", "pdf")
        if suffix not in MEDIA:
            raise Http404
        return file_of(
            get_object_or_404(DonorStatement, pk=pk), suffix, known(request.GET.get("lang") or "en")
        )


class RowsPage(WorkPage):
    """The lines of the ledger behind one line of an issued statement."""

    right_on = DonorStatement
    template_name = "desk/money/statement_rows.html"
    header_icon = "list-ul"

    @cached_property
    def row(self) -> StatementRow:
        rows = StatementRow.objects.select_related("statement__fund")
        return get_object_or_404(rows, statement=self.kwargs["pk"], key=self.request.GET.get("line", ""))

    def get_page_title(self) -> str:
        if self.row.key.startswith(COMMITTED):
            return _now("Open commitments in class %(class)s") % {
                "class": self.row.key.removeprefix(COMMITTED)
            }
        return line_words(self.row.key).capitalize()

    def get_page_subtitle(self) -> str:
        return str(self.row.statement)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        one = self.row.statement
        back = {"url": reverse("donorstatement:inspect", args=(one.pk,)), "label": one.code}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        asked = self.request.GET.get("from", "")
        start = int(asked) if asked.isdecimal() else 0
        number, fund = how_many(self.row), self.row.statement.fund
        lines = [
            (line.on, line.code, line.ref, told(fund.amount(line.brings), "en"))
            for line in lines_behind(self.row, start, AT_ONCE)
        ]
        return super().get_context_data(
            row=self.row, lines=lines, total=told(fund.amount(self.row.value), "en"), currency=fund.currency, number=number,
            more=start + AT_ONCE if start + AT_ONCE < number else 0, **kwargs,
        )  # fmt: skip


# --- acts --------------------------------------------------------------------------------------------------------------


def _make_link(fund, by, **facts) -> str:
    made = actions.make_donor_link(fund=fund, by=by, **facts)
    return _now("%(code)s is made. Its address stands on its page, under donors' links.") % {
        "code": made.code
    }


MAKE_LINK = act(
    _("Make a donor's link"),
    _("Whoever has its address reads the statements that were issued of this fund, by class and without names, until its last day."),
    _make_link,
    lambda fund: {
        "holder": words(_("For whom"), longest=200, help_text=_("The post or the unit: not the name of a person.")),
        "agreement": one_of(_("Agreement"), fund.agreements.filter(withdrawn_on=None), required=False),
        "ends_on": forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"})),
    },
    ("add", DonorLink),
)  # fmt: skip


def _close_link(link, by, *, because) -> str:
    made = actions.close_donor_link(link=link, because=because, by=by)
    return _now("%(code)s is closed: its address opens nothing any more.") % {"code": made.code}


CLOSE_LINK = act(
    _("Close the link"),
    _("Its address opens nothing any more. Another link can be made on the fund's page."),
    _close_link,
    lambda link: {"because": reason()},
    ("change", DonorLink),
)


LANGUAGES_OFFERED = tuple(LANGUAGES.items())

URLS = [
    path("statement/<int:pk>/", StatementPage.as_view(), name="fund_statement"),
    *(
        path(
            f"statement/<int:pk>/draft.{suffix}",
            DraftFile.as_view(),
            {"suffix": suffix},
            name=f"draft_{suffix}",
        )
        for suffix in MEDIA
    ),
    path("issued/<int:pk>/file/", IssuedFile.as_view(), name="statement_file"),
    path("issued/<int:pk>/lines/", RowsPage.as_view(), name="statement_rows"),
]
