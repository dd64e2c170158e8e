"""The figures of communication and outreach: what was done, what was made, and what the press wrote."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import Figure, Row
from colonnade.figures.dimensions import (
    AUDIENCE,
    LANGUAGE,
    MATERIAL_KIND,
    MEDIUM,
    OUTLET_COUNTRY,
    OUTREACH_FORM,
    PURPOSE,
    THEME,
    YEAR,
)
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.values.units import ACTIVITIES, MATERIALS, MENTIONS, STORIES


class Activities(Figure):
    """Outreach activities that took place in the period, told apart by purpose and by audience.

    Brochures, videos and the website are listed beside, not counted among activities for an audience.
    """

    key = "outreach.activities"
    label = _("Outreach activities")
    unit = ACTIVITIES
    dimensions = (YEAR, PURPOSE, AUDIENCE, THEME, OUTREACH_FORM)
    clock = "the first day of the activity"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for item in record.promotions:
            if item.purpose != "other" and item.starts.first_day in scope.period:
                facets = {"year": (str(item.starts.first_day.year),), "purpose": (item.purpose,),
                          "audience": (item.audience,) if item.audience else (), "theme": item.themes,
                          "outreach_form": (item.form,) if item.form else ()}  # fmt: skip
                yield Row(item.ref, item.title, str(item.starts), 1, {}, facets, item.source)


class Materials(Figure):
    """Materials made in the period for outreach: brochures, videos, exhibition panels, giveaways, each title once.

    A title in three languages is one material; how many copies were made is not added. One without a date is in no period.
    """

    key = "outreach.materials"
    label = _("Outreach materials")
    unit = MATERIALS
    dimensions = (YEAR, MATERIAL_KIND, LANGUAGE)
    clock = "the day the material was made"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for item in record.materials:
            if item.made.first_day in scope.period:
                facets = {
                    "year": (str(item.made.first_day.year),),
                    "material_kind": (item.kind,),
                    "language": item.languages,
                }
                yield Row(item.ref, item.title, str(item.made), 1, {}, facets, item.source)


class Mentions(Figure):
    """Pieces in the press and on the air of the period that speak of the office, as far as they were found.

    Each piece is one, however many read it; what was not found is not counted.
    """

    key = "outreach.mentions"
    label = _("Mentions in the press")
    unit = MENTIONS
    dimensions = (YEAR, MEDIUM, OUTLET_COUNTRY, LANGUAGE)
    clock = "the day the piece appeared"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for item in record.mentions:
            if item.on.first_day in scope.period:
                facets = {"year": (str(item.on.first_day.year),), "medium": (item.medium,),
                          "outlet_country": (item.country,) if item.country else (),
                          "language": (item.language,) if item.language else ()}  # fmt: skip
                yield Row(item.ref, item.title, str(item.on), 1, {}, facets, item.source)


class Stories(Figure):
    """News and stories on the office's site that bear a date of the period.

    One that is read in several languages is one. A page that was taken off the site does not count any more.
    """

    key = "outreach.stories"
    label = _("News and stories")
    unit = STORIES
    dimensions = (YEAR,)
    clock = "the date the story bears"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for story in record.stories:
            if story.on in scope.period:
                yield Row(
                    story.ref, story.title, story.on.isoformat(), 1, {}, {"year": (str(story.on.year),)}, ""
                )
