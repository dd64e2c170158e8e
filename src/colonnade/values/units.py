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
MONTHS: Final = Unit("months", "month", "months")
SUBMISSIONS: Final = Unit("submissions", "submission", "submissions")
CASES: Final = Unit("cases", "case", "cases")
PHASES: Final = Unit("phases", "phase", "phases")
PRODUCTS: Final = Unit("products", "product", "products")
LANGUAGE_VERSIONS: Final = Unit("language-versions", "language version", "language versions")
ACTIVITIES: Final = Unit("activities", "activity", "activities")
STORIES: Final = Unit("stories", "story", "stories")
POSTS: Final = Unit("posts", "post", "posts")
MONEY: Final = Unit("money", "amount", "amounts")
ANSWERS: Final = Unit("answers", "answer", "answers")
INVITATIONS: Final = Unit("invitations", "invitation to answer", "invitations to answer")
PER_CENT: Final = Unit("per-cent", "per cent", "per cent")
INDEX: Final = Unit("index", "value of the index", "value of the index")
RANK: Final = Unit("rank", "rank", "rank")
POINTS: Final = Unit("points", "point of 100", "points of 100")
MATERIALS: Final = Unit("materials", "material", "materials")
VISITS: Final = Unit("visits", "visit", "visits")
VIEWS: Final = Unit("views", "view", "views")
DOWNLOADS: Final = Unit("downloads", "download", "downloads")
IMPRESSIONS: Final = Unit("impressions", "impression", "impressions")
COPIES: Final = Unit("copies", "copy", "copies")
IN_THE_ROOM: Final = Unit("in-the-room", "person in the room", "people in the room")
FOLLOWERS: Final = Unit("followers", "follower", "followers")
MENTIONS: Final = Unit("mentions", "mention", "mentions")
PARTNERS: Final = Unit("partners", "partner", "partners")
PARTS: Final = Unit("parts", "part taken", "parts taken")
COST_AN_EVENT: Final = Unit("cost-an-event", "amount an event", "amounts an event")
COST_A_DAY: Final = Unit("cost-a-day", "amount a participant-day", "amounts a participant-day")
AGREEMENTS: Final = Unit("agreements", "agreement", "agreements")
NEWSLETTERS: Final = Unit("newsletters", "newsletter", "newsletters")
LETTERS: Final = Unit("letters", "letter", "letters")
SUBSCRIBERS: Final = Unit("subscribers", "subscriber", "subscribers")

UNITS: Final[dict[str, Unit]] = {
    unit.code: unit
    for unit in (
        EVENTS, DAYS, PARTICIPATIONS, PEOPLE, COUNTRIES, COUNTRY_PARTICIPATIONS, INSTITUTIONS, MISSIONS,
        STUDIES, MONTHS, PHASES, PRODUCTS, ACTIVITIES, POSTS, MONEY, ANSWERS, INVITATIONS, PER_CENT, POINTS,
        INDEX, RANK, MATERIALS, VISITS, VIEWS, DOWNLOADS, IMPRESSIONS, COPIES, IN_THE_ROOM, FOLLOWERS,
        MENTIONS, PARTNERS, PARTS, AGREEMENTS, SUBMISSIONS, CASES, LANGUAGE_VERSIONS, NEWSLETTERS, LETTERS,
        SUBSCRIBERS, STORIES, COST_AN_EVENT, COST_A_DAY,
    )
}  # fmt: skip
