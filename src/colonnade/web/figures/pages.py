"""The public pages of figures: the catalogue, “check this number”, the same as JSON, and adding numbers up."""

from __future__ import annotations

from django.apps import apps
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.definition import UnknownFigure, add
from colonnade.figures.dimensions import Words
from colonnade.figures.measure import Measurer, find
from colonnade.figures.publishing import Publisher, Withheld
from colonnade.figures.publishing_money import offered
from colonnade.figures.scope import NotAnAddress, Scope, read_address
from colonnade.office.models import Office
from colonnade.records.errors import Refused
from colonnade.values.words import NOT_KNOWN
from colonnade.web.caching import small
from colonnade.web.figures.account import Account
from colonnade.web.figures.asking import Question, read, usual
from colonnade.web.figures.words import language, scope_sentence, shown_words, unit_after

ADDRESSES_AT_MOST = 30
WAYS_SHOWN = 12


def least_count() -> int:
    """The least count of persons shown to the public; the usual one before an office is set up."""
    return least_of(Office.objects.order_by("pk").first())


def least_of(office: Office | None) -> int:
    """The same where the office is read already."""
    return office.small_cell if office else 5


@require_safe
@small
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every published number with its value for the latest report's period, or the last whole year."""
    period, as_of = usual(public=True)
    scope = Scope.of(period, as_of)
    context = {
        "rooms": told_catalogue(scope, least_count()),
        "scope": scope_sentence(scope),
        "query": f"period={period}&as_of={as_of}",
    }
    return render(request, "figures/catalogue.html", context)


def told_catalogue(scope: Scope, least: int) -> list[tuple[str, list[dict[str, str]]]]:
    """The catalogue in words, room by room."""
    publisher = Publisher(Measurer(as_of=scope.as_of, language=language()), least)
    rooms: dict[str, list[dict[str, str]]] = {}
    for figure in CATALOGUE.values():
        rooms.setdefault(figure.key.partition(".")[0], []).append(_line(publisher, figure.key, scope))
    return [(str(apps.get_app_config(room).verbose_name), lines) for room, lines in rooms.items()]


def _line(publisher: Publisher, key: str, scope: Scope) -> dict[str, str]:
    figure = find(key)
    line = {"key": key, "label": str(figure.label), "definition": figure.definition,
            "unit": "", "words": NOT_KNOWN, "refused": "", "reported": ""}  # fmt: skip
    try:
        published = publisher.publish(key, scope)
    except Refused as refusal:  # funds in several currencies have no one total
        return line | {"refused": str(refusal)}
    return line | {
        "words": shown_words(published.value, publisher.least),
        "unit": unit_after(figure.unit.code, published.value),
        "reported": "yes" if published.reported else "",
    }


@require_safe
@small
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Check this number. What cannot be answered is said, with the form as it was filled in."""
    try:
        question = read(key, request.GET, language())
    except UnknownFigure as unknown:
        return render(request, "figures/problem.html", {"problems": [str(unknown)]}, status=404)
    context: dict[str, object] = {"form": form_of(question), "question": question}
    if question.problems:
        return render(request, "figures/problem.html", context | {"problems": question.problems}, status=400)
    try:
        context["account"] = Account(question, Office.objects.order_by("pk").first())
    except Refused as refusal:
        context |= {"problems": [str(refusal)], "ways": ways(question)}
        return render(request, "figures/problem.html", context)
    return render(request, "figures/figure.html", context)


def ways(question: Question, *, public: bool = True) -> list[tuple[str, str]]:
    """What can be asked of a figure that has no value over the whole: each part of its dimensions, with its address."""
    words = Words(language(), question.scope.as_of)
    return [
        (label, question.query(by=None, **{dimension.key: part}))
        for dimension in offered(question.figure, question.scope, public=public)
        for part, label in list(words.of(dimension.key).items())[:WAYS_SHOWN]
    ]


def form_of(question: Question, *, public: bool = True) -> dict[str, object]:
    """The small form as it was filled in, or as it would ask the same question."""
    typed = question.typed
    return {
        "period": typed.get("period") or str(question.scope.period),
        "as_of": typed.get("as_of") or question.scope.as_of.isoformat(),
        "by": typed.get("by", ""),
        "choices": [(d.key, str(d.label)) for d in offered(question.figure, question.scope, public=public)],
        "kept": list(question.scope.parts),
        "wrong_period": bool(question.problems) and bool(typed.get("period")),
    }


@require_safe
def figure_json(request: HttpRequest, key: str) -> JsonResponse:
    """The same page for programs; what is withheld there is withheld here."""
    try:
        question = read(key, request.GET, language())
        if question.problems:
            return JsonResponse({"problems": question.problems}, status=400)
        plain = Account(question, Office.objects.order_by("pk").first()).plain()
    except UnknownFigure as unknown:
        return JsonResponse({"problems": [str(unknown)]}, status=404)
    except Refused as refusal:
        return JsonResponse({"problems": [str(refusal)]}, status=400)
    response = JsonResponse(plain, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"  # what the public may read, a program of any site may
    return response


@require_safe
def add_up(request: HttpRequest) -> HttpResponse:
    """Numbers added up by their addresses: the sum, or why there is none and what to ask instead."""
    addresses = [address.strip() for address in request.GET.getlist("address") if address.strip()]
    context: dict[str, object] = {"addresses": [*addresses, *[""] * max(1, 2 - len(addresses))]}
    if len(addresses) > ADDRESSES_AT_MOST:
        context["problems"] = [_("At most %(n)d numbers are added at once.") % {"n": ADDRESSES_AT_MOST}]
        return render(request, "figures/add.html", context, status=400)
    try:
        asked = [read_address(address) for address in addresses]
        context |= _added(asked) if asked else {}
    except (NotAnAddress, Refused) as error:
        context["problems"] = [str(error)]
        return render(
            request, "figures/add.html", context, status=404 if isinstance(error, UnknownFigure) else 400
        )
    return render(request, "figures/add.html", context)


def _added(asked: list[tuple[str, Scope]]) -> dict[str, object]:
    publisher = Publisher(Measurer(as_of=asked[0][1].as_of, language=language()), least_count())
    published = [publisher.publish(key, scope) for key, scope in asked]
    terms = [
        {"label": one.figure.label, "scope": _scope(publisher, one.scope), "words": shown_words(one.value, publisher.least),
         "unit": unit_after(one.figure.unit.code, one.value), "query": one.address.partition("?")[2], "key": one.figure.key}
        for one in published
    ]  # fmt: skip
    return {
        "terms": terms,
        **_sum(publisher, asked, withheld=any(isinstance(one.value, Withheld) for one in published)),
    }


def _scope(publisher: Publisher, scope: Scope) -> str:
    narrowed = [publisher.measurer.words.label(name, part) for name, part in scope.parts]
    return "; ".join([*narrowed, scope_sentence(scope)])


def _sum(publisher: Publisher, asked: list[tuple[str, Scope]], *, withheld: bool) -> dict[str, object]:
    if len(asked) < 2:
        return {}
    if withheld:
        return {"refused": _("One of these numbers is withheld, so their sum is too.")}
    try:
        total = add([publisher.measurer.measure_scope(key, scope) for key, scope in asked])
    except Refused as refusal:
        return {"refused": str(refusal)}
    return {
        "total": shown_words(total, publisher.least),
        "unit": unit_after(find(asked[0][0]).unit.code, total),
    }
