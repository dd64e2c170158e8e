"""The committee report asks the record the same number of questions, however much there is in it."""

import io
import re
from datetime import date, timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import make

from colonnade.capacity.actions import tally_events
from colonnade.capacity.models import Event, Participation
from colonnade.capacity.queries import wrong_tallies
from colonnade.figures.measure import Measurer
from colonnade.people.models import Person
from colonnade.programme.models import Activity
from colonnade.renderers import pdf
from colonnade.renderers.document import Document
from colonnade.reports.actions import lay_committee_report
from colonnade.reports.compiling import compile_report
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db

PAST = Period.of_years(2006, 2013)
AS_OF = date(2014, 4, 9)
KINDS = ("national_training", "regional_workshop", "international_conference")
COUNTRIES = ("KOR", "WSM", "LAO", "TUV", "FRA")


@pytest.fixture
def report():
    make.office()
    return lay_committee_report(title="Report to the committee")


def events(number, names_each=0):
    """Events of all kinds over eight years, each with some names: written in a few statements."""
    first = Activity.objects.count()
    kinds, hosts = [make.kind(kind) for kind in KINDS], [make.country(code) for code in COUNTRIES]
    activities = Activity.objects.bulk_create(
        Activity(
            code=f"S-{n}", title=f"Event {n}", kind=kinds[n % 3], state="held", host_country=hosts[n % 5],
            starts_on=PAST.first + timedelta(days=n % 2900), ends_on=PAST.first + timedelta(days=n % 2900 + 2),
        )
        for n in range(first, first + number)
    )  # fmt: skip
    made = Event.objects.bulk_create(Event(code=a.code, activity=a) for a in activities)
    people = Person.objects.bulk_create(
        Person(code=f"SP-{first}-{n}", full_name=f"Person {n}") for n in range(names_each)
    )
    Participation.objects.bulk_create(
        Participation(code=f"{event.code}-{n}", event=event, person=person, country=hosts[n % 5], sex=("female", "male")[n % 2])
        for event in made for n, person in enumerate(people)
    )  # fmt: skip
    tally_events([event.pk for event in made])
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE"
        )  # as a database that is used does by itself; within a test nobody else could


def compiled(report) -> Document:
    return compile_report(report, period=PAST, as_of=AS_OF).document


def questions(report) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        compiled(report)
    return len(asked)


def value(document, key):
    """The figure over the whole period, as an account of the report tells it."""
    return next(
        account.bound.value for account in document.accounts
        if account.bound.address == f"{key}?as_of=2014-04-09&period=2006-2013"
    )  # fmt: skip


def test_two_thousand_events_take_as_many_queries_as_three_and_all_count(report):
    events(3, names_each=4)
    few = questions(report)
    events(1997, names_each=4)

    assert questions(report) == few
    document = compiled(report)
    assert value(document, "capacity.events_held") == 2000
    assert value(document, "capacity.unique_participants") == 8
    assert wrong_tallies() == []


def test_a_breakdown_that_no_tally_keeps_is_counted_over_more_events_than_a_statement_takes(report):
    events(1100, names_each=4)

    by_sex = Measurer(as_of=AS_OF).measure("capacity.completions", PAST, {"country": "KOR"}, by="sex")
    people = Measurer(as_of=AS_OF).measure(
        "capacity.unique_participants", PAST, {"sex": "female"}, by="country"
    )

    assert {part.part: part.value for part in by_sex.parts} == {"female": 0}
    assert {part.part: part.value for part in people.parts} == {"KOR": 1, "LAO": 1}


def printed(document) -> str:
    """All words of the PDF on one line."""
    pages = pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_printed_annex_keeps_to_its_room_and_says_where_all_are(report):
    events(500)
    document = compiled(report)
    assert sum(len(account.trail) for account in document.accounts) > 3000

    text = printed(document)

    told = re.findall(
        r"The first (\d+) of 500 records\. All of them are in the workbook and the JSON file of this report",
        text,
    )
    assert len(told) >= 3
    assert len(set(told)) == 1
    assert text.count("S-499") == 0  # the last of 500 is in no figure's first rows


def test_an_annex_within_its_room_prints_every_row(report):
    events(30)
    document = compiled(report)

    text = printed(document)

    assert "The first" not in text
    assert text.count("S-29") == sum(
        line.ref.endswith("/S-29") for a in document.accounts for line in a.trail
    )


def test_a_figure_with_few_rows_prints_them_all_among_figures_with_many(report):
    events(600)
    for _ in range(7):
        make.post(category="international")

    text = printed(compiled(report))

    assert "of 600 records" in text
    assert "of 7 records" not in text
