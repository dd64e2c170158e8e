"""Taking time and memory honestly: fresh processes, medians, and the machine told beside every number."""

from __future__ import annotations

import gc
import json
import os
import platform
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and seconds of processor. On a machine that others use too, the second is the steadier."""

    wall: float
    cpu: float

    def plain(self) -> list[float]:
        return [round(self.wall, 4), round(self.cpu, 4)]


def timed(work: Callable[[], T]) -> tuple[T, Took]:
    """What the work gave, and what it took. The rubbish of earlier work is swept first, not on its account."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    return done, Took(time.perf_counter() - wall, time.process_time() - cpu)


def peak_memory() -> float:
    """The most memory this process ever held, in MB.

    Linux tells it for the program itself; ``getrusage`` would tell that of the process it was forked from, if larger.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def in_fresh_process(*words: str, data: Path, database: str = "") -> Any:
    """What a command of ``benchmarks.probe`` answers, run in a process of its own on one office's data."""
    env = os.environ | {
        "COLONNADE_DATA": str(data),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "colonnade.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONHASHSEED": "0",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.probe", *words],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"benchmarks.probe {' '.join(words)} failed.")
    return json.loads(done.stdout.splitlines()[-1])


# --- saying it -------------------------------------------------------------------------------------------


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def spread(values: Sequence[float], places: int = 2) -> str:
    """“0.84 (0.80–0.91)”: the median, the least and the most."""
    return f"{median(values):.{places}f} ({min(values):.{places}f}–{max(values):.{places}f})"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown: the first column is words, the others are numbers."""
    lines = ["| " + " | ".join(header) + " |", "|---" + "|---:" * (len(header) - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def load() -> str:
    return " ".join(f"{part:.1f}" for part in os.getloadavg())


def machine(postgres: str = "") -> str:
    """The machine and the versions, in a sentence."""
    models = [
        line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")
    ]
    held = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    name = (models or [platform.processor() or platform.machine()])[0]
    memory = f", {held[0] / 1024 / 1024:.0f} GB of memory" if held else ""
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    versions += f", PostgreSQL {postgres}" if postgres else ""
    return f"{name}, {os.cpu_count()} cores{memory}; {platform.system()} {platform.release().split('-')[0]}; {versions}."


def _lines(path: str) -> list[str]:
    """The lines of a file of the system; none where there is no such file."""
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def keep(section: str, text: str) -> None:
    """Put a section into RESULTS.md in place of the one of the same name, with the day, and print it."""
    whole = f"## {section}\n\nMeasured on {date.today().isoformat()}. {text.strip()}\n"
    held = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# What was measured\n"
    parts = held.split("\n## ")
    kept = [part for part in parts[1:] if not part.startswith(f"{section}\n")]
    sections = sorted([*("## " + part.strip() + "\n" for part in kept), whole])
    RESULTS.write_text(parts[0].strip() + "\n\n" + "\n".join(sections), encoding="utf-8")
    print(whole)
