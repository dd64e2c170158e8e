"""The public page of an evaluation form: opened by a personal link, without account, cookie or script, and used once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from colonnade.capacity.actions import AlreadyAnswered, FormShut, Offer, answer_evaluation
from colonnade.capacity.evaluating import (
    LONGEST,
    NOT_APPLICABLE,
    AnswersDoNotFit,
    choices_of,
    current_items,
    shut,
    wording_of,
)
from colonnade.capacity.models import EvaluationItem
from colonnade.capacity.queries import evaluation_of
from colonnade.records.errors import Refused
from colonnade.values.languages import known

Scale = EvaluationItem.Scale


def address_of(link: str, language: str) -> str:
    """Where a person's form is, in the words of a letter."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('evaluation_form', args=(link,))}?lang={language}"


def channels() -> list[tuple[str, str]]:
    """Where words may be printed, as the ledger of quotes names it and as it is asked."""
    return [
        ("oversight", _("in reports to the oversight body and to donors")),
        ("web", _("on the office's website")),
        ("print", _("in printed publications")),
    ]


@dataclass(frozen=True)
class Field:
    """A question as the page shows it, with what was typed."""

    item: EvaluationItem
    name: str
    wording: str
    values: tuple[str, ...] = ()
    error: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    ends: Mapping[str, str] = field(default_factory=dict)

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def asked_as(self) -> str:
        """Which piece of the template draws it."""
        return {
            Scale.AGREEMENT: "scale",
            Scale.TEXT: "text",
            Scale.QUOTE: "quote",
            Scale.CHOICES: "several",
        }.get(Scale(self.item.scale), "one")

    @property
    def drawn(self) -> list[tuple[str, str, str, bool]]:
        """Each choice: what is sent, its words, what stands under it on a scale, and whether it is chosen."""
        return [(kept, words, self.ends.get(kept, ""), kept in self.values) for kept, words in self.choices]

    @property
    def not_applicable(self) -> bool:
        return NOT_APPLICABLE in self.values


def fields_of(items: list[EvaluationItem], typed: QueryDict, errors: Mapping[str, str]) -> list[Field]:
    language = known(get_language() or "en")
    ends = {"1": _("strongly disagree"), "3": _("neither"), "5": _("strongly agree")}
    return [
        Field(
            item, f"a_{item.name}", wording_of(item, language), tuple(typed.getlist(f"a_{item.name}")),
            errors.get(item.name, ""), tuple(choices_of(item, language)),
            ends if item.scale == Scale.AGREEMENT else {},
        )
        for item in items
    ]  # fmt: skip


@csrf_exempt  # no cookie is kept that somebody else's page could use: the link itself is the right to answer
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation_form(request: HttpRequest, token: str) -> HttpResponse:
    """The form; what was typed survives an error; a second visit says that it has been answered."""
    response = _answered(request, token)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answered(request: HttpRequest, token: str) -> HttpResponse:
    held = evaluation_of(token)
    if held is None:
        return render(request, "events/evaluation_shut.html", {"why": "unknown"}, status=404)
    evaluation = held.evaluation
    context: dict[str, Any] = {"evaluation": evaluation, "event": evaluation.event, "token": token}
    if held.answered:
        return render(request, "events/evaluation_shut.html", {**context, "why": "answered"})
    why = shut(evaluation, timezone.now().astimezone(evaluation.event.zone).date())
    if why:
        return render(
            request,
            "events/evaluation_shut.html",
            {**context, "why": why},
            status=410 if why == "over" else 200,
        )
    items = current_items(evaluation.items.all())
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _put(token, items, request.POST)
        if not errors:
            return redirect(f"{reverse('evaluation_form', args=(token,))}?lang={request.LANGUAGE_CODE}")
    typed = request.POST
    fields = fields_of(items, typed, errors)
    context |= {
        "fields": fields, "errors": errors, "wrong": [one for one in fields if one.error], "typed": typed,
        "channels": [(kept, words, kept in typed.getlist("channel")) for kept, words in channels()], "longest": LONGEST,
    }  # fmt: skip
    return render(request, "events/evaluation.html", context, status=422 if errors else 200)


def _put(token: str, items: list[EvaluationItem], typed: QueryDict) -> dict[str, str]:
    """Put the answer in the box; what is wrong by question where something is."""
    answers = {
        item.name: typed.getlist(f"a_{item.name}")
        if item.scale == Scale.CHOICES
        else typed.get(f"a_{item.name}", "")
        for item in items
    }
    offer, errors = _offer(items, answers, typed)
    if errors:
        return errors
    try:
        answer_evaluation(token=token, answers=answers, offer=offer)
    except AnswersDoNotFit as refusal:
        return refusal.errors
    except (AlreadyAnswered, FormShut):
        return {}  # the page that follows says so
    except Refused as refusal:
        return {"": str(refusal)}
    return {}


def _offer(
    items: list[EvaluationItem], answers: Mapping[str, Any], typed: QueryDict
) -> tuple[Offer | None, dict[str, str]]:
    """The words that may be quoted, where the person ticked that they may; and what is missing for it."""
    asked = next((item for item in items if item.scale == Scale.QUOTE), None)
    text = str(answers.get(asked.name, "")).strip() if asked else ""
    if asked is None or not text or not typed.get("may_quote"):
        return None, {}
    known_channels = dict(channels())
    where = tuple(kept for kept in typed.getlist("channel") if kept in known_channels)
    if not where:
        return None, {
            asked.name: _("Please tick where your words may be printed, or take the tick of consent away.")
        }
    if typed.get("with_name") and not typed.get("quote_name", "").strip():
        return None, {asked.name: _("Please write the name under which your words may be printed.")}
    put = [
        _("The office may quote these words."),
        *([_("With my name.")] if typed.get("with_name") else []),
        *([_("With my function and institution.")] if typed.get("with_function") else []),
        *(known_channels[kept] for kept in where),
    ]
    return Offer(
        text, typed.get("quote_name", ""), typed.get("quote_function", ""), bool(typed.get("with_name")),
        bool(typed.get("with_function")), where, known(get_language() or "en"), " · ".join(put),
    ), {}  # fmt: skip


URLS = [path("evaluation/<str:token>/", evaluation_form, name="evaluation_form")]
