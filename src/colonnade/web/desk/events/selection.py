"""Selection: who applied, what each of the panel says, and what two of them decide."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from colonnade.capacity.actions import decide_selection, set_criteria, vote
from colonnade.capacity.actions.selection import Decided
from colonnade.capacity.models import Event, Participation, SelectionVote
from colonnade.capacity.queries.selection import DECIDED, Applicant, applicants, balance
from colonnade.records.errors import Refused
from colonnade.values.agreeing import agreed
from colonnade.web.desk.events.workspace import EventPage

Status = Participation.Status


class SelectionPage(EventPage):
    """Applicants with the votes about them; one's own vote on each, saved together; the decision."""

    tab = "event_selection"
    template_name = "desk/events/selection.html"
    right_on = SelectionVote

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        member = self.request.user.pk
        rows = [self._row(one, member) for one in applicants(self.event)]
        counts = {state: sum(row["agreed"] == state for row in rows) for state in ("", "divided")}
        return super().get_context_data(
            rows=rows,
            balance=balance(self.event),
            decided=applicants(self.event, DECIDED),
            verdicts=SelectionVote.Verdict.choices,
            criteria=self.event.criteria,
            votes=self.may("change"),
            plans=self.may("change", Event),
            ready=sum(row["ready"] for row in rows),
            one_voice=counts[""],
            divided=counts["divided"],
            **kwargs,
        )

    def _row(self, one: Applicant, member: int) -> dict[str, Any]:
        said = agreed(vote.verdict for vote in one.votes)
        labels = dict(SelectionVote.Verdict.choices)
        typed: QueryDict = self.request.POST
        key, own = one.participation.pk, one.voice_of(member)
        return {
            "one": one,
            "person": one.participation,
            "own": own,
            "verdict": typed.get(f"{key}-verdict", own.verdict if own else ""),
            "reason": typed.get(f"{key}-reason", own.reason if own else ""),
            "met": typed.getlist(f"{key}-criteria") if typed else (own.criteria if own else []),
            "agreed": said,
            "agreed_words": labels.get(said, ""),
            "ready": said not in ("", "divided")
            and not (said == "reserve" and one.participation.status == Status.WAITING),
            "voices": [(v.member.get_full_name() or v.member.get_username(), labels[v.verdict], v.reason, v.criteria)
                       for v in one.votes],
        }  # fmt: skip

    def post(self, request, *args, **kwargs):
        try:
            return self._done(request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(self.tab, self.event.pk)

    def _done(self, told):
        if "criteria" in told:
            if not self.may("change", Event):
                raise PermissionDenied
            set_criteria(event=self.event, criteria=told["criteria"].splitlines())
            return redirect(self.tab, self.event.pk)
        if not self.may("change"):
            raise PermissionDenied
        refused = self._vote(told)
        if refused:
            for words in refused:
                messages.error(self.request, words)
            return self.render_to_response(self.get_context_data(), status=422)
        if "decide" in told:
            self._tell(decide_selection(event=self.event))
        else:
            messages.success(self.request, _("Your votes are kept."))
        return redirect(self.tab, self.event.pk)

    def _vote(self, told) -> list[str]:
        """Keep each vote that differs from the one held; what was refused, in sentences."""
        refused, member = [], self.request.user
        for one in applicants(self.event):
            key, own = one.participation.pk, one.voice_of(member.pk)
            verdict = told.get(f"{key}-verdict", "")
            reason, met = told.get(f"{key}-reason", "").strip(), told.getlist(f"{key}-criteria")
            if not verdict or (
                own and (own.verdict, own.reason, set(own.criteria)) == (verdict, reason, set(met))
            ):
                continue
            try:
                vote(
                    participation=one.participation,
                    member=member,
                    verdict=verdict,
                    criteria=met,
                    reason=reason,
                )
            except Refused as refusal:
                refused.append(str(refusal))
        return refused

    def _tell(self, told: Decided) -> None:
        count = len(told.changed)
        if not count and not told.divided and not told.full:
            messages.warning(
                self.request, _("Nobody is decided yet: two members must say the same of somebody.")
            )
            return
        words = ngettext("%(count)s person was decided on", "%(count)s people were decided on", count) % {
            "count": count
        }
        parts = _("%(selected)s selected, %(waiting)s on the waiting list, %(declined)s not selected") % {
            "selected": len(told.selected), "waiting": len(told.waiting), "declined": len(told.declined),
        }  # fmt: skip
        messages.success(self.request, f"{words}: {parts}.")
        if told.divided:
            names = ", ".join(str(one.person) for one in told.divided)
            messages.warning(self.request, _("The panel is divided about %(names)s.") % {"names": names})
        if told.full:
            names = ", ".join(str(one.person) for one in told.full)
            messages.warning(self.request, _("No seat is free for %(names)s.") % {"names": names})


URLS = [path("<int:pk>/selection/", SelectionPage.as_view(), name="event_selection")]
