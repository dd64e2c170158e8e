"""Budget against spend: what was budgeted, bound and spent by activity, pillar, class or country, and what is left of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.figures.definition import NOT_RECORDED
from colonnade.figures.dimensions import Words
from colonnade.money.models import Fund
from colonnade.money.queries import Against, against_budget
from colonnade.money.queries.facts import BESIDE
from colonnade.values.numbers import Amount
from colonnade.values.period import NotAPeriod, Period
from colonnade.values.words import date_words, period_words
from colonnade.web.desk.money.page import MoneyPage, Row
from colonnade.web.desk.money.words import plains
from colonnade.web.figures.words import language

PARTS = {
    "activity": gettext_lazy("Activity"),
    "pillar": gettext_lazy("Pillar"),
    "budget_class": gettext_lazy("Budget class"),
    "host": gettext_lazy("Country"),
}
COLUMNS = (
    ("original", gettext_lazy("Original budget"), "money.budgeted_at_first"),
    ("revised", gettext_lazy("Budget now"), "money.budgeted"),
    ("committed", gettext_lazy("Committed"), "money.committed"),
    ("spent", gettext_lazy("Spent"), "money.spent"),
    ("left", gettext_lazy("Remaining"), ""),
)
"""Each column with its words, and the figure behind it."""


class AgainstPage(MoneyPage):
    """A row for each part; each number leads to the figure it is, and so to the lines it is made of."""

    name, stem = "index", "budget"
    template_name = "desk/money/against.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.by = request.GET.get("by", "") if request.GET.get("by") in PARTS else "activity"
        self.period, self.problem = Period.year(self.today.year), ""
        if typed := request.GET.get("period", "").strip():
            try:
                self.period = Period.parse(typed)
            except NotAPeriod as error:
                self.problem = str(error)

    @cached_property
    def lines(self) -> list[tuple[str, Against]]:
        """Each part with its words, in the order of these; what is said of no part last."""
        if self.fund is None:
            return []
        held = against_budget(self.fund, self.by, self.period.first, self.period.last, self.today)
        words = Words(language(), self.today)
        order = {part: place for place, part in enumerate(words.of(self.by))}
        held.sort(key=lambda line: (not line.part, order.get(line.part, len(order)), line.part))
        return [(self._label(words, line.part), line) for line in held]

    def _label(self, words: Words, part: str) -> str:
        if not part:
            return _("Whole programme, or not said")
        label = words.label(self.by, part)
        return f"{part} {label}" if self.by == "budget_class" else label

    @cached_property
    def whole(self) -> Against | None:
        lines = [line for _label, line in self.lines]
        return sum(lines[1:], lines[0]) if lines else None

    def told(self) -> dict[str, Any]:
        return {
            "heads": [label for _name, label, _key in COLUMNS], "by": self.by, "parts": PARTS.items(), "period": self.period,
            "problem": self.problem, "file": self.file_address(), "said": self.said() if self.fund else "",
            "rows": [(label, self._cells(line), *self._share(line)) for label, line in self.lines],
            "total": (self._cells(self.whole, whole=True), *self._share(self.whole)) if self.whole else None,
        }  # fmt: skip

    def said(self) -> str:
        """In which currency, of when."""
        return _("In %(currency)s, %(period)s: the budget as approved by %(day)s, commitments as on the last day.") % {
            "currency": self.fund.currency if self.fund else "", "period": period_words(self.period, language()),
            "day": date_words(self.today, language()),
        }  # fmt: skip

    def _cells(self, line: Against, *, whole: bool = False) -> list[tuple[str, str, bool]]:
        """Words, the address of the figure, and whether it is below nought."""
        amounts: list[Amount] = [getattr(line, name) for name, _label, _key in COLUMNS]
        keys = [key for _name, _label, key in COLUMNS]
        return [
            (words, self._address(key, line.part, whole) if amount.value else "", amount.value < 0)
            for words, amount, key in zip(plains(*amounts), amounts, keys, strict=True)
        ]

    def _address(self, key: str, part: str, whole: bool) -> str:
        """The figure that the number is; a counterpart's budget and commitments stand in none."""
        fund: Fund = self.fund  # type: ignore[assignment]  # asked for where there is one
        if fund.kind in BESIDE:
            key = "money.counterpart_spent" if key == "money.spent" else ""
        if not key:
            return ""
        asked = {"period": str(self.period), "as_of": self.today.isoformat(), "fund": fund.code}
        asked |= {} if whole else {self.by: part or NOT_RECORDED}
        return f"{reverse('desk_figures:figure', args=(key,))}?{urlencode(asked, safe='/')}"

    def _share(self, line: Against) -> tuple[str, int]:
        """Per cent spent of the budget, in words and for the length of a bar."""
        if line.share is None:
            return "–", 0
        told = f"{line.share.rounded:,}\N{NARROW NO-BREAK SPACE}%".replace("-", "\N{MINUS SIGN}")
        return told, max(0, min(100, int(line.share.rounded)))

    def table(self) -> tuple[list[tuple[str, int]], list[Row], list[str]]:
        heads = [
            (str(PARTS[self.by]), 50),
            *((str(label), 18) for _name, label, _key in COLUMNS),
            (_("Per cent spent"), 16),
        ]
        rows: list[Row] = [
            (label, *(getattr(line, name) for name, _label, _key in COLUMNS), self._share(line)[0])
            for label, line in [*self.lines, *([(_("All"), self.whole)] if self.whole else [])]
        ]
        return heads, rows, [f"{self.fund}: {self.said()}"]
