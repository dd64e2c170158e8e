"""The committee report as the record grows: 10,000, 100,000 and 1,000,000 participations in 2,000 events.

    python -m benchmarks.scale [--sizes 10000,100000,1000000] [--databases sqlite,postgresql] [--rounds 2]

Each office is generated from a fixed seed, on SQLite and on a real PostgreSQL started for the purpose. Each measurement
is a fresh process. At each size every tally is compared with its rows, and the figures with plain SQL over all rows.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measuring import in_fresh_process, keep, load, machine, median, spread, table

TRIO = ("pptx", "pdf", "json")
EVENTS = 2000
WALL, CPU = 0, 1
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Found = dict[str, Any]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", default="10000,100000,1000000", help="participations, smallest first")
    asked.add_argument("--databases", default="sqlite,postgresql")
    asked.add_argument("--rounds", type=int, default=2, help="fresh processes at each size (default: 2)")
    asked.add_argument(
        "--warm", type=int, default=3, help="reports a process makes after its first (default: 3)"
    )
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    began, found, version = load(), {}, ""
    with tempfile.TemporaryDirectory() as held:
        for database in options.databases.split(","):
            with OFFICES[database](Path(held)) as offices:
                for size in sizes:
                    print(f"{NAMES[database]}: {size:,} participations", flush=True)
                    found[database, size] = _measured(offices, size, options)
                version = offices.version or version
    text = _words(
        options, found, machine(version), f"Load of the machine before and after: {began}; {load()}."
    )
    keep("As the record grows", text) if not options.no_save else print(text)


# --- offices on each database ------------------------------------------------------------------------------


class Offices:
    """One database system: an office laid once, and a copy of it for each size."""

    version = ""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def where(self, size: int) -> tuple[Path, str]:
        """The data folder and the address of the copy for a size."""
        raise NotImplementedError


class _OnSQLite(Offices):
    def where(self, size: int) -> tuple[Path, str]:
        data = self.folder / f"sqlite-{size}"
        if not data.exists():
            shutil.copytree(self.folder / "sqlite", data)
        return data, ""


class _OnPostgreSQL(Offices):
    def __init__(self, folder: Path, server: str) -> None:
        super().__init__(folder)
        self.server = server
        self.made: set[int] = set()
        self.version = self._said("SHOW server_version").split()[0]

    def address(self, name: str) -> str:
        return self.server.replace("/postgres?", f"/{name}?")

    def _said(self, statement: str) -> str:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return str(cursor.fetchone()[0]) if cursor.description else ""

    def where(self, size: int) -> tuple[Path, str]:
        if size not in self.made:
            self._said(f"CREATE DATABASE office_{size} TEMPLATE office")
            self.made.add(size)
        return self.folder / "postgresql", self.address(f"office_{size}")


@contextlib.contextmanager
def _on_sqlite(folder: Path) -> Iterator[Offices]:
    data = folder / "sqlite"
    data.mkdir()
    in_fresh_process("lay", data=data)
    yield _OnSQLite(folder)


@contextlib.contextmanager
def _on_postgresql(folder: Path) -> Iterator[Offices]:
    from tests import postgres

    # The tests' server may lose what it was told when the power goes; an office's may not, and pays for it.
    postgres.SETTINGS |= {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "shared_buffers": "256MB",
    }
    data = folder / "postgresql"
    data.mkdir()
    with postgres.running_server() as server:
        offices = _OnPostgreSQL(folder, server)
        offices._said("CREATE DATABASE office")
        in_fresh_process("lay", data=data, database=offices.address("office"))
        yield offices


OFFICES = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}


def _measured(offices: Offices, size: int, options: argparse.Namespace) -> Found:
    data, address = offices.where(size)

    def ask(*words: str) -> Any:
        return in_fresh_process(*words, data=data, database=address)

    made = ask("enlarge", str(EVENTS), str(size))
    check = ask("check")
    if check["faults"]:
        raise SystemExit("The figures are wrong:\n" + "\n".join(check["faults"]))
    times = str(options.warm + 1)
    return {
        "made": made,
        "check": check["took"],
        "runs": [ask("whole", times, *TRIO) for _ in range(options.rounds)],
        "rest": ask("whole", "2", "xlsx", "html"),
        "tally": ask("tally", "15"),
        "breakdowns": ask("breakdowns"),
    }


# --- from rounds to sentences ------------------------------------------------------------------------------


def _trio(one: Found, clock: int) -> float:
    return sum(one[name][clock] for name in ("compile", *TRIO))


def _warm(runs: list[Found], clock: int) -> list[float]:
    return [_trio(one, clock) for run in runs for one in run["rounds"][1:]]


def _cold(runs: list[Found], clock: int) -> list[float]:
    return [_trio(run["rounds"][0], clock) for run in runs]


def _part(runs: list[Found], name: str, clock: int = CPU) -> str:
    return f"{median([one[name][clock] for run in runs for one in run['rounds'][1:]]):.2f}"


def _tables(found: dict[tuple[str, int], Found]) -> dict[str, str]:
    whole, parts, asked, kept = [], [], [], []
    for (database, size), held in found.items():
        name, runs = f"{NAMES[database]}, {size:,}", held["runs"]
        memory = [run["rounds"][0]["memory"] for run in runs]
        whole.append([name, spread(_warm(runs, WALL)), spread(_warm(runs, CPU)), spread(_cold(runs, WALL)),
                      f"{median([m[0] for m in memory]):.0f}", f"{median([m[1] for m in memory]):.0f}"])  # fmt: skip
        parts.append([name, *(_part(runs, part) for part in ("compile", *TRIO)),
                      *(f"{held['rest']['rounds'][1][part][CPU]:.2f}" for part in ("xlsx", "html"))])  # fmt: skip
        asked.append([name, *(f"{one:.2f} / {more:.2f}" for one, more in held["breakdowns"].values())])
        kept.append([name, f"{held['made']['poured'][WALL]:.1f}", f"{held['made']['tallied'][WALL]:.1f}",
                     *(f"{1000 * one['seconds']:.0f} ms ({one['names']:,})" for one in held["tally"].values()),
                     f"{held['check'][WALL]:.1f}"])  # fmt: skip
    first = next(iter(found.values()))
    return {
        "whole": table(
            ["", "warm, clock", "warm, processor", "cold, clock", "MB, compiled", "MB, printed"], whole
        ),
        "parts": table(["", "compile", *TRIO, "xlsx", "html"], parts),
        "asked": table(["", *first["breakdowns"]], asked),
        "kept": table(["", "rows written", "all tallies", "middling event", "largest event", "check"], kept),
    }


def _words(options: argparse.Namespace, found: dict[tuple[str, int], Found], told: str, busy: str) -> str:
    made = _tables(found)
    return f"""{told}

The sample office with {EVENTS:,} generated events in eight years and 100 host countries, and participations as told at the left (a
quarter as many people; one event in twenty counted by heads; fixed seed), its opening figures taken out so that the records
count. The committee report on 2006-2013: compile (read, measure every figure, arrange) and print deck, PDF and JSON.
{options.rounds} fresh processes at each size, {options.warm} further reports in each after its first; seconds as median (least–most).
PostgreSQL ran on the same machine, with fsync on. The machine was shared with other work: seconds of the processor are the
steadier (they leave out PostgreSQL's own), seconds of the clock are what was waited for. {busy}

At every size no tally differed from its rows, and events, participations, women, different people, countries, people by
sex, by country and by country group, and participations by sex and by country were what plain SQL over all rows gives.

**Compile, deck, PDF and JSON together**; memory is the most that a process held after compiling, and after printing, its first report:

{made["whole"]}

**Where it goes**: warm, seconds of the processor; XLSX and HTML beside it:

{made["parts"]}

**One figure asked alone** on the clock: by a page that has read nothing yet / by one that has read the events:

{made["asked"]}

**Keeping it**: seconds to write the generated rows, to work out every tally at once (an office never does: each change works out
its own event's), the median cost of working out one event's tally (in brackets its names), and the seconds of the plain SQL
that the figures were compared with:

{made["kept"]}
"""


if __name__ == "__main__":
    main()
