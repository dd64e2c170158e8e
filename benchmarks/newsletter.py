"""A newsletter to ten thousand through a real mail server that fails, slows and bounces, its worker killed twice.

    python -m benchmarks.newsletter [--count 10000] [--kills 2] [--databases sqlite,postgresql]

The server runs in this process, the worker (`colonnade work`) in one of its own, ended with SIGKILL at thirds of the way. Of
every hundred letters the server puts off four with 451 and two recipients with 450, answers two after half a second, breaks
the connection for two before it takes the letter and for one after, and knows no mailbox for three. Of those it took, one in
fifty comes back afterwards as a message, read by `colonnade bounces`. The pace is set aside: what is measured is how fast it
could be. Letters put off are due again at once, so that nothing is waited for.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.smtp import ALWAYS, Fault, MailServer

from benchmarks.measuring import ROOT, in_fresh_process, keep, load, machine, table
from benchmarks.scale import NAMES, OFFICES

DOMAINS = 40
"""Readers are spread over so many domains."""


def address_of(number: int) -> str:
    return f"reader{number}@d{number % DOMAINS}.example.org"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--kills", type=int, default=2)
    asked.add_argument("--databases", default="sqlite,postgresql")
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began, found, version = load(), {}, ""
    with tempfile.TemporaryDirectory() as held:
        for database in options.databases.split(","):
            print(f"{NAMES[database]}: {options.count:,} readers, killed {options.kills} times", flush=True)
            with OFFICES[database](Path(held)) as offices:
                found[database] = _measured(offices, options.count, options.kills)
                version = offices.version or version
    text = _words(options, found, machine(version), f"Load before and after: {began}; {load()}.")
    name = "A newsletter through a mail server that fails"
    keep(name, text) if not options.no_save else print(text)


def _measured(offices: Any, count: int, kills: int) -> dict[str, Any]:
    data, database = offices.where(count)
    laid = in_fresh_process("newsletter_fixed", str(count), str(DOMAINS), data=data, database=database)
    with MailServer() as server:
        server.fails(*(fault for number in range(count) if (fault := _fault(number))))
        ways = _Ways(data, database, server)
        began, memory = time.monotonic(), [0.0]
        for kill in range(kills):
            memory.append(ways.killed_after((kill + 1) * count // (kills + 1)))
            ways.due_now()
        while ways.left():
            memory.append(ways.to_the_end())
            ways.due_now()
        took = time.monotonic() - began
    told = _checked(server, count, kills)
    came_back = _bounced(ways, server)
    ends = in_fresh_process("newsletter_ends", data=data, database=database)
    if ends["wrong"] or ends["states"] != {"failed": told["unknown"], "sent": count - told["unknown"]}:
        raise SystemExit(f"What the record says is not what happened: {ends}, {told}")
    return laid | told | came_back | {"took": took, "memory": max(memory), "outbox": ends["outbox"]}


class _Ways:
    """The worker and the other commands, as processes on one office."""

    def __init__(self, data: Path, database: str, server: MailServer) -> None:
        self.data, self.database, self.server = data, database, server
        self.env = os.environ | {
            "COLONNADE_DATA": str(data), "DATABASE_URL": database, "COLONNADE_MAIL_URL": server.url,
            "COLONNADE_NEWSLETTER_PER_MINUTE": "1000000", "COLONNADE_NEWSLETTER_PER_DOMAIN": "1000000",
            "DJANGO_SETTINGS_MODULE": "colonnade.settings", "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip

    def start(self, *words: str, **how: Any) -> subprocess.Popen:
        command = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), *words]
        return subprocess.Popen(
            command, env=self.env, cwd=self.data, stderr=subprocess.DEVNULL, text=True, **how
        )

    def killed_after(self, letters: int) -> float:
        """A worker ended in the middle of its work; the most memory it held."""
        worker, most = self.start("work", "--every", "0.2", stdout=subprocess.DEVNULL), 0.0
        try:
            while len(self.server.letters) < letters and worker.poll() is None:
                most = _memory(worker.pid) or most
                time.sleep(0.05)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        return most

    def to_the_end(self) -> float:
        worker, most = self.start("work", "--once", stdout=subprocess.DEVNULL), 0.0
        while worker.poll() is None:
            most = _memory(worker.pid) or most
            time.sleep(0.05)
        return most

    def due_now(self) -> None:
        in_fresh_process("newsletter_due_now", data=self.data, database=self.database)

    def left(self) -> int:
        return in_fresh_process("newsletter_left", data=self.data, database=self.database)["left"]


def _memory(pid: int) -> float:
    """The most memory a process held until now, in MB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def _fault(number: int) -> Fault | None:
    to = address_of(number)
    faults = {
        **dict.fromkeys((3, 23, 43, 63), Fault("451 4.7.1 Come back later", to=to)),
        **dict.fromkeys((11, 61), Fault("450 4.2.1 Mailbox busy", at="rcpt", to=to)),
        **dict.fromkeys((17, 67), Fault(to=to, wait=0.5)),
        **dict.fromkeys((7, 37), Fault(to=to, cut=True)),
        97: Fault(to=to, cut=True, kept=True),
        **dict.fromkeys((29, 59, 89), Fault("550 5.1.1 No such user", at="rcpt", to=to, times=ALWAYS)),
    }
    return faults.get(number % 100)


def _checked(server: MailServer, count: int, kills: int) -> dict[str, Any]:
    """Every reader whose mailbox exists has one letter, whatever was killed; copies bear its Message-ID."""
    letters = [(str(letter["To"]), str(letter["Message-ID"])) for letter in server.letters]
    of_each = Counter(to for to, _identity in set(letters))
    unknown = sum(number % 100 in (29, 59, 89) for number in range(count))
    cut = sum(number % 100 == 97 for number in range(count))
    expected = {address_of(number) for number in range(count) if number % 100 not in (29, 59, 89)}
    copies = len(letters) - len(set(letters))
    if set(of_each) != expected or max(of_each.values()) != 1 or copies > cut + kills:
        raise SystemExit(
            f"{len(expected - set(of_each))} readers have none, {copies} copies; {len(letters)} letters."
        )
    return {
        "readers": len(expected),
        "unknown": unknown,
        "copies": copies,
        "cut": cut,
        "connections": server.connections,
    }


def _bounced(ways: _Ways, server: MailServer) -> dict[str, Any]:
    """One in fifty of the letters comes back, all in one mailbox."""
    place = ways.data / "bounces.mbox"
    returned = list({str(letter["Message-ID"]).strip("<>").partition("@")[0] for letter in server.letters})
    returned = sorted(returned)[::50]
    place.write_text("\n".join(REPORT.format(mark=mark) for mark in returned))
    began = time.monotonic()
    reading = ways.start("bounces", str(place), stdout=subprocess.PIPE)
    said = reading.communicate()[0].strip()
    return {"returned": len(returned), "reading": time.monotonic() - began, "said": said}


REPORT = """From MAILER-DAEMON Thu Jan  1 00:00:00 2026
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; somebody@example.org
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <{mark}@localhost>

--b--
"""


def _words(options: Any, found: dict[str, Any], where: str, loads: str) -> str:
    rows = [
        (
            NAMES[database],
            f"{told['fixing'][0]:.1f}",
            f"{told['took']:.0f}",
            f"{options.count / told['took']:.0f}",
            f"{told['memory']:.0f}",
            *(
                f"{told[name]:,}"
                for name in ("readers", "copies", "unknown", "returned", "connections", "outbox")
            ),
        )
        for database, told in found.items()
    ]
    head = (
        "", "fixed, s", "sent, s", "a second", "memory, MB", "readers with one letter", "copies", "no such mailbox",
        "came back later", "connections", "left in the outbox",
    )  # fmt: skip
    return (
        f"{where}\n\n{options.count:,} recipients over {DOMAINS} domains, fixed in one transaction; the worker is ended with "
        f"SIGKILL {options.kills} times on the way and started again. The server fails as the benchmark says; the pace is set "
        f"aside (by default 120 letters leave in a minute). Seconds include starting the worker each time. {loads}\n\n"
        f"{table(head, rows)}\n\nEvery reader whose mailbox exists has one letter; the copies, each under the Message-ID of its "
        "letter, are those whose connection broke after the server had taken them, or that were in hand at a kill: nothing "
        f"tells the sender. Bounces: {next(iter(found.values()))['said']}"
    )


if __name__ == "__main__":
    main()
