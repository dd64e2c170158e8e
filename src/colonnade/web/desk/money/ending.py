"""The agreements that end: how many days are left, what each still holds, and what must be done."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.money.queries import Ending, endings
from colonnade.money.queries.cashflow import month_ends
from colonnade.values.words import date_words
from colonnade.web.desk.money.page import MoneyPage, Row
from colonnade.web.desk.viewsets import KNOWN
from colonnade.web.figures.words import language

SPANS = (3, 6, 12, 24)


class EndingPage(MoneyPage):
    """Those that end within the months asked for, and those that ended and still hold or bind money."""

    name, stem = "ending", "agreements-ending"
    template_name = "desk/money/ending.html"

    @cached_property
    def months(self) -> int:
        return self.asked_months(SPANS)

    @cached_property
    def endings(self) -> list[Ending]:
        until = month_ends(self.today, self.months + 1)[-1]
        return endings(self.today, until)

    def told(self) -> dict[str, Any]:
        return {
            "spans": SPANS, "months": self.months, "file": self.file_address(),
            "rows": [
                (one, KNOWN[type(one.agreement)].url_of(one.agreement, self.request.user), date_words(one.agreement.ends_on, language()),
                 left_words(one.days), (one.received, one.spent, one.left), to_do(one))
                for one in self.endings
            ],
        }  # fmt: skip

    def table(self) -> tuple[list[tuple[str, int]], list[Row], list[str]]:
        heads = [(_("Agreement"), 44), (_("Party"), 30), (_("Ends on"), 18), (_("Days left"), 16), (_("Currency"), 10), (_("Amount received"), 18),
                 (_("Spent"), 18), (_("Remaining"), 18), (_("To be done"), 70)]  # fmt: skip
        rows: list[Row] = [
            (str(one.agreement), str(one.agreement.partner), date_words(one.agreement.ends_on, language()), left_words(one.days),
             one.left.currency, one.received, one.spent, one.left, "\n".join(to_do(one)))
            for one in self.endings
        ]  # fmt: skip
        return heads, rows, []


def left_words(days: int) -> str:
    if days < 0:
        return ngettext("ended %(days)d day ago", "ended %(days)d days ago", -days) % {"days": -days}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def to_do(one: Ending) -> list[str]:
    """What must be done about an agreement before its last day, in the order in which it is done."""
    said = []
    if one.owed.value > 0:
        said.append(_("Ask for %(amount)s that has not come.") % {"amount": one.owed})
    if one.open.value > 0:
        said.append(_("Pay or liquidate commitments of %(amount)s.") % {"amount": one.open})
    if one.charge.value > 0:
        said.append(_("Charge support costs of %(amount)s.") % {"amount": one.charge})
    if one.allotted.value > 0:
        said.append(_("Commit %(amount)s of its allotments, or let it lapse.") % {"amount": one.allotted})
    if one.left.value > 0:
        said.append(
            _(
                "Agree with the party what becomes of %(amount)s: spend it, extend the agreement, or return it."
            )
            % {"amount": one.left}
        )
    if one.left.value < 0:
        said.append(_("%(amount)s more was spent under it than came: find out why.") % {"amount": -one.left})
    if terms := one.agreement.reporting_terms.strip():
        said.append(_("Report as agreed: %(terms)s") % {"terms": terms})
    return said or [_("Nothing is open.")]
