"""An issue in words: its blocks filled from the record as of a day, in one language, as text and as HTML.

Each kind of block has a function that finds its records and one that offers what may be chosen. What the office wrote
falls back to the issue's first language where the reader's has none, and says so; titles of records stand as they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from colonnade.capacity.queries import public_events
from colonnade.figures.definition import UnknownFigure
from colonnade.figures.measure import Measurer, find
from colonnade.figures.publishing import Publisher
from colonnade.figures.publishing_money import refuse_narrow
from colonnade.figures.scope import Scope
from colonnade.office.queries import the_office
from colonnade.outreach.actions import Frozen
from colonnade.outreach.letters import site_language, speaking
from colonnade.outreach.models import NewsletterIssue
from colonnade.outreach.rules.newsletter import LEAVE, OWN, said
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.renderers.newsletter import Item, Newsletter, Section, as_html, as_text
from colonnade.research.models import Product
from colonnade.values.languages import LANGUAGES
from colonnade.values.period import NotAPeriod, Period
from colonnade.values.words import date_words, span_words
from colonnade.web.events.own import leads_somewhere
from colonnade.web.figures.words import scope_sentence, shown_words, unit_after

OFFERED: Final = 40
"""So many of the newest records of a kind are offered to choose from."""


@dataclass(frozen=True)
class Kind:
    """A kind of block: its name at the desk, its heading where the office writes none, its records, what is offered.

    ``find`` answers with the items of references in a language; ``offer`` with reference and words to choose from; a kind
    without it is written by hand.
    """

    name: Any
    heading: Any = ""
    find: Callable[[Sequence[str], str, date], list[Item]] | None = None
    offer: Callable[[date], list[tuple[str, str]]] | None = None


# --- the records ---------------------------------------------------------------------------------------------------


def _publications(refs: Sequence[str], language: str, day: date) -> list[Item]:
    held = {one.code: one for one in _published().filter(code__in=refs)}
    return [
        Item(
            one.title,
            ", ".join(
                part
                for part in (
                    str(one.get_kind_display()),
                    one.symbol,
                    date_words(one.published, language) if one.published else "",
                )
                if part
            ),
            _page(f"/publications/{one.code}/", language),
        )
        for one in _in_order(refs, held)
    ]


def _published() -> Any:
    return standing(Product.objects).filter(state=Product.State.PUBLISHED, own=True)


def _offered_publications(day: date) -> list[tuple[str, str]]:
    rows = _published().order_by("-published_on", "-pk")[:OFFERED]
    return [(one.code, f"{one.title} ({one.published_on.year if one.published_on else '–'})") for one in rows]


def _events(refs: Sequence[str], language: str, day: date) -> list[Item]:
    held = {event.code: event for event in public_events(language).filter(code__in=refs)}
    return [
        Item(
            event.activity.title,
            ", ".join(
                part
                for part in (
                    span_words(event.activity.starts, event.activity.ends, language),
                    event.activity.place,
                    event.host_name,
                )
                if part
            ),
            _page(reverse("event_page", args=(event.code,)), language),
        )
        for event in _in_order(refs, held)
    ]


def _offered_events(day: date) -> list[tuple[str, str]]:
    rows = public_events().filter(activity__starts_on__gte=day)[:OFFERED]
    return [(event.code, f"{event.activity.title} ({event.activity.starts_on})") for event in rows]


def _figures(refs: Sequence[str], language: str, day: date) -> list[Item]:
    """Each with the period, the day, and the address at which it can be checked. Small counts of persons are withheld."""
    least = the_office().small_cell
    items = []
    for ref in refs:
        key, scope = figure_asked(ref, day)
        published = Publisher(Measurer(as_of=scope.as_of, language=language), least).publish(key, scope)
        number = (
            f"{shown_words(published.value, least)} {unit_after(published.figure.unit.code, published.value)}"
        )
        query = published.address.partition("?")[2]
        place = f"{reverse('figure', args=(key,))}?{query}&lang={site_language(language)}"
        items.append(
            Item(f"{published.figure.label}: {number.strip()}", scope_sentence(scope), _whole(place))
        )
    return items


def figure_asked(ref: str, day: date) -> tuple[str, Scope]:
    """The figure somebody pasted: the address of its page, or its key with a period. As of a day where it names none."""
    told = unquote(ref.strip()).partition("/figures/")[2] or unquote(ref.strip())
    key, _mark, query = told.partition("?")
    asked = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
    try:
        figure = find(key.strip("/ "))
        period = Period.parse(asked.pop("period", ""))
        as_of = date.fromisoformat(asked.pop("as_of", "") or day.isoformat())
        parts = {name: part for name, part in asked.items() if name not in ("by", "lang", "rows", "sum")}
        for name in parts:
            figure.dimension(name)
        refuse_narrow(figure, Scope.of(period, as_of, parts), None)
    except (UnknownFigure, NotAPeriod, ValueError, Refused) as error:
        raise Refused(
            _(
                "“%(ref)s” is no figure that can be shown: %(why)s Paste the address of the figure's page, with its period."
            )
            % {"ref": ref, "why": error}
        ) from error
    return figure.key, Scope.of(period, as_of, parts)


def _stories(refs: Sequence[str], language: str, day: date) -> list[Item]:
    held = {
        str(page.pk): page
        for page in Page.objects.live().public().filter(pk__in=[r for r in refs if r.isdecimal()])
    }
    return [
        Item(
            page.title, page.search_description, page.full_url or "", page.locale.language_code.split("-")[0]
        )
        for page in _in_order(refs, held)
    ]


def _offered_stories(day: date) -> list[tuple[str, str]]:
    rows = Page.objects.live().public().filter(depth__gt=2).order_by("-first_published_at", "-pk")[:OFFERED]
    return [(str(page.pk), page.title) for page in rows]


KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind(gettext_lazy("Text")),
    "publications": Kind(gettext_lazy("Publications"), gettext_lazy("New publications"), _publications, _offered_publications),
    "events": Kind(gettext_lazy("Events"), gettext_lazy("Coming events"), _events, _offered_events),
    "figures": Kind(gettext_lazy("Figures"), gettext_lazy("Figures of the office"), _figures),
    "stories": Kind(gettext_lazy("Stories"), gettext_lazy("Stories"), _stories, _offered_stories),
}  # fmt: skip


# --- the whole -----------------------------------------------------------------------------------------------------


def composed(issue: NewsletterIssue, language: str, day: date) -> Newsletter:
    """An issue as it reads in a language on a day."""
    with speaking(language):
        subject = said(issue.subjects, language, issue.languages)
        sections = [_section(block, issue, language, day) for block in issue.blocks]
        return Newsletter(
            language, the_office().name, subject.text if subject else issue.title,
            [one for one in sections if one.paragraphs or one.items], _closing(),
        )  # fmt: skip


def frozen(issue: NewsletterIssue, language: str, day: date) -> Frozen:
    """The same as it is kept and sent."""
    told = composed(issue, language, day)
    return Frozen(language, told.subject, as_text(told), as_html(told))


def frozen_in_all(issue: NewsletterIssue, day: date) -> list[Frozen]:
    """In every language in which somebody may have it."""
    return [frozen(issue, language, day) for language in LANGUAGES]


def _section(block: Mapping[str, Any], issue: NewsletterIssue, language: str, day: date) -> Section:
    kind = KINDS[block["kind"]]
    heading, words = (said(block[name], language, issue.languages) for name in ("heading", "words"))
    others = {one.language for one in (heading, words) if one and one.language != language}
    items = kind.find(block["refs"], language, day) if kind.find else []
    spoken = next(iter(others)) if len(others) == 1 and (words is None or words.language != language) else ""
    note = (
        _("This part is not available in your language: %(language)s") % {"language": LANGUAGES[min(others)]}
        if others
        else ""
    )
    return Section(
        heading.text if heading else str(kind.heading),
        [part for part in words.text.replace("\r\n", "\n").split("\n\n") if part.strip()] if words else [],
        items, spoken, note,
    )  # fmt: skip


def _closing() -> list[tuple[str, str]]:
    """Why somebody gets this, and the two ways out: each letter has the reader's own links in their place."""
    return [
        (
            _(
                "You get this newsletter because you asked for it, or agreed to it when you registered for an event."
            ),
            "",
        ),
        (_("Choose language and themes, or change your address"), OWN),
        (_("Leave the newsletter"), LEAVE),
        (_("The office does not know whether you open it, nor where you go from here."), ""),
    ]


def _in_order(refs: Iterable[str], held: Mapping[str, Any]) -> list[Any]:
    return [held[ref] for ref in dict.fromkeys(refs) if ref in held]


def _page(place: str, language: str) -> str:
    """The whole address of a page of the office; empty where there is none yet."""
    return _whole(f"{place}?lang={site_language(language)}") if leads_somewhere(place) else ""


def _whole(place: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{place}"
