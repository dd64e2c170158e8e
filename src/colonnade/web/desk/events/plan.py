"""The plan of an event: how far it is, what is to be done by when, its programme, and the one next step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from colonnade.capacity.actions import copy_event, do_item, move_event
from colonnade.capacity.models import ChecklistItem, Event, Participation, Session, SessionSpeaker, Stage
from colonnade.capacity.rules import REASON_NEEDED, next_stages, stage_of
from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may_see
from colonnade.web.events.pages import when_words


class MoveForm(forms.Form):
    """Where the event goes next, and why where a reason is asked for."""

    to = forms.ChoiceField(label=gettext_lazy("Next stage"))
    because = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=300,
        help_text=gettext_lazy("Needed to put an event off or to call it off; it is printed with it."),
    )  # fmt: skip

    def __init__(self, *args, event: Event, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(stage, Stage(stage).label) for stage in next_stages(event)]


class CopyForm(forms.Form):
    """What a copy needs to be another event."""

    code = forms.SlugField(label=gettext_lazy("Code of the new event"), max_length=60)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=400)
    starts_on = forms.DateField(
        label=gettext_lazy("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class PlanPage(EventPage):
    """The first page of an event."""

    tab = "event_plan"
    template_name = "desk/events/plan.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        event, today = self.event, timezone.localdate()
        now = stage_of(event)
        steps = next_stages(event)
        kwargs.setdefault("move", MoveForm(event=event))
        kwargs.setdefault("copy", CopyForm(initial={"title": event.activity.title}))
        checklist = [
            (item, item.due_on, bool(item.due_on and item.due_on < today and not item.done_on))
            for item in event.checklist.select_related("event__activity")
        ]
        return super().get_context_data(
            stage=Stage(now),
            when=when_words(event),
            next=Stage(steps[0]) if steps and steps[0] not in REASON_NEEDED else None,
            checklist=checklist,
            sessions=standing(event.sessions).prefetch_related(Prefetch("speakers", self._speakers())),
            partners=event.activity.partnerships.select_related("organisation"),
            documents=event.documents.all(),
            changes=self.may("change", Event),
            moves=self._moves(),
            copies=self._copies(),
            speaks=self.may("change", Session) and may_see(self.request.user, Participation),
            seats=event.seats.filter(country=None).first(),
            **kwargs,
        )

    def _moves(self) -> bool:
        """Another stage is another state of the activity."""
        return self.may("change", Event) and self.may("change", Activity)

    def _copies(self) -> bool:
        """A copy is a new event on a new activity."""
        return self.may("add", Event) and self.may("add", Activity)

    def _speakers(self):
        """Those who speak: who is known by a participation is named to whoever may see participations."""
        rows = SessionSpeaker.objects.select_related("participation__person")
        return rows if may_see(self.request.user, Participation) else rows.filter(participation=None)

    def post(self, request, *args, **kwargs):
        told = request.POST
        allowed = (
            self._copies()
            if "copy" in told
            else self.may("change", Event)
            if "item" in told
            else self._moves()
        )
        if not allowed:
            return self.refuse()
        try:
            return self._done(told)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("event_plan", self.event.pk)

    def refuse(self):
        messages.error(self.request, _("Your account may not do this with an event."))
        return redirect("event_plan", self.event.pk)

    def _done(self, told):
        if "item" in told:
            item = get_object_or_404(ChecklistItem, pk=self.key_told("item"), event=self.event)
            do_item(item=item, undo=item.done_on is not None)
            return redirect("event_plan", self.event.pk)
        if "copy" in told:
            form = CopyForm(told)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(copy=form))
            made = copy_event(event=self.event, **form.cleaned_data)
            messages.success(self.request, _("%(code)s is begun.") % {"code": made.code})
            return redirect("event_plan", made.pk)
        form = MoveForm(told, event=self.event)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(move=form))
        moved = move_event(event=self.event, **form.cleaned_data)
        messages.success(
            self.request, _("%(code)s: %(stage)s.") % {"code": moved.code, "stage": Stage(moved.stage).label}
        )
        return redirect("event_plan", self.event.pk)


URLS = [path("<int:pk>/", PlanPage.as_view(), name="event_plan")]
