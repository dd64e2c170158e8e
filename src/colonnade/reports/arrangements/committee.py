"""The report to the oversight committee: introduction, achievements, the year's activities and the way forward.

Slides whose records an office does not have do not appear.
"""

from __future__ import annotations

from typing import Any, Final

Slide = tuple[str, dict[str, Any]]


def block(type_: str, /, **value: Any) -> dict[str, Any]:
    return {"type": type_, "value": value}


def slide(title: str, *body: dict[str, Any], subtitle: str = "", note: str = "") -> Slide:
    return "content", {"title": title, "subtitle": subtitle, "body": list(body), "note": note}


def figure(key: str, parts: str = "", label: str = "") -> dict[str, Any]:
    return {"figure": key, "parts": parts, "label": label}


def table(
    *figures: dict[str, Any], by: str, parts: str = "", across: str = "", caption: str = "", period: str = ""
) -> dict[str, Any]:
    return block(
        "table",
        figures=list(figures),
        by=by,
        parts=parts,
        across=across,
        total=True,
        period=period,
        caption=caption,
    )


def section(title: str) -> Slide:
    return "section", {"title": title, "note": ""}


RESEARCH: Final = "Research and policy development"
CAPACITY: Final = "Capacity development"
OUTREACH: Final = "Communication and outreach"
PRIORITIES: Final = "Priorities and strategies"
EVENT_KINDS: Final = "national_training regional_workshop international_conference"

TITLES_AND_PRODUCTS: Final = """\
Titles of research and products of {period} are two counts: [[research.studies]] titles, [[research.products]] products.
((research.products))"""
BUDGET: Final = """\
- ((money.project_budget))
- Operating budget in US dollars: [[money.operating_budget_usd]]
-- ((money.operating_budget_usd))
- As its source states it: about [[money.operating_budget_stated_usd]]
-- ((money.operating_budget_stated_usd))
- Personnel: [[office.staff category=international]] international and [[office.staff category=national]] national staff"""

REACHED: Final = """\
Reached: [[outreach.in_the_room]] people in the room, who are no participants.
Reached: [[outreach.visits]] visits to websites.
Reached: [[outreach.views]] views.
Reached: [[outreach.impressions]] impressions.
Reached: [[outreach.downloads]] downloads of materials.
Reached: [[outreach.copies]] copies handed out.
Followers on the last day of the period: [[outreach.followers]].
Found in the press: [[outreach.mentions]] mentions."""
"""Notes of a speaker: a line whose figure rests on no row is left out."""

SLIDES: Final[tuple[Slide, ...]] = (
    ("cover", {"note": ""}),
    ("agenda", {"note": ""}),
    section("Introduction of the office"),
    slide("Establishment", block("timeline", source="founding", period="", caption="")),
    slide("Vision and mission", block("statement", kind="vision"), block("statement", kind="mission")),
    slide("Pillars of activities", block("groups", source="pillars", caption="")),
    slide("Organisational chart", block("tree", caption="")),
    slide("Budget and personnel",
          block("numbers", figures=[figure("money.project_budget"), figure("money.operating_budget"), figure("office.staff")],
                period="", caption=""), block("text", text=BUDGET), block("money", show="standing", period="")),
    section("Achievements: {period}"),
    slide(RESEARCH, block("chart", figures=[figure("research.studies"), figure("research.products")], by="year",
                          kind="column", period="", title="Studies begun and products published by year"),
          subtitle="Summary of activities"),
    slide(RESEARCH, block("matrix", first=1, last=9, period=""), subtitle="Studies by year"),
    slide(RESEARCH, block("matrix", first=10, last=None, period=""), subtitle="Studies by year, continued"),
    slide(RESEARCH, block("products", source="published", kinds="research_report country_profile", period=""),
          subtitle="Products", note=TITLES_AND_PRODUCTS),
    slide(RESEARCH, block("map", figure="research.countries_covered", number="", by="", period="",
                          title="Countries covered by research"), subtitle="Countries covered"),
    slide(CAPACITY, table(figure("capacity.events_held"), figure("capacity.countries_represented", label="Countries"),
                          figure("capacity.participations", label="Participants"), by="kind", parts=EVENT_KINDS),
          block("text", text="[[capacity.missions_and_tours]] advisory services and study tours"),
          subtitle="Summary of activities"),
    slide(CAPACITY, block("map", figure="capacity.countries_hosting", number="capacity.events_held", by="host", period="",
                          title="Hosting countries of capacity development activities"), subtitle="Hosting countries"),
    slide(CAPACITY, block("groups", source="themes", caption=""), subtitle="Thematic re-focusing"),
    slide(CAPACITY, block("quotes", codes="", channel="oversight"), subtitle="Selected feedback from participants"),
    slide(CAPACITY, block("numbers", figures=[figure("capacity.unique_participants", label="Different people"),
                                              figure("capacity.women"), figure("capacity.countries_represented")],
                          period="", caption="What the record can say of who took part"),
          block("table", figures=[figure("capacity.countries_represented", label="Countries represented")], by="group",
                parts="LDC LLDC SIDS", across="", total=True, period="", caption="Country groups as at each event’s first day"),
          subtitle="Who took part"),
    slide(OUTREACH, table(figure("outreach.activities"), by="purpose", parts="institutional thematic", across="audience"),
          block("groups", source="other_outreach", caption=""), subtitle="Summary of activities", note=REACHED),
    slide("Money", block("money", show="years", period=""), subtitle="Received, budgeted, committed, spent and balance"),
    slide("Money", block("money", show="flows", period=""), subtitle="What came in and went out"),
    slide("Money", block("money", show="stands", period=""), subtitle="What is left"),
    section("{year} activities and way forward"),
    slide("Overview of {year} activities", block("timeline", source="plan", period="{year}-01/{year}-06", caption="")),
    slide("Overview of {year} activities", block("timeline", source="plan", period="{year}-07/{year}-12", caption="")),
    slide(PRIORITIES, block("priorities", numbers="1 2")),
    slide(PRIORITIES, block("priorities", numbers="3"), block("chain", chain="CHAIN-SIDS")),
    slide(PRIORITIES, block("priorities", numbers="4"), block("groups", source="partners", caption="")),
    slide(PRIORITIES, block("priorities", numbers="5 6"), block("products", source="pipeline", kinds="", period="")),
    slide("Way forward", block("statement", kind="way_forward")),
    slide("Way forward", block("timeline", source="milestones", period="", caption=""), subtitle="Milestones"),
    ("closing", {"note": ""}),
)  # fmt: skip


def stream() -> list[dict[str, Any]]:
    """The slides as the desk keeps them."""
    return [{"type": kind, "value": _nested(value)} for kind, value in SLIDES]


def _nested(value: dict[str, Any]) -> dict[str, Any]:
    return {name: [dict(part) for part in held] if name == "body" else held for name, held in value.items()}
