"""The first page of a study: how far it is and why, who makes it, its phases as planned and as they were, what comes out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.research.actions import move_study
from colonnade.research.actions.clearance import is_head
from colonnade.research.models import Contributor, Phase, Product, Study, StudyStage
from colonnade.research.queries import contributors_of, products_of
from colonnade.research.rules.studies import (
    OUT,
    in_order,
    months_late,
    next_stages,
    phase_state,
    reason_needed,
    stage_of,
)
from colonnade.values.dates import PartialDate
from colonnade.values.words import NOT_KNOWN, date_words
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.studies.workspace import StudyPage


def stretch_words(first: PartialDate | None, last: PartialDate | None) -> str:
    """From when to when, as far as it is known."""
    if not (first or last):
        return NOT_KNOWN
    told = [date_words(day, get_language() or "en") if day else NOT_KNOWN for day in (first, last)]
    return " – ".join(told) if first and last else " … ".join(told).replace(NOT_KNOWN, "").strip()


def slip_words(months: int | None) -> str:
    """How late, in words: 3 months late; on time; not known."""
    if months is None:
        return ""
    if months == 0:
        return _("on time")
    return (
        _("%(months)s months late") % {"months": months}
        if months > 0
        else _("%(months)s months early") % {"months": -months}
    )


class MoveForm(forms.Form):
    """Where the study goes next, and why where a reason is asked for."""

    to = forms.ChoiceField(label=gettext_lazy("Next stage"))
    because = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=300,
        help_text=gettext_lazy("Needed to put a study off, to call it off, or to go a step back; it is kept."),
    )  # fmt: skip
    override = forms.CharField(
        label=gettext_lazy("Publish without clearance because"), required=False, max_length=500,
        help_text=gettext_lazy("For the head only, and only where something is not cleared."),
    )  # fmt: skip

    def __init__(self, *args, study: Study, head: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        steps = next_stages(study)
        self.fields["to"].choices = [(stage, StudyStage(stage).label) for stage in steps]
        if not head or not set(steps) & set(OUT):
            del self.fields["override"]


class PlanPage(StudyPage):
    """The study as it stands."""

    tab = "study_plan"
    template_name = "desk/studies/plan.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        study = self.study
        steps = next_stages(study)
        kwargs.setdefault("move", self._form())
        return super().get_context_data(
            stage=StudyStage(stage_of(study)),
            next=StudyStage(steps[0]) if steps and not reason_needed(study, steps[0]) else None,
            phases=[self._phase(phase) for phase in in_order(standing(Phase.objects).filter(study=study))],
            contributors=contributors_of(study) if may_see(self.request.user, Contributor) else None,
            products=products_of(study) if may_see(self.request.user, Product) else (),
            countries=study.activity.countries_covered.all(),
            themes=study.activity.themes.all(),
            reasons=self._reasons(),
            moves=self._moves(),
            changes=self.may("change"),
            names=self.may("add", Contributor),
            **kwargs,
        )

    def _form(self, data=None) -> MoveForm:
        return MoveForm(data, study=self.study, head=is_head(self.request.user))

    def _moves(self) -> bool:
        """Another stage is another state of the activity."""
        return self.may("change") and self.may("change", Activity)

    def _phase(self, phase: Phase) -> dict[str, Any]:
        return {
            "phase": phase,
            "state": phase_state(phase).label,
            "planned": stretch_words(phase.planned_starts, phase.planned_ends),
            "actual": stretch_words(phase.starts, phase.ends),
            "slip": slip_words(months_late(phase.planned_ends, phase.ends)),
        }

    def _reasons(self) -> list[tuple[str, str, Any]]:
        """Every state the activity was put in with a reason, newest first: the history keeps them all."""
        told: list[tuple[str, str, Any]] = []
        rows = self.study.activity.history.exclude(state_reason="").order_by("history_date", "history_id")
        for state, reason, when in rows.values_list("state", "state_reason", "history_date"):
            if not told or told[-1][:2] != (str(Activity.State(state).label), reason):
                told.append((str(Activity.State(state).label), reason, when))
        return told[::-1]

    def post(self, request, *args, **kwargs):
        if not self._moves():
            messages.error(request, _("Your account may not do this with a study."))
            return redirect(self.tab, self.study.pk)
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(move=form))
        try:
            moved = move_study(study=self.study, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(move=form), status=422)
        told = {"code": moved.code, "stage": StudyStage(moved.stage).label}
        messages.success(request, _("%(code)s: %(stage)s.") % told)
        return redirect(self.tab, self.study.pk)


URLS = [path("<int:pk>/", PlanPage.as_view(), name="study_plan")]
