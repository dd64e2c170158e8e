"""A breakdown as a picture: a map where its parts are countries, else a chart. The table stands beside it."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from colonnade.figures.definition import NOT_RECORDED, UNDIVIDED
from colonnade.figures.publishing import Published, Withheld, whole
from colonnade.office.models import Office
from colonnade.renderers import drawings
from colonnade.renderers.document import Bound, Chart, Map, Place, Series
from colonnade.values.numbers import Number

COUNTRIES = {"country", "host", "covered"}
"""The dimensions whose parts are countries."""

LAND = "figure-land"
WIDTH = 420.0
BARS_AT_MOST = 40


def picture(published: Published, title: str, language: str, office: Office | None) -> SafeString:
    """The drawing of a breakdown, or nothing where there is none that would be honest."""
    parts = published.parts
    if not parts or published.by is None or not whole([part.value for part in parts]):
        return mark_safe("")
    colour = office.colour if office else "#1F4E79"
    if published.by.key in COUNTRIES:
        block = _map(published, title, office.map_disclaimer if office else "")
        drawn = drawings.land(LAND, block) + drawings.map(block, language, colour, LAND, WIDTH)
    elif len(parts) <= BARS_AT_MOST:
        drawn = drawings.chart(_chart(published, title), language, colour, WIDTH)
    else:
        drawn = ""
    return mark_safe(drawn)  # drawings escape every word they are given


def _bound(published: Published, part: str, label: str, value: object, reported: bool) -> Bound:
    shown: Number = None if isinstance(value, Withheld) else value  # type: ignore[assignment]
    address = published.scope.narrow(published.by.key, part).address(published.figure.key)  # type: ignore[union-attr]
    return Bound(address, shown, published.figure.unit.code, label, reported)


def _chart(published: Published, title: str) -> Chart:
    parts = published.parts or ()
    bounds = tuple(_bound(published, part.part, part.label, part.value, part.reported) for part in parts)
    kind = "column" if published.by and published.by.key == "year" else "bar"
    names = tuple(part.label for part in parts)
    alt = f"{title}: {', '.join(names)}"
    return Chart(kind, names, (Series(str(published.figure.label), bounds),), title, alt)  # type: ignore[arg-type]


def _map(published: Published, title: str, disclaimer: str) -> Map:
    places = tuple(
        Place(
            part.part,
            part.label,
            None
            if isinstance(part.value, Withheld)
            else _bound(published, part.part, part.label, part.value, part.reported),
        )
        for part in published.parts or ()
        if part.part not in (NOT_RECORDED, UNDIVIDED, "")
    )
    alt = _("Map: %(names)s") % {"names": ", ".join(place.name for place in places)}
    return Map(places, title, alt, disclaimer)
