"""Cooperation agreements: how far they are by their dates, how they are renewed and end, and what was done under them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import make

from colonnade.partners.actions import end_agreement, refuse_renewal_beyond, renew_agreement
from colonnade.partners.models import AgreementRenewal, CooperationAgreement, Organisation, OrganisationName
from colonnade.partners.queries import agreements_ending, called, in_force, named_in
from colonnade.programme.partnering import under_agreement
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db

DAY = date(2014, 4, 9)
around = st.none() | st.integers(-300, 300).map(lambda days: DAY + timedelta(days=days))


@settings(max_examples=60, deadline=None)
@given(signed=around, since=around, until=around)
def test_the_database_and_the_agreement_itself_say_the_same(signed, since, until):
    CooperationAgreement.objects.all().delete()
    held = CooperationAgreement.objects.create(
        code="CO", title="T", signed_on=signed, valid_from=since, valid_to=until
    )
    holds = held.state_on(DAY) in ("in_force", "ending")
    assert in_force(DAY).exists() == holds
    assert agreements_ending(DAY).exists() == (held.state_on(DAY) == "ending")


def test_the_state_follows_from_the_dates():
    held = make.agreement(since="2013-01-01", until="2014-12-31", valid_from=date(2013, 2, 1), notice_days=60)
    told = [held.state_on(date.fromisoformat(day)) for day in ("2012-12-31", "2013-01-15", "2013-02-01", "2014-10-02", "2014-12-31", "2015-01-01")]  # fmt: skip
    assert told == ["prepared", "signed", "in_force", "ending", "ending", "ended"]
    assert held.notice_by == date(2014, 11, 1)
    assert make.agreement(since=None).state_on(DAY) == "prepared"


def test_a_renewal_moves_the_end_on_and_is_kept():
    held = make.agreement(until="2014-12-31")
    with pytest.raises(Refused, match="holds until 2014-12-31 already"):
        renew_agreement(agreement=held, until=date(2014, 12, 31))

    renew_agreement(agreement=held, until=date(2016, 12, 31), signed_on=date(2014, 11, 1))

    held.refresh_from_db()
    assert (held.valid_to, held.history.count()) == (date(2016, 12, 31), 2)
    assert list(held.renewals.values_list("valid_to", "signed_on")) == [
        (date(2016, 12, 31), date(2014, 11, 1))
    ]
    with pytest.raises(Refused, match="has no end"):
        renew_agreement(agreement=make.agreement(), until=date(2016, 1, 1))


def test_an_agreement_ends_early_with_a_reason_once():
    held = make.agreement(until="2014-12-31")
    for on, because, words in (
        (date(2014, 6, 1), " ", "Say why"),
        (date(2015, 6, 1), "notice", "by itself"),
        (date(2012, 6, 1), "notice", "cannot end before"),
    ):
        with pytest.raises(Refused, match=words):
            end_agreement(agreement=held, on=on, because=because)

    end_agreement(agreement=held, on=date(2014, 6, 1), because="The ministry was dissolved.")

    held.refresh_from_db()
    assert (held.valid_to, held.state_on(date(2014, 6, 2))) == (date(2014, 6, 1), "ended")
    for act in (
        lambda: renew_agreement(agreement=held, until=date(2020, 1, 1)),
        lambda: end_agreement(agreement=held, on=date(2014, 5, 1), because="again"),
    ):
        with pytest.raises(Refused, match="ended early on 2014-06-01"):
            act()
    gone = make.agreement(until="2014-12-31")
    withdraw(record=gone, because="never signed")
    with pytest.raises(Refused, match="withdrawn"):
        renew_agreement(agreement=gone, until=date(2020, 1, 1))


def test_a_renewal_beyond_the_end_of_its_agreement_is_refused():
    renewal = AgreementRenewal(agreement=make.agreement(until="2014-12-31"), valid_to=date(2015, 1, 1))
    with pytest.raises(Refused, match="Enter the later day as its end"):
        refuse_renewal_beyond([renewal])


def test_activities_with_a_party_count_under_the_agreement_while_it_held():
    party, other = make.organisation(), make.organisation()
    held = make.agreement(party, until="2014-12-31")
    for on, who, state in (
        ("2012-12-31", party, "held"), ("2013-05-01", party, "held"), ("2013-06-01", other, "held"),
        ("2013-07-01", party, "planned"), ("2014-04-10", party, "held"),
    ):  # fmt: skip
        make.part(make.activity(on, state=state), who)
    assert [str(one.starts) for one in under_agreement(held, DAY)] == ["2013-05-01"]


def test_an_organisation_is_called_by_its_name_of_the_day_in_the_readers_language():
    held = make.organisation("Ministry of the Interior")
    names = (
        ("Ministry of Home Affairs", "en", None, date(2008, 2, 28)),
        ("Ministère de l’intérieur", "fr", date(2008, 2, 29), None),
        ("Ministère des affaires intérieures", "fr", None, date(2008, 2, 28)),
    )
    for name, language, since, until in names:
        OrganisationName.objects.create(
            organisation=held, name=name, language=language, valid_from=since, valid_to=until
        )
    told = {tongue: called(held.name, names, tongue, DAY) for tongue in ("en", "fr", "ar")}

    assert [(told[t].name, told[t].language) for t in told] == [
        ("Ministry of the Interior", "en"), ("Ministère de l’intérieur", "fr"), ("Ministry of the Interior", "en"),
    ]  # fmt: skip
    assert [name for name, _since, _until in told["fr"].former] == ["Ministère des affaires intérieures"]
    assert [name for name, _since, _until in told["ar"].former] == ["Ministry of Home Affairs"]
    for tongue, one in told.items():
        assert named_in(Organisation.objects.filter(pk=held.pk), tongue, DAY).get().called == one.name
