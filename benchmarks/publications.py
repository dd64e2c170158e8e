"""Publications at 2,000 of them: the list, one page, a page of OAI-PMH and a whole harvest: processor, SQL and bytes.

    python -m benchmarks.publications [--products 2000] [--rounds 5] [--no-save]

In a fresh office on SQLite, each answer asked for through the whole stack of the house, without a network.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.measuring import keep, load, machine, median, table, timed

YEARS = range(2006, 2026)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--products", type=int, default=2000)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--no-save", action="store_true", help="print only, leave RESULTS.md as it is")
    options = asked.parse_args()
    began = load()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "COLONNADE_DATA": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "colonnade.settings",
        }
        sys.path[:0] = ["src"]
        import django

        django.setup()
        lay(options.products)
        rows = list(measured(options.products, options.rounds))
    text = "\n\n".join(
        [
            machine(),
            table(["", "processor, ms", "statements", "bytes", "bytes, gzip"], rows),
            f"{options.products:,} publications in two languages each, {options.rounds} rounds, the median. "
            f"Load of the machine before and after: {began}; {load()}.",
        ]
    )
    print(text)
    if not options.no_save:
        keep("Publications", "python -m benchmarks.publications", text)


def lay(number: int) -> None:
    """An office with so many publications, each in two languages, with a series, an author and a country."""
    from django.core.management import call_command

    from colonnade.office.models import Office
    from colonnade.places.actions import load_reference
    from colonnade.places.models import Country
    from colonnade.research.models import Contribution, LanguageVersion, Product, Series

    call_command("migrate", verbosity=0)
    load_reference()
    Office.objects.create(code="OFFICE", name="Office of Rivers", short_name="OR", email="office@example.org")
    series = [Series.objects.create(code=f"SR-{one}", title=f"Series {one}") for one in range(10)]
    kinds = list(Product.Kind.values)
    products = Product.objects.bulk_create(
        Product(
            code=f"PD-{one:05d}", title=f"Governance of rivers, part {one}", kind=kinds[one % len(kinds)], state="published",
            published_on=date(YEARS[one % len(YEARS)], 1 + one % 12, 1), published_precision="month",
            series=series[one % 10], symbol=f"ST/{one}",
        )
        for one in range(number)
    )  # fmt: skip
    LanguageVersion.objects.bulk_create(
        LanguageVersion(
            code=f"{product.code}-{language}", product=product, language=language, title=f"{product.title} ({language})",
            status=status, released=True, abstract="What is known of rivers and how they are governed. " * 4,
        )
        for product in products for language, status in (("en", "original"), ("ar", "official"))
    )  # fmt: skip
    Contribution.objects.bulk_create(
        Contribution(product=product, order=1, name="Pan Suk Kim", filed_as="Kim, Pan Suk")
        for product in products
    )
    countries = list(Country.objects.order_by("code")[:190])
    through = Product.countries.through
    through.objects.bulk_create(
        through(product=product, country=countries[place % 190]) for place, product in enumerate(products)
    )


def measured(number: int, rounds: int):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from colonnade.research.actions import settle_harvest
    from colonnade.research.models import HarvestMark

    client = Client(SERVER_NAME="localhost")
    first, took = timed(settle_harvest)
    yield [
        f"what harvesters are given, settled anew ({first:,} records)",
        f"{took.cpu * 1000:,.0f}",
        "",
        "",
        "",
    ]

    def row(words: str, ask: Callable[[], Any], prepare: Callable[[], Any] = lambda: None):
        prepare()
        ask()
        cpu, statements, content = [], 0, b""
        for _round in range(rounds):
            prepare()
            with CaptureQueriesContext(connection) as told:
                answer, took = timed(ask)
            cpu.append(took.cpu * 1000)
            statements, content = len(told), getattr(answer, "content", b"")
        plain = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        return [
            words,
            f"{median(cpu):,.0f}",
            str(statements),
            f"{len(plain):,}",
            f"{len(gzip.compress(plain)):,}",
        ]

    yield row("the list, first page", lambda: client.get("/publications/"))
    yield row(
        "the list of a year, a kind and a language",
        lambda: client.get("/publications/?year=2014&kind=book&language=ar"),
    )
    yield row("a publication", lambda: client.get("/publications/PD-00008/?lang=ar"))
    for prefix in ("oai_dc", "oai_datacite"):
        at = f"/oai/?verb=ListRecords&metadataPrefix={prefix}"
        yield row(f"OAI-PMH, a page of 100 records, {prefix}", lambda at=at: client.get(at))
    yield row("OAI-PMH, nothing has changed since: Identify", lambda: client.get("/oai/?verb=Identify"))
    pages = 0

    def harvest():
        nonlocal pages
        token, pages = "", 0
        while token is not None:
            asked = {"resumptionToken": token} if token else {"metadataPrefix": "oai_dc"}
            answer = client.get("/oai/", {"verb": "ListRecords"} | asked)
            found = re.search(rb"<resumptionToken[^>]*>([^<]+)</resumptionToken>", answer.content)
            token, pages = (found[1].decode() if found else None), pages + 1

    _none, took = timed(harvest)
    yield [
        f"OAI-PMH, everything in {pages} pages ({2 * number:,} records)",
        f"{took.cpu * 1000:,.0f}",
        "",
        "",
        "",
    ]
    HarvestMark.objects.update(seen={})
    _none, took = timed(settle_harvest)
    yield [
        "what harvesters are given, read through and found unchanged",
        f"{took.cpu * 1000:,.0f}",
        "",
        "",
        "",
    ]


if __name__ == "__main__":
    main()
