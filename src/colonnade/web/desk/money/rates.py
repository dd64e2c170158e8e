"""Rates at the desk: one entered by hand, a month's from a file, and the lines that a late one would have changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from colonnade.money.actions import RatesLoaded, RatesRefused, enter_un_rate, enter_un_rates
from colonnade.money.models import Expense, Rate, Receipt
from colonnade.money.queries import currencies_used, differing, rate_on, without_un_rate
from colonnade.records.errors import Refused
from colonnade.records.intake.books import NotReadable
from colonnade.web.desk.imports import XLSX, Files
from colonnade.web.desk.money import rate_files
from colonnade.web.desk.money.acts import day, words
from colonnade.web.desk.money.words import plain
from colonnade.web.desk.rights import may, may_see
from colonnade.web.desk.tables import RecordIndex
from colonnade.web.desk.viewsets import KNOWN

SHOWN = 200
STANDING = Column(
    "standing", label=gettext_lazy("Standing"),
    accessor=lambda rate: _("stands in for a United Nations rate") if rate.fallback else _("United Nations operational rate"),
)  # fmt: skip


def sure() -> forms.Field:
    return forms.BooleanField(
        label=gettext_lazy("It is right all the same"), required=False,
        help_text=gettext_lazy("Tick it where a rate was found far from the last one, or is to be put in place of one that was entered wrongly."),
    )  # fmt: skip


def source() -> forms.Field:
    return words(
        gettext_lazy("Source"),
        longest=120,
        help_text=gettext_lazy("The circular or the page, with its date."),
    )


class OneRate(forms.Form):
    """One rate, typed."""

    currency = words(
        gettext_lazy("Currency"), longest=3, help_text=gettext_lazy("Three letters, such as KRW.")
    )
    on = day(gettext_lazy("From"))
    per_usd = forms.DecimalField(
        label=gettext_lazy("Units for one US dollar"), max_digits=20, decimal_places=8
    )
    source = source()
    sure = sure()


class MonthOfRates(forms.Form):
    """A month's rates, in a file."""

    file = Files(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("The template filled in, or a list with the same columns: .xlsx or .csv."),
    )
    source = source()
    sure = sure()


class RatesIndex(RecordIndex):
    """The list of rates, with the way to enter the United Nations' own."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not may(self.request.user, "add", Rate):
            return []
        return [
            HeaderButton(_("Enter United Nations rates"), url=reverse("rate:un"), icon_name="plus"),
            HeaderButton(_("Lines at another rate"), url=reverse("rate:late"), icon_name="warning"),
        ]


class OfRates(WagtailAdminTemplateMixin, TemplateView):
    """What pages about rates share: the right, and the way here."""

    header_icon = "order"
    needs: tuple[str, type] = ("add", Rate)

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, *self.needs):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        kind = capfirst(str(Rate._meta.verbose_name_plural))
        return [
            *self.breadcrumbs_items,
            {"url": reverse("rate:index"), "label": kind},
            {"url": "", "label": self.page_title},
        ]


class EnterRates(OfRates):
    """One rate by hand, or a month's from a file; and which currencies still wait for theirs."""

    page_title = gettext_lazy("United Nations rates")
    template_name = "desk/money/rates.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        today = date.today()
        kwargs.setdefault("one", OneRate())
        kwargs.setdefault("month", MonthOfRates())
        return super().get_context_data(today=today, missing=self._missing(today), **kwargs)

    def _missing(self, today: date) -> list[tuple[str, str]]:
        """Each currency without a rate of this month, with what stands in for it meanwhile."""
        told = []
        for currency in without_un_rate(today):
            try:
                told.append((currency, str(rate_on(currency, today))))
            except Refused:
                told.append((currency, ""))
        return told

    def post(self, request, *args, **kwargs):
        return self._file(request) if "month" in request.POST else self._typed(request)

    def _typed(self, request):
        form = OneRate(request.POST)
        if form.is_valid():
            try:
                made = enter_un_rate(**form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return self._done(request, _("Entered: %(rate)s.") % {"rate": made}, [made.currency])
        return self.render_to_response(self.get_context_data(one=form))

    def _file(self, request):
        form = MonthOfRates(request.POST, request.FILES)
        wrong: list[str] = []
        if form.is_valid():
            asked = form.cleaned_data
            try:
                rates, unread = rate_files.read(asked["file"][0])
                told = enter_un_rates(rates=rates, unread=unread, source=asked["source"], sure=asked["sure"])
            except RatesRefused as refusal:
                wrong = list(refusal.rows)
                form.add_error(None, _("No rate was entered. Mend these rows and bring the file again."))
            except (Refused, NotReadable) as refusal:
                form.add_error("file", str(refusal))
            else:
                return self._done(request, said(told), sorted({rate.currency.upper() for rate in rates}))
        return self.render_to_response(self.get_context_data(month=form, wrong=wrong))

    def _done(self, request, words: str, currencies: list[str]):
        """What was entered; and how many lines stand at other rates, where there are any."""
        late = sum(1 for _one in differing(currencies=currencies))
        messages.success(request, words)
        if not late:
            return redirect("rate:un")
        messages.warning(request, ngettext(
            "%(late)d line stands at another rate. Nothing of it was changed.",
            "%(late)d lines stand at other rates. Nothing of them was changed.", late,
        ) % {"late": late})  # fmt: skip
        return redirect(f"{reverse('rate:late')}?currency={','.join(currencies)}")


def said(told: RatesLoaded) -> str:
    return _("%(added)d rates entered, %(changed)d put in place of others, %(same)d held already.") % {
        "added": told.added, "changed": told.changed, "same": told.unchanged,
    }  # fmt: skip


class RatesTemplate(View):
    """The workbook to fill in for a month."""

    def get(self, request) -> HttpResponse:
        if not may(request.user, "add", Rate):
            raise PermissionDenied
        today = date.today()
        response = HttpResponse(rate_files.template(currencies_used(), today), content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, f"un-rates-{today:%Y-%m}.xlsx")
        return response


class LateRates(OfRates):
    """The lines that would now be posted at another rate. They stand; each can be reversed or corrected on its own page."""

    page_title = gettext_lazy("Lines at another rate")
    template_name = "desk/money/late.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        asked = [code for code in self.request.GET.get("currency", "").upper().split(",") if code.isalpha()]
        found = list(differing(currencies=asked)) if may_see(self.request.user, Expense) else []
        rows = [
            (one, KNOWN[type(one.row)].address("inspect", one.row), self._way(one.row), plain(one.before),
             plain(one.now.into), plain(one.difference))
            for one in found[:SHOWN]
        ]  # fmt: skip
        return super().get_context_data(
            rows=rows, total=len(found), more=max(0, len(found) - SHOWN), asked=asked, **kwargs
        )

    def _way(self, row: Any) -> tuple[str, Any] | None:
        """The act that would put a line right, where its day and its kind allow one."""
        name = "correct" if isinstance(row, Expense) and row.kind == Expense.Kind.ACTUAL else "reverse"
        held = isinstance(row, Receipt | Expense)
        viewset = KNOWN[type(row)]
        if not held or name not in viewset.open_acts(row):  # type: ignore[attr-defined]  # receipts and expenses have acts
            return None
        return viewset.address(name, row), viewset.acts[name].title  # type: ignore[attr-defined]  # receipts and expenses have acts
