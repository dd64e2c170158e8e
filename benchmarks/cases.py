"""A call with 300 submissions and 5 reviewers: what each list and page of it costs, at the desk, in public and for a reviewer.

    python -m benchmarks.cases [--submissions 300] [--judges 5] [--no-save]

It makes an office of its own in a temporary folder, on SQLite, sends every submission through the form's own action, gives all
out, judges all, and then asks for each page: milliseconds of processor (median of nine), questions to the database, bytes, and
bytes compressed as they go over the wire.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measuring import keep, load, machine, table

WORDS = (
    "counter",
    "queue",
    "office",
    "service",
    "citizen",
    "permit",
    "register",
    "day",
    "week",
    "people",
    "rural",
    "access",
    "budget",
    "data",
)
COUNTRIES = ("FJI", "WSM", "LAO", "TUV", "KOR", "FRA", "VNM", "KGZ", "IDN", "NPL")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--submissions", type=int, default=300)
    asked.add_argument("--judges", type=int, default=5)
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began = load()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "COLONNADE_DATA": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "colonnade.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        acts, pages = measured(options.submissions, options.judges)
    head = f"A call with {options.submissions} submissions and {options.judges} reviewers"
    text = "\n\n".join((
        f"{machine()} SQLite. Load before and after: {began}; {load()}.",
        table(("act", "CPU, s", "questions"), acts),
        table(("page", "CPU, ms", "questions", "bytes", "compressed"), pages),
    ))  # fmt: skip
    keep(head, text) if not options.no_save else print(f"{head}\n\n{text}")


def prose(chance: random.Random, number: int) -> str:
    return " ".join(chance.choice(WORDS) for _n in range(number)).capitalize() + "."


def measured(many: int, judges: int) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    from django.conf import settings
    from tests import make

    from colonnade.places.actions import load_reference
    from colonnade.research.actions import (
        assign_judges,
        decide_cases,
        draft_case,
        publish_case,
        send_judgement,
        vote_on_case,
    )
    from colonnade.research.models import Case, Judgement, Submission

    settings.ALLOWED_HOSTS = ["testserver"]
    load_reference()
    make.office("Office of Rivers", email="office@example.org")
    chance = random.Random(1)  # noqa: S311  (no secret)
    call = make.call(criteria=(("proof", 2), ("use", 3), ("reach", 1), ("cost", 1)), languages=["en", "fr"])
    acts = []

    def sent() -> None:
        for number in range(many):
            make.submission(
                call, "eligible", from_country=COUNTRIES[number % len(COUNTRIES)], problem=prose(chance, 200), done=prose(chance, 300),
                results=prose(chance, 200), lessons=prose(chance, 80),
            )  # fmt: skip

    acts.append(cost(f"{many} submissions sent, each with its letter", sent))
    for number in range(judges):
        make.judge(call, from_country=("CHE", "NOR", "FJI", "URY", "KEN")[number % 5])
    acts.append(cost("all given out in balance", lambda: assign_judges(call=call)))

    def judge() -> None:
        for held in Judgement.objects.all():
            scores = {
                name: (chance.randint(1, 5), prose(chance, 12)) for name in ("proof", "use", "reach", "cost")
            }
            send_judgement(judgement=held, scores=scores)

    first = Judgement.objects.order_by("pk").first()
    waiting = list(Judgement.objects.filter(judge=first.judge).values_list("pk", flat=True)) if first else []
    acts.append(cost("all judged", judge))
    members = [make.account(), make.account()]
    chosen = Submission.objects.filter(call=call).order_by("pk")[:30]
    for one in chosen:
        for member in members:
            vote_on_case(submission=one, member=member, verdict="select", reason="It can be used elsewhere.")
    acts.append(cost("30 selected by two, each told", lambda: decide_cases(call=call)))
    for one in chosen:
        publish_case(case=draft_case(submission=one))
    Judgement.objects.filter(pk__in=waiting[1:]).update(state="given")
    return acts, pages(call, first, Case.objects.order_by("pk").first())


def pages(call: Any, first: Any, case: Any) -> list[tuple[str, ...]]:
    from django.test import Client
    from django.urls import reverse

    from colonnade.people.models import Account
    from colonnade.research.case_links import token_of

    visitor, desk = Client(), Client()
    desk.force_login(
        Account.objects.create_superuser("head"), backend="django.contrib.auth.backends.ModelBackend"
    )
    one, token = first.submission, token_of(first.judge)
    asked = (
        ("public: calls", visitor, reverse("calls")),
        ("public: the call", visitor, reverse("call_page", args=(call.code,))),
        ("public: the form", visitor, reverse("call_submit", args=(call.code,))),
        ("public: one’s own submission", visitor, reverse("submission", args=(token_of(one),))),
        ("public: cases", visitor, reverse("cases")),
        ("public: cases, a word looked for", visitor, reverse("cases") + "?q=counter"),
        ("public: a case", visitor, reverse("case_page", args=(case.code,))),
        ("public: cases.json, 30 cases", visitor, reverse("cases_json")),
        ("public: cases.csv, 30 cases", visitor, reverse("cases_csv")),
        ("reviewer: the list", visitor, reverse("judge", args=(token,))),
        ("reviewer: one submission", visitor, reverse("judge_one", args=(token, one.code))),
        ("desk: submissions, a page of 100", desk, reverse("call_submissions", args=(call.pk,))),
        (
            "desk: submissions, a word looked for",
            desk,
            reverse("call_submissions", args=(call.pk,)) + "?q=title",
        ),
        ("desk: submissions as CSV", desk, reverse("call_submissions_file", args=(call.pk,))),
        ("desk: one submission", desk, reverse("call_submission", args=(call.pk, one.pk))),
        ("desk: reviewers", desk, reverse("call_judges", args=(call.pk,))),
        ("desk: ranking, a page of 100", desk, reverse("call_ranking", args=(call.pk,))),
        ("desk: ranking as CSV", desk, reverse("call_ranking_file", args=(call.pk,))),
    )
    return [page(words, client, address) for words, client, address in asked]


def page(words: str, client: Any, address: str) -> tuple[str, ...]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    def ask() -> bytes:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
        return (
            b"".join(answer)
            if answer.streaming
            else gzip.decompress(answer.content)
            if answer.get("Content-Encoding")
            else answer.content
        )

    ask()
    reset_queries()
    with CaptureQueriesContext(connection) as held:
        content = ask()
    questions = len(held)  # now: the next request begins its count anew
    spent = []
    for _time in range(9):
        begins = time.process_time()
        ask()
        spent.append((time.process_time() - begins) * 1000)
    return (
        words,
        f"{statistics.median(spent):.0f}",
        str(questions),
        f"{len(content):,}",
        f"{len(gzip.compress(content, 6)):,}",
    )


def cost(words: str, act: Callable[[], object]) -> tuple[str, ...]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()
    begins = time.process_time()
    with CaptureQueriesContext(connection) as held:
        act()
    return words, f"{time.process_time() - begins:.2f}", f"{len(held):,}"


if __name__ == "__main__":
    main()
