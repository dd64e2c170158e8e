"""Merging, erasing and finding persons, measured: `python -m benchmarks.people` on a data folder of its own.

Lays the sample office, adds made people to made events, merges ten, erases five, and prints every
figure before and after; then times the comparing and the finding of 20,000 persons. All of it is taken back.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import django

SEED = 20140409
GIVEN = [
    "Aigul",
    "Marat",
    "Dilnoza",
    "Sergey",
    "Elena",
    "Yusuf",
    "Fatima",
    "Ibrahim",
    "Chen",
    "Wei",
    "Haruto",
    "Yuki",
    "Arjun",
    "Priya",
    "Kofi",
    "Ama",
    "Thabo",
    "Naledi",
    "Mateo",
    "Lucia",
    "Pedro",
    "Ana",
    "Hans",
    "Greta",
    "Pierre",
    "Claire",
    "Olaf",
    "Ingrid",
    "Samoa",
    "Tala",
    "Sione",
    "Mele",
    "Bolat",
    "Aizhan",
    "Rustam",
    "Zarina",
    "Bakyt",
    "Nurlan",
    "Tomasz",
    "Agnieszka",
    "Petru",
    "Ileana",
    "Andrei",
    "Mirela",
    "Josip",
    "Vesna",
    "Milan",
    "Jelena",
    "Artan",
    "Mirjeta",
    "Levan",
    "Nino",
    "Ruben",
    "Anahit",
    "Murad",
    "Leyla",
]
SYLLABLES = [
    "ba",
    "ke",
    "ri",
    "mo",
    "tu",
    "va",
    "shi",
    "no",
    "la",
    "pe",
    "du",
    "gar",
    "lin",
    "tor",
    "mak",
    "sel",
    "ven",
    "dar",
    "hol",
    "nik",
    "ras",
    "bek",
    "ust",
    "lam",
    "fer",
    "con",
    "zal",
]
ENDS = ("ov", "ova", "i", "a", "sen", "son", "ez", "idis", "escu", "ura", "o", "")
VARIANTS = (("kh", "h"), ("y", "i"), ("ou", "u"), ("ov", "off"), ("sh", "ch"))


def main() -> None:
    django.setup()
    from django.db import transaction

    from benchmarks.offices import lay_sample

    lay_sample()
    try:
        with transaction.atomic():
            events, persons = made(400)
            merges_and_erasures(events, persons)
            raise _Undo
    except _Undo:
        pass
    try:
        with transaction.atomic():
            times(20_000)
            raise _Undo
    except _Undo:
        pass


class _Undo(Exception):
    """Takes everything back."""


def names(number: int) -> Iterable[str]:
    dice = random.Random(SEED)
    for _ in range(number):
        family = "".join(dice.choices(SYLLABLES, k=dice.choice((1, 2, 2, 3)))) + dice.choice(ENDS)
        yield f"{dice.choice(GIVEN)} {family.capitalize()}"


def made(number: int, *, doubles: int = 0) -> tuple[list[Any], list[Any]]:
    """Twelve events of 2012 with so many persons at them, each at two; ``doubles`` of them spelt otherwise once more."""
    from colonnade.capacity.actions import tally_events
    from colonnade.capacity.models import Event, Participation
    from colonnade.office.models import ActivityKind
    from colonnade.people.models import Person, Sex
    from colonnade.places.models import Country
    from colonnade.programme.models import Activity

    dice = random.Random(SEED)
    countries = list(Country.objects.order_by("code")[:60])
    kind = ActivityKind.objects.get(code="regional_workshop")
    events = []
    for i in range(12):
        on = date(2014, 2, 1) + timedelta(days=7 * i)
        activity = Activity.objects.create(code=f"MADE-{i}", title=f"Workshop {i}", kind=kind, state="held", starts_on=on, ends_on=on,
                                           standing="confirmed", host_country=dice.choice(countries))  # fmt: skip
        events.append(Event.objects.create(code=f"MADE-{i}", activity=activity))
    full = list(names(number - doubles))
    full += [_spelt_otherwise(dice, full[i]) for i in range(doubles)]
    persons = Person.objects.bulk_create(
        [
            Person(code=f"MADE-P-{i}", full_name=name, email=f"made{i}@office{i % 997}.example")
            for i, name in enumerate(full)
        ],
        batch_size=2000,
    )
    homes = [dice.choice(countries) for _ in range(number - doubles)]
    home = {person.pk: country for person, country in zip(persons, homes + homes[:doubles], strict=True)}
    rows = [
        Participation(code=f"MADE-{event.pk}-{person.pk}", event=event, person=person, country=home[person.pk],
                      sex=dice.choice((Sex.FEMALE, Sex.MALE)), days=dice.randrange(1, 4))
        for person in persons for event in dice.sample(events, 2)
    ]  # fmt: skip
    Participation.objects.bulk_create(rows, batch_size=2000)
    tally_events([event.pk for event in events])
    return events, persons


def _spelt_otherwise(dice: random.Random, name: str) -> str:
    words = name.split()
    if dice.random() < 0.5:
        words.reverse()
    told = " ".join(words)
    for old, new in VARIANTS:
        if old in told and dice.random() < 0.5:
            return told.replace(old, new)
    return told.upper() if dice.random() < 0.3 else told


def merges_and_erasures(events: list[Any], persons: list[Any]) -> None:
    """The table of the account: all figures before, after ten merges, and after five erasures."""
    from colonnade.capacity.queries import wrong_tallies
    from colonnade.figures.catalogue import CATALOGUE
    from colonnade.people.models import Person
    from colonnade.values.words import number_words
    from colonnade.web.desk.people.acts import erase, merge, undo
    from colonnade.web.desk.people.preview import all_years, values

    period = all_years()
    before = values(period)
    merges = [
        merge(kept=persons[2 * i], absorbed=persons[2 * i + 1], because="the same signature", by="benchmark")
        for i in range(10)
    ]
    merged = values(period)
    for person in persons[:10:2]:
        erase(person=Person.objects.get(pk=person.pk), because="asked", by="benchmark")
    erased = values(period)
    for one in merges[5:]:
        undo(merge=one, by="benchmark")
    print(f"Figures over {period}: before; after 10 merges; after 5 erasures; after 5 merges undone.")
    undone = values(period)
    for key in before:
        told = [number_words(held[key]) for held in (before, merged, erased, undone)]
        mark = " *" if len(set(told)) > 1 else ""
        print(f"{CATALOGUE[key].label!s:<44} {told[0]:>24} {told[1]:>24} {told[2]:>24} {told[3]:>24}{mark}")
    changed = [key for key in merged if merged[key] != erased[key]]
    print(
        f"Changed by the erasures: {', '.join(changed) or 'none'}. Tallies that differ from their rows: {wrong_tallies() or 'none'}."
    )


def times(number: int) -> None:
    """How long it takes to compare all, one new person, and to find one by a few letters."""
    from colonnade.people.actions import find_likenesses, keep_words
    from colonnade.people.models import Likeness, Person
    from colonnade.people.queries import named

    doubles = number // 50
    made(number, doubles=doubles)
    took("words kept", keep_words)
    new = took(f"{number:,} persons compared", find_likenesses)
    twice = {f"MADE-P-{number - doubles + i}": f"MADE-P-{i}" for i in range(doubles)}
    pairs = {frozenset(pair) for pair in Likeness.objects.values_list("first__code", "second__code")}
    met = sum(frozenset(pair) in pairs for pair in twice.items())
    print(f"{new:,} pairs proposed; of {doubles} persons entered twice, {met} were met.")
    last = Person.objects.order_by("-pk").first()
    took("one person compared with all", lambda: find_likenesses(persons=[last.pk]))
    for words in ("aig", "marat tor", "Сергей", "ova a"):
        took(f"found by “{words}”", lambda words=words: list(named(words)[:50]), times=5)
    took("counted by “a”", lambda: named("a").count(), times=5)


def took(what: str, act: Callable[[], Any], times: int = 1) -> Any:
    best, answer = None, None
    for _ in range(times):
        started = time.perf_counter()
        answer = act()
        spent = time.perf_counter() - started
        best = spent if best is None else min(best, spent)
    told = len(answer) if isinstance(answer, list) else answer
    print(f"{what}: {best:.3f} s ({told})")
    return answer


if __name__ == "__main__":
    sys.exit(main())
