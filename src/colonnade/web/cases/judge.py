"""What a reviewer sees by their personal link: the text of each submission without whose it is, and the form to score it.

Everything a page or file of a reviewer says of a submission goes through ``Blind``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from colonnade.places.queries import name_on
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.research.actions import declare_conflict, keep_scores, send_judgement
from colonnade.research.blinding import Blind
from colonnade.research.case_links import from_token
from colonnade.research.models import NARRATIVE, Judge, Judgement, Submission
from colonnade.research.queries.judging import mean_of
from colonnade.values.languages import known
from colonnade.values.words import date_words
from colonnade.web.cases.calls import worded
from colonnade.web.cases.own import file_response
from colonnade.web.events.private import gone, kept_private
from colonnade.web.events.visitors import for_visitors, in_their_language

State = Judgement.State


def by_judge(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page opened by a reviewer's link, which opens what was given to this reviewer and nothing else."""

    @for_visitors
    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        judge = from_token(Judge, token, "call")
        if judge is None:
            return gone(
                request,
                _(
                    "This link does not lead to submissions to review any more. Please ask the office for a new one."
                ),
            )
        in_their_language(request, site_language(judge.language))
        return kept_private(view(request, judge, token, **kwargs))

    return answer


def _given(judge: Judge) -> Any:
    related = ("submission__call", "submission__country", "submission__person")
    rows = Judgement.objects.filter(judge=judge, submission__withdrawn_on=None).select_related(*related)
    rows = rows.prefetch_related("submission__country__names")
    return rows.exclude(state=State.CONFLICT).order_by("submission__code")


def _one(judge: Judge, code: str) -> Judgement:
    held = _given(judge).filter(submission__code=code).first()
    if held is None:
        raise Http404
    return held


@by_judge
@require_safe
def judge_list(request: HttpRequest, judge: Judge, token: str) -> HttpResponse:
    """What this reviewer has: what waits first, then what was sent."""
    rows = [
        {"code": one.submission.code, "title": Blind(one.submission)(one.submission.title), "lang": one.submission.written_in,
         "state": one.state, "begun": bool(one.scores), "open": one.submission.state == Submission.State.ELIGIBLE}
        for one in _given(judge)
    ]  # fmt: skip
    call = judge.call
    told = {
        "judge": judge,
        "call": call,
        "text": worded(call),
        "waiting": [row for row in rows if row["state"] == State.GIVEN and row["open"]],
        "sent": [row for row in rows if row["state"] == State.SENT],
        "by": date_words(call.reviews_by, known(get_language() or "en")) if call.reviews_by else "",
        "done": request.GET.get("done", ""),
        "token": token,
        "lang": get_language(),
    }
    return render(request, "cases/judge.html", told)


@by_judge
@require_http_methods(["GET", "HEAD", "POST"])
def judge_one(request: HttpRequest, judge: Judge, token: str, code: str) -> HttpResponse:
    """One submission to be read and scored; sent once, with a reason for each score."""
    held = _one(judge, code)
    refused, status, scores, comment = "", 200, held.scores, held.comment
    if request.method == "POST":
        scores, comment = typed(judge, request.POST), request.POST.get("comment", "")[:4000]
        try:
            if "conflict" in request.POST:
                declare_conflict(judgement=held, because=request.POST.get("interest", ""))
                return _to_list(token, "conflict")
            act = send_judgement if "send" in request.POST else keep_scores
            act(judgement=held, scores=scores, comment=comment)
            return _to_list(token, "sent" if "send" in request.POST else "kept")
        except Refused as refusal:
            refused, status = str(refusal), 422
    return render(
        request, "cases/judge_one.html", page_of(held, token, scores, comment, refused), status=status
    )


def typed(judge: Judge, told: Any) -> dict[str, tuple[int | None, str]]:
    """The scores of the form as they came back."""
    found = {}
    for criterion in judge.call.criteria.all():
        value, reason = told.get(f"s-{criterion.name}", ""), told.get(f"r-{criterion.name}", "").strip()
        if value or reason:
            found[criterion.name] = (int(value) if value.isdecimal() and len(value) < 3 else None, reason)
    return found


def page_of(held: Judgement, token: str, scores: Any, comment: str, refused: str = "") -> dict[str, Any]:
    call, language = held.judge.call, known(get_language() or "en")
    return {
        "held": held,
        "call": call,
        "text": worded(call),
        "told": seen_by_judges(held.submission),
        "criteria": [
            {"name": one.name, "label": one.label_in(language), "words": one.words_in(language), "weight": one.weight,
             "value": scores.get(one.name, (None, ""))[0], "reason": scores.get(one.name, (None, ""))[1]}
            for one in call.criteria.all()
        ],
        "scale": call.scale_in(language),
        "comment": comment,
        "refused": refused,
        "others": others_said(held) if held.state == State.SENT else [],
        "token": token,
        "lang": get_language(),
    }  # fmt: skip


def seen_by_judges(submission: Submission) -> dict[str, Any]:
    """A submission as those who judge see it: also shown at the desk, so that somebody may look before they do."""
    blind, call = Blind(submission), submission.call
    language = known(get_language() or "en")
    parts = [
        (str(submission._meta.get_field(name).verbose_name), blind(getattr(submission, name)))
        for name in NARRATIVE
        if getattr(submission, name)
    ]
    shown = {question.name: question for question in call.questions.all() if question.shown_to_judges}
    for name, answer in submission.answers.items():
        if name in shown:
            words = (
                ", ".join(map(str, answer))
                if isinstance(answer, list)
                else _("yes")
                if answer is True
                else str(answer)
            )
            label = shown[name].translations.get(language, {}).get("label") or shown[name].label
            parts.append((label, blind(words)))
    country = submission.country
    return {
        "code": submission.code,
        "title": blind(submission.title),
        "category": submission.category,
        "lang": submission.written_in,
        "country": ""
        if call.hides_country or country is None
        else name_on(country, submission.begun_at.date(), language),
        "parts": parts,
        "files": [
            (number, bool(one.shown), bool(one.text), one.kind)
            for number, one in enumerate(submission.files.all(), 1)
            if one.shown or one.text
        ],
    }


def others_said(held: Judgement) -> list[tuple[str, list[str]]]:
    """What other reviewers gave, once one's own is sent: means and values by criterion, no name and no words."""
    weights = dict(held.judge.call.criteria.values_list("name", "weight"))
    rows = Judgement.objects.filter(submission=held.submission_id, state=State.SENT).exclude(pk=held.pk)
    told = []
    for one in rows.order_by("pk"):
        mean = mean_of(one, weights)
        told.append(
            (
                f"{float(mean):.1f}" if mean is not None else "–",
                [str(one.scores.get(name, ["–"])[0]) for name in weights],
            )
        )
    return told


@by_judge
@require_safe
def judge_file(request: HttpRequest, judge: Judge, token: str, code: str, number: int) -> HttpResponse:
    """A copy without properties, under a name that says nothing; only where somebody at the desk let it be seen."""
    held = _one(judge, code)
    files = list(held.submission.files.all())
    if not 1 <= number <= len(files) or not files[number - 1].shown:
        raise Http404
    one = files[number - 1]
    return file_response(one, one.shown, f"{code}-{number}.{one.shown.name.rpartition('.')[2]}")


@by_judge
@require_safe
def judge_text(request: HttpRequest, judge: Judge, token: str, code: str, number: int) -> HttpResponse:
    """The plain text of a file, with what would say who sent it struck out."""
    held = _one(judge, code)
    files = list(held.submission.files.all())
    if not 1 <= number <= len(files) or not files[number - 1].text:
        raise Http404
    one = files[number - 1]
    words = Blind(held.submission, [one.name.rpartition(".")[0]])(one.text)
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _to_list(token: str, done: str) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('judge', args=(token,))}?lang={get_language()}&done={done}", status=303
    )


URLS = [
    path("judge/<str:token>/", judge_list, name="judge"),
    path("judge/<str:token>/<str:code>/", judge_one, name="judge_one"),
    path("judge/<str:token>/<str:code>/files/<int:number>/", judge_file, name="judge_file"),
    path("judge/<str:token>/<str:code>/text/<int:number>/", judge_text, name="judge_text"),
]
