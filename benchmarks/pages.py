"""The registration page as a browser gets it: bytes and requests with an empty cache, and time until it can be used.

    python -m benchmarks.pages [--office FOLDER] [--rounds 3] [--no-save]

In English, French and Arabic, without scripts, on lines of 250 kbit/s with 300 ms and of 50 kbit/s with 500 ms a round trip. The
bytes are those that came over the line, headers and all; it can be used when the last of the form is there and laid out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from benchmarks.measuring import keep, load, machine, table
from benchmarks.registration import Server, office, part

LANGUAGES = ("en", "fr", "ar")
LINES = {"250 kbit/s, 300 ms": (250, 300), "50 kbit/s, 500 ms": (50, 500)}
CHROMIUM = os.environ.get("COLONNADE_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument(
        "--office", default="", help="a data folder with its tables, copied instead of laying one"
    )
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began = load()
    with office("sqlite", options.office) as env:
        codes = part(env, "lay")
        server = Server(env)
        try:
            address = f"http://127.0.0.1:{server.port}/events/{codes['load']}/register/"
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM,
                    args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
                )
                found = {
                    language: [
                        {
                            name: opened(browser, f"{address}?lang={language}", *line)
                            for name, line in LINES.items()
                        }
                        for _round in range(options.rounds)
                    ]
                    for language in LANGUAGES
                }
                browser.close()
        finally:
            server.end()
    text = told(found, f"Load of the machine before and after: {began}; {load()}.")
    keep("The registration page on a slow line", text) if not options.no_save else print(text)


def opened(
    browser: Browser, address: str, kilobits: int, milliseconds: int, until: str = "main form button"
) -> dict[str, Any]:
    """One visit with an empty cache over a line of so many kbit/s and such round trips."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.set_default_timeout(180_000)
    talk = context.new_cdp_session(page)
    told: dict[str, Any] = {"requests": 0, "bytes": 0}
    talk.on("Network.responseReceived", lambda _event: told.update(requests=told["requests"] + 1))
    talk.on(
        "Network.loadingFinished", lambda event: told.update(bytes=told["bytes"] + event["encodedDataLength"])
    )
    talk.send("Network.enable")
    talk.send("Network.setCacheDisabled", {"cacheDisabled": True})
    bits = kilobits * 1000 / 8
    line = {"offline": False, "latency": milliseconds, "downloadThroughput": bits, "uploadThroughput": bits}
    talk.send("Network.emulateNetworkConditions", line)
    page.goto(address, wait_until="load")
    page.locator(until).first.wait_for()
    timing = json.loads(page.evaluate("JSON.stringify(performance.getEntriesByType('navigation')[0])"))
    told["seconds"] = timing["loadEventStart"] / 1000
    context.close()
    # What the page's own address asks for; an icon inside the page is no request.
    return told


def told(found: dict[str, list[dict[str, Any]]], loads: str) -> str:
    rows = []
    for language, rounds in found.items():
        visits = [visit for each in rounds for visit in each.values()]
        rows.append(
            (
                language,
                f"{max(visit['bytes'] for visit in visits):,.0f}",
                f"{max(visit['requests'] for visit in visits)}",
                *(f"{median(each[name]['seconds'] for each in rounds):.2f}" for name in LINES),
            )
        )
    heads = ("", "bytes", "requests", *(f"usable at {name}, s" for name in LINES))
    return "\n\n".join(
        [machine(), f"Chromium with an empty cache, without scripts. {loads}", table(heads, rows)]
    )


if __name__ == "__main__":
    main()
