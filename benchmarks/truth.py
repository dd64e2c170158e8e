"""The same figures by plain SQL over every row, knowing nothing of tallies: slow, and right."""

from __future__ import annotations

from typing import Any

from django.db import connection

from colonnade.capacity.queries import wrong_tallies
from colonnade.figures.definition import Distinct, Measurement, Row, union_of
from colonnade.figures.measure import Measurer
from colonnade.values.numbers import Bounds
from colonnade.values.period import Period

_EVENTS = """
    FROM capacity_event e
    JOIN programme_activity a ON a.id = e.activity_id
    JOIN office_activitykind k ON k.id = a.kind_id
    LEFT JOIN capacity_headcount h ON h.event_id = e.id AND h.used AND h.withdrawn_on IS NULL
    LEFT JOIN programme_activity over_it ON over_it.id = a.part_of_id
    LEFT JOIN capacity_event around ON around.code = over_it.code
    {more}
    WHERE e.withdrawn_on IS NULL AND a.withdrawn_on IS NULL AND a.standing = 'confirmed'
      AND a.state IN ('held', 'closed', 'running') AND a.starts_on BETWEEN %s AND %s {where}
"""
_ALONE = "AND around.id IS NULL"
_PEOPLE = (
    "JOIN capacity_participation p ON p.event_id = e.id LEFT JOIN places_country c ON c.id = p.country_id"
)
_COUNTED = """AND p.withdrawn_on IS NULL AND p.status = 'attended'
    AND (p.role = 'participant' OR (p.role = 'observer' AND k.code = 'international_conference'))"""
_BY_NAMES = "AND e.counts_from = 'names'"
_GROUPS = """JOIN places_groupmembership m ON m.country_id = c.id
        AND (m.valid_from IS NULL OR m.valid_from <= a.starts_on) AND (m.valid_to IS NULL OR m.valid_to >= a.starts_on)
    JOIN places_countrygroup g ON g.id = m.group_id"""


class _Asked:
    """Plain questions about the events of a period."""

    def __init__(self, period: Period) -> None:
        self.days = [period.first, period.last]

    def rows(self, select: str, where: str = "", more: str = "", end: str = "") -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {select} {_EVENTS.format(more=more, where=where)} {end}", self.days)
            return cursor.fetchall()

    def one(self, select: str, where: str = "", more: str = "") -> int:
        return int(self.rows(select, where, more)[0][0] or 0)

    def by(self, column: str, what: str, where: str, more: str) -> dict[str, int]:
        found = self.rows(f"{column}, {what}", where, more, f"GROUP BY {column}")
        return {part: number for part, number in found if part is not None}

    # --- each as its definition says it ---------------------------------------------------------------------

    def participations(self) -> int:
        named = self.one("COUNT(*)", _COUNTED + _BY_NAMES + _ALONE, _PEOPLE)
        return named + self.one("SUM(h.people)", "AND e.counts_from = 'head_count'" + _ALONE)

    def women(self) -> int:
        named = self.one("COUNT(*)", _COUNTED + _BY_NAMES + _ALONE + " AND p.sex = 'female'", _PEOPLE)
        return named + self.one("SUM(h.women)", "AND e.counts_from = 'head_count'" + _ALONE)

    def people(self) -> int | Bounds:
        """Exact but for the heads that nobody named: any of them may be somebody new."""
        known = self.one("COUNT(DISTINCT p.person_id)", _COUNTED, _PEOPLE)
        heads = {
            pk: people or 0 for pk, people in self.rows("e.id, h.people", "AND e.counts_from = 'head_count'")
        }
        named = dict(self.rows("e.id, COUNT(*)", _COUNTED, _PEOPLE, "GROUP BY e.id"))
        low = max([known, *(max(n, heads.get(pk, 0)) for pk, n in named.items()), *heads.values()])
        high = known + sum(max(0, people - named.get(pk, 0)) for pk, people in heads.items())
        return known if high == known else Bounds(low, high)

    def countries(self) -> set[str]:
        named = "JOIN capacity_event_countries_named n ON n.event_id = e.id JOIN places_country c ON c.id = n.country_id"
        came = self.rows("DISTINCT c.code", _COUNTED + " AND c.id IS NOT NULL", _PEOPLE)
        return {code for (code,) in came} | {code for (code,) in self.rows("DISTINCT c.code", "", named)}

    def distinct_by(self, column: str, more: str = "") -> dict[str, int]:
        return self.by(column, "COUNT(DISTINCT p.person_id)", _COUNTED, _PEOPLE + " " + more)

    def seats_by(self, column: str) -> dict[str, int]:
        return self.by(column, "COUNT(*)", _COUNTED + _BY_NAMES + _ALONE, _PEOPLE)


def faults(measurer: Measurer, period: Period) -> list[str]:
    """Every figure that is not what plain SQL over the rows says, in words; none when all is well."""
    asked = _Asked(period)

    def measure(name: str, by: str | None = None) -> Measurement:
        return measurer.measure(f"capacity.{name}", period, by=by)

    def people_by(dimension: str) -> dict[str, int]:
        return {
            part.part: len(_keys(part.rows))
            for part in measure("unique_participants", dimension).parts
            if _keys(part.rows)
        }

    def seats_by(dimension: str) -> dict[str, int]:
        held = [row for row in measure("participations", dimension).rows if row.ref in named]
        parts = {part for row in held for part in row.shares if part != "not_recorded"}
        return {part: number for part in parts if (number := sum(row.shares.get(part, 0) for row in held))}  # type: ignore[misc]

    named = {f"capacity/event/{code}" for (code,) in asked.rows("e.code", _BY_NAMES)}
    truth = {
        "events held": (measure("events_held").value, asked.one("COUNT(*)", _ALONE)),
        "participations": (measure("participations").value, asked.participations()),
        "women": (measure("women").value, asked.women()),
        "different people": (measure("unique_participants").value, asked.people()),
        "countries represented": (set(_keys(measure("countries_represented").rows)), asked.countries()),
        "people by sex": (_said(people_by("sex")), _said(asked.distinct_by("p.sex"))),
        "people by country": (_said(people_by("country")), _said(asked.distinct_by("c.code"))),
        "people by group": (_said(people_by("group")), _said(asked.distinct_by("g.code", _GROUPS))),
        "participations by sex": (_said(seats_by("sex")), _said(asked.seats_by("p.sex"))),
        "participations by country": (_said(seats_by("country")), _said(asked.seats_by("c.code"))),
    }
    wrong = [
        f"{name}: {told} is told, {true} is true" for name, (told, true) in truth.items() if told != true
    ]
    return wrong + [f"the tally of {code} is not that of its rows" for code in wrong_tallies()]


def _keys(rows: tuple[Row, ...]) -> Any:
    held = [row.contribution.keys for row in rows if isinstance(row.contribution, Distinct)]
    return union_of(held) if held else frozenset()


def _said(parts: dict[str, int]) -> dict[str, int]:
    """Without those of whom it was not recorded: figures and rows write that differently."""
    return {part: number for part, number in sorted(parts.items()) if part not in ("not_recorded", "")}
