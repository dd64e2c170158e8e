"""The offices that are measured: the sample as it ships, and the same with thousands of events and a million seats."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model

from colonnade.capacity.models import Event, HeadCount, Modality, Participation, Role, Sector
from colonnade.figures.models import OpeningFigure
from colonnade.office.models import ActivityKind, Theme
from colonnade.people.models import Person, Sex
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.web.setting_up import SAMPLE, complete_report, found_office, lay_foundations, load_sample

SEED = 20140409
FIRST, LAST = date(2006, 1, 1), date(2013, 12, 20)
KINDS = (("national_training", 50), ("regional_workshop", 35), ("international_conference", 15))
HOSTS = 100
"""In how many countries the events are held: many for an office of the United Nations, and each a number on a map."""

COUNTRIES_OF = {"national_training": 1, "regional_workshop": 12, "international_conference": 40}


def lay_sample() -> None:
    """The sample office, as `colonnade demo` lays it."""
    lay_foundations(lambda words: None)
    load_sample()
    found_office(code=SAMPLE.code, name=SAMPLE.name, short_name=SAMPLE.short_name)
    complete_report(**SAMPLE.cover)


@transaction.atomic
def enlarge(events: int, participations: int) -> None:
    """Add events and people to the sample office, always the same ones for the same numbers.

    Its opening figures are taken out: they close the period 2006-2013, and records inside it would then document the
    reported totals instead of being counted, which is what is to be measured.
    """
    dice = random.Random(SEED)
    OpeningFigure.objects.all().delete()
    held = _events(dice, events)
    sizes = _sizes(dice, len(held), participations)
    persons = _persons(max(participations // 4, max(sizes) + 1))
    _pour(Participation, _participations(dice, held, sizes, persons))


def analyse() -> None:
    """What a database does at night: look at how its tables are filled."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# --- events ------------------------------------------------------------------------------------------------


def _events(dice: random.Random, number: int) -> list[tuple[Event, str]]:
    """Events over eight years, one in twenty counted by heads, one in fifty inside another; each with its kind."""
    kinds = {kind.code: kind for kind in ActivityKind.objects.all()}
    hosts = dice.sample(list(Country.objects.order_by("code")), HOSTS)
    weights = [weight for _, weight in KINDS]
    span = (LAST - FIRST).days
    activities = []
    for i in range(number):
        kind = dice.choices([code for code, _ in KINDS], weights)[0]
        starts = FIRST + timedelta(days=dice.randrange(span))
        activities.append(Activity(
            code=f"GEN-{i:05d}", title=f"{kinds[kind].name} number {i} on the public service of tomorrow", kind=kinds[kind],
            state=Activity.State.HELD, standing=Activity.Standing.CONFIRMED, starts_on=starts,
            ends_on=starts + timedelta(days=dice.randrange(5)), host_country=dice.choice(hosts),
        ))  # fmt: skip
    activities = Activity.objects.bulk_create(activities, batch_size=500)
    inside = dice.sample(range(1, number), number // 50)
    for i in inside:
        activities[i].part_of = activities[i - 1]
    Activity.objects.bulk_update([activities[i] for i in inside], ["part_of"], batch_size=200)
    themes = list(Theme.objects.exclude(focus=None).order_by("code"))
    through = Activity.themes.through
    through.objects.bulk_create(
        [
            through(activity=a, theme=theme)
            for a in activities
            for theme in dice.sample(themes, dice.randrange(3))
        ],
        batch_size=300,
    )
    return _as_events(dice, activities)


def _as_events(dice: random.Random, activities: Sequence[Activity]) -> list[tuple[Event, str]]:
    by_heads = set(dice.sample(range(len(activities)), len(activities) // 20))
    choice = Event.CountsFrom
    events = Event.objects.bulk_create(
        [
            Event(code=a.code, activity=a, counts_from=choice.HEAD_COUNT if i in by_heads else choice.NAMES,
                  attendance_closed_on=a.ends_on)
            for i, a in enumerate(activities)
        ], batch_size=500,
    )  # fmt: skip
    HeadCount.objects.bulk_create([
        HeadCount(code=f"{events[i].code}-HC", event=events[i], people=dice.randrange(20, 400), qualifier="about")
        for i in sorted(by_heads)
    ], batch_size=500)  # fmt: skip
    return [(event, activity.kind.code) for event, activity in zip(events, activities, strict=True)]


# --- people ------------------------------------------------------------------------------------------------


def _sizes(dice: random.Random, events: int, participations: int) -> list[int]:
    """How many names each event has: most few, some very many, in all exactly so many."""
    weights = [dice.lognormvariate(0, 0.7) for _ in range(events)]
    whole = sum(weights)
    sizes = [int(participations * weight / whole) for weight in weights]
    for i in range(participations - sum(sizes)):
        sizes[i % events] += 1
    return sizes


def _persons(number: int) -> range:
    first = (Person.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    _pour(
        Person, ({"id": first + i, "code": f"GP-{i:07d}", "full_name": f"Person {i}"} for i in range(number))
    )
    return range(first, first + number)


def _participations(
    dice: random.Random, events: Iterable[tuple[Event, str]], sizes: Iterable[int], persons: range
) -> Iterator[dict[str, Any]]:
    """Who was where. What must be read is read before the first row: while rows pour, a connection answers nothing."""
    countries = list(Country.objects.order_by("code").values_list("pk", flat=True))
    number = (Participation.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    return _drawn(dice, zip(events, sizes, strict=True), persons, countries, number)


def _drawn(
    dice: random.Random,
    events: Iterable[tuple[tuple[Event, str], int]],
    persons: range,
    countries: list[int],
    number: int,
) -> Iterator[dict[str, Any]]:
    sexes, sectors, modes = list(Sex.values), list(Sector.values), list(Modality.values)
    status = list(Participation.Status.values)
    for (event, kind), size in events:
        pool = dice.sample(countries, COUNTRIES_OF[kind])
        for person in dice.sample(persons, size):
            draw = dice.random()
            yield {
                "id": number, "code": f"GPA-{number:08d}", "event_id": event.pk, "person_id": person,
                "country_id": pool[int(draw * len(pool))] if draw < 0.97 else None,
                "sex": sexes[0] if draw * 10 % 1 < 0.4 else sexes[1] if draw * 10 % 1 < 0.9 else sexes[4],
                "sector": sectors[int(draw * 100 % 1 * len(sectors))], "modality": modes[int(draw * 1000 % 1 * len(modes))],
                "role": Role.PARTICIPANT.value if draw * 7 % 1 < 0.9 else Role.OBSERVER.value if draw * 7 % 1 < 0.95 else Role.SPEAKER.value,
                "status": status[1] if draw * 13 % 1 < 0.93 else status[int(draw * 13 % 1 * 400) % 4],
                "days": 1 + number % 5, "completed": number % 3 == 0,
                "withdrawn_on": date(2014, 1, 1) if draw * 17 % 1 < 0.002 else None,
            }  # fmt: skip
            number += 1


# --- many rows at once -------------------------------------------------------------------------------------


def _pour(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Rows as the database takes them fastest; columns that are not named get what the model would give them."""
    rows = iter(rows)
    plain = {f.column: (None if f.null else f.get_default()) for f in model._meta.concrete_fields}
    columns = list(plain)
    if connection.vendor == "postgresql":
        names = ", ".join(f'"{column}"' for column in columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row([row.get(column, plain[column]) for column in columns])
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        return
    connection.ensure_connection()
    statement = f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) VALUES ({", ".join("?" * len(columns))})'
    while chunk := list(islice(rows, 20_000)):
        connection.connection.executemany(
            statement, [[_told(row.get(column, plain[column])) for column in columns] for row in chunk]
        )


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
