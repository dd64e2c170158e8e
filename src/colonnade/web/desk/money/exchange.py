"""Balances in other currencies at the end of a period: what the books propose, and the button that posts it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from colonnade.money.actions import revalue_balances
from colonnade.money.queries import revaluations
from colonnade.records.errors import Refused
from colonnade.web.desk.money.acts import Rightful, day
from colonnade.web.desk.money.words import plain

SEEN = "difference-"


class DayForm(forms.Form):
    """The last day of the period."""

    on = day(gettext_lazy("Last day of the period"), today=False)


def last_months_end(today: date) -> date:
    return today.replace(day=1) - timedelta(days=1)


class RevaluePage(Rightful, TemplateView):
    """What each balance in another currency gained or lost, at which rates; posted once somebody says so."""

    title = gettext_lazy("Value other currencies anew")
    template_name = "desk/money/revalue.html"

    def get_context_data(self, *, refused: str = "", **kwargs) -> dict[str, Any]:
        fund = self.object
        form = DayForm({"on": self.asked.get("on") or last_months_end(date.today()).isoformat()})
        found: list[Any] = []
        if form.is_valid() and fund.currencies_held:
            try:
                found = revaluations(fund, form.cleaned_data["on"])
            except Refused as refusal:
                refused = refused or str(refusal)
        rows = [
            (one, plain(one.carried), plain(one.at.into), plain(one.difference), f"{SEEN}{one.held.currency}", str(one.difference.value))
            for one in found
        ]  # fmt: skip
        return super().get_context_data(
            record=fund, back=self.back(), form=form, rows=rows, refused=refused,
            differs=any(one.difference.value for one in found), **kwargs,
        )  # fmt: skip

    @property
    def asked(self) -> Any:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def post(self, request, *args, **kwargs):
        form = DayForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            agreed = {
                name.removeprefix(SEEN): Decimal(value)
                for name, value in request.POST.items()
                if name.startswith(SEEN)
            }
        except InvalidOperation:
            agreed = {}
        agreed = {code: value for code, value in agreed.items() if value}
        try:
            made = revalue_balances(
                fund=self.object, on=form.cleaned_data["on"], agreed=agreed, by=request.user
            )
        except Refused as refusal:
            return self.render_to_response(self.get_context_data(refused=str(refusal)))
        messages.success(
            request, _("Posted as %(codes)s.") % {"codes": ", ".join(line.code for line in made)}
        )
        return redirect(self.back())
