"""What was sent to a call: the list, however long, its spreadsheet, and the page of one to screen and to blind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.research.actions import (
    draft_case,
    give_to,
    hide_words,
    publish_case,
    screen,
    show_file,
    unshow_file,
)
from colonnade.research.actions.submissions import LARGEST, renew_submission_link
from colonnade.research.blinding import Blind
from colonnade.research.models import Case, Judge, Submission, SubmissionFile
from colonnade.research.queries import (
    alike,
    countries_of_submissions,
    lines_of,
    states_of_submissions,
    submissions_of,
    who_may_judge,
)
from colonnade.web.cases.forms import facts_of
from colonnade.web.cases.judge import seen_by_judges
from colonnade.web.cases.own import file_response
from colonnade.web.desk.cases.workspace import CallPage
from colonnade.web.desk.rights import may_see
from colonnade.web.lines import as_csv

SIZE = 100
"""Lines of a page."""

State = Submission.State
ALIKE = {
    "email": lambda: _("the same e-mail"),
    "title": lambda: _("the same title"),
    "institution": lambda: _("the same institution"),
}


def asked_by(request: HttpRequest) -> dict[str, str]:
    """How the address narrows the list."""
    state = request.GET.get("state", "")
    return {
        "state": state if state in State.values else "",
        "country": request.GET.get("country", "")[:3],
        "words": request.GET.get("q", "").strip()[:100],
    }


class SubmissionsPage(CallPage):
    """The list, narrowed by state, country and words; many found eligible at once."""

    tab = "call_submissions"
    template_name = "desk/cases/submissions.html"
    right_on = Submission

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked, after = asked_by(self.request), self.request.GET.get("after", "")
        lines, more = lines_of(
            submissions_of(self.call, **asked), after=int(after) if after.isdigit() else 0, size=SIZE
        )
        narrowed = {
            name: value
            for name, value in self.request.GET.items()
            if name in ("state", "country", "q") and value
        }
        address = reverse("call_submissions", args=(self.call.pk,))
        return super().get_context_data(
            lines=lines,
            states=[(State(state), number) for state, number in states_of_submissions(self.call).items()],
            countries=countries_of_submissions(self.call),
            asked=asked,
            first=f"{address}?{urlencode(narrowed)}" if after else "",
            following=f"{address}?{urlencode(narrowed | {'after': lines[-1].pk})}" if more else "",
            export=f"{reverse('call_submissions_file', args=(self.call.pk,))}?{urlencode(narrowed)}",
            changes=self.may("change"),
            **kwargs,
        )

    def done(self, told: Any) -> str:
        keys = [int(key) for key in told.getlist("which") if key.isdigit()]
        rows = Submission.objects.filter(call=self.call, pk__in=keys, state=State.SENT).order_by("pk")
        for one in rows:
            screen(submission=one, verdict=State.ELIGIBLE, by=self.request.user)
        if not rows:
            raise Refused(_("Tick submissions that were sent and not screened yet."))
        return ngettext("%(n)s submission is eligible.", "%(n)s submissions are eligible.", len(rows)) % {
            "n": len(rows)
        }


class SubmissionPage(CallPage):
    """One submission: what was sent, whether it is eligible, what reviewers see of it, and who they are."""

    template_name = "desk/cases/submission.html"
    right_on = Submission

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        related = ("call", "country__region", "person", "screened_by", "duplicate_of")
        rows = Submission.objects.select_related(*related).prefetch_related("country__names", "files")
        self.submission = get_object_or_404(rows, pk=kwargs["submission"], call=self.call)

    def get_page_subtitle(self) -> str:
        return self.submission.code

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one, blind = self.submission, Blind(self.submission)
        given = list(one.judgements.select_related("judge").order_by("pk"))
        judges = list(standing(Judge.objects).filter(call=self.call).order_by("name"))
        taken = {held.judge_id for held in given}
        judging = may_see(self.request.user, Judge)
        return super().get_context_data(
            one=one,
            facts=facts_of(one),
            files=[(held, blind.finds(held.text)) for held in one.files.all()],
            seen=seen_by_judges(one),
            alike=[(other, ALIKE[why]()) for other, why in alike(one)],
            reasons=Submission.Reason.choices,
            given=given if judging else [],
            judges=[(j, why) for j, why in who_may_judge(one, judges) if j.pk not in taken]
            if judging
            else [],
            case=Case.objects.filter(submission=one).first(),
            changes=self.may("change") and not one.withdrawn_on,
            withdraws=self.may("withdraw"),
            assigns=self.may("change", Judge),
            publishes=self.may("add", Case),
            open=one.state in (State.SENT, State.ELIGIBLE, State.NOT_ELIGIBLE, State.DUPLICATE),
            largest=LARGEST // 1_000_000,
            **kwargs,
        )

    def done(self, told: Any) -> str:
        one, by, act = self.submission, self.request.user, told.get("act", "")
        if act == "screen":
            screen(
                submission=one, verdict=told.get("verdict", ""), by=by, reason=told.get("reason", ""), words=told.get("words", ""),
                duplicate_of=Submission.objects.filter(call=self.call, code=told.get("duplicate_of", "").strip()).first(),
            )  # fmt: skip
            return _("Kept.")
        if act == "hide":
            hide_words(submission=one, words=told.get("hidden_words", ""))
            return _("These words are hidden from reviewers.")
        if act == "link":
            renew_submission_link(submission=one)
            return _("A new link is on its way; older ones no longer open it.")
        if act == "give":
            if not self.may("change", Judge):
                raise PermissionDenied
            give_to(judge=get_object_or_404(Judge, pk=self._key("judge"), call=self.call), submission=one)
            return _("It was given.")
        if act == "case":
            if not self.may("add", Case):
                raise PermissionDenied
            draft_case(submission=one)
            return _("The case is begun. Look through its words, then publish it.")
        if act == "publish":
            if not self.may("change", Case):
                raise PermissionDenied
            publish_case(case=get_object_or_404(Case, submission=one))
            return _("The case stands on the site.")
        return self._file(act, by)

    def _file(self, act: str, by: Any) -> str:
        file = get_object_or_404(SubmissionFile, pk=self._key("file"), submission=self.submission)
        if act == "unshow":
            unshow_file(file=file)
            return _("Reviewers do not see this file any more.")
        if act != "show":
            raise Refused(_("Nothing was asked for."))
        redacted = self.request.FILES.get("redacted")
        show_file(file=file, by=by, redacted=redacted.read() if redacted else None)
        return _("Reviewers see a copy of this file without its properties.")

    def _key(self, name: str) -> int:
        told = self.request.POST.get(name, "")
        return int(told) if told.isdecimal() else 0


def submission_file(request: HttpRequest, pk: int, submission: int, file: int) -> HttpResponse:
    """A file as it was sent, or with ``?copy`` as reviewers see it, to those who may see submissions."""
    if not may_see(request.user, Submission):
        raise PermissionDenied
    rows = SubmissionFile.objects.select_related("submission")
    held = get_object_or_404(rows, pk=file, submission=submission, submission__call=pk)
    copy = bool(held.shown) and "copy" in request.GET
    stored = held.shown if copy else held.file
    return file_response(held, stored, f"{held.submission.code}-{held.pk}.{stored.name.rpartition('.')[2]}")


def submissions_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as shown, whole, as CSV: written while it is read."""
    if not may_see(request.user, Submission):
        raise PermissionDenied
    page = SubmissionsPage()
    page.setup(request, pk=pk)
    rows = submissions_of(page.call, **asked_by(request)).values_list(
        "code", "state", "sent_at", "title", "category", "language", "country__name_en", "organisation_name", "contact_name",
        "function", "email", "reason", "reason_words",
    )  # fmt: skip

    def told() -> Iterator[list[str]]:
        yield [
            str(word)
            for word in (
                _("Code"), _("State"), _("Sent at (UTC)"), _("Title"), _("Category"), _("Language"), _("Country"), _("Institution"),
                _("Contact"), _("Function"), _("E-mail"), _("Reason"), _("In words"),
            )
        ]  # fmt: skip
        for code, state, sent, *cells in rows.iterator(chunk_size=500):
            moment = sent.strftime("%Y-%m-%d %H:%M") if sent else ""
            yield [
                code,
                str(State(state).label),
                moment,
                *("" if cell is None else str(cell) for cell in cells),
            ]

    response = StreamingHttpResponse(as_csv(told()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="{page.call.code}-submissions-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    return response


URLS = [
    path("<int:pk>/", SubmissionsPage.as_view(), name="call_submissions"),
    path("<int:pk>/submissions.csv", submissions_file, name="call_submissions_file"),
    path("<int:pk>/submissions/<int:submission>/", SubmissionPage.as_view(), name="call_submission"),
    path(
        "<int:pk>/submissions/<int:submission>/files/<int:file>/",
        submission_file,
        name="call_submission_file",
    ),
]
