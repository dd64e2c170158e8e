"""The six rules that hold for every figure of the catalogue, on generated offices.

The catalogue is iterated: a figure added to it is tested here without writing a test.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import wraps

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make

from colonnade.capacity.actions import tally_events
from colonnade.capacity.queries import wrong_tallies
from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.definition import Distinct, NotAdditive, add, aggregate, union_of
from colonnade.figures.measure import Measurer
from colonnade.money.models import AllotmentLine, Posting
from colonnade.outreach.models import Reach, Story
from colonnade.people.models import Likeness, Person
from colonnade.programme.models import ActivityPartner
from colonnade.records.actions import withdraw
from colonnade.research.models import DownloadCount, PublicationFile, Submission
from colonnade.values.numbers import Amount, Bounds, Ratio
from colonnade.values.period import Period
from colonnade.web.desk.roles import settle_roles
from colonnade.web.laying import lay_site

COUNTRIES = ("KOR", "WSM", "LAO", "TUV", "FRA")
KINDS = ("national_training", "regional_workshop", "international_conference")
AS_OF = date(2014, 4, 9)
FIGURES = pytest.mark.parametrize("key", sorted(CATALOGUE))

days = st.dates(date(2009, 1, 1), date(2014, 12, 31))
people = st.lists(
    st.tuples(
        st.integers(0, 7), st.sampled_from([*COUNTRIES, ""]), st.sampled_from(["female", "male", "not_recorded"]),
        st.sampled_from(["national_government", "academia"]), st.sampled_from(["participant", "speaker", "observer"]),
        st.integers(0, 5), st.booleans(),
    ),
    max_size=6, unique_by=lambda who: who[0],
)  # fmt: skip
events = st.lists(
    st.fixed_dictionaries({
        "on": days, "kind": st.sampled_from(KINDS), "host": st.sampled_from([*COUNTRIES, ""]), "people": people,
        "head_count": st.none() | st.tuples(st.integers(0, 300), st.integers(0, 60)), "by_head_count": st.booleans(),
        "named": st.sets(st.sampled_from(COUNTRIES), max_size=3), "themes": st.sets(st.sampled_from("abc"), max_size=3),
        "inside": st.booleans(), "until": st.integers(0, 4),
        "forms": st.dictionaries(st.sampled_from(["reaction", "follow_up", "tests"]),
                                 st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), max_size=3),
    }), max_size=5,
)  # fmt: skip
studies = st.lists(
    st.tuples(st.integers(2006, 2014), st.integers(0, 2), st.sets(st.sampled_from(COUNTRIES), max_size=5)),
    max_size=3,
)
products = st.lists(
    st.tuples(
        days, st.sampled_from(["research_report", "country_profile"]), st.sets(st.sampled_from(COUNTRIES))
    ),
    max_size=3,
)
promotions = st.lists(
    st.tuples(
        days, st.sampled_from(["institutional", "thematic"]), st.sampled_from(["national", "international"])
    ),
    max_size=3,
)
reached = st.lists(
    st.tuples(
        days, st.sampled_from(Reach.Unit.values), st.integers(0, 9_000), st.sampled_from(["", "one", "other"])
    ),
    max_size=3,
)
organisations = st.sets(st.sampled_from((0, 1, 2)), max_size=3)
joint = st.lists(st.tuples(days, organisations, st.sampled_from(ActivityPartner.Role.values)), max_size=3)
agreed = st.lists(st.tuples(days, st.integers(0, 2_000), organisations), max_size=2)
calls = st.lists(
    st.tuples(days, st.lists(st.tuples(st.sampled_from([*COUNTRIES, ""]), st.sampled_from(["sent", "eligible", "selected", "taken_back"])),
                             max_size=3)),
    max_size=2,
)  # fmt: skip
cases = st.lists(
    st.tuples(days, st.sampled_from([*COUNTRIES, ""]), st.sets(st.sampled_from("abc"), max_size=2)),
    max_size=2,
)
openings = st.lists(
    st.tuples(st.sampled_from(["capacity.participations", "capacity.countries_represented", "capacity.events_held"]),
              st.sampled_from(KINDS), st.integers(0, 500)),
    max_size=3, unique_by=lambda opening: opening[:2],
)  # fmt: skip
by_language = st.dictionaries(st.sampled_from(["en", "fr", "ar"]), st.integers(0, 40), max_size=3)
letters = st.fixed_dictionaries({"sent": by_language, "bounced": by_language, "left": by_language})
offices = st.fixed_dictionaries({
    "events": events, "calls": calls, "cases": cases, "studies": studies, "products": products, "promotions": promotions, "openings": openings,
    "posts": st.lists(st.sampled_from(["international", "national"]), max_size=3),
    "likenesses": st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda two: two[0] < two[1]),
                           max_size=3, unique=True),
    "budgets": st.lists(st.integers(1, 10**6), max_size=2), "missions": st.lists(days, max_size=2),
    "ledger": st.lists(st.tuples(days, st.integers(1, 900)), max_size=2),
    "reached": reached, "mentions": st.lists(days, max_size=2), "joint": joint, "agreed": agreed,
    "newsletters": st.lists(st.tuples(days, letters), max_size=2, unique_by=lambda issue: issue[0]),
})  # fmt: skip
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair))) | st.just(
    Period.of_years(2006, 2013)
)


class _Undo(Exception):
    """Takes a generated office back."""


def with_office(office, test):
    """Build a generated office, test it, and take it back: one transaction an example."""
    try:
        with transaction.atomic():
            build(office)
            test()
            raise _Undo
    except _Undo:
        pass


def build(office) -> None:
    staff = [make.person() for _ in range(8)]
    for one, other in office["likenesses"]:
        make.likeness(staff[one], staff[other])
    before = None
    for number, facts in enumerate(office["events"]):
        people, countries = facts["head_count"] or (None, None)
        event = make.event(
            facts["on"].isoformat(), kind_code=facts["kind"], host=facts["host"], themes=facts["themes"],
            counts_from="head_count" if facts["by_head_count"] else "names", people=people, countries=countries,
            named=facts["named"], until=(facts["on"] + timedelta(days=facts["until"])).isoformat(),
            part_of=before.activity if before and facts["inside"] else None,
        )  # fmt: skip
        for who, country, sex, sector, role, spent, done in facts["people"]:
            make.participation(event, staff[who], from_country=country, sex=sex, sector=sector, role=role, days=spent,
                               completed=done, tally=False)  # fmt: skip
        for kind, (asked, answered, said) in facts["forms"].items():
            evaluate(event, kind, max(asked, answered), answered, said)
        before = event if number % 2 == 0 else None
    tally_events()
    for first, length, covered in office["studies"]:
        make.study(*range(first, first + length + 1), covered=covered)
    for on, kind, covered in office["products"]:
        issued = make.product(on.isoformat(), product_kind=kind, covered=covered, planned=on.isoformat()[:7])
        for language in ["en", *(["fr"] if covered else [])]:
            fetch(make.version(issued, language), on)
    for on, sent in office["calls"]:
        answered = make.call(on.isoformat(), criteria=())
        Submission.objects.bulk_create(
            Submission(
                code=make.next_code("SU"),
                call=answered,
                state=state,
                country=make.country(country) if country else None,
            )
            for country, state in sent
        )
    for on, country, themes in office["cases"]:
        make.case(on.isoformat(), from_country=country, themes=themes)
    for on, purpose, scope in office["promotions"]:
        make.promotion(on.isoformat(), purpose, scope)
    for key, kind, value in office["openings"]:
        make.opening(key, value, kind=kind)
    for category in office["posts"]:
        make.post(category=category)
    for amount in office["budgets"]:
        make.budget(amount, "USD")
    if office["ledger"]:
        make.ledger(*office["ledger"], activity=before.activity if before else None)
    for on in office["missions"]:
        make.mission(on.isoformat())
    make_known(office)
    for on, counts in office.get("newsletters", ()):
        make.newsletter(on.isoformat(), counts)
        make.subscriber_count(on.isoformat(), "fr", sum(counts["sent"].values()))


def make_known(office) -> None:
    """What was reached, what the press wrote, and with whom the office works."""
    paper = make.material("2013-03-01", languages=["en", "ko"]) if office["reached"] else None
    for on, unit, number, channel in office["reached"]:
        make.reach(paper, unit, number, f"{on}/{on}", channel=channel)
    for on in office["mentions"]:
        make.mention(on.isoformat())
    kinds = ("un", "academia", "un")
    bodies = [make.organisation(kind=kind) for kind in kinds] if office["joint"] or office["agreed"] else []
    for on, chosen, role in office["joint"]:
        held = make.activity(on.isoformat())
        for number in chosen:
            make.part(held, bodies[number], role)
            make.part(held, bodies[number], "knowledge" if role != "knowledge" else "host")
    for on, length, chosen in office["agreed"]:
        until = (on + timedelta(days=length)).isoformat()
        make.agreement(*(bodies[number] for number in chosen), since=on.isoformat(), until=until)


def fetch(version, on):
    """A file of a version, fetched on the day it came out; its bytes are of no matter here."""
    file = PublicationFile.objects.create(
        code=f"{version.code}-F", version=version, media_type="text/csv", bytes=1, sha256="0" * 64
    )
    DownloadCount.objects.create(file=file, day=on, count=on.day)


def evaluate(event, kind, asked, answered, said):
    """Closed forms; of tests before and after the same persons."""
    if kind == "tests":
        pairs = [f"pair {number}" for number in range(answered)]
        for form, value in (("pre_test", 1), ("post_test", said)):
            make.evaluation(
                event, form, asked=asked, answers=[{"explain": str(value)}] * answered, pairs=pairs
            )
        return
    use = {"used": "yes" if said > 2 else "no"} if kind == "follow_up" else {"relevant": str(said)}
    make.evaluation(event, kind, asked=asked, answers=[use] * answered)


def on_offices(rule):
    """A test of one rule on generated offices: few and small, each in a real database."""

    @pytest.mark.django_db
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(office=offices, period=periods)
    def test(office, period):
        with_office(office, lambda: rule(period))

    test.__name__, test.__doc__ = rule.__name__, rule.__doc__
    return test


def of_every_figure(rule):
    """A rule of one figure as one of the whole catalogue."""

    @wraps(rule)
    def of_all(period):
        measurer = Measurer(as_of=AS_OF)  # one reading for all figures, as a report has
        for key in sorted(CATALOGUE):
            rule(key, period, measurer)

    return of_all


def every_question(key, period, measurer):
    """The figure whole, and by each of its dimensions."""
    figure = CATALOGUE[key]
    return [measurer.measure(key, period, by=by) for by in (None, *(d.key for d in figure.dimensions))]


def every_answer(period):
    """What every figure is, whole and by each of its dimensions, in one reading."""
    measurer = Measurer(as_of=AS_OF)
    return {key: [asked.value for asked in every_question(key, period, measurer)] for key in CATALOGUE}


def span(value):
    """The least and the most a value can be; an amount as its number, what is not known as nought."""
    if isinstance(value, Bounds):
        return value.low, value.high
    if isinstance(value, Ratio):
        return value.exact, value.exact
    number = value.value if isinstance(value, Amount) else value or 0
    return number, number


@on_offices
@of_every_figure
def test_1_the_value_is_the_aggregate_of_its_rows_whole_and_in_every_part(key, period, measurer):
    for measured in every_question(key, period, measurer):
        assert (key, measured.value) == (key, again(measured.figure, measured.rows))
        for part in measured.parts:
            assert (key, part.part, part.value) == (key, part.part, again(measured.figure, part.rows))


def again(figure, rows):
    """Counted a second way: by a loop over the rows, or a union of Python sets."""
    if rows and all(row.unknown for row in rows):
        return None
    rows = [row for row in rows if not row.unknown]
    if figure.taken_over:
        return rows[0].contribution if len(rows) == 1 else None
    if figure.ratio:
        return divided(rows, figure.ratio == "share")
    if figure.additive:
        if not rows and figure.unit.code == "money":
            return None
        amounts = [
            row.contribution.value if isinstance(row.contribution, Amount) else row.contribution
            for row in rows
        ]
        total = sum(amounts, Decimal(0) if figure.unit.code == "money" else 0)
        return Amount(total, rows[0].contribution.currency) if figure.unit.code == "money" else total
    if any(row.opening or row.contribution.unnamed or row.contribution.possible for row in rows):
        return aggregate(figure, rows)
    keys = {key for row in rows for key in row.contribution.keys}
    fewest, most = len(if_all_alike_are_one(keys, rows)), len(keys)
    return most if fewest == most else Bounds(fewest, most)


def if_all_alike_are_one(keys, rows):
    """The groups the keys fall into, by a loop over the pairs: each group one, if every likeness is true."""
    groups = [{key} for key in keys]
    if not any(row.contribution.doubts for row in rows):
        return groups
    for pair in Likeness.objects.filter(state="open").values_list("first_id", "second_id"):
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if not group & set(pair)] + [set(pair).union(*touched)]
    for one in list(groups):  # a pair through somebody who is not counted brings two together all the same
        met = [group for group in groups if group & one]
        if len(met) > 1:
            groups = [group for group in groups if not group & one] + [set().union(*met)]
    return [group for group in groups if group & keys]


def divided(rows, share):
    """A share or a mean a second way: each row weighted by what it is of."""
    of = sum(row.contribution.of for row in rows)
    weighted = [row.contribution.exact * row.contribution.of for row in rows if row.contribution.of]
    top = sum(weighted, Fraction(0))
    currency = next((row.contribution.currency for row in rows if row.contribution.of), "")
    return (
        Ratio(int(top) if share else Decimal(top.numerator) / top.denominator, of, share, currency)
        if of
        else None
    )


@on_offices
@of_every_figure
def test_2_parts_of_what_adds_up_sum_to_the_total_and_distinct_things_refuse(key, period, measurer):
    for measured in every_question(key, period, measurer):
        if not measured.by or not measured.parts:
            continue
        if not measured.figure.additive:
            with pytest.raises(NotAdditive):
                add([measured])
        elif measured.by.disjoint:
            assert (key, sum(span(part.value)[0] for part in measured.parts)) == (
                key,
                span(measured.value)[0],
            )


@on_offices
@of_every_figure
def test_3_the_union_lies_between_the_largest_part_and_the_sum_of_the_parts(key, period, measurer):
    """Over every dimension that leaves nothing out: a country may be in no group at all."""
    for measured in every_question(key, period, measurer):
        if measured.figure.ratio or measured.figure.taken_over:
            continue
        spans = [span(part.value) for part in measured.parts]
        if spans and not measured.figure.additive and measured.by.key != "group":
            low, high = span(measured.value)
            assert max(least for least, _ in spans) <= high, key
            assert low <= sum(most for _, most in spans), key


@on_offices
@of_every_figure
def test_3_a_share_or_a_mean_lies_between_the_least_and_the_greatest_of_its_parts(key, period, measurer):
    """Over every dimension in which each row falls in one part only; and what its parts are of comes to what it is of."""
    for measured in every_question(key, period, measurer):
        parts = [part.value for part in measured.parts if part.value is not None]
        if parts and measured.figure.ratio and measured.by.disjoint:
            assert (
                min(part.exact for part in parts) <= measured.value.exact <= max(part.exact for part in parts)
            ), key
            assert sum(part.of for part in parts) == measured.value.of, key


@on_offices
@of_every_figure
def test_4_no_join_inflates_a_row_stands_once(key, period, measurer):
    for measured in every_question(key, period, measurer):
        refs = [row.ref for row in measured.rows]
        assert len(refs) == len(set(refs)), key
        for part in measured.parts:
            own = [row.ref for row in part.rows]
            assert len(own) == len(set(own)) and set(own) <= set(refs), key


@on_offices
def test_5_the_tombstone_of_an_erased_person_leaves_every_figure_as_it_was(period):
    before = every_answer(period)
    Person.objects.update(full_name="", email="", sex="not_recorded", erased_on=AS_OF)
    tally_events()
    assert every_answer(period) == before
    assert wrong_tallies() == []


@pytest.mark.django_db
@FIGURES
def test_a_figure_says_what_it_is(key):
    figure = CATALOGUE[key]

    assert figure.key == key
    assert len(figure.definition.split()) > 8, "the docstring is the published definition"
    assert str(figure.label) and str(figure.unit.many) and figure.clock


@pytest.mark.django_db
@FIGURES
def test_a_withdrawn_record_leaves_the_count_and_changes_the_seal(key):
    build({"events": [{"on": date(2013, 5, 6), "kind": KINDS[1], "host": "KOR", "named": {"LAO"}, "themes": set(),
                       "people": [(0, "WSM", "female", "academia", "participant", 2, True)], "head_count": None,
                       "by_head_count": False, "inside": False, "until": 2,
                       "forms": {"reaction": (8, 6, 4), "follow_up": (8, 6, 4), "tests": (8, 6, 4)}}],
           "studies": [(2013, 0, {"LAO"})], "products": [(date(2013, 1, 1), "research_report", {"LAO"})],
           "promotions": [(date(2013, 1, 1), "thematic", "national")], "openings": [], "posts": ["national"],
           "calls": [(date(2013, 5, 6), [("LAO", "eligible")])], "cases": [(date(2013, 5, 6), "LAO", {"a"})],
           "likenesses": [], "budgets": [5], "ledger": [(date(2013, 5, 7), 90)], "missions": [date(2013, 1, 1)], "mentions": [date(2013, 1, 1)],
           "reached": [(date(2013, 1, 1), unit, 40, "") for unit in Reach.Unit.values],
           "joint": [(date(2013, 1, 1), {0}, "host")], "agreed": [(date(2013, 1, 1), 800, {0})]})  # fmt: skip
    make.event("2013-02-03", seats=15)
    make.budget(1000, "USD", "operating", stated_usd=Decimal(1000))
    make.indicator_value(2013, "0.4204", rank=111)
    make.ledger((date(2013, 2, 3), 100))
    make.ledger((date(2013, 2, 3), 100), kind="counterpart")
    make.newsletter("2013-03-01", {"sent": {"en": 30}, "bounced": {"fr": 2}, "left": {"en": 6}})
    make.subscriber_count("2013-12-31", "en", 30)
    if key == "outreach.stories":
        settle_roles()
        lay_site()
        make.story(on="2013-03-01")
    before = Measurer(as_of=AS_OF).measure(key, Period.year(2013))
    posted_to = {fund for row in before.rows if (fund := _fund_of(row.ref))}
    for fund in posted_to:  # what is posted is never withdrawn; the fund that it was posted to may be
        withdraw(record=fund, because="entered twice")
    for row in before.rows:
        if row.ref.startswith("outreach/story/"):  # a page of the site leaves it by being unpublished
            Story.objects.get(pk=row.ref.rpartition("/")[2]).unpublish()
        elif not posted_to:
            withdraw(record=_record(row.ref), because="entered twice")

    after = Measurer(as_of=AS_OF).measure(key, Period.year(2013))

    assert len(before.rows) > 0 and after.rows == ()
    assert after.seal != before.seal


def _fund_of(ref):
    """The fund that a line of the ledger was posted to; none for what is no line of a ledger."""
    record = None if ref.startswith("outreach/story/") else _record(ref)
    if isinstance(record, AllotmentLine):
        return record.allotment.fund
    return record.fund if isinstance(record, Posting) else None


def _record(ref):
    from django.apps import apps

    room, noun, code = ref.split("/")
    return apps.get_model(room, noun).objects.get(code=code)


def test_the_union_of_compact_sets_and_of_names_is_the_same_arithmetic():
    assert union_of([]) == frozenset()
    assert union_of([frozenset("ab"), frozenset("bc")]) == frozenset("abc")
    assert Distinct(frozenset("ab"), stated=5).unnamed == 3
