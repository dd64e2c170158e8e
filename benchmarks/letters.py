"""A thousand letters through a real mail server that fails one in ten of them.

    python -m benchmarks.letters [--count 1000] [--databases sqlite,postgresql]

The server runs in a process of its own beside the one that sends. Of every hundred letters it puts off four with 451, puts
off two recipients with 450, breaks the connection for three before it takes the letter and for one after it took it. The
last is what no sender can tell apart; its second copy is counted.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tests.smtp import Fault, MailServer

from benchmarks.measuring import in_fresh_process, keep, load, machine, table
from benchmarks.scale import NAMES, OFFICES

WEIGHT = 60_000
"""Bytes of the file that goes with each letter: a page as PDF."""


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=1000)
    asked.add_argument("--databases", default="sqlite,postgresql")
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began, found, version = load(), {}, ""
    with tempfile.TemporaryDirectory() as held:
        for database in options.databases.split(","):
            print(f"{NAMES[database]}: {options.count:,} letters", flush=True)
            with OFFICES[database](Path(held)) as offices:
                found[database] = _measured(offices, options.count)
                version = offices.version or version
    text = _words(options.count, found, machine(version), f"Load before and after: {began}; {load()}.")
    keep("Letters through a mail server that fails", text) if not options.no_save else print(text)


def _measured(offices: Any, count: int) -> dict[str, Any]:
    data, address = offices.where(count)
    with MailServer() as server:
        server.fails(*(fault for number in range(count) if (fault := _fault(number))))
        found = in_fresh_process(
            "letters", str(count), str(server.port), str(WEIGHT), data=data, database=address
        )
    arrived = Counter(server.subjects())
    expected = {f"Letter {number}" for number in range(count)}
    lost, twice = len(expected - set(arrived)), sum(copies - 1 for copies in arrived.values())
    ids = len({letter["Message-ID"] for letter in server.letters})
    if lost or ids != count or found["states"] != ["sent"]:
        raise SystemExit(f"{lost} letters are lost, {ids} Message-IDs for {count} letters: {found}")
    return found | {"lost": lost, "twice": twice, "connections": server.connections}


def _fault(number: int) -> Fault | None:
    to = f"guest{number}@example.org"
    faults = {
        **dict.fromkeys((3, 23, 43, 63), Fault("451 4.7.1 Come back later", to=to)),
        **dict.fromkeys((11, 61), Fault("450 4.2.1 Mailbox busy", at="rcpt", to=to)),
        **dict.fromkeys((7, 37, 77), Fault(to=to, cut=True)),
        97: Fault(to=to, cut=True, kept=True),
    }
    return faults.get(number % 100)


def _words(count: int, found: dict[str, Any], where: str, loads: str) -> str:
    rows = [
        (
            NAMES[database],
            f"{told['writing'][0]:.1f} ({told['writing'][1]:.1f})",
            f"{told['sending'][0]:.1f} ({told['sending'][1]:.1f})",
            f"{told['sent'] / told['sending'][0]:.0f}",
            *(f"{told[name]:,}" for name in ("sent", "later", "failed", "lost", "twice", "connections")),
        )
        for database, told in found.items()
    ]
    head = (
        "",
        "written, s",
        "sent, s",
        "a second",
        "sent",
        "tried again",
        "failed",
        "lost",
        "twice",
        "connections",
    )
    return (
        f"{where}\n\n{count:,} letters with a file of {WEIGHT // 1000} KB each, written in one transaction, then sent to a real "
        "mail server on the same machine that fails one in ten of them: 451 for 4 per cent, 450 on the recipient for 2, the "
        "connection broken before the letter was taken for 3, and after it was taken for 1. Seconds of the clock, in brackets "
        f"of the sender's processor. {loads}\n\n{table(head, rows)}\n\n"
        "Every letter arrived. Those that arrived twice are those whose connection broke after the server had taken them: "
        "nothing tells the sender, so it sends again, under the same Message-ID."
    )


if __name__ == "__main__":
    main()
