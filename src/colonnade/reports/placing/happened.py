"""Blocks of what happened and what is planned: timelines, chains of activities, priorities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext

from colonnade.office.queries import (
    founding_instruments,
)
from colonnade.programme.models import Activity
from colonnade.programme.queries import chain_steps, milestones_from, plan_of, priorities_of
from colonnade.renderers.document import (
    Block,
    Chain,
    Moment,
    Paragraph,
    Step,
    Text,
    Timeline,
)  # fmt: skip
from colonnade.reports.desk import Desk
from colonnade.values.period import Period
from colonnade.values.words import date_words

Value = Mapping[str, Any]


def place_timeline(value: Value, desk: Desk) -> list[Block]:
    caption = desk.fill(value.get("caption", ""))
    moments = TIMELINES[value["source"]](desk, desk.period_of(value.get("period", "")))
    alt = "; ".join(f"{date_words(m.when, desk.language)}: {m.title}" for m in moments)
    return [Timeline(tuple(moments), alt, caption)] if moments else []


def _founding(desk: Desk, period: Period) -> list[Moment]:
    return [Moment(i.when, i.title, i.text) for i in founding_instruments(desk.as_of)]


def _plan(desk: Desk, period: Period) -> list[Moment]:
    """The year's activities by pillar; what is not confirmed is said so."""
    moments = []
    for activity in plan_of(period):
        if activity.starts:
            where = place_words(activity, desk)
            standing = (
                ""
                if activity.standing == Activity.Standing.CONFIRMED
                else activity.get_standing_display().split(":")[0]
            )
            text = " · ".join(filter(None, (where, str(standing))))
            ends = activity.ends if activity.ends != activity.starts else None
            moments.append(Moment(activity.starts, activity.title, text, ends, str(activity.kind.pillar)))
    return moments


def _milestones(desk: Desk, period: Period) -> list[Moment]:
    return [Moment(m.when, m.title, m.text) for m in milestones_from(desk.as_of)]


TIMELINES: Final[dict[str, Callable[[Desk, Period], list[Moment]]]] = {
    "founding": _founding,
    "plan": _plan,
    "milestones": _milestones,
}


def place_chain(value: Value, desk: Desk) -> list[Block]:
    steps = chain_steps(value["chain"])
    if not steps:
        return []
    placed = []
    for step in steps:
        activity = step.activity
        where = place_words(activity, desk)
        runs: tuple[Any, ...] = ()
        seats = [row for row in desk.measurer.record.events if row.code == activity.code and row.seats]
        if seats:
            year = Period.year(seats[0].starts.first_day.year)
            runs = (
                gettext("Seats planned: "),
                desk.number("capacity.seats_planned", {"kind": seats[0].kind}, period=year),
            )
        state = "" if activity.state in ("held", "closed") else str(activity.get_state_display())
        placed.append(
            Step(str(activity.kind), activity.title, span_words(activity, desk.language), where, state, runs)
        )
    title = steps[0].chain.title
    return [Chain(title, tuple(placed), f"{title}: {' → '.join(step.title for step in placed)}")]


def place_words(activity: Activity, desk: Desk) -> str:
    """“Apia, Samoa”: the place and the country by its name on the report's day."""
    country = activity.host_country
    return ", ".join(filter(None, (activity.place, desk.country(country.code) if country else "")))


def span_words(activity: Activity, language: str) -> str:
    """“1–4 September 2014”, “November 2014”, or a dash where no date is held."""
    if not activity.starts:
        return "–"
    starts, ends = activity.starts, activity.ends
    if not ends or ends == starts:
        return date_words(starts, language)
    same_month = (starts.first_day.year, starts.first_day.month) == (
        ends.first_day.year,
        ends.first_day.month,
    )
    if same_month and starts.precision == ends.precision == "day" and language == "en":
        return f"{starts.first_day.day}–{date_words(ends, language)}"
    return f"{date_words(starts, language)} – {date_words(ends, language)}"


def place_priorities(value: Value, desk: Desk) -> list[Block]:
    wanted = {int(number) for number in value["numbers"].split()}
    paragraphs: list[Paragraph] = []
    for priority, lines in priorities_of(desk.as_of.year):
        if priority.number in wanted:
            paragraphs.append(Paragraph((f"{priority.number}) {priority.title}",), strong=True))
            paragraphs += [Paragraph(desk.runs(line.text), 1) for line in lines]
    return [Text(tuple(paragraphs))] if paragraphs else []
