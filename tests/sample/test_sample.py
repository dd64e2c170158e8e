"""The sample office, loaded by the import: what it holds, and that the deck of 2014 comes out of it."""

from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.db import transaction

from colonnade.capacity.models import Event, HeadCount, Mission
from colonnade.figures.definition import NotAdditive, add
from colonnade.figures.measure import Measurer
from colonnade.figures.models import OpeningFigure
from colonnade.money.models import AnnualBudget
from colonnade.office.models import Instrument, Statement
from colonnade.office.queries import (
    founding_instruments,
    office_name_on,
    pillars_on,
    posts_on,
    statements_on,
    theme_focuses,
)
from colonnade.outreach.models import Promotion, Quote
from colonnade.outreach.queries import quotes_allowed
from colonnade.programme.models import Activity
from colonnade.programme.queries import chain_steps, milestones_from, partnerships_of, priorities_of
from colonnade.records.intake.plan import plan_import
from colonnade.records.models import Record
from colonnade.research.models import Product, Study
from colonnade.sample import FOLDER
from colonnade.sample.build import workbook
from colonnade.values.numbers import Amount, Bounds
from colonnade.values.period import Period
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

DECK = date(2014, 4, 9)
PHASE = Period.parse("2006-2013")
EVENT_KINDS = ("national_training", "regional_workshop", "international_conference")


@pytest.fixture(scope="module", autouse=True)
def batch(django_db_setup, django_db_blocker):
    """The sample in the record, loaded once for this file and taken out again."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield plan_import(FOLDER, SHEETS).write()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def deck(batch):
    return Measurer(as_of=DECK)


@pytest.fixture(scope="module")
def later(batch):
    return Measurer(as_of=date(2014, 12, 31))


# --- through the import ----------------------------------------------------------------------------------


def test_the_import_finds_nothing_to_complain_of_and_nothing_to_change_the_second_time():
    again = plan_import(FOLDER, SHEETS)
    assert ([str(finding) for finding in again.findings], again.new, again.changed, again.changes) == (
        [],
        0,
        0,
        [],
    )


def test_the_workbook_made_of_the_csvs_says_the_same_as_the_csvs():
    again = plan_import(BytesIO(workbook(SHEETS)), SHEETS, name="unpog.xlsx")
    assert ([str(finding) for finding in again.findings], again.new, again.changed) == ([], 0, 0)
    assert again.same == plan_import(FOLDER, SHEETS).same


def test_the_114_events_of_the_list_keep_their_standing():
    standings = Activity.objects.filter(code__startswith="UNPOG-EV-").values_list("standing", flat=True)
    assert Counter(standings) == {"confirmed": 90, "candidate": 13, "announced": 10, "context": 1}


def test_each_record_stands_where_its_kind_belongs():
    assert [
        Event.objects.filter(code__startswith="UNPOG-EV-").count(), Mission.objects.count(), Promotion.objects.count(),
        Study.objects.count(), Product.objects.count(), OpeningFigure.objects.count(), Quote.objects.count(),
    ] == [71, 4, 50, 27, 36, 16, 4]  # fmt: skip


def test_what_is_counted_or_quoted_names_its_source():
    for model in (
        Event,
        Mission,
        Promotion,
        Study,
        Product,
        OpeningFigure,
        Quote,
        Instrument,
        Statement,
        AnnualBudget,
    ):
        assert list(model.objects.filter(source=None).values_list("code", flat=True)) == [], model


# --- the deck --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "values"),
    [
        ("capacity.events_held", (11, 8, 11)),
        ("capacity.countries_represented", (11, 70, 94)),
        ("capacity.participations", (752, 872, 3144)),
    ],
)
def test_slide_2_2_has_the_decks_values_by_kind(deck, figure, values):
    parts = {part.part: part.value for part in deck.measure(figure, PHASE, by="kind").parts}
    assert tuple(parts.get(kind) for kind in EVENT_KINDS) == values


@pytest.mark.parametrize(
    ("figure", "parts", "value"),
    [
        ("capacity.events_held", {}, 30),
        ("capacity.participations", {}, 4768),
        ("capacity.countries_represented", {}, Bounds(94, 175)),
        ("capacity.missions_and_tours", {}, 10),
        ("research.studies", {}, 16),
        ("research.products", {"product_kind": "research_report"}, 13),
        ("research.products", {"product_kind": "country_profile"}, 4),
        ("outreach.activities", {"purpose": "institutional", "audience": "international"}, 9),
        ("outreach.activities", {"purpose": "institutional", "audience": "national"}, 11),
        ("outreach.activities", {"purpose": "thematic", "audience": "international"}, 9),
        ("outreach.activities", {"purpose": "thematic", "audience": "national"}, 2),
        ("outreach.activities", {}, 31),
        ("office.staff", {}, 10),
        ("office.staff", {"category": "international"}, 4),
        ("office.staff", {"category": "national"}, 6),
        ("money.project_budget", {}, Amount(1_000_000, "USD")),
        ("money.operating_budget", {}, Amount(500_000_000, "KRW")),
        ("money.operating_budget_stated_usd", {}, Amount(450_000, "USD")),
    ],
)
def test_the_deck_comes_out_of_the_sample(deck, figure, parts, value):
    assert deck.measure(figure, PHASE, parts).value == value


def test_countries_of_the_three_kinds_are_not_added(deck):
    held = [deck.measure("capacity.countries_represented", PHASE, {"kind": kind}) for kind in EVENT_KINDS]
    with pytest.raises(NotAdditive, match="between 94 and 175"):
        add(held)


def test_the_slides_of_words_read_as_the_deck():
    assert office_name_on(DECK) == ("United Nations Project Office on Governance", "UNPOG")
    founding = [(instrument.title, str(instrument.when)) for instrument in founding_instruments(DECK)]
    assert founding == [
        ("Seoul Declaration", "2005-05"), ("Technical Cooperation and Trust Fund Agreement", "2006-06"),
        ("Official launch", "2006-09"),
    ]  # fmt: skip
    assert [len(statements_on(DECK, kind)) for kind in ("vision", "mission", "way_forward")] == [1, 1, 3]
    assert [(pillar.name, len(works)) for pillar, works in pillars_on(DECK)] == [
        ("Research & Policy Development", 3), ("Capacity Development", 3), ("Communication & Outreach", 3),
    ]  # fmt: skip
    assert [(focus.name, len(themes)) for focus, themes in theme_focuses()] == [
        ("Governance", 5), ("E-governance for sustainable development", 5),
    ]  # fmt: skip
    assert [(str(m.title), str(m.when)) for m in milestones_from(DECK)] == [
        ("Tenth anniversary of UNPOG", "2016-06")
    ]


def test_the_posts_of_9_april_2014_are_ten_under_jae_hong_lim_and_none_is_vacant():
    posts = posts_on(DECK)
    assert [(post.title, post.holder) for post in posts if post.reports_to is None] == [
        ("Head of UNPOG", "Jae-hong Lim")
    ]
    assert Counter(post.category for post in posts if post.filled) == {"international": 4, "national": 6}
    assert [post.code for post in posts if not post.filled] == []


def test_the_head_of_office_is_one_person_at_a_time():
    days = [date(year, month, 15) for year in range(2006, 2026) for month in (3, 11)]
    heads = {
        day.year: post.holder
        for day in days
        for post in posts_on(day)
        if post.code == "PO-HEAD" and post.holder
    }
    assert heads == {
        2006: "Ho-young Kim", 2007: "Ho-young Kim", 2008: "Myung-soo Cho", 2009: "Jong-moo Choi", 2010: "Jong-moo Choi",
        2011: "Jong-moo Choi", 2013: "Alexei Tikhomirov", 2014: "Jae-hong Lim", 2015: "Jae-hong Lim",
        2017: "Chae Gun Chung", 2018: "Chae Gun Chung", 2019: "Chae Gun Chung", 2020: "Bokyun Shim", 2021: "Bokyun Shim",
        2022: "Kyu Chang Ko", 2025: "Changseob Han",
    }  # fmt: skip


def test_the_plan_of_2014_is_the_decks():
    assert [(p.number, len(lines)) for p, lines in priorities_of(2014)] == [
        (1, 3),
        (2, 3),
        (3, 1),
        (4, 0),
        (5, 3),
        (6, 0),
    ]
    assert Counter(p.national for p in partnerships_of(2014)) == {False: 4, True: 4}
    assert Product.objects.filter(priority_year=2014).count() == 3
    steps = chain_steps("CHAIN-SIDS")
    assert [(step.activity.title[:30], str(step.activity.starts or "")) for step in steps] == [
        ("Capacity Development Workshop", ""), ("3rd UN Conference on SIDS", "2014-09-01"),
        ("UNPOG-MOSPA Joint Training Pro", "2014-11"),
    ]  # fmt: skip
    assert steps[2].activity.event.seats_planned == 15


def test_the_four_quotes_may_go_to_the_oversight_body_and_not_on_the_web():
    assert [(quote.person.full_name, quote.country.code) for quote in quotes_allowed(DECK, "oversight")] == [
        ("Abdul Mujeeb Mohmand", "AFG"), ("Artak Barseghyan", "ARM"), ("Benjamin Choppy", "SYC"), ("Gerald Ilukwe", "NGA"),
    ]  # fmt: skip
    assert quotes_allowed(DECK, "web") == []


# --- the record behind the deck, and after it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("capacity.events_held", 1),
        ("capacity.participations", 20),
        ("capacity.seats_planned", 15),
        ("outreach.activities", 8),
        ("research.studies", 2),
        ("research.products", 3),
    ],
)
def test_2014_rests_on_records_alone(later, figure, value):
    measured = later.measure(figure, Period.year(2014))
    assert (measured.value, [row for row in measured.rows if row.opening]) == (value, [])


def test_candidates_and_announcements_count_for_nothing(later):
    counted = {row.ref for row in later.measure("capacity.events_held", Period.parse("2014-2025")).rows}
    doubtful = Event.objects.exclude(activity__standing="confirmed")
    assert doubtful.count() > 0
    assert counted & {event.ref for event in doubtful} == set()


def test_events_inside_others_name_them():
    inside = Activity.objects.exclude(part_of=None).values_list("code", "part_of__code")
    assert dict(inside) == {
        "UNPOG-EV-2010-02": "UNPOG-EV-2010-01", "UNPOG-EV-2010-03": "UNPOG-EV-2010-01",
        "UNPOG-EV-2014-04": "UNPOG-EV-2014-05", "UNPOG-EV-2018-09": "UNPOG-EV-2018-08",
    }  # fmt: skip


def test_one_head_count_an_event_is_used_and_the_others_are_kept_beside_it():
    used = HeadCount.objects.filter(used=True).values_list("event__code", flat=True)
    beside = HeadCount.objects.filter(used=False).values_list("event__code", flat=True)
    assert len(set(used)) == len(used)
    assert set(beside) <= set(used)
    assert len(beside) == 11


DISAGREEMENTS = """
people reached|volume of activities|countries|research output|yearly budget|number of staff|volume of 2018|the name in 2006
the first United Nations body in the Republic of Korea|the first opening|the Regional Forum of 2006|the month of the Seoul Declaration
the conference of May 2011|the Global e-Government Forum 2013|the United Nations Public Service Forum 2014
the Global e-Government Forum 2014|the training of officials of small island States|the consultative meeting of February 2015
the track at the Jeju Forum of May 2015|the visit of UNOSD|the move of the office|the first symposium|the second symposium
the second speech contest|the learning conference in Shanghai|the study visit of April 2019|the training in Jeju
the United Nations Public Service Forum in Baku|the title of the symposium in Nairobi|the fourth symposium
the one-door service centres of the Lao People’s Democratic Republic|the day of events around midnight
the region of the workshop on standards|the place of the eighth symposium|the numbering of youth events|the name of the pillar
the title|the end of the study|the scope
"""


def test_every_contradiction_of_the_sources_stands_in_the_note_of_a_record():
    notes = [
        note for model in apps.get_models()
        if (issubclass(model, Record) or model.__name__ == "OfficeName") and model._meta.app_label != "places"
        for note in model._default_manager.exclude(note="").values_list("note", flat=True)
    ]  # fmt: skip
    told = {part.split(".")[0].strip() for note in notes for part in note.split("Sources disagree: ")[1:]}
    assert len(told) == 39
    assert sorted(told) == sorted(
        topic for line in DISAGREEMENTS.split("\n") for topic in line.split("|") if topic
    )
