"""The year matrix: studies by years, each phase a bar across its years; worked in with a form, or with keys where scripts run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from colonnade.office.models import Theme
from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.research.actions import change_phase, lengthen_phase, move_phase, plan_phase
from colonnade.research.actions.phases import DATES, read_day
from colonnade.research.models import Phase, Study
from colonnade.research.queries.studies import Bar, MatrixLine, matrix_lines
from colonnade.research.rules.studies import PhaseState
from colonnade.values.dates import PartialDate
from colonnade.web.desk.workspace import WorkPage

FILTERS = ("words", "group", "theme", "state", "from", "to")
MOST_YEARS = 40
"""Columns of one page; more are reached by the years asked for."""
ACTS = {
    "later": gettext_lazy("A year later"),
    "earlier": gettext_lazy("A year earlier"),
    "longer": gettext_lazy("A year longer"),
    "shorter": gettext_lazy("A year shorter"),
    "begin": gettext_lazy("Begins today"),
    "end": gettext_lazy("Ends today"),
}
"""What is done to a phase with one button or one key."""


@dataclass(frozen=True)
class Part:
    """One cell of the matrix: an empty year, or a bar with how many years of the page it covers."""

    year: int
    span: int = 1
    bar: Bar | None = None
    before: bool = False
    after: bool = False

    @property
    def words(self) -> str:
        """The bar as it is read aloud: its years and how far it is."""
        if self.bar is None:
            return ""
        first, last = self.bar.years[0], self.bar.years[-1]
        years = str(first) if first == last else f"{first}–{last}"
        return f"{years}, {self.bar.state.label}"


def cells_of(lane: list[Bar], years: range) -> list[Part]:
    """A lane as the cells of a row of the table, from the first year to the last."""
    cells, year = [], years.start
    for bar in lane:
        first, last = max(bar.years[0], years.start), min(bar.years[-1], years.stop - 1)
        if last < year or first >= years.stop:
            continue
        cells += [Part(empty) for empty in range(year, first)]
        cells.append(
            Part(first, last - first + 1, bar, bar.years[0] < years.start, bar.years[-1] >= years.stop)
        )
        year = last + 1
    return [*cells, *(Part(empty) for empty in range(year, years.stop))]


def drawn(cells: list[Part], works: bool, query: str) -> SafeString:
    """A row's cells as HTML. Written in one go: a hundred studies through a template, cell by cell, would be slow."""
    return mark_safe("".join(_cell(cell, works, query) if cell.bar else "<td></td>" for cell in cells))


def _cell(cell: Part, works: bool, query: str) -> str:
    phase = cell.bar.phase  # type: ignore[union-attr]
    kinds = [str(cell.bar.state), *(["before"] if cell.before else []), *(["after"] if cell.after else [])]  # type: ignore[union-attr]
    said, words = escape(f"{phase}: {cell.words}"), escape(cell.words)
    shown = (
        f"<bdi>{escape(phase.title)}</bdi>"
        if phase.title
        else f'&nbsp;<span class="w-sr-only">{escape(_("phase"))}</span>'
    )
    inner = f'{shown}<span class="w-sr-only">, {words}</span>'
    if works:
        to = f"?{query}{'&amp;' if query else ''}phase={phase.pk}#work"
        inner = f'<a data-phase="{phase.pk}" href="{to}" title="{said}">{inner}</a>'
    else:
        inner = f'<span title="{said}">{inner}</span>'
    return f'<td colspan="{cell.span}" id="phase-{phase.pk}" class="{" ".join(kinds)}">{inner}</td>'


def row_of(line: MatrixLine, years: range, works: bool, query: str) -> dict[str, Any]:
    """A study as the template draws it."""
    return {
        "study": line.study,
        "lanes": [drawn(cells_of(lane, years), works, query) for lane in line.lanes or [[]]],
        "undated": line.undated,
        "state": line.study.activity.get_state_display(),
    }


class PhaseForm(forms.Form):
    """A phase as it is typed: what it is called, as planned, as it was, and why its plan changes."""

    title = forms.CharField(label=gettext_lazy("Phase"), max_length=250, required=False)
    planned_starts = forms.CharField(label=gettext_lazy("Planned to begin"), max_length=10, required=False)
    planned_ends = forms.CharField(label=gettext_lazy("Planned to end"), max_length=10, required=False)
    starts = forms.CharField(label=gettext_lazy("Began"), max_length=10, required=False)
    ends = forms.CharField(label=gettext_lazy("Ended"), max_length=10, required=False)
    because = forms.CharField(label=gettext_lazy("Why the plan changes"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        for name in DATES:
            try:
                told[name] = read_day(told.get(name, ""))
            except Refused as refusal:
                self.add_error(name, str(refusal))
        return told

    def dates(self) -> dict[str, PartialDate | None]:
        return {name: self.cleaned_data[name] for name in DATES}


def as_typed(phase: Phase) -> dict[str, str]:
    return {"title": phase.title} | {name: str(getattr(phase, name) or "") for name in DATES}


class MatrixPage(WorkPage):
    """All studies of the filter. A phase is worked on in the form above the table, which is there without scripts too."""

    template_name = "desk/studies/matrix.html"
    right_on = Study
    page_title = gettext_lazy("Year matrix")
    header_icon = "date"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()
        self.asked = {name: request.GET.get(name, "").strip() for name in FILTERS}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("study:index"), "label": _("Studies")},
            {"url": "", "label": _("Year matrix")},
        ]

    # --- what is shown ---------------------------------------------------------------------------------------------

    def lines(self, only: int | None = None) -> list[MatrixLine]:
        told = {name: self.asked[name] for name in ("words", "group", "theme", "state")}
        return matrix_lines(self.today, only=only, **told)

    def years(self, lines: list[MatrixLine]) -> range:
        """The years of the page: those asked for, or those in which anything lies, and the running one."""
        held = [year for line in lines for year in line.years] + [self.today.year]
        first = self._year("from") or min(held)
        last = max(self._year("to") or max(held), first)
        return range(max(first, last - MOST_YEARS + 1), last + 1)

    def query(self) -> str:
        """The filter, as it stands in addresses."""
        return urlencode({name: value for name, value in self.asked.items() if value})

    def _year(self, name: str) -> int | None:
        text = self.asked[name]
        return int(text) if text.isdecimal() and 1900 <= int(text) <= 2200 else None

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        lines = self.lines()
        years = self.years(lines)
        works, query = self.may("change", Phase), self.query()
        groups: dict[str, list[dict[str, Any]]] = {}
        for line in lines:  # a group stands where its first study does; those without one last
            groups.setdefault(line.study.group, []).append(row_of(line, years, works, escape(query)))
        if works and "form" not in kwargs:
            kwargs |= self._work()
        held = standing(Study.objects).exclude(group="")
        return super().get_context_data(
            groups=sorted(groups.items(), key=lambda pair: not pair[0]),
            years=years,
            this_year=self.today.year,
            count=len(lines),
            asked=self.asked,
            query=query,
            works=works,
            adds=self.may("add", Phase),
            acts=ACTS.items(),
            all_groups=held.order_by("group").values_list("group", flat=True).distinct(),
            themes=standing(Theme.objects).order_by("name").values_list("code", "name"),
            states=Activity.State.choices,
            keys=PhaseState.choices,
            **kwargs,
        )

    def _work(self) -> dict[str, Any]:
        """The form of what was chosen in the table: a phase, or a study to which one is added."""
        key = self.request.GET.get("phase", "")
        if key.isdecimal():
            phase = self._phases().filter(pk=int(key)).first()
            return {"phase": phase, "form": PhaseForm(initial=as_typed(phase))} if phase else {}
        key = self.request.GET.get("add", "")
        if key.isdecimal() and self.may("add", Phase):
            study = standing(Study.objects).select_related("activity").filter(pk=int(key)).first()
            year = self.request.GET.get("year", "")
            return {"study": study, "form": PhaseForm(initial={"planned_starts": year})} if study else {}
        return {}

    def _phases(self):
        return standing(Phase.objects).select_related("study__activity")

    # --- what is done ----------------------------------------------------------------------------------------------

    def post(self, request, *args, **kwargs) -> HttpResponse:
        told = request.POST
        adding = "study" in told
        if not self.may("add" if adding else "change", Phase):
            messages.error(request, _("Your account may not do this with a study."))
            return redirect(request.get_full_path())
        phase = None if adding else get_object_or_404(self._phases(), pk=self.key_told("phase"))
        held = standing(Study.objects).select_related("activity")
        study = get_object_or_404(held, pk=self.key_told("study")) if phase is None else phase.study
        act = told.get("act", "")
        form = PhaseForm(told) if act not in ACTS else PhaseForm(initial=as_typed(phase) if phase else {})
        try:
            if form.is_bound and not form.is_valid():
                return self._again(form, phase, study)
            done = self._done(act, form, phase, study, told.get("because", ""))
        except Refused as refusal:
            return self._refused(str(refusal), form, phase, study)
        return self._shown(done)

    def _done(self, act: str, form: PhaseForm, phase: Phase | None, study: Study, because: str) -> Phase:
        if phase is None:
            return plan_phase(study=study, title=form.cleaned_data["title"], dates=form.dates())
        if act in ("later", "earlier"):
            return move_phase(phase=phase, years=1 if act == "later" else -1, because=because)
        if act in ("longer", "shorter"):
            return lengthen_phase(phase=phase, years=1 if act == "longer" else -1, because=because)
        if act in ("begin", "end"):
            day = {"begin": "starts", "end": "ends"}[act]
            return change_phase(phase=phase, dates={day: PartialDate(self.today)}, because=because)
        return change_phase(
            phase=phase, title=form.cleaned_data["title"], dates=form.dates(), because=because
        )

    @property
    def _by_script(self) -> bool:
        return self.request.headers.get("X-Part") == "line"

    def _shown(self, phase: Phase) -> HttpResponse:
        """The study's rows anew to the script; the page anew to everybody else, where the phase is."""
        words = _("“%(phase)s” is kept.") % {"phase": phase}
        if self._by_script:
            return self._line(phase, words)
        messages.success(self.request, words)
        query = self.query()
        return redirect(f"{self.request.path}{'?' if query else ''}{query}#phase-{phase.pk}")

    def _line(self, phase: Phase, words: str) -> HttpResponse:
        lines = self.lines(only=phase.study_id)
        told = self.request.headers.get("X-Years", "").split("-")
        shown = [int(year) for year in told if year.isdecimal()]
        years = range(shown[0], shown[1] + 1) if len(shown) == 2 else self.years(lines)
        query = self.query()
        rows = [row_of(line, years, True, escape(query)) for line in lines]
        context = {"rows": rows, "works": True, "adds": self.may("add", Phase), "query": query, "told": words}
        response = render(self.request, "desk/studies/_line.html", context)
        outside = any(year not in years for line in lines for year in line.years)
        if outside and not self.asked["to"]:
            response["X-Again"] = "1"  # a year that the table does not have yet
        return response

    def _refused(self, words: str, form: PhaseForm, phase: Phase | None, study: Study) -> HttpResponse:
        if self._by_script:
            return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
        return self._again(form, phase, study, words)

    def _again(self, form: PhaseForm, phase: Phase | None, study: Study, words: str = "") -> HttpResponse:
        """The page with the form as it was typed, and what is wrong with it."""
        context = self.get_context_data(form=form, phase=phase, study=study, refused=words)
        return self.render_to_response(context, status=422)


URLS = [path("matrix/", MatrixPage.as_view(), name="study_matrix")]
