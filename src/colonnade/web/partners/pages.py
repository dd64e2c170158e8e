"""The partners of the office and the page of each: names, what was done together, what was agreed and is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from colonnade.capacity.models import Event
from colonnade.capacity.queries import public_events
from colonnade.partners.models import CooperationAgreement, Organisation
from colonnade.partners.queries import Called, agreements_of, called, in_force, named_in
from colonnade.programme.models import Activity
from colonnade.programme.partnering import Together, by_year, done_together, partners_shown
from colonnade.values.languages import direction
from colonnade.web.caching import shared
from colonnade.web.events.pages import language


def _not_public() -> QuerySet[Event]:
    """The activities of events that the office does not show: with whom they are held is nobody's business either."""
    return Event.objects.exclude(pk__in=public_events().order_by().values("pk")).values("activity")


@require_safe
@shared
def index(request: HttpRequest) -> HttpResponse:
    """Whom the office works with, by kind of organisation: one query."""
    tongue, today = language(), date.today()
    rows = named_in(partners_shown(today, _not_public()), tongue, today).select_related("country")
    order = {kind: place for place, kind in enumerate(Organisation.Kind.values)}
    partners = sorted(rows, key=lambda one: (order.get(one.kind, len(order)), one.called.casefold()))
    groups = [
        (
            capfirst(str(Organisation.Kind(kind).label)),
            [Line(one, _country(one, tongue), tongue) for one in held],
        )
        for kind, held in groupby(partners, key=lambda one: one.kind)
    ]
    return render(request, "partners/index.html", {"groups": groups, "total": len(partners)})


@dataclass(frozen=True)
class Line:
    """An organisation in the list of partners."""

    organisation: Organisation
    country: str
    reader: str

    @property
    def language(self) -> str:
        """The language of the name, where it is not the reader's."""
        held = "en" if self.reader == "en" or not self.organisation.called_in else self.reader
        return "" if held == self.reader else held


def _country(organisation: Organisation, tongue: str) -> str:
    country = organisation.country
    return (getattr(country, f"name_{tongue}") or country.name_en) if country else ""


@dataclass(frozen=True)
class Found:
    """An organisation that the public may know as a partner, by the name a reader is told."""

    organisation: Organisation
    told: Called

    @property
    def direction(self) -> str:
        return direction(self.told.language)


def found(code: str, tongue: str, today: date) -> Found | None:
    """A partner by its code; None where there is none that the public may know. Two queries: it, and the names kept."""
    rows = partners_shown(today, _not_public()).filter(code=code)
    organisation = rows.select_related("country").prefetch_related("names").first()
    if organisation is None:
        return None
    kept = [(held.name, held.language, held.valid_from, held.valid_to) for held in organisation.names.all()]
    return Found(organisation, called(organisation.name, kept, tongue, today))


@require_safe
@shared
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """One partner: four queries, whatever was done together."""
    tongue, today = language(), date.today()
    held = found(code, tongue, today)
    if held is None:
        raise Http404
    parts = done_together(_not_public()).filter(organisation=held.organisation)
    told: list[Together] = by_year(parts.select_related("activity__event", "activity__kind"))
    return render(
        request,
        "partners/partner.html",
        {
            "organisation": held.organisation,
            "told": held.told,
            "direction": held.direction,
            "country": _country(held.organisation, tongue),
            "years": [(year.year, [Done(a, roles) for a, roles in year.activities]) for year in told],
            "total": sum(len(year.activities) for year in told),
            "agreements": _agreed(held.organisation, today),
        },
    )


@dataclass(frozen=True)
class Done:
    """An activity done together, with the address of its own page where it has one."""

    activity: Activity
    roles: tuple[str, ...]

    @property
    def url(self) -> str:
        event = getattr(self.activity, "event", None)
        return reverse("event_page", args=(event.code,)) if event and not event.withdrawn_on else ""


def _agreed(organisation: Organisation, today: date) -> list[CooperationAgreement]:
    """What is in force and marked as public, by its title and dates; who looks after it is not told."""
    public = in_force(today).filter(public=True).values("pk")
    return list(agreements_of(organisation).filter(pk__in=public))


@require_safe
def logo(request: HttpRequest, code: str) -> FileResponse:
    """The logo of a partner that the public may know."""
    organisation = get_object_or_404(partners_shown(date.today(), _not_public()).exclude(logo=""), code=code)
    response = FileResponse(organisation.logo.open("rb"))
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=3600"
    return response
