"""The figures of communication and outreach."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import Figure, Row
from colonnade.figures.dimensions import AUDIENCE, PURPOSE, THEME, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.values.units import ACTIVITIES, STORIES


class Activities(Figure):
    """Outreach activities that took place in the period, told apart by purpose and by audience.

    Brochures, videos and the website are listed beside, not counted among activities for an audience.
    """

    key = "outreach.activities"
    label = _("Outreach activities")
    unit = ACTIVITIES
    dimensions = (YEAR, PURPOSE, AUDIENCE, THEME)
    clock = "the first day of the activity"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for item in record.promotions:
            if item.purpose != "other" and item.starts.first_day in scope.period:
                facets = {"year": (str(item.starts.first_day.year),), "purpose": (item.purpose,),
                          "audience": (item.audience,) if item.audience else (), "theme": item.themes}  # fmt: skip
                yield Row(item.ref, item.title, str(item.starts), 1, {}, facets, item.source)


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
