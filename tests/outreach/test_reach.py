"""What outreach reached: in its own unit, counted once, never people."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make

from colonnade.outreach.actions import record_reach
from colonnade.outreach.models import Material, Reach
from colonnade.outreach.queries import reach_of_promotion
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db

YEAR = {"first_day": date(2013, 1, 1), "last_day": date(2013, 12, 31)}


def record(of, code="RE-X", unit="visits", number=10, method="log", **facts):
    return record_reach(of=of, code=code, unit=unit, number=number, method=method, **{**YEAR, **facts})


def test_days_that_two_counts_share_count_once():
    site = make.promotion(title="The site")
    held = record(site, "RE-1", number=5_000)
    july = {"first_day": date(2013, 7, 1), "last_day": date(2013, 7, 31)}

    with pytest.raises(Refused, match="RE-1 counts visits of “The site” for 2013 already"):
        record(site, **july)

    others = [
        record(site, "RE-2", channel="mirror", **july),
        record(site, "RE-3", unit="views", **july),
        record(make.material(), "RE-4", **july),
        record(site, "RE-5", first_day=date(2014, 1, 1), last_day=date(2014, 1, 1)),
    ]
    withdraw(record=held, because="entered twice")
    assert len({*others, record(site, "RE-6", **july)}) == 5


def test_followers_are_a_stock_and_are_read_on_one_day():
    account = make.promotion()
    with pytest.raises(Refused, match="counted on one day"):
        record(account, unit="followers")
    read = record(account, unit="followers", first_day=date(2013, 5, 1), last_day=None)
    assert (read.is_stock, read.last_day) == (True, date(2013, 5, 1))


def test_reach_is_that_of_an_activity_or_of_a_material():
    with pytest.raises(Refused, match="either the outreach activity or the material"):
        record(make.promotion(), material=make.material())
    assert not Reach.objects.exists()


def test_how_many_were_made_and_of_what_belong_together():
    for facts in ({"produced": 500}, {"produced_in": "copies"}):
        with pytest.raises(Exception, match="belong together"):
            Material(code="M", title="T", **facts).full_clean()
    Material(code="M", title="T", produced=500, produced_in="copies", languages=["en", "ko"]).full_clean()


def test_of_an_activity_flows_are_summed_and_stocks_are_as_last_read():
    campaign = make.promotion()
    film = make.material(promotion=campaign)
    make.reach(campaign, "visits", 100, "2012")
    make.reach(campaign, "visits", 250, "2013")
    make.reach(film, "views", 40, "2013")
    make.reach(campaign, "followers", 900, "2012-12-31/2012-12-31")
    make.reach(campaign, "followers", 1_100, "2013-12-31/2013-12-31")

    told = {one.unit: one for one in reach_of_promotion(campaign)}

    assert {unit: one.total for unit, one in told.items()} == {"visits": 350, "views": 40, "followers": 1_100}
    make.reach(campaign, "followers", 70, "2013-12-31/2013-12-31", channel="another account")
    assert {one.unit: one.total for one in reach_of_promotion(campaign)}["followers"] is None
