"""What the pages share that look over the money: who may open them, the way between them, and the table as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from colonnade.money.models import Expense, Fund
from colonnade.records.queries import standing
from colonnade.renderers.papers import matrices
from colonnade.reports.compiling import brand_on
from colonnade.values.numbers import Amount
from colonnade.web.desk.workspace import WorkPage
from colonnade.web.figures.words import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PAGES = (
    ("index", gettext_lazy("Budget against spend")),
    ("cash", gettext_lazy("Cash flow")),
    ("ending", gettext_lazy("Agreements ending")),
)

Row = tuple[str | Amount, ...]


class MoneyPage(WorkPage):
    """A page for those who may read what was spent."""

    right_on = Expense
    header_icon = "folder-open-inverse"
    name: ClassVar[str]
    stem: ClassVar[str]
    """What the spreadsheet is called."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.today: date = timezone.localdate()

    def get_page_title(self) -> str:
        return str(dict(PAGES)[self.name])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def funds(self) -> list[Fund]:
        return list(standing(Fund.objects).exclude(kind=Fund.Kind.IN_KIND).order_by("code"))

    @cached_property
    def fund(self) -> Fund | None:
        """The fund that was asked for, or the first."""
        asked = self.request.GET.get("fund", "")
        return next(
            (fund for fund in self.funds if fund.code == asked), self.funds[0] if self.funds else None
        )

    def asked_months(self, choices: tuple[int, ...]) -> int:
        told = self.request.GET.get("months", "")
        return int(told) if told.isdecimal() and int(told) in choices else 12

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        tabs = [(label, reverse(f"money_overview:{name}"), name == self.name) for name, label in PAGES]
        return super().get_context_data(pages=tabs, funds=self.funds, fund=self.fund, **self.told(), **kwargs)

    def told(self) -> dict[str, Any]:
        """What the page says."""
        raise NotImplementedError  # each page says its own

    def table(self) -> tuple[list[tuple[str, int]], list[Row], list[str]]:
        """The same as a table: heads with their widths, rows, and what stands above them."""
        raise NotImplementedError  # each page says its own

    def get(self, request, *args, **kwargs) -> HttpResponse:
        if request.GET.get("file") != "xlsx" or (self.fund is None and self.name != "ending"):
            return super().get(request, *args, **kwargs)
        header, rows, under = self.table()
        title = self.get_page_title()
        made = matrices.xlsx(
            matrices.Matrix(
                brand_on(self.today), title, title, self.today, tuple(header), tuple(rows), under, language()
            )
        )
        stem = self.stem if self.name == "ending" else slugify(f"{self.stem} {self.fund.code}")  # type: ignore[union-attr]  # without a fund the table is of all
        told = {"Content-Disposition": f'attachment; filename="{stem}.xlsx"'}
        return HttpResponse(made, content_type=XLSX, headers=told)

    def file_address(self) -> str:
        asked = self.request.GET.copy()
        asked["file"] = "xlsx"
        return f"?{asked.urlencode()}"
