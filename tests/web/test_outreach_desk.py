"""Outreach and partners at the desk: the ledger, withdrawal with what it flags, agreements, what is due, and by whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make

from colonnade.figures.models import Edition
from colonnade.outreach.models import Reach
from colonnade.partners.models import AgreementFocalPoint, CooperationAgreement
from colonnade.people.models import Account
from colonnade.reports.models import Report
from colonnade.web.desk.home import needs
from colonnade.web.desk.roles import settle_roles
from colonnade.web.desk.viewsets import KNOWN

pytestmark = pytest.mark.django_db

TODAY = date.today()


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def signed_in(client, role: str):
    account = Account.objects.create_user(f"a-{role.lower().replace(' ', '-')}")
    settle_roles()
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(name, record):
    return KNOWN[type(record)].address(name, record)


def edition(code, quote):
    document = {"slides": [{"quotes": [{"kind_of": "Quote", "text": quote.text, "code": quote.code}]}]}
    return Edition.objects.create(
        code=code, report="r", title="Report", first_day=date(2014, 1, 1), last_day=date(2014, 12, 31),
        as_of=date(2014, 12, 31), document=document,
    )  # fmt: skip


def test_the_ledger_shows_both_versions_the_consent_and_where_the_words_stand(client):
    quote = make.quote("It help us.", edited="It helped us.", edit_note="for grammar", function="Director (2014)",
                       channels=["oversight"], consent_until=TODAY + timedelta(days=10))  # fmt: skip
    make.quote("غير مسموح", language="ar", consent_basis="none")
    edition("r-1", quote)
    signed_in(client, "Communications")

    said = client.get(reverse("quote_ledger:index")).content.decode()
    ending = client.get(reverse("quote_ledger:index"), {"state": "ending", "channel": "oversight"})

    for words in ("It help us.", "It helped us.", "for grammar", "waits for approval", "Director (2014)",
                  "consent runs out soon", "Report (r-1)", '<blockquote lang="ar" dir="rtl">', "no consent"):  # fmt: skip
        assert words in said
    assert [entry.quote for entry in ending.context["entries"]] == [quote]
    signed_in(client, "Viewer")
    assert client.get(reverse("quote_ledger:index")).status_code == 302


def test_the_ledger_asks_as_many_questions_for_three_quotes_as_for_one(client):
    signed_in(client, "Head")
    asked = []
    for more in (1, 2):
        for _number in range(more):
            quote = make.quote(activity=make.activity("2014-01-01"), country=make.country("FJI"))
        edition(f"r-{more}", quote)
        with CaptureQueriesContext(connection) as held:
            client.get(reverse("quote_ledger:index"))
        asked.append(len(held))
    assert asked[0] == asked[1]


def test_a_withdrawal_shows_first_what_it_takes_away_and_flags_what_stays(client):
    quote = make.quote(channels=["oversight"])
    edition("r-1", quote)
    body = [{"type": "quotes", "value": {"codes": "", "channel": "oversight"}}]
    Report.objects.create(
        code="REP-1", title="Arranged", slides=[{"type": "content", "value": {"title": "Said", "body": body}}]
    )
    signed_in(client, "Programme officer")
    way = address("consent", quote)

    shown = client.get(way).content.decode()
    early = client.post(way, {"on": (TODAY + timedelta(days=1)).isoformat()}).content.decode()
    quote.refresh_from_db()
    assert "Left out of these reports" in shown and "Flagged: the latest edition" in shown
    assert ("That day has not come" in early, quote.consent_withdrawn_on) == (True, None)

    said = client.post(way, {"on": TODAY.isoformat()}, follow=True).content.decode()

    quote.refresh_from_db()
    assert quote.consent_withdrawn_on == TODAY
    assert "Still printed in the latest edition." in said and address("consent", quote) not in said
    assert "was withdrawn on" in client.post(way, {"on": TODAY.isoformat()}).content.decode()
    signed_in(client, "Assistant")
    assert client.get(way).status_code == 302


def test_the_same_days_are_not_counted_twice_by_hand_nor_by_restoring(client):
    talk = make.promotion(title="A talk")
    first = make.reach(talk, "visits", 10, "2013")
    signed_in(client, "Communications")
    sent = {"promotion": talk.pk, "unit": "visits", "number": "5", "first_day": "2013-05-01", "last_day": "2013-05-31", "method": "log"}  # fmt: skip

    refused = client.post(reverse("reach:add"), sent).content.decode()
    client.post(reverse("reach:add"), sent | {"channel": "mirror"})

    assert "would count twice" in refused
    assert sorted(Reach.objects.values_list("number", flat=True)) == [5, 10]
    told = client.get(address("inspect", talk)).content.decode()
    assert "None of it is people of the record" in told and "15" in told
    Reach.objects.filter(pk=first.pk).update(withdrawn_on=TODAY)
    make.reach(talk, "visits", 7, "2013")
    signed_in(client, "Head")
    said = client.post(address("withdraw", first), follow=True).content.decode()
    assert "would count twice" in said and Reach.objects.get(pk=first.pk).withdrawn_on == TODAY


def test_an_agreement_is_renewed_and_ended_by_those_who_answer_for_it(client):
    party = make.organisation("Institute")
    held = make.agreement(party, until=(TODAY + timedelta(days=40)).isoformat(), notice_days=30)
    AgreementFocalPoint.objects.create(agreement=held, person=make.person("Ana Focal"), organisation=party)
    later = (TODAY + timedelta(days=400)).isoformat()

    signed_in(client, "Assistant")
    assert client.post(address("renew", held), {"until": later}).status_code == 302
    held.refresh_from_db()
    assert held.valid_to == TODAY + timedelta(days=40)

    signed_in(client, "Programme officer")
    said = client.get(address("inspect", held)).content.decode()
    assert "in force, ends soon" in said and "40 days left" in said and "Ana Focal" in said
    refused = client.post(address("renew", held), {"until": TODAY.isoformat()}).content.decode()
    client.post(address("renew", held), {"until": later, "note": "by letter"})
    client.post(address("end", held), {"on": TODAY.isoformat(), "because": "merged into another"})
    held.refresh_from_db()
    assert "a renewal ends later" in refused
    assert (held.valid_to, held.ended_because, held.renewals.count()) == (TODAY, "merged into another", 1)
    signed_in(client, "Viewer")
    seen = client.get(address("inspect", held)).content.decode()
    assert ("Institute" in seen, "Ana Focal" in seen) == (True, False)


def test_what_ends_within_ninety_days_waits_on_the_first_page(client):
    head = Account.objects.create_superuser("head")
    for days in (-1, 0, 90, 91):
        make.agreement(title=f"in {days}", until=(TODAY + timedelta(days=days)).isoformat())
    make.agreement(title="open")
    make.quote(consent_until=TODAY + timedelta(days=5))

    told = {str(need.heading): need for need in needs(head, TODAY)}

    agreements = told["Cooperation agreements ending within 90 days"]
    assert [label for label, _url, _when in agreements.rows] == ["in 0", "in 90"]
    assert told["Quotes whose consent runs out within 90 days"].total == 1


def test_the_page_of_an_organisation_tells_all_that_the_office_did_with_it(client):
    held = make.organisation("Institute")
    make.part(make.activity("2013-03-01", title="Forum"), held, "host")
    make.part(make.activity("2014-03-01", title="Planned forum", state="planned", standing="candidate"), held)
    agreement = make.agreement(held, title="Memorandum", until="2014-01-01")
    AgreementFocalPoint.objects.create(
        agreement=agreement, person=make.person("Ana Focal"), organisation=held
    )
    signed_in(client, "Programme officer")

    said = client.get(address("inspect", held)).content.decode()

    for words in (
        "Forum",
        "host",
        "Planned forum",
        "Memorandum",
        "ended",
        "Ana Focal",
        f"/partners/{held.code}/",
    ):
        assert words in said
    listed = client.get(reverse("cooperationagreement:index")).content.decode()
    assert "Memorandum" in listed and CooperationAgreement.objects.count() == 1
    signed_in(client, "Viewer")
    assert "Ana Focal" not in client.get(address("inspect", held)).content.decode()
