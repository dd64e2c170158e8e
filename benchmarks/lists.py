"""The real lists of participants: rounds until clean, rows right, wrong and in doubt; and a list of 20,000 people.

    python -m benchmarks.lists [--rows 20000] [--no-save]

The office is a new one on SQLite, in a folder that is thrown away. The real lists lie beside the repository; where they do
not, only the long list is measured.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measuring import Took, keep, load, machine, peak_memory, table, timed

GIVEN = [
    "Ana",
    "Bo",
    "Cyrus",
    "Dina",
    "Émile",
    "Fatou",
    "Goran",
    "Hana",
    "Ivan",
    "Jun",
    "Kofi",
    "Leila",
    "María",
    "Nam",
    "Olga",
    "Pavel",
]
SYLLABLES = [
    "ba",
    "ko",
    "mi",
    "ra",
    "tu",
    "ven",
    "sol",
    "dar",
    "lin",
    "ost",
    "per",
    "qua",
    "zar",
    "hel",
    "fon",
    "gre",
]
COUNTRIES = [
    "Fiji",
    "Brazil",
    "Kenya",
    "Peru",
    "Viet Nam",
    "Côte d’Ivoire",
    "Republic of Korea",
    "Samoa",
    "Nepal",
    "Türkiye",
]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began = load()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "COLONNADE_DATA": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "colonnade.settings",
        }
        _office()
        text = "\n\n".join([_real_lists(), _long_list(Path(folder), options.rows), machine(),
                            f"Load of the machine before and after: {began}; {load()}."])  # fmt: skip
    if options.no_save:
        print(text)
    else:
        keep("Lists of participants", text)


def _office() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from colonnade.places.actions import load_reference

    call_command("migrate", verbosity=0)
    load_reference()


def _real_lists() -> str:
    from tests import make
    from tests.intake import real

    if not real.IMPORTS.is_dir():
        return "The real lists are not beside the repository and were not read."
    rows = []
    for name, compare in (
        ("cop25_delegations.csv", real.delegate),
        ("eventbrite_attendees.csv", real.attendee),
    ):
        event = make.event()
        scored = real.differences(real.clean(name, event, real.agree), compare)
        batch = scored.plan.write()
        again = real.plan_of(name, event)
        rows.append(_line(name, scored, f"{len(again.open)} asked, {len(again.changes)} changed", batch))
        for row, told in sorted(scored.wrong.items()):
            print(f"{name}, row {row}: {told}")
    rows.append(_register(real))
    header = (
        "List",
        "Rows",
        "Rounds",
        "Questions",
        "Rows asked about",
        "Right",
        "Wrong",
        "Taken",
        "The same list again",
    )
    return (
        "What somebody answers who agrees with each proposal; a round is a look at what is open.\n\n"
        + table(header, rows)
    )


def _line(name: str, scored: Any, again: str, batch: Any) -> list[str]:
    return [name, str(scored.rows), str(scored.rounds), str(scored.questions), str(len(scored.doubtful)), str(scored.right),
            str(len(scored.wrong)), str(batch.added), again]  # fmt: skip


def _register(real: Any) -> list[str]:
    """The register of trainings: right where every count, day and cancelled row is as its README says."""
    from colonnade.capacity.lists.register import read_register
    from colonnade.records.intake.findings import Findings
    from colonnade.records.intake.pasting import open_list

    path = real.IMPORTS / "training_register_2016.xlsx"
    first = read_register(open_list(path, ()), path.read_bytes(), Findings())
    answers = {(question.kind, question.key): question.proposal for question in first.questions}
    clean = read_register(open_list(path, ()), path.read_bytes(), Findings(), answers)
    wanted = {"RDM training": (29, {10, 25}), "Open access": (35, {16, 17, 29})}
    wrong = 0
    for name, (count, cancelled) in wanted.items():
        rows = clean.tables().get(name, [])
        wrong += abs(count - len(rows)) + len({row.row for row in rows if row.cancelled} ^ cancelled)
        wrong += sum(
            row.on is None or row.on.year != 2016 or row.people is None or row.hours is None for row in rows
        )
    doubtful = {(row.table, row.row) for row in first.sessions if row.flags}
    total, held = len(clean.sessions), len(clean.held)
    return [
        path.name,
        str(total),
        "2",
        str(len(first.open)),
        str(len(doubtful)),
        str(total - wrong),
        str(wrong),
        str(held),
        f"{len(clean.open)} asked",
    ]


def _long_list(folder: Path, rows: int) -> str:
    from tests import make

    from colonnade.capacity.lists.layouts import KNOWN_HEADINGS
    from colonnade.capacity.lists.plan import Choices, plan_list
    from colonnade.records.actions import undo_batch
    from colonnade.records.intake.pasting import open_list
    from colonnade.web.desk.undoing import kept_after

    path, event = folder / "long.csv", make.event()
    chance = random.Random(14)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["Full name", "E-mail", "Country represented", "Organisation", "Position", "Gender"])
        for number in range(rows):
            family = "".join(chance.choice(SYLLABLES) for _ in range(4)).capitalize()
            out.writerow([f"{chance.choice(GIVEN)} {family}", f"person{number}@example.org", chance.choice(COUNTRIES),
                          f"Ministry {number % 400}", "Director", chance.choice("FM")])  # fmt: skip

    def planned() -> Any:
        return plan_list(open_list(path, KNOWN_HEADINGS), event, Choices(status="attended"))

    from colonnade.records.actions import keep_answers

    first, read = timed(planned)
    keep_answers(about=event.ref, answers={(each.kind, each.key): "another" for each in first.open})
    plan, _again = timed(planned)
    batch, wrote = timed(plan.write)
    second, again = timed(planned)
    _undone, undid = timed(lambda: undo_batch(batch=batch, after=kept_after()))
    told = [("read, understood and compared with an empty record", read), ("written", wrote),
            ("the same list again, compared with as many persons", again), ("undone", undid)]  # fmt: skip
    lines = [[words, *_seconds(took)] for words, took in told]
    return (
        f"A CSV of {rows:,} people, {batch.added:,} of them written; the second time {len(second.changes)} changes and "
        f"{len(second.open)} questions; {peak_memory():.0f} MB at most.\n\n"
        + table(("Step", "seconds", "of the processor"), lines)
    )


def _seconds(took: Took) -> list[str]:
    return [f"{took.wall:.1f}", f"{took.cpu:.1f}"]


if __name__ == "__main__":
    main()
