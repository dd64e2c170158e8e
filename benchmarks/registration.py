"""Registration under load: as `colonnade serve` answers, on SQLite and on a real PostgreSQL.

    python -m benchmarks.registration [--databases sqlite,postgresql] [--seconds 20] [--clients 16] [--no-save]

Sixteen connections of one lean client each do what a browser does: they send a form, fetch the confirmation, and fetch
another form, which is sent when it is old enough to have been filled in by a person. Then twenty places are raced by
eight processes, and the server is killed in the middle of the load and started again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.measuring import ROOT, keep, load, machine, table

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
OLD_ENOUGH = 2.1
STOCK = 500
"""Forms fetched before the clock runs: as many as are filled in at once at 200 registrations a second."""
PLACES, RACERS = 20, 8


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
        return
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--databases", default="sqlite,postgresql")
    asked.add_argument("--seconds", type=float, default=20)
    asked.add_argument("--clients", type=int, default=16)
    asked.add_argument("--processes", default="1,2", help="of the server; on SQLite it is one")
    asked.add_argument(
        "--office", default="", help="a data folder with its tables, copied instead of laying one (SQLite)"
    )
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began, found = load(), {}
    for database in options.databases.split(","):
        print(f"{NAMES[database]}: laying an office", flush=True)
        with office(database, options.office) as env:
            for processes in map(int, options.processes.split(",")) if database == "postgresql" else (1,):
                name = NAMES[database] + (f", {processes} processes" if processes > 1 else "")
                found[name] = measured(env, options, processes)
    text = told(found, options, f"Load of the machine before and after: {began}; {load()}.")
    keep("Registration under load", text) if not options.no_save else print(text)


@contextlib.contextmanager
def office(database: str, like: str = "") -> Iterator[dict[str, str]]:
    """An office with its tables and countries, as the environment in which its commands run."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        env = os.environ | {
            "COLONNADE_DATA": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "colonnade.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        if database == "postgresql":
            from tests import postgres

            # As in production: what was confirmed is on the disk.
            postgres.SETTINGS |= {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
            env["DATABASE_URL"] = stack.enter_context(postgres.running_server())
        if database == "sqlite" and like:
            shutil.copytree(like, folder, dirs_exist_ok=True)
        command = [sys.executable, "-m", "django", "migrate", "--verbosity=0"]
        subprocess.run(command, env=env, check=True, cwd=ROOT)
        yield env


def part(env: dict[str, str], *words: Any) -> Any:
    """What a part of this module answers, run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.registration", *map(str, words)],
        env=env,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


# The server -------------------------------------------------------------------------------------------------


class Server:
    """`colonnade serve`, in a session of its own, with the processor time its processes have used."""

    def __init__(self, env: dict[str, str], processes: int = 1, ready: str = "/about/") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-c", "from colonnade.cli import main; main()"]
        self.process = subprocess.Popen(
            [*command, "serve", "--no-work", "--port", str(self.port), "--processes", str(processes)],
            env=env,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _wait in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{ready}", timeout=30).read()
                return
            if self.process.poll() is not None:
                raise SystemExit("The server did not start.")
            time.sleep(0.1)
        raise SystemExit("The server did not answer.")

    def cpu(self) -> float:
        """Seconds of processor of the server and its workers."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                told = stat.read_text().rpartition(")")[2].split()
                if int(told[3]) == self.process.pid:  # its session
                    ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(60)


# The measurements -------------------------------------------------------------------------------------------


def measured(env: dict[str, str], options: argparse.Namespace, processes: int) -> dict[str, Any]:
    """Load, race and death of the server, each at an event of its own."""
    codes = part(env, "lay")
    server = Server(env, processes)
    try:
        print("  load", flush=True)
        before = server.cpu()
        run = part(env, "client", server.port, codes["load"], options.clients, options.seconds)
        run["cpu"] = 1000 * (server.cpu() - before - run.pop("outside", 0)) / max(run["all"], 1)
        print(f"  {run}\n  race", flush=True)
        start = time.time() + 25  # all have their forms by then
        racers = [
            subprocess.Popen(
                [sys.executable, "-m", "benchmarks.registration", "race", str(server.port), codes["race"], str(start)],
                env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True,
            )
            for _racer in range(RACERS)
        ]  # fmt: skip
        answers = [json.loads(racer.communicate()[0].splitlines()[-1]) for racer in racers]
        run["race"] = {
            "accepted": sum(told["accepted"] for told in answers),
            "sent": sum(told["sent"] for told in answers),
        }
        print("  kill", flush=True)
        log = Path(env["COLONNADE_DATA"]) / "acknowledged.json"
        client = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.registration", "client", str(server.port), codes["kill"],
             str(options.clients), "60", str(log)],
            env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(12)
        server.end(signal.SIGKILL)
        client.communicate(timeout=60)
        told = json.loads(log.read_text())
        server = Server(env, processes)
        run["kill"] = part(env, "resend", server.port, codes["kill"], log) | {
            "acknowledged": len(told["acknowledged"])
        }
        run["kill"] |= part(env, "held", log)
    finally:
        server.end()
    run["counts"] = part(env, "counts", *codes.values())
    return run


def told(found: dict[str, dict[str, Any]], options: argparse.Namespace, loads: str) -> str:
    """What was measured, in a table and two sentences a database."""
    rows = [
        (
            name,
            f"{run['rate']:.0f}",
            f"{run['whole'][0]:.0f} / {run['whole'][1]:.0f}",
            f"{run['post'][0]:.0f} / {run['post'][1]:.0f}",
            f"{run['cpu']:.1f}",
        )
        for name, run in found.items()
    ]
    heads = ("", "registrations a second", "all three requests, ms (p50 / p99)", "the POST, ms (p50 / p99)", "server CPU for the three, ms")  # fmt: skip
    more = []
    for name, run in found.items():
        counts, kill = run["counts"], run["kill"]
        more.append(
            f"**{name}**: of {run['done']} who registered, {counts['load']['registered']} have one of "
            f"{counts['load']['limit']} seats and {counts['load'].get('waiting', 0)} wait; {PLACES} places raced by {RACERS} processes "
            f"({run['race']['sent']} forms): {run['race']['accepted']} accepted. Server killed (-9) under load and started again: "
            f"{kill['acknowledged']} acknowledged, {kill['missing']} missing, {kill['twice']} twice; {kill['sent']} that had no answer "
            f"sent again, {kill['confirmed']} confirmed. Counts of seats and tallies that differ from their rows: {counts['wrong']}."
        )
    return "\n\n".join(
        [
            machine(),
            f"{options.clients} connections for {options.seconds:.0f} s; client, server and database on the same two cores, "
            f"shared with other work: processor time is the steadier number. One server process unless said otherwise, as `colonnade serve` starts it; "
            f"SQLite with synchronous=FULL, PostgreSQL with fsync. PostgreSQL's own processor time is not in the last column. {loads}",
            table(heads, rows),
            *more,
        ]
    )


# Parts: each runs in a process of its own -------------------------------------------------------------------


def lay() -> dict[str, str]:
    """An office, and three open events."""
    import django

    django.setup()
    from tests import make

    from colonnade.office.models import Office
    from colonnade.places.actions import load_reference
    from colonnade.places.models import Country

    if not Country.objects.exists():
        load_reference()
    if not Office.objects.exists():
        make.office("Office of Load")
    make._number = count(time.time_ns())  # a copied office has codes of its own
    seats = {"load": 1000, "race": PLACES, "kill": 100_000}
    return {
        name: make.open_event(number, title=f"Event {name}", waiting_list=name != "race").code
        for name, number in seats.items()
    }


def counts(*codes: str) -> dict[str, Any]:
    """How many stand where, and whose counts differ from their rows."""
    import django

    django.setup()
    from colonnade.capacity.models import Event
    from colonnade.capacity.queries import seats_of, states_of, wrong_seats, wrong_tallies

    told: dict[str, Any] = {"wrong": len(wrong_seats()) + len(wrong_tallies())}
    for name, code in zip(("load", "race", "kill"), codes, strict=True):
        event = Event.objects.get(code=code)
        total = seats_of(event)[0]
        told[name] = states_of(event) | {"limit": total.limit if total else None}
    return told


def held(log: str) -> dict[str, int]:
    """Of what was acknowledged: how much is missing, and what is there twice."""
    import django

    django.setup()
    from colonnade.capacity.models import Registration

    held_back = json.loads(Path(log).read_text())
    told = held_back["acknowledged"] + [name for _token, name in held_back["unanswered"]]
    rows = Registration.objects.filter(participation__person__full_name__in=told)
    kept = list(rows.values_list("participation__person__full_name", flat=True))
    return {"missing": len(set(told) - set(kept)), "twice": len(kept) - len(set(kept))}


@dataclass
class Browser:
    """One connection that is kept, speaking as little HTTP as a form needs."""

    port: int
    reader: Any = None
    writer: Any = None
    address: str = "203.0.113.1"

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nX-Forwarded-For: {self.address}\r\n"
        )
        if body:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value
            for name, _colon, value in (line.partition(": ") for line in lines[1:] if line)
        }
        content = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return int(lines[0].split()[1]), headers, content


TOKEN = re.compile(rb'name="token" value="([^"]+)"')
_people = count(1)


def wrote(token: str, name: str) -> bytes:
    facts = {"full_name": name, "email": f"{name}@example.org", "country": "FJI", "organisation_name": "Ministry of Load",
             "function": "Director", "sector": "national_government", "sex": "female", "consent_photo": "on", "token": token}  # fmt: skip
    return urlencode(facts).encode()


@dataclass
class Load:
    """What the connections of a client share."""

    port: int
    path: str
    forms: deque = field(default_factory=deque)
    whole: list[float] = field(default_factory=list)
    post: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[tuple[str, str]] = field(default_factory=list)
    wrong: int = 0

    async def form(self, browser: Browser) -> None:
        _status, _headers, page = await browser.ask("GET", self.path)
        match = TOKEN.search(page)
        assert match, page[:500]
        self.forms.append((time.monotonic(), match[1].decode()))

    async def register(self, browser: Browser, number: int) -> None:
        """A form that is old enough is sent, its confirmation fetched, and another form fetched: three requests."""
        made, token = self.forms.popleft()
        if (young := made + OLD_ENOUGH - time.monotonic()) > 0:
            await asyncio.sleep(young)
        name = f"load-{os.getpid()}-{number}"
        browser.address = f"{number % 220 + 1}.{number // 220 % 250}.7.9"
        begun = time.perf_counter()
        try:
            status, headers, _page = await browser.ask("POST", self.path, wrote(token, name))
        except (OSError, asyncio.IncompleteReadError):
            self.unanswered.append((token, name))
            raise
        sent = time.perf_counter()
        if status != 303:
            self.wrong += 1
            return
        self.acknowledged.append(name)
        status, _headers, page = await browser.ask("GET", headers["location"])
        self.wrong += status != 200 or name.encode() not in page
        await self.form(browser)
        self.post.append(sent - begun)
        self.whole.append(time.perf_counter() - begun)


async def _client(port: int, code: str, clients: int, seconds: float) -> tuple[Load, float, float]:
    shared = Load(port, f"/events/{code}/register/?lang=en")
    browsers = [Browser(port) for _client in range(clients)]
    with contextlib.suppress(OSError, asyncio.IncompleteReadError):
        for _form in range(STOCK):
            await shared.form(browsers[0])
        await asyncio.sleep(OLD_ENOUGH)
    begun = time.monotonic()

    async def one(browser: Browser) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while time.monotonic() < begun + seconds:
                await shared.register(browser, next(_people))

    cpu = time.process_time()
    await asyncio.gather(*(one(browser) for browser in browsers))
    return shared, time.monotonic() - begun, time.process_time() - cpu


def client(port: str, code: str, clients: str, seconds: str, log: str = "") -> dict[str, Any]:
    """Load for some seconds; what was acknowledged and what got no answer go to the log."""
    shared, took, _cpu = asyncio.run(_client(int(port), code, int(clients), float(seconds)))
    if log:
        told = {"acknowledged": shared.acknowledged, "unanswered": shared.unanswered}
        Path(log).write_text(json.dumps(told))
    done = len(shared.whole)
    return {
        "done": done,
        "all": done,
        "rate": done / took,
        "whole": _percentiles(shared.whole),
        "post": _percentiles(shared.post),
        "wrong": shared.wrong,
    }


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    held = sorted(seconds) or [0.0]
    return 1000 * held[len(held) // 2], 1000 * held[min(len(held) - 1, len(held) * 99 // 100)]


def race(port: str, code: str, start: str) -> dict[str, int]:
    """Twenty forms of one of those who race, all sent at once."""

    async def run() -> dict[str, int]:
        shared = Load(int(port), f"/events/{code}/register/?lang=en")
        browsers = [
            Browser(int(port), address=f"{os.getpid() % 250 + 1}.9.{number}.1") for number in range(PLACES)
        ]
        for browser in browsers:
            await shared.form(browser)
        await asyncio.sleep(float(start) - time.time())  # together with the other racers
        bodies = [
            wrote(token, f"race-{os.getpid()}-{number}") for number, (_made, token) in enumerate(shared.forms)
        ]
        answers = await asyncio.gather(
            *(browser.ask("POST", shared.path, body) for browser, body in zip(browsers, bodies, strict=True))
        )
        return {"sent": len(answers), "accepted": sum(status == 303 for status, _headers, _page in answers)}

    return asyncio.run(run())


def resend(port: str, code: str, log: str) -> dict[str, int]:
    """Every form that had no answer, sent once more, as its sender would."""

    async def run() -> dict[str, int]:
        browser = Browser(int(port))
        told = json.loads(Path(log).read_text())["unanswered"]
        path, confirmed = f"/events/{code}/register/?lang=en", 0
        for number, (token, name) in enumerate(told):
            browser.address = f"9.9.{number}.9"
            status, _headers, _page = await browser.ask("POST", path, wrote(token, name))
            confirmed += status == 303
        return {"sent": len(told), "confirmed": confirmed}

    return asyncio.run(run())


PARTS = {"lay": lay, "counts": counts, "held": held, "client": client, "race": race, "resend": resend}


if __name__ == "__main__":
    main()
