"""The page of a peer reviewer: the draft to read, comments row by row, a recommendation; sent once, then to be read again.

It needs no account, no script and no cookie: the signed address is the key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from colonnade.records.errors import Refused
from colonnade.research.actions import ReviewNotOpen, Said, keep_review, send_review
from colonnade.research.actions.reviews import LONGEST, MOST_COMMENTS
from colonnade.research.actions.studies import MEDIA_TYPES
from colonnade.research.models import PeerReviewer, ReviewComment
from colonnade.research.review_links import reviewer_from
from colonnade.research.wording import site_language
from colonnade.values.languages import known
from colonnade.values.words import date_words
from colonnade.web.caching import packed
from colonnade.web.events.private import kept_private
from colonnade.web.events.visitors import for_visitors, in_their_language

Kind, Recommendation = ReviewComment.Kind, PeerReviewer.Recommendation
BLANK: Final = 3
"""Empty rows offered below those that are filled."""


@dataclass(frozen=True)
class Row:
    """A comment as the form shows it."""

    number: int
    place: str = ""
    text: str = ""
    kind: str = str(Kind.SHOULD)


@for_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, the draft, and the form; what was typed survives an error, and is kept to go on later."""
    reviewer = reviewer_from(token)
    if reviewer is None:
        return _gone(request)
    in_their_language(request, site_language(reviewer.round.language))
    if request.method == "POST" and not reviewer.sent_at:
        return _taken(request, token, reviewer)
    return _shown(request, token, reviewer)


def _gone(request: HttpRequest) -> HttpResponse:
    words = _("This link does not lead to a review any more. Please ask the office for a new one.")
    return kept_private(
        packed(request, render(request, "studies/review_gone.html", {"words": words}, status=404))
    )


def rows_typed(told: Mapping[str, str]) -> list[Row]:
    """The rows as they came back, in their order on the page."""
    rows = []
    for number in range(1, MOST_COMMENTS + BLANK + 1):
        if f"text-{number}" not in told:
            continue
        text = told[f"text-{number}"].replace("\r\n", "\n")
        rows.append(Row(number, told.get(f"place-{number}", ""), text, told.get(f"kind-{number}", "")))
    return rows


def _taken(request: HttpRequest, token: str, reviewer: PeerReviewer) -> HttpResponse:
    """Kept, given more rows, or sent."""
    told = request.POST
    rows = rows_typed(told)
    comments = [Said(row.text, row.place, row.kind) for row in rows]
    remarks = told.get("remarks", "").replace("\r\n", "\n")
    typed = {"rows": rows, "remarks": remarks, "recommendation": told.get("recommendation", "")}
    try:
        if "send" not in told:
            keep_review(
                reviewer=reviewer, comments=comments, remarks=remarks, recommendation=typed["recommendation"]
            )
            return _back(request, token, "kept")
        send_review(
            reviewer=reviewer, comments=comments, remarks=remarks, recommendation=typed["recommendation"]
        )
    except ReviewNotOpen:
        return _back(request, token, "over")
    except Refused as refusal:
        return _shown(request, token, reviewer, typed, str(refusal), status=422)
    return _back(request, token, "sent")


def _back(request: HttpRequest, token: str, what: str) -> HttpResponse:
    asked = f"&lang={request.GET['lang']}" if "lang" in request.GET else ""
    return kept_private(HttpResponseRedirect(f"{reverse('review', args=(token,))}?{what}=1{asked}"))


def _shown(
    request: HttpRequest, token: str, reviewer: PeerReviewer, typed: dict[str, Any] | None = None, refused: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    held = reviewer.round
    sent, done = bool(reviewer.sent_at), not held.is_open
    if typed is None:
        typed = from_the_record(reviewer)
    rows: list[Row] = typed["rows"]
    if not sent:
        # Kept rows come back numbered anew; the empty ones stand below.
        rows = [Row(n, one.place, one.text, one.kind) for n, one in enumerate((r for r in rows if r.text.strip() or r.place.strip()), 1)]  # fmt: skip
        rows += [Row(len(rows) + n) for n in range(1, BLANK + 1) if len(rows) + n <= MOST_COMMENTS]
    language = known(get_language() or "en")
    context = {
        "reviewer": reviewer, "round": held, "study": held.study, "draft": held.draft,
        "draft_words": f"{held.draft.kind.upper()}, {filesizeformat(held.draft.size)}",
        "due": date_words(held.due_on, language) if held.due_on else "",
        "sent": date_words(reviewer.sent_at.date(), language) if reviewer.sent_at else "",
        "open": not sent and not done, "over": done, "kept": "kept" in request.GET, "just": "sent" in request.GET,
        "rows": rows, "remarks": typed["remarks"], "recommendation": typed["recommendation"],
        "kinds": Kind.choices,
        "recommendations": Recommendation.choices,
        "refused": refused, "longest": LONGEST,
        "comments": list(reviewer.comments.order_by("number")) if sent else [],
    }  # fmt: skip
    page = render(request, "studies/review.html", context, status=status)
    return kept_private(packed(request, page))


def from_the_record(reviewer: PeerReviewer) -> dict[str, Any]:
    """What the reviewer has written so far."""
    kept = reviewer.kept or {}
    rows = [
        Row(n, one["place"], one["text"], one["kind"]) for n, one in enumerate(kept.get("comments", ()), 1)
    ]
    return {
        "rows": rows,
        "remarks": kept.get("remarks", ""),
        "recommendation": kept.get("recommendation", ""),
    }


@for_visitors
@require_safe
def review_draft(request: HttpRequest, token: str) -> HttpResponse:
    """The draft as a download, as long as the link is open and the round runs."""
    reviewer = reviewer_from(token)
    if reviewer is None:
        return _gone(request)
    draft = reviewer.round.draft
    if not reviewer.round.is_open:
        raise Http404
    name = f"{reviewer.round.study.code}-v{draft.version}.{draft.kind}"
    response = FileResponse(
        draft.file.open("rb"), as_attachment=True, filename=name, content_type=MEDIA_TYPES[draft.kind]
    )
    return kept_private(response)


URLS = [
    path("review/<str:token>/", review, name="review"),
    path("review/<str:token>/draft/", review_draft, name="review_draft"),
]
