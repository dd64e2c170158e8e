"""The whole committee report of the sample office, in all formats, against the floor.

    python -m benchmarks.report [--rounds 5] [--warm 6]

Three things, each in fresh processes, in turn, round after round, so that a busy moment of the machine meets all three:

- *report*: arrange the report, measure every figure from the database, print all formats;
- *floor*: the same files from the document that the first one compiled: no database, no Django, every number ready;
- *bare floor*: the libraries alone (python-pptx, Typst, XlsxWriter), handed content already made for them.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.measuring import in_fresh_process, keep, load, machine, median, spread, table

FORMATS = ("pptx", "pdf", "xlsx", "html", "json")
WALL, CPU = 0, 1
Round = dict[str, Any]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5, help="fresh processes of each kind (default: 5)")
    asked.add_argument(
        "--warm", type=int, default=5, help="reports a process makes after its first (default: 5)"
    )
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as held:
        data = Path(held)
        print("Laying the sample office", flush=True)
        in_fresh_process("lay", data=data)
        document = data / "committee.document"
        sizes = in_fresh_process("keep_document", str(document), data=data)["bytes"]
        began, found = load(), _run(options, data, document)
    text = _words(options, found, sizes, f"Load of the machine before and after: {began}; {load()}.")
    keep("The report against the floor", text) if not options.no_save else print(text)


def _run(options: argparse.Namespace, data: Path, document: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"report": [], "floor": [], "bare": []}
    times = str(options.warm + 1)
    for number in range(options.rounds):
        print(f"Round {number + 1} of {options.rounds}", flush=True)
        found["report"].append(in_fresh_process("whole", times, *FORMATS, data=data))
        found["floor"].append(in_fresh_process("floor", str(document), times, *FORMATS, data=data))
        found["bare"].append(in_fresh_process("bare", str(document), times, *FORMATS, data=data))
    return found


# --- from rounds to sentences ------------------------------------------------------------------------------


def _whole(one: Round, clock: int) -> float:
    """The seconds of one report: all its parts."""
    return sum(took[clock] for name, took in one.items() if name != "memory")


def _cold(processes: Sequence[dict[str, Any]], clock: int) -> list[float]:
    return [_whole(process["rounds"][0], clock) for process in processes]


def _warm(processes: Sequence[dict[str, Any]], clock: int) -> list[float]:
    """The median of each process: processes vary more than the reports within one."""
    return [median([_whole(one, clock) for one in process["rounds"][1:]]) for process in processes]


def _from_start(processes: Sequence[dict[str, Any]], clock: int) -> list[float]:
    return [
        process["start"][clock] + cold
        for process, cold in zip(processes, _cold(processes, clock), strict=True)
    ]


def _part(processes: Sequence[dict[str, Any]], name: str, clock: int) -> str:
    warm = [one[name][clock] for process in processes for one in process["rounds"][1:] if name in one]
    return f"{median(warm):.3f}" if warm else "–"


def _ratios(over: Sequence[float], under: Sequence[float]) -> str:
    """Round by round, because what is run together meets the same machine."""
    return spread([one / other for one, other in zip(over, under, strict=True)])


def _words(
    options: argparse.Namespace, found: dict[str, list[dict[str, Any]]], sizes: dict[str, int], told: str
) -> str:
    report, floor, bare = found["report"], found["floor"], found["bare"]
    lines = []
    for name, pick in (
        ("warm", _warm),
        ("cold, work only", _cold),
        ("cold, from the start of Python", _from_start),
    ):
        for clock, unit in ((CPU, "processor"), (WALL, "clock")):
            one, other, least = pick(report, clock), pick(floor, clock), pick(bare, clock)
            lines.append(
                [
                    f"{name}, {unit}",
                    spread(one),
                    spread(other),
                    spread(least),
                    _ratios(one, other),
                    _ratios(one, least),
                ]
            )
    parts = [
        [name, _part(report, name, CPU), _part(floor, name, CPU), _part(bare, name, CPU), f"{sizes.get(name, 0) / 1000:,.0f} KB" if name in sizes else ""]
        for name in ("compile", *FORMATS)
    ]  # fmt: skip
    memory = max(process["rounds"][-1]["memory"][1] for process in report)
    return f"""{machine()}

The committee report of the sample office on 2006-2013, PPTX, PDF, XLSX, HTML and JSON. {options.rounds} fresh processes of
each kind in turn, {options.warm} further reports in each after its first. Seconds as median (least–most); ratios are taken round by round.
The machine was shared with other work: seconds of the processor are the steadier, seconds of the clock are what was waited for.
{told}

{table(["seconds", "report", "floor", "bare floor", "report : floor", "report : bare floor"], lines)}

*Floor*: the same renderers print the same files from the compiled document, read from a file beforehand: no database, no
Django, no figures measured. *Bare floor*: python-pptx opens the finished deck and saves it, Typst sets the text it is handed,
XlsxWriter writes the cells of the finished workbook from constants in one format, JSON is dumped, HTML is encoded: the
libraries and nothing of ours, less than any program that makes these files could do. Starting Python, Django and Wagtail is
in “from the start”, and only the report needs Django. Python's search for circular rubbish is put off in the report and in the floor alike.

Where it goes, warm, seconds of the processor (the most memory of a process: {memory:,} MB):

{table(["part", "report", "floor", "bare floor", "size"], parts)}
"""


if __name__ == "__main__":
    main()
