"""The public site as a reader on a slow line gets it, and what each page costs the machine that answers.

    python -m benchmarks.site [--office FOLDER] [--rounds 3] [--seconds 5] [--no-save]

Ten kinds of page of the sample office: bytes, requests and time to readable with an empty cache at 250 and 50 kbit/s; queries and seconds
of processor for an answer, and for one that has not changed (304); requests a second of both. In the same run, a plain Wagtail
page with the same words from the same database: its own middleware, door and template.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from benchmarks.measuring import ROOT, keep, load, machine, table
from benchmarks.pages import CHROMIUM, LINES, opened
from benchmarks.registration import Browser, Server

PAGES = {
    "first page": "/",
    "written page": "/mandate/",
    "news story": "/news/committee-2014/",
    "calendar of a year": "/events/?year=2013",
    "event": "/events/{event}/",
    "figure": "/figures/capacity.participations/?period=2006-2013",
    "report": "/reports/editions/committee-2014/",
    "search": "/search/?q=governance",
    "map": "/map/",
    "archive of a year": "/archive/2013/",
}
PLAIN = "plain Wagtail"
REPEATS = 30
SIZES = (2_000, 20_000)
QUESTIONS = ("governance", "electronic government asia", "الحكومة", "zzz")
CONNECTIONS = 4


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--office", default="", help="data folder of a demo office, instead of making one")
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=float, default=5)
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began = load()
    with demo(options.office) as env:
        pages = part(env, "addresses")
        cost = part(env, "cost", json.dumps(pages))
        grown = part(env, "scale")
        plain = env | {"DJANGO_SETTINGS_MODULE": "benchmarks.plain_wagtail"}
        cost[PLAIN] = part(plain, "cost", json.dumps({PLAIN: "/mandate/"}))[PLAIN]
        seen, rates = on_the_line(env, pages, options), on_the_machine(env, pages, options)
        seen |= on_the_line(plain, {PLAIN: "/mandate/"}, options)
        rates |= on_the_machine(plain, {PLAIN: "/mandate/"}, options)
    text = told(seen, cost, rates, grown, f"Load of the machine before and after: {began}; {load()}.")
    keep("The public site", text) if not options.no_save else print(text)


@contextlib.contextmanager
def demo(folder: str) -> Iterator[dict[str, str]]:
    """The sample office, as the environment in which its commands run."""
    with tempfile.TemporaryDirectory() as made:
        env = os.environ | {
            "COLONNADE_DATA": folder or made, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "colonnade.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }  # fmt: skip
        if not folder:
            command = [
                sys.executable,
                "-c",
                "from colonnade.cli import main; main()",
                "demo",
                "--no-serve",
                "--out",
                f"{made}/out",
            ]
            subprocess.run(command, env=env, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        yield env


def part(env: dict[str, str], *words: str) -> Any:
    """What a part of this module answers, run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.site", *words]
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def addresses() -> dict[str, str]:
    """The pages that are measured, in English."""
    import django

    django.setup()
    from colonnade.capacity.queries import public_events

    event = public_events().order_by("-activity__starts_on").first()
    return {
        name: (path := address.format(event=event.code if event else ""))
        + ("&" if "?" in path else "?")
        + "lang=en"
        for name, address in PAGES.items()
    }


def cost(pages: str) -> dict[str, Any]:
    """Of each page: queries, milliseconds of processor for an answer, and for one that has not changed."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    found = {}
    for name, address in json.loads(pages).items():
        client = Client()
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        known = {"headers": {"if-none-match": answer["ETag"]}} if "ETag" in answer else None
        found[name] = {
            "queries": len(asked),
            "whole": _cpu(lambda client=client, address=address: client.get(address)),
            "same": _cpu(lambda client=client, address=address, known=known: client.get(address, **known))
            if known
            else None,
        }
    return found


def scale() -> dict[str, float]:
    """Milliseconds of processor of a search as pages grow: rows are made up beside the office's own, and taken back."""
    import django

    django.setup()
    from django.db import transaction

    from colonnade.web.models import SearchDocument
    from colonnade.web.site.search import find

    found = {}
    with transaction.atomic():
        held = list(SearchDocument.objects.all())
        for rows in SIZES:
            more = [held[number % len(held)] for number in range(rows - SearchDocument.objects.count())]
            SearchDocument.objects.bulk_create(
                (SearchDocument(ref=f"made/{rows}/{number}", kind=one.kind, language=one.language, title=one.title,
                                address=one.address, on=one.on, named=one.named, words=one.words)
                 for number, one in enumerate(more)), batch_size=1000,
            )  # fmt: skip
            for question in QUESTIONS:
                found[f"{rows:,} · {question}"] = _cpu(lambda question=question: find(question, "en"))
        transaction.set_rollback(True)
    return found


def _cpu(ask: Any) -> float:
    began = time.process_time()
    for _number in range(REPEATS):
        ask()
    return 1000 * (time.process_time() - began) / REPEATS


def on_the_line(env: dict[str, str], pages: dict[str, str], options: argparse.Namespace) -> dict[str, Any]:
    """Visits with an empty cache over slow lines."""
    server = Server(env, ready=next(iter(pages.values())))
    found: dict[str, Any] = {}
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            )
            for name, address in pages.items():
                url = f"http://127.0.0.1:{server.port}{address}"
                found[name] = [
                    {line: opened(browser, url, *speed, until="h1") for line, speed in LINES.items()}
                    for _round in range(options.rounds)
                ]
            browser.close()
    finally:
        server.end()
    return found


def on_the_machine(env: dict[str, str], pages: dict[str, str], options: argparse.Namespace) -> dict[str, Any]:
    """Requests a second over a few connections, each answer whole, then each asked whether it changed."""
    server = Server(env, ready=next(iter(pages.values())))
    try:
        return {
            name: {
                how: asyncio.run(_rate(server.port, address, options.seconds, same=how == "same"))
                for how in ("whole", "same")
            }
            for name, address in pages.items()
        }
    finally:
        server.end()


class Asking(Browser):
    """The connection of the other benchmark, which can say what it has already."""

    async def asked(self, path: str, tag: str = "") -> tuple[int, str]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        known = f"If-None-Match: {tag}\r\n" if tag else ""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: gzip\r\n{known}\r\n"
        self.writer.write(head.encode())
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {
            name.lower(): value
            for name, _colon, value in (line.partition(": ") for line in lines[1:] if line)
        }
        await self.reader.readexactly(int(fields.get("content-length", 0)))
        return int(lines[0].split()[1]), fields.get("etag", "")


async def _rate(port: int, address: str, seconds: float, *, same: bool) -> float | None:
    connections = [Asking(port) for _number in range(CONNECTIONS)]
    _status, tag = await connections[0].asked(address)
    if same and not tag:
        return None
    done, ends = 0, time.monotonic() + seconds

    async def one(browser: Asking) -> None:
        nonlocal done
        while time.monotonic() < ends:
            status, _tag = await browser.asked(address, tag if same else "")
            assert status == (304 if same else 200), status
            done += 1

    await asyncio.gather(*map(one, connections))
    return done / seconds


def told(
    seen: dict[str, Any], cost: dict[str, Any], rates: dict[str, Any], grown: dict[str, float], loads: str
) -> str:
    def number(value: float | None, places: int = 1) -> str:
        return "–" if value is None else f"{value:,.{places}f}"

    lines = [
        (
            name,
            f"{max(visit['bytes'] for each in rounds for visit in each.values()):,.0f}",
            f"{max(visit['requests'] for each in rounds for visit in each.values())}",
            *(f"{median(each[line]['seconds'] for each in rounds):.1f}" for line in LINES),
        )
        for name, rounds in seen.items()
    ]
    costs = [
        (name, str(one["queries"]), number(one["whole"]), number(one["same"]), number(rates[name]["whole"], 0), number(rates[name]["same"], 0))
        for name, one in cost.items()
    ]  # fmt: skip
    return "\n\n".join([
        machine(),
        f"The sample office on SQLite, `colonnade serve` with its four threads, Chromium with an empty cache and without scripts. {loads}",
        table(("", "bytes", "requests", *(f"readable at {line}, s" for line in LINES)), lines),
        "Milliseconds of processor and requests a second: the whole answer, and where the reader has it already (304).",
        table(("", "queries", "ms", "ms, 304", "a second", "a second, 304"), costs),
        "A search, milliseconds of processor, by how many versions of pages the table holds:",
        table(("", "ms"), [(name, number(value)) for name, value in grown.items()]),
    ])  # fmt: skip


PARTS = {"addresses": addresses, "cost": cost, "scale": scale}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in PARTS:
        print(json.dumps(PARTS[sys.argv[1]](*sys.argv[2:])))
    else:
        main()
