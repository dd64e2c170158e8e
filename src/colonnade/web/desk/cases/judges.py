"""Who judges a call: given out in balance, invited and reminded."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from colonnade.records.errors import Refused
from colonnade.research.actions import assign_judges, close_judge_link, invite_judges
from colonnade.research.case_links import judge_address
from colonnade.research.models import Judge, Submission
from colonnade.research.queries import judges_of, states_of_submissions
from colonnade.web.desk.cases.workspace import CallPage


class JudgesPage(CallPage):
    """Reviewers with how far each has come; giving out, inviting, reminding."""

    tab = "call_judges"
    template_name = "desk/cases/judges.html"
    right_on = Judge

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = self.may("change")
        rows = judges_of(self.call)
        return super().get_context_data(
            rows=[
                (
                    one,
                    judge_address(one.judge)
                    if changes or one.judge.account_id == self.request.user.pk
                    else "",
                )
                for one in rows
            ],
            eligible=states_of_submissions(self.call).get(str(Submission.State.ELIGIBLE), 0),
            given=sum(one.given for one in rows),
            criteria=self.call.criteria.count(),
            changes=changes,
            adds=self.may("add"),
            **kwargs,
        )

    def done(self, told: Any) -> str:
        if "close" in told:
            key = int(told["close"]) if told["close"].isdecimal() else 0
            close_judge_link(judge=get_object_or_404(Judge, pk=key, call=self.call))
            return _("The link is closed. Invite again to send a new one.")
        if "assign" in told:
            if not self.call.criteria.exists():
                raise Refused(_("Give the call its criteria first: reviewers score by them."))
            out = assign_judges(call=self.call)
            if out.wanting:
                codes = ", ".join(one.code for one in out.wanting[:8]) + (
                    " …" if len(out.wanting) > 8 else ""
                )
                messages.warning(
                    self.request, _("Too few may review: %(codes)s. Name more reviewers.") % {"codes": codes}
                )
            return ngettext("%(n)s review was given out.", "%(n)s reviews were given out.", out.number) % {
                "n": out.number
            }
        keys = [int(key) for key in told.getlist("judge") if key.isdecimal()]
        written = invite_judges(call=self.call, judges=Judge.objects.filter(pk__in=keys))
        if not written:
            raise Refused(_("Choose reviewers who have something to review."))
        return ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", written) % {
            "n": written
        }


URLS = [path("<int:pk>/judges/", JudgesPage.as_view(), name="call_judges")]
