"""Reports of video platforms: who logged in from when to when, and whom of the event's list that is.

Zoom, Microsoft Teams and Webex write one row for each time somebody came in; Teams also a summary of first and last,
which is read only where the rows are missing. Zoom's report of “unique users” has no times and is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz

from colonnade.capacity.presence import local_day
from colonnade.capacity.queries.attendance import Column
from colonnade.records.errors import Refused
from colonnade.records.intake.books import NotReadable
from colonnade.records.intake.cells import folded, western
from colonnade.records.intake.csvs import decode
from colonnade.values.comparing import folded as without_accents

NAME: Final = ("name (original name)", "user name (original name)", "name", "full name", "display name",
               "user name", "participant", "attendee name")  # fmt: skip
EMAIL: Final = ("user email", "email", "e mail", "attendee email", "email address", "participant id (upn)")
JOIN: Final = ("join time", "joined", "join", "first join", "first join time")
LEAVE: Final = ("leave time", "left", "leave", "last leave", "last leave time")
DURATION: Final = ("in meeting duration", "duration (minutes)", "duration", "attendance duration",
                   "time in session (minutes)", "total duration (minutes)")  # fmt: skip
SUMMARY: Final = ("first join", "first join time")
"""A heading of a table that has one row for each person: first and last only."""

PLATFORMS: Final = (
    ("Microsoft Teams", ("in meeting duration", "participant id (upn)", "first join")),
    ("Webex", ("attendee email", "attendance duration", "display name")),
    (
        "Zoom",
        ("name (original name)", "user name (original name)", "user email", "guest", "duration (minutes)"),
    ),
)
ORDERS: Final = ("mdy", "dmy")
ALIKE: Final = 84
"""From this likeness of two names on, of 100, somebody is asked whether they are one person."""

_DAY: Final = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})")
_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap])?\.?m?", re.IGNORECASE)
_MONTH: Final = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Login:
    """One stay in a meeting. ``at_most`` is how many minutes of it count, where the report says so."""

    name: str
    email: str
    joined: datetime
    left: datetime
    at_most: float | None = None


@dataclass
class Report:
    """A report as it was read: every stay, and the rows that could not be."""

    platform: str
    logins: list[Login]
    not_read: list[str] = field(default_factory=list)


def read_report(
    name: str, content: bytes, columns: Sequence[Column], zone: ZoneInfo, order: str = ""
) -> Report:
    """The stays of a report. Its clock is the event's; day and month are told apart by the days of the event."""
    if content[:2] == b"PK":
        raise Refused(f"{name} is a workbook. Export the report as CSV, as the platform offers it.")
    try:
        text, _spelt = decode(name, content)
    except NotReadable as error:
        raise Refused(str(error)) from error
    tables = _tables(text)
    if not tables:
        raise Refused(
            f"{name} has no table of participants with the times of joining and leaving. Zoom's “unique users” has none: "
            "export the report again without it. Of Teams, take the attendance report; of Webex, that of attendees."
        )
    stays = [table for table in tables if not set(SUMMARY) & set(table[0])] or tables
    order = order if order in ORDERS else _order(stays, columns)
    report = Report(_platform(tables), [])
    for heads, rows in stays:
        for row in rows:
            _read_row(dict(zip(heads, row, strict=False)), report, zone, order)
    return report


def _tables(text: str) -> list[tuple[list[str], list[list[str]]]]:
    """Every table of the file that has names and times: headings, and its rows up to the next section."""
    found: list[tuple[list[str], list[list[str]]]] = []
    open_table = False
    separator = (
        "\t" if text.count("\t") > text.count(",") else ";" if text.count(";") > text.count(",") else ","
    )
    for cells in csv.reader(io.StringIO(text), delimiter=separator):
        heads = [folded(cell) for cell in cells]
        if _has(heads, JOIN) and _has(heads, LEAVE) and (_has(heads, NAME) or "first name" in heads):
            found.append((heads, []))
            open_table = True
        elif sum(bool(cell.strip()) for cell in cells) < 3:
            open_table = False
        elif open_table:
            found[-1][1].append([cell.strip() for cell in cells])
    return found


def _has(heads: Iterable[str], names: Sequence[str]) -> bool:
    return bool(set(heads) & set(names))


def _platform(tables: list[tuple[list[str], list[list[str]]]]) -> str:
    heads = {head for table in tables for head in table[0]}
    best = max(PLATFORMS, key=lambda one: len(heads & set(one[1])))
    return best[0] if heads & set(best[1]) else ""


def _first(row: dict[str, str], names: Sequence[str]) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _read_row(row: dict[str, str], report: Report, zone: ZoneInfo, order: str) -> None:
    name = _first(row, NAME) or f"{row.get('first name', '')} {row.get('last name', '')}".strip()
    if not name or folded(row.get("attended", "")) == "no" or folded(row.get("in waiting room", "")) == "yes":
        return
    joined, left = (_moment(_first(row, names), zone, order) for names in (JOIN, LEAVE))
    if joined is None or left is None or left < joined:
        report.not_read.append(name)
        return
    at_most = _minutes(_first(row, DURATION)) if set(SUMMARY) & set(row) else None
    report.logins.append(Login(name, _first(row, EMAIL).lower(), joined, left, at_most))


def _days(text: str, order: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        named = _MONTH.search(text)
        if named is None or named[1].lower() not in _MONTHS:
            return None
        parts = (int(named[3]), _MONTHS.index(named[1].lower()) + 1, int(named[2]))
    else:
        first, second, third = (int(part) for part in found.groups())
        if first > 31:
            parts = (first, second, third)
        else:
            year = third + 2000 if third < 100 else third
            parts = (year, first, second) if order == "mdy" else (year, second, first)
    try:
        return date(*parts)
    except ValueError:
        return None


def _moment(text: str, zone: ZoneInfo, order: str) -> datetime | None:
    """A day and a time by the event's clock; None where either is missing."""
    text = " ".join(western(text).replace("T", " ").split())
    day = _days(text, order)
    clock = _CLOCK.search(_MONTH.sub("", _DAY.sub("", text)))
    if day is None or clock is None:
        return None
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)


def _order(tables: list[tuple[list[str], list[list[str]]]], columns: Sequence[Column]) -> str:
    """Which of day and month comes first: the reading under which the log-ins fall on the days of the event."""
    days = {column.day + timedelta(days=shift) for column in columns for shift in (-1, 0, 1)}
    fits = {}
    for order in ORDERS:
        read = [
            _days(western(_first(dict(zip(heads, row, strict=False)), JOIN)), order)
            for heads, rows in tables
            for row in rows[:200]
        ]
        fits[order] = (sum(day in days for day in read), read)
    (month_first, one), (day_first, other) = fits["mdy"], fits["dmy"]
    if month_first == day_first and month_first and one != other:
        raise Refused(
            "The days of this report can be read in two ways. Say whether the month or the day comes first."
        )
    return "mdy" if month_first >= day_first else "dmy"


def _minutes(text: str) -> float | None:
    """“1h 27m 51s”, “87 mins”, “87” as minutes; None where nothing is said."""
    text = western(text).lower()
    parts = re.findall(r"(\d+)\s*(h|m|s)", text)
    if parts:
        return sum(int(number) * {"h": 60, "m": 1, "s": 1 / 60}[unit] for number, unit in parts)
    plain = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*", text)
    return float(plain[1]) if plain else None


# Who that is ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Listed:
    """Somebody on the event's list, as far as a report can know them."""

    participation: int
    names: tuple[str, ...]
    email: str


@dataclass
class Visitor:
    """One person of a report with all their stays. ``how`` is email, name, doubtful or unknown; ``likely`` whom it may be."""

    key: str
    name: str
    email: str
    logins: list[Login]
    how: str
    likely: int | None = None


def visitors(report: Report, listed: Sequence[Listed]) -> list[Visitor]:
    """The people of a report: several log-ins of one are one, by e-mail and else by name. Doubt is said, not decided."""
    groups: dict[str, list[Login]] = defaultdict(list)
    for login in report.logins:
        groups[login.email or f"name:{_key(login.name)}"].append(login)
    emails = _unique((one.email, one.participation) for one in listed if one.email)
    names = _unique((_key(name), one.participation) for one in listed for name in one.names if name)
    made = []
    for key, logins in groups.items():
        first = logins[0]
        visitor = Visitor(key, first.name, first.email, logins, "unknown")
        known = emails.get(first.email)
        named = next((names[_key(name)] for name in _names(first.name) if names.get(_key(name))), None)
        if known:
            visitor.how, visitor.likely = "email", known
        elif named:
            visitor.how, visitor.likely = "name", named
        else:
            visitor.likely = _alike(first.name, listed)
            visitor.how = "doubtful" if visitor.likely else "unknown"
        made.append(visitor)
    return sorted(
        made, key=lambda one: (("unknown", "doubtful", "name", "email").index(one.how), one.name.casefold())
    )


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What names one person only: an address or a name that two share says nothing."""
    held: dict[str, set[int]] = defaultdict(set)
    for key, pk in pairs:
        held[key.lower()].add(pk)
    return {key: next(iter(keys)) for key, keys in held.items() if len(keys) == 1}


def _names(shown: str) -> list[str]:
    """“Asha (Asha Devi Rao)”: the name shown, and the one it was changed from."""
    inside = re.findall(r"\(([^()]+)\)", shown)
    return [re.sub(r"\([^()]*\)", "", shown).strip(), *inside]


def _key(name: str) -> str:
    """A name without accents, case and order of its parts."""
    letters = without_accents(re.sub(r"\([^()]*\)", "", name))
    return " ".join(sorted(re.findall(r"\w+", letters)))


def _alike(shown: str, listed: Sequence[Listed]) -> int | None:
    best: float = ALIKE
    found = None
    for one in listed:
        for name in one.names:
            for part in _names(shown):
                score = fuzz.token_sort_ratio(folded(part), folded(name)) if part and name else 0
                if score >= best:
                    best, found = score, one.participation
    return found


# How long they were there --------------------------------------------------------------------------------------


def minutes_in(logins: Sequence[Login], column: Column) -> int:
    """Whole minutes of a session during which somebody was logged in at all: stays side by side count once."""
    spans = sorted((max(one.joined, column.starts_at), min(one.left, column.ends_at)) for one in logins)
    total, until = timedelta(), column.starts_at
    for begins, ends in spans:
        begins = max(begins, until)
        if ends > begins:
            total += ends - begins
            until = ends
    limits = [one.at_most for one in logins]
    minutes = total.total_seconds() / 60
    if limits and None not in limits:
        minutes = min(minutes, sum(limit or 0 for limit in limits))
    return int(minutes)


def was_there(minutes: int, column: Column, threshold: int) -> bool:
    """Is the share of a session's scheduled minutes reached?"""
    scheduled = (column.ends_at - column.starts_at).total_seconds() / 60
    return minutes > 0 and minutes * 100 >= threshold * scheduled


def same_days(report: Report, columns: Sequence[Column], zone: ZoneInfo) -> bool:
    """Does anything of the report fall on a day of the event? If not, it is another event's report."""
    days = {column.day for column in columns}
    return any(local_day(login.joined, zone) in days for login in report.logins)
