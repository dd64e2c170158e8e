"""The certified statement beside the provisional one: line by line, what differs and by how much, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.money.models import BudgetClass, CertifiedStatement, DonorLink, DonorStatement
from colonnade.money.stated import ACCOUNT, CLASS, Statement
from colonnade.records.queries import standing
from colonnade.values.numbers import Amount

LINES: Final = {
    "opening": gettext_lazy("opening balance"),
    "contributions": gettext_lazy("contributions received"),
    "levy": gettext_lazy("coordination levy"),
    "interest": gettext_lazy("interest"),
    "exchange": gettext_lazy("exchange differences"),
    "available": gettext_lazy("total available"),
    "direct": gettext_lazy("direct expenditure"),
    "support": gettext_lazy("support costs"),
    "expenditure": gettext_lazy("total expenditure"),
    "returned": gettext_lazy("returned to the donor"),
    "closing": gettext_lazy("closing balance"),
}


def line_words(key: str) -> str:
    """A line of a statement, as it stands in a sentence."""
    if key.startswith(CLASS):
        return _("class %(class)s") % {"class": key.removeprefix(CLASS)}
    return str(LINES[key])


def keys_of(statement: Statement, scheme: str) -> list[tuple[str, str]]:
    """Every line that a certified statement may have, with its name: those of the account, and every class of the scheme."""
    held = dict(BudgetClass.objects.filter(scheme=scheme, indirect=False).values_list("code", "name"))
    names = held | {one.code: one.name for one in statement.classes}
    order = {code: at for at, code in enumerate(held)}
    classes = sorted(names, key=lambda code: (order.get(code, len(order)), code))
    found: list[tuple[str, str]] = []
    for key in ACCOUNT:
        if key == "direct":
            found += [(f"{CLASS}{code}", f"{code} {names[code]}") for code in classes]
        found.append((key, str(LINES[key])))
    return found


@dataclass(frozen=True)
class Difference:
    """One line of both statements. ``certified`` is None where it was not keyed in."""

    key: str
    words: str
    provisional: Amount
    certified: Amount | None
    keyed_by: str = ""

    @property
    def amount(self) -> Amount | None:
        return None if self.certified is None else self.certified - self.provisional

    @property
    def sentence(self) -> str:
        """“Certified is USD 12.00 lower in class 145.” Empty where both say the same, or nothing was keyed in."""
        if self.amount is None or not self.amount.value:
            return ""
        told = {"amount": abs(self.amount), "line": self.words}
        if self.amount.value < 0:
            return _("Certified is %(amount)s lower in %(line)s.") % told
        return _("Certified is %(amount)s higher in %(line)s.") % told


def certified_beside(statement: DonorStatement) -> CertifiedStatement | None:
    """The certified statement that stands beside an issued one."""
    return standing(statement.certified).select_related("keyed_by").first()


def certified_days(statements: Iterable[DonorStatement]) -> dict[int, date]:
    """When each of some statements was certified, by its key; those that were not are not in it. One question."""
    held = standing(CertifiedStatement.objects.filter(statement__in=[one.pk for one in statements]))
    return dict(held.values_list("statement", "certified_on").order_by())


def differences_of(certified: CertifiedStatement) -> list[Difference]:
    """Every line of the two, in the order of the statement; a class that only one of them has is nought in the other."""
    issued = Statement.from_plain(certified.statement.content["statement"])
    lines = certified.lines.select_related("keyed_by")
    keyed = {line.key: line for line in lines}
    values = issued.values
    found = []
    for key, _name in keys_of(issued, certified.statement.fund.scheme):
        if key not in values and key not in keyed:
            continue
        line = keyed.get(key)
        told = Amount(line.value, issued.currency) if line else None
        nought = Amount(Decimal(0), issued.currency)
        who = str(line.keyed_by.get_full_name() or line.keyed_by) if line else ""
        found.append(Difference(key, line_words(key), values.get(key, nought), told, who))
    return found


def does_not_add_up(certified: CertifiedStatement) -> list[str]:
    """Totals of the certified statement that its own lines do not come to: a slip in keying, or in the statement itself.

    A total is asked only where every line that it needs was keyed in.
    """
    keyed = dict(certified.lines.values_list("key", "value"))
    issued = Statement.from_plain(certified.statement.content["statement"]).values
    classes = {key for key in {*keyed, *issued} if key.startswith(CLASS)}
    sums: dict[str, tuple[set[str], set[str]]] = {
        "available": ({"opening", "contributions", "levy", "interest", "exchange"}, set()),
        "direct": (classes, set()),
        "expenditure": ({"direct", "support"}, set()),
        "closing": ({"available"}, {"expenditure", "returned"}),
    }
    found, currency = [], certified.statement.fund.currency
    for key, (plus, minus) in sums.items():
        needed = {part for part in plus | minus if part in issued and issued[part].value}
        if key not in keyed or not needed <= keyed.keys():
            continue
        nought = Decimal(0)
        value = sum((keyed.get(part, nought) for part in plus), nought)
        value -= sum((keyed.get(part, nought) for part in minus), nought)
        if keyed[key] != value:
            told = {
                "line": line_words(key),
                "said": Amount(keyed[key], currency),
                "sum": Amount(value, currency),
            }
            found.append(
                _("In %(line)s, the certified statement says %(said)s and its lines come to %(sum)s.") % told
            )
    return found


# --- what a donor sees -------------------------------------------------------------------------------------------------


def _open_to(link: DonorLink) -> QuerySet[DonorStatement]:
    """The issued statements of the link's fund that stand; of its agreement alone where it names one."""
    held = standing(DonorStatement.objects.filter(fund=link.fund_id))
    return held.filter(agreement=link.agreement_id) if link.agreement_id else held


def statements_for(link: DonorLink) -> list[DonorStatement]:
    """What a donor's link opens, the latest first; without their content, which is read of the one that is shown."""
    return list(_open_to(link).defer("content").order_by("-last_day", "-first_day", "-pk"))


def statement_for(link: DonorLink, code: str) -> DonorStatement | None:
    """One of them by its code; None for any other."""
    return _open_to(link).filter(code=code).first()
