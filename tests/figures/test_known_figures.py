"""What makes the office known, and with whom it works: each in its own unit, with the rows behind it."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make

from colonnade.figures.definition import NotAdditive, UnitsDiffer, add
from colonnade.figures.measure import Measurer
from colonnade.programme.models import Partnership
from colonnade.values.numbers import Bounds
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db

AS_OF = date(2014, 4, 9)
UNITS = ("visits", "views", "downloads", "impressions", "copies", "in_the_room")


def measure(key, period="2013", parts=None, by=None, as_of=AS_OF):
    return Measurer(as_of=as_of).measure(key, Period.parse(period), parts, by=by)


def parts(measured):
    return {part.part: part.value for part in measured.parts}


def test_each_unit_is_a_figure_of_its_own_and_no_two_are_added():
    talk = make.promotion("2013-03-01")
    for number, unit in enumerate(UNITS, 1):
        make.reach(talk, unit, number * 100)
    make.event("2013-05-06", counts_from="head_count", people=40)

    told = {unit: measure(f"outreach.{unit}") for unit in UNITS}

    assert [told[unit].value for unit in UNITS] == [100, 200, 300, 400, 500, 600]
    assert measure("outreach.activities").value == 1
    for one, other in (("visits", "views"), ("in_the_room", "copies")):
        with pytest.raises(UnitsDiffer):
            add([told[one], told[other]])
    with pytest.raises(UnitsDiffer, match="people in the room"):
        add([told["in_the_room"], measure("capacity.participations")])


def test_a_count_whose_days_lie_in_the_period_in_part_only_is_told_and_not_divided():
    site = make.promotion(form="website", title="The site")
    make.reach(site, "visits", 900, "2012-2013")
    make.reach(site, "visits", 50, "2014-Q1")

    whole, year = measure("outreach.visits", "2012-2014", by="year"), measure("outreach.visits", "2013")

    assert (whole.value, parts(whole)) == (950, {"2014": 50, "not_recorded": 900})
    assert (year.value, year.rows) == (0, ())
    assert year.caveats == (
        "900 of “The site” were counted for 2012–2013 as a whole and are not in this number.",
    )


def test_followers_are_those_of_the_last_day_and_accounts_are_bounded_and_never_summed():
    accounts = make.promotion(form="social_media")
    for number, day, channel in (
        (800, "2012-12-31", "A"),
        (1_000, "2013-12-31", "A"),
        (300, "2013-06-30", "B"),
    ):
        make.reach(accounts, "followers", number, f"{day}/{day}", channel=channel)

    told = measure("outreach.followers", by="channel")

    assert (told.value, parts(told)) == (Bounds(1_000, 1_300), {"A": 1_000, "B": 300})
    assert told.completeness == "counted between 2013-06-30 and 2013-12-31"
    assert measure("outreach.followers", "2012").value == 800
    with pytest.raises(NotAdditive):
        add([measure("outreach.followers", "2012"), measure("outreach.followers", "2013")])


def test_reach_of_what_is_withdrawn_or_not_confirmed_is_none():
    make.reach(make.promotion(standing="candidate"), "visits", 10)
    gone = make.material(withdrawn_on=date(2014, 1, 1))
    make.reach(gone, "views", 10)
    assert (measure("outreach.visits").rows, measure("outreach.views").rows) == ((), ())


def test_materials_and_mentions_count_titles_and_pieces():
    make.material("2013-05", kind="video", languages=["en", "ko"])
    make.material("2013", kind="brochure", produced=2_000, produced_in="copies")
    make.material(None)
    make.mention("2013-05-02", country=make.country("KOR"), language="ko", medium="newspaper")
    make.mention("2012-05-02")

    made, wrote = (
        measure("outreach.materials", by="language"),
        measure("outreach.mentions", by="outlet_country"),
    )

    assert (made.value, parts(made)) == (2, {"en": 1, "ko": 1, "not_recorded": 1})
    assert (wrote.value, parts(wrote)) == (1, {"KOR": 1})


def test_partners_of_a_day_are_counted_once_whatever_they_do():
    un, school, ministry, once = (
        make.organisation(kind=kind) for kind in ("un", "academia", "government", "un")
    )
    make.agreement(un, school, since="2012-01-01", until="2014-12-31")
    make.agreement(once, since="2012-01-01", until="2014-04-08")
    Partnership.objects.create(code="PS-1", organisation=un, year=2014)
    make.part(make.activity("2014-03-01"), ministry, "host")
    make.part(make.activity("2014-04-10"), once)
    make.participation(make.event("2014-02-01"), organisation=make.organisation())

    told = measure("partners.active", "2014", by="partner_kind")

    assert (told.value, parts(told)) == (3, {"un": 1, "academia": 1, "government": 1})
    assert measure("partners.active", "2014", {"partner_kind": "un"}).value == 1
    assert measure("partners.agreements_in_force", "2014").value == 1
    assert measure("partners.agreements_in_force", "2014", as_of=date(2014, 4, 8)).value == 2
    with pytest.raises(NotAdditive):
        add([told, told])


def test_what_partners_contributed_is_told_as_the_parts_they_took():
    un, ministry = make.organisation(kind="un"), make.organisation(kind="government")
    forum = make.activity("2013-03-01")
    for body, role in ((un, "organiser"), (ministry, "host"), (ministry, "funder")):
        make.part(forum, body, role)
    make.part(make.activity("2013-03-02", part_of=forum), un)
    make.part(make.activity("2013-05-01", standing="candidate"), un)

    took, together = measure("partners.parts_taken", by="partner_role"), measure("partners.joint_activities")

    assert (took.value, parts(took)) == (4, {"host": 1, "organiser": 1, "funder": 1, "partner": 1})
    assert parts(measure("partners.parts_taken", by="partner_kind")) == {"government": 2, "un": 2}
    assert (together.value, [row.ref for row in together.rows]) == (1, [f"programme/activity/{forum.code}"])
