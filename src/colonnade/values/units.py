"""Units: what one of a figure is. Units do not mix: seats are not people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Unit:
    """What is counted, in words: ``one`` and ``many`` in English; translated where it is printed."""

    code: str
    one: str
    many: str

    def __str__(self) -> str:
        return self.many


EVENTS: Final = Unit("events", "event", "events")
DAYS: Final = Unit("days", "day", "days")
PARTICIPATIONS: Final = Unit("participations", "participation", "participations")
PEOPLE: Final = Unit("people", "person", "people")
COUNTRIES: Final = Unit("countries", "country", "countries")
COUNTRY_PARTICIPATIONS: Final = Unit(
    "country-participations", "country participation", "country participations"
)
INSTITUTIONS: Final = Unit("institutions", "institution", "institutions")
MISSIONS: Final = Unit("missions", "mission or tour", "missions and tours")
STUDIES: Final = Unit("studies", "study", "studies")
PHASES: Final = Unit("phases", "phase", "phases")
PRODUCTS: Final = Unit("products", "product", "products")
ACTIVITIES: Final = Unit("activities", "activity", "activities")
STORIES: Final = Unit("stories", "story", "stories")
POSTS: Final = Unit("posts", "post", "posts")
MONEY: Final = Unit("money", "amount", "amounts")
ANSWERS: Final = Unit("answers", "answer", "answers")
INVITATIONS: Final = Unit("invitations", "invitation to answer", "invitations to answer")
PER_CENT: Final = Unit("per-cent", "per cent", "per cent")
POINTS: Final = Unit("points", "point of 100", "points of 100")

UNITS: Final[dict[str, Unit]] = {
    unit.code: unit
    for unit in (
        EVENTS, DAYS, PARTICIPATIONS, PEOPLE, COUNTRIES, COUNTRY_PARTICIPATIONS, INSTITUTIONS,
        MISSIONS, STUDIES, PHASES, PRODUCTS, ACTIVITIES, STORIES, POSTS, MONEY, ANSWERS, INVITATIONS, PER_CENT, POINTS,
    )
}  # fmt: skip
