"""The page of one submission, opened by its sender's signed link: where it stands, correcting, files, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from colonnade.people.models import Consent
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.uploads import MEDIA_TYPES
from colonnade.research.actions import attach, choose_consent, correct_submission, detach, submit, take_back
from colonnade.research.actions.submissions import LARGEST, MOST_FILES
from colonnade.research.case_links import from_token, token_of
from colonnade.research.models import Submission, SubmissionFile
from colonnade.research.rules.calls import by_its_clock, may_not_change
from colonnade.web.cases.calls import worded
from colonnade.web.cases.forms import WORDINGS, CallForm, as_written, facts_of
from colonnade.web.events.private import gone, kept_private, sent_file
from colonnade.web.events.visitors import for_visitors, in_their_language

State = Submission.State


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page opened by a personal link: kept by nobody on the way, told to no other site, found by no search."""

    @for_visitors
    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        held = from_token(Submission, token, "call", "person", "country")
        if held is None or not held.email or (held.person and held.person.erased_on):
            return gone(
                request,
                _("It was replaced by a newer one, or a part of it is missing. Look for the latest letter about your "
                  "submission, and copy the whole link."),
            )  # fmt: skip
        in_their_language(request, site_language(held.language))
        return kept_private(view(request, held, token, **kwargs))

    return answer


def told_of(submission: Submission, token: str, **more: Any) -> dict[str, Any]:
    closes = submission.call.closes_at
    return {
        "submission": submission,
        "call": submission.call,
        "text": worded(submission.call),
        "closes": by_its_clock(closes, submission.call) if closes else "",
        "fixed": may_not_change(submission),
        "state": state_sentence(submission),
        "token": token,
        "lang": get_language(),
        "largest": LARGEST // 1_000_000,
        "most_files": MOST_FILES,
        **more,
    }


def state_sentence(submission: Submission) -> str:
    """Where a submission stands, as far as its sender is told: nothing of screening before it is decided."""
    told = {
        State.DRAFT: _("This is a draft. Nothing has been sent yet."),
        State.TAKEN_BACK: _("You took this submission back. It is not judged."),
    }
    if submission.decided_on:
        told |= {
            State.SELECTED: _("Your submission was selected."),
            State.DECLINED: _("Your submission was not selected."),
            State.NOT_ELIGIBLE: _("Your submission could not be considered."),
            State.DUPLICATE: _(
                "Your submission tells of what another submission tells; that one was considered."
            ),
        }
    return told.get(
        State(submission.state),
        _("Your submission has reached us. You will be told by mail what is decided."),
    )


def _back(token: str, done: str, anchor: str = "") -> HttpResponse:
    address = reverse("submission", args=(token,))
    return HttpResponseRedirect(f"{address}?lang={get_language()}&done={done}{anchor}", status=303)


DONE = {
    "sent": lambda: _("Thank you. A confirmation with this page’s address is on its way to you."),
    "draft": lambda: _("Your draft is kept. The address of this page is on its way to you by mail."),
    "corrected": lambda: _("Your corrections are saved."),
    "file": lambda: _("Your file has been received."),
    "detached": lambda: _("The file was taken away."),
    "consent": lambda: _("Your choice is saved."),
}


@by_link
@require_safe
def own(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Where the submission stands, what was written and agreed to, the files with it."""
    held = (
        Consent.objects.filter(person=submission.person, ref=submission.ref, withdrawn_at=None)
        if submission.person
        else []
    )
    agreed = {consent.purpose: consent for consent in held}
    done = DONE.get(request.GET.get("done", ""))
    told = told_of(
        submission, token, facts=facts_of(submission), files=submission.files.all(), done=done() if done else "",
        consents=[(purpose, words, agreed.get(purpose)) for purpose, words in WORDINGS.items()] if submission.person else [],
    )  # fmt: skip
    return render(request, "cases/own.html", told)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """The form once more with what was written: a draft goes on and is sent, a submission is corrected."""
    if may_not_change(submission):
        return _back(token, "")
    is_draft, refused = submission.state == State.DRAFT, ""
    facts = {"call": submission.call, "questions": submission.call.questions.all(), "agreeing": is_draft}
    form = CallForm(
        request.POST or None, initial=as_written(submission), draft="draft" in request.POST, **facts
    )
    if request.method == "POST" and form.is_valid():
        try:
            if is_draft and "draft" not in request.POST:
                held = submit(
                    call=submission.call, number=submission.number, told=form.told(), consents=form.consents()
                )
                done = "sent"
            else:
                held = correct_submission(submission=submission, told=form.told())
                done = "draft" if is_draft else "corrected"
        except Refused as refusal:
            refused = str(refusal)
        else:
            return _back(token_of(held), done)
    return render(
        request,
        "cases/correct.html",
        told_of(submission, token, form=form, refused=refused, is_draft=is_draft),
    )


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Taking the submission back, after being asked once."""
    if request.method == "POST" and not may_not_change(submission):
        take_back(submission=submission)
        return _back(token, "")
    return render(request, "cases/withdraw.html", told_of(submission, token))


@by_link
@require_POST
def send_file(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """A file with the submission; one that is too large is not read."""
    try:
        file = sent_file(request, "file", LARGEST)
        attach(submission=submission, name=file.name or "", content=file.read())
    except Refused as refusal:
        return render(request, "cases/file.html", told_of(submission, token, refused=str(refusal)))
    return _back(token, "file", "#files")


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, submission: Submission, token: str, pk: int) -> HttpResponse:
    """A file that was sent here, back to whoever sent it; or taken away again."""
    held = get_object_or_404(submission.files, pk=pk)
    if request.method == "POST":
        try:
            detach(file=held)
        except Refused as refusal:
            return render(request, "cases/file.html", told_of(submission, token, refused=str(refusal)))
        return _back(token, "detached", "#files")
    return file_response(held, held.file, f"{submission.code}-{held.pk}.{held.kind}")


def file_response(held: SubmissionFile, stored: Any, name: str) -> HttpResponse:
    """A file that somebody uploaded: always a download, never opened as a page of ours."""
    response = FileResponse(
        stored.open("rb"),
        as_attachment=True,
        filename=name,
        content_type=MEDIA_TYPES.get(name.rpartition(".")[2], ""),
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@by_link
@require_POST
def consent(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """What was agreed to is taken back, or something more is agreed to."""
    purpose = request.POST.get("purpose", "")
    if purpose not in WORDINGS or submission.person is None:
        raise Http404
    choose_consent(
        submission=submission,
        purpose=purpose,
        words=str(WORDINGS[purpose]),
        agrees=request.POST.get("agree") == "yes",
    )
    return _back(token, "consent", "#consents")


@by_link
@require_safe
def data(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """Everything that is held of the person with this submission, for a machine to read."""
    names = ("code", "state", "language", *CallForm.YOU, *CallForm.FOR_WHOM, *CallForm.TELLS, "answers")
    told = {name: getattr(submission, name) for name in names if name != "country"}
    told |= {
        "as_of": timezone.now().isoformat(timespec="seconds"),
        "call": submission.call.code,
        "country": submission.country.code if submission.country else None,
        "sent_at": submission.sent_at.isoformat(timespec="seconds") if submission.sent_at else None,
        "files": [{"name": one.name, "bytes": one.size, "sha256": one.sha256} for one in submission.files.all()],
        "consents": [
            {"purpose": row.purpose, "wording": row.wording, "given_at": row.given_at.isoformat(timespec="seconds"),
             "withdrawn_at": row.withdrawn_at.isoformat(timespec="seconds") if row.withdrawn_at else None}
            for row in (Consent.objects.filter(person=submission.person, ref=submission.ref).order_by("pk") if submission.person else ())
        ],
    }  # fmt: skip
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{submission.code}.json"'
    return response


_HERE = "submission/<str:token>/"

URLS = [
    path(_HERE, own, name="submission"),
    path(f"{_HERE}correct/", correct, name="submission_correct"),
    path(f"{_HERE}withdraw/", withdraw, name="submission_withdraw"),
    path(f"{_HERE}file/", send_file, name="submission_send_file"),
    path(f"{_HERE}file/<int:pk>/", file, name="submission_file"),
    path(f"{_HERE}consent/", consent, name="submission_consent"),
    path(f"{_HERE}data.json", data, name="submission_data"),
]
