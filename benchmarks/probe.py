"""What is measured, each in a process that has done nothing else: `python -m benchmarks.probe COMMAND ...` answers in JSON.

Nothing is imported before the clock runs: what starting costs is part of the answer.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

STARTED = time.perf_counter(), time.process_time()

from benchmarks.measuring import Took, median, peak_memory, timed  # noqa: E402  # after the clock is started

AS_OF = date(2014, 4, 9)


def _since_start() -> Took:
    return Took(time.perf_counter() - STARTED[0], time.process_time() - STARTED[1])


def _django() -> None:
    import django

    django.setup()


def _compile() -> Any:
    """The committee report on 2006-2013 as of the day it was given, measured anew."""
    from colonnade.reports.actions import find_report
    from colonnade.reports.compiling import compile_report
    from colonnade.values.period import Period

    return compile_report(find_report("committee"), period=Period.of_years(2006, 2013), as_of=AS_OF)


def _render(document: Any, suffixes: list[str]) -> dict[str, list[float]]:
    from colonnade.renderers.formats import by_suffix
    from colonnade.reports.sweeping import unswept

    with unswept():  # as `reports.actions.print_document` does, for the floor too
        return {
            suffix: timed(lambda s=suffix: by_suffix(s).render(document))[1].plain() for suffix in suffixes
        }


# --- offices -----------------------------------------------------------------------------------------------


def lay() -> dict[str, Any]:
    _django()
    from benchmarks.offices import lay_sample

    return {"laid": timed(lay_sample)[1].plain()}


def enlarge(events: str, participations: str) -> dict[str, Any]:
    """More events and people; then all tallies, told apart because an office pays them one event at a time."""
    _django()
    from benchmarks.offices import analyse
    from benchmarks.offices import enlarge as pour
    from colonnade.capacity.actions import tally_events

    poured = timed(lambda: pour(int(events), int(participations)))[1]
    tallied = timed(tally_events)[1]
    analyse()
    return {"poured": poured.plain(), "tallied": tallied.plain()}


# --- the report against the floor ---------------------------------------------------------------------------


def whole(rounds: str, *suffixes: str) -> dict[str, Any]:
    """Compile, measure and print, again and again; the first round is the cold one."""
    _django()
    from django.db import connection

    import colonnade.renderers.formats
    import colonnade.reports.actions  # noqa: F401

    connection.ensure_connection()
    start, found = _since_start(), []
    for _ in range(int(rounds)):
        compiled, took = timed(_compile)
        alone = peak_memory()
        found.append({"compile": took.plain(), **_render(compiled.document, list(suffixes))})
        found[-1]["memory"] = [round(alone), round(peak_memory())]
    return {"start": start.plain(), "rounds": found}


def keep_document(file: str) -> dict[str, Any]:
    """The compiled document and its files, for the floors to print."""
    _django()
    from colonnade.renderers.document import dumps
    from colonnade.renderers.formats import FORMATS

    document = _compile().document
    Path(file).write_text(dumps(document), encoding="utf-8")
    for made in FORMATS:
        Path(file).with_suffix(f".{made.SUFFIX}").write_bytes(made.render(document))
    return {
        "bytes": {made.SUFFIX: Path(file).with_suffix(f".{made.SUFFIX}").stat().st_size for made in FORMATS}
    }


def floor(file: str, rounds: str, *suffixes: str) -> dict[str, Any]:
    """The same document, its numbers ready: no database, no Django, only the renderers."""
    import colonnade.renderers.formats  # noqa: F401
    from colonnade.renderers.document import loads

    document = loads(Path(file).read_text(encoding="utf-8"))
    start = _since_start()
    found = [_render(document, list(suffixes)) for _ in range(int(rounds))]
    return {"start": start.plain(), "rounds": found, "memory": round(peak_memory())}


def bare(file: str, rounds: str, *suffixes: str) -> dict[str, Any]:
    """The libraries alone, on content already made for them: see ``benchmarks.bare``."""
    from benchmarks.bare import writers

    ready = writers(Path(file), suffixes)
    start = _since_start()
    found = [{suffix: timed(write)[1].plain() for suffix, write in ready.items()} for _ in range(int(rounds))]
    return {"start": start.plain(), "rounds": found}


# --- one large office ---------------------------------------------------------------------------------------


def tally(times: str) -> dict[str, Any]:
    """What one changed event costs its office: its tally anew, for an event of middling size and for the largest."""
    _django()
    from colonnade.capacity.actions import tally_events
    from colonnade.capacity.models import Tally

    held = list(Tally.objects.order_by("registered").values_list("event_id", "registered"))
    held = [pair for pair in held if pair[1]]
    found = {}
    for name, (event, names) in {"middling": held[len(held) // 2], "largest": held[-1]}.items():
        took = [timed(lambda e=event: tally_events([e]))[1].wall for _ in range(int(times))]
        found[name] = {"names": names, "seconds": round(median(took), 4)}
    return found


BREAKDOWNS = (
    ("unique_participants", ""), ("unique_participants", "sex"), ("unique_participants", "country"), ("unique_participants", "group"),
    ("participations", "country"), ("countries_represented", "group"),
)  # fmt: skip


def breakdowns() -> dict[str, Any]:
    """Figures of people asked one at a time, each by a page that has read nothing yet, and again by one that has."""
    _django()
    from colonnade.figures.measure import Measurer
    from colonnade.values.period import Period

    period, found = Period.of_years(2006, 2013), {}
    Measurer(as_of=AS_OF).measure("capacity.events_held", period)  # what a process does once
    for name, by in BREAKDOWNS:
        key = f"capacity.{name}"
        alone = timed(lambda k=key, b=by: Measurer(as_of=AS_OF).measure(k, period, by=b or None))[1]
        read = Measurer(as_of=AS_OF)
        read.measure("capacity.events_held", period)
        more = timed(lambda m=read, k=key, b=by: m.measure(k, period, by=b or None))[1]
        found[f"{name} {by}".strip()] = [round(alone.wall, 4), round(more.wall, 4)]
    return found


def check() -> dict[str, Any]:
    """Do the tallies and the figures say what plain SQL over all rows says? And how long does that SQL take?"""
    _django()
    from benchmarks.truth import faults
    from colonnade.figures.measure import Measurer
    from colonnade.values.period import Period

    wrong, took = timed(lambda: faults(Measurer(as_of=AS_OF), Period.of_years(2006, 2013)))
    return {"faults": wrong, "took": took.plain()}


# --- letters -------------------------------------------------------------------------------------------------


def letters(count: str, port: str, weight: str) -> dict[str, Any]:
    """Write letters with a file in one transaction, and send them until none is left; each pass is an hour after the last,
    so that nothing is waited for that was put off."""
    _django()
    from datetime import timedelta

    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from colonnade.people.models import Message
    from colonnade.people.outbox import Attachment, post, send_due

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", int(port), False
    body = "Dear guest,\n\n" + "you are expected at the workshop on the management of rivers. " * 20
    file = Attachment("letter.pdf", "application/pdf", b"%PDF" + b"." * int(weight))

    @transaction.atomic
    def written() -> None:
        for number in range(int(count)):
            post(
                key=f"benchmark/{number}",
                to_address=f"guest{number}@example.org",
                to_name=f"Guest {number}",
                subject=f"Letter {number}",
                body=body,
                files=[file],
            )

    def sent() -> list[list[int]]:
        runs, hours = [], 0
        while Message.objects.exclude(next_try_at=None).exists():
            ahead, run = timedelta(hours=hours), None
            while run is None or run.handled:
                run = send_due(clock=lambda by=ahead: timezone.now() + by)
                runs.append([run.sent, run.later, run.failed])
            hours += 1
        return runs

    writing = timed(written)[1]
    runs, sending = timed(sent)
    return {
        "writing": writing.plain(),
        "sending": sending.plain(),
        "sent": sum(run[0] for run in runs),
        "later": sum(run[1] for run in runs),
        "failed": sum(run[2] for run in runs),
        "states": sorted(set(Message.objects.values_list("state", flat=True))),
        "memory": peak_memory(),
    }


# --- newsletter ----------------------------------------------------------------------------------------------


def newsletter_fixed(count: str, domains: str) -> dict[str, Any]:
    """Readers of an issue with a figure and some words, approved and fixed."""
    _django()
    from django.utils import timezone

    from colonnade.outreach.actions import (
        approve_newsletter,
        compose_newsletter,
        fix_recipients,
        submit_newsletter,
    )
    from colonnade.outreach.mailboxes import mailbox_of
    from colonnade.outreach.models import NewsletterIssue, Subscription
    from colonnade.values.languages import LANGUAGES
    from colonnade.web.newsletter.composing import frozen_in_all

    now, languages = timezone.now(), list(LANGUAGES)
    addresses = [f"reader{number}@d{number % int(domains)}.example.org" for number in range(int(count))]
    Subscription.objects.bulk_create(
        (
            Subscription(
                code=f"SB-{number}", address=address, mailbox=mailbox_of(address), state="confirmed", asked_at=now,
                confirmed_at=now, language=languages[number % len(languages)], wording="Yes.",
            )
            for number, address in enumerate(addresses)
        ),
        batch_size=1000,
    )  # fmt: skip
    issue = NewsletterIssue.objects.create(code="NL-BENCH", title="News")
    words = (
        "The office has trained officials on the management of rivers, and says here what came of it. " * 12
    )
    blocks = [
        {"kind": "text", "heading": {"en": "What came of it"}, "words": {"en": words}, "refs": []},
        {"kind": "figures", "heading": {}, "words": {}, "refs": ["capacity.participations?period=2013"]},
    ]
    compose_newsletter(
        issue=issue,
        by="one",
        subjects={"en": "News of the office"},
        blocks=blocks,
        languages=["en"],
        segment={},
    )
    issue = submit_newsletter(issue=issue, by="one")
    approve_newsletter(issue=issue, by="other", texts=frozen_in_all(issue, timezone.localdate()))
    return {"fixing": timed(lambda: fix_recipients(issue=issue))[1].plain()}


def newsletter_due_now() -> dict[str, Any]:
    """As if an hour had gone by: letters put off, and those in hand when a worker was killed, are due."""
    _django()
    from datetime import timedelta

    from django.db.models import F

    from colonnade.people.models import Message

    return {"due": Message.objects.update(next_try_at=F("next_try_at") - timedelta(hours=5))}


def newsletter_left() -> dict[str, Any]:
    _django()
    from colonnade.outreach.models import Recipient

    return {"left": Recipient.objects.filter(state__in=("fixed", "written")).count()}


def newsletter_ends() -> dict[str, Any]:
    """What the record says became of the letters."""
    _django()
    from collections import Counter

    from colonnade.outreach.models import Recipient
    from colonnade.outreach.queries.newsletter import wrong_counts
    from colonnade.people.models import Message

    states = Counter(Recipient.objects.values_list("state", flat=True))
    return {
        "states": dict(sorted(states.items())),
        "wrong": wrong_counts(),
        "outbox": Message.objects.count(),
    }


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    made.__name__: made
    for made in (
        lay,
        enlarge,
        whole,
        keep_document,
        floor,
        bare,
        tally,
        breakdowns,
        check,
        letters,
        newsletter_fixed,
        newsletter_due_now,
        newsletter_left,
        newsletter_ends,
    )
}

if __name__ == "__main__":
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])))
