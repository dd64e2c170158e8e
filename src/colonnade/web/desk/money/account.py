"""The account of a fund line by line, and the page of a line with everything that hangs on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from colonnade.money.models import (
    AllotmentChange,
    AllotmentLine,
    Commitment,
    CommitmentChange,
    Expense,
    Receipt,
)
from colonnade.money.queries import (
    DueState,
    account_of,
    hanging_on,
    lines_between,
    open_of,
    schedule_of,
    years_of,
)
from colonnade.web.desk.money.acts import Rightful
from colonnade.web.desk.money.words import plain
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.views import RecordPage
from colonnade.web.desk.viewsets import KNOWN

LINES_SHOWN = 200

HANGS: dict[str, Any] = {
    "reverses": _("Reversed by"), "corrects": _("Corrected by"), "refunds": _("Refunded by"),
    "settles": _("Exchange difference"), "receipt": _("Levy"),
}  # fmt: skip
DUE: dict[str, Any] = {
    DueState.RECEIVED: _("received"), DueState.TO_COME: _("to come"), DueState.DUE: _("due"), DueState.OVERDUE: _("overdue"),
}  # fmt: skip


def whole(text: str | None, least: int, otherwise: int) -> int:
    """A number out of an address, or what stands where there is none."""
    return int(text) if text and text.isdecimal() and len(text) < 7 and int(text) >= least else otherwise


class AccountPage(Rightful, TemplateView):
    """A year of a fund, line by line by date and number, with the balance after each."""

    title = _("Statement of account")
    needs = ("view", Expense)
    template_name = "desk/money/account.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        fund, asked = self.object, self.request.GET
        years = years_of(fund)
        year = whole(asked.get("year"), 1945, years[-1] if years else date.today().year)
        first, last = date(year, 1, 1), date(year, 12, 31)
        page = whole(asked.get("page"), 1, 1)
        found = lines_between(fund, first, last, begin=(page - 1) * LINES_SHOWN, number=LINES_SHOWN)
        pages = max(1, -(-found.total // LINES_SHOWN))
        return super().get_context_data(
            record=fund, back=self.back(), years=list(map(str, years)), year=str(year), page=page, pages=range(1, pages + 1),
            total=found.total, opening=plain(found.opening), closing=plain(found.closing),
            lines=[self._told(one) for one in found.lines],
            account=account_of(fund, first, last),
            **kwargs,
        )  # fmt: skip

    def _told(self, one: Any) -> dict[str, Any]:
        line = one.line
        what = line.get_kind_display() if isinstance(line, Receipt) else line.title or line.get_kind_display()
        about = line.agreement if isinstance(line, Receipt) else line.budget_class
        marks = [(_("reverses"), line.reverses), (_("stands for"), line.corrects)]
        return {
            "line": line, "url": KNOWN[type(line)].address("inspect", line), "what": what, "about": about,
            "paid": line.paid if line.currency != line.fund.currency and line.amount else "",
            "marks": [(said, other, KNOWN[type(line)].address("inspect", other)) for said, other in marks if other],
            "came": plain(one.amount) if one.amount.value >= 0 else "",
            "went": plain(-one.amount) if one.amount.value < 0 else "",
            "balance": plain(one.balance),
        }  # fmt: skip


class PostedPage(RecordPage):
    """A line of the ledger with what was posted because of it: the way on, as its own facts are the way back."""

    template_name = "desk/money/posted.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        line = self.object
        hanging = hanging_on(line) if isinstance(line, Receipt | Expense) else []
        told = [
            (HANGS[name], row, KNOWN[type(row)].address("inspect", row))
            for name, row in hanging
            if may_see(self.request.user, type(row))
        ]
        changes: Any = []
        if isinstance(line, Commitment):
            changes = [
                (row, plain(line.fund.amount(row.value)))
                for row in CommitmentChange.objects.filter(commitment=line)
            ]
            kwargs["open"] = open_of(line)
        elif isinstance(line, AllotmentLine):
            fund = line.allotment.fund
            changes = [
                (row, plain(fund.amount(row.amount))) for row in AllotmentChange.objects.filter(line=line)
            ]
        return super().get_context_data(hanging=told, changed=changes, **kwargs)


class AgreementPage(RecordPage):
    """An agreement with its schedule: what is due, what came, what is overdue."""

    template_name = "desk/money/agreement.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        held = self.object
        told: dict[str, Any] = {}
        if may_see(self.request.user, Receipt):
            schedule = schedule_of(held, date.today())
            told["schedule"] = [
                (line.instalment, plain(line.agreed), plain(line.received), plain(line.outstanding), DUE[line.state], line.state == DueState.OVERDUE)
                for line in schedule
            ]  # fmt: skip
            told["schedule_currency"] = schedule[0].agreed.currency if schedule else ""
        levied = held.charges.filter(kind="levy").exists()
        told["levy_unsaid"] = held.earmark == held.Earmark.TIGHT and not levied
        return super().get_context_data(**told, **kwargs)
