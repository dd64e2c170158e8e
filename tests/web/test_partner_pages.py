"""The public pages of partners: who is named, by which name, with what, and at what cost."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from tests import make
from tests.seeing import barriers

from colonnade.partners.models import AgreementFocalPoint, OrganisationName
from colonnade.people.models import Account
from colonnade.programme.models import Partnership

pytestmark = pytest.mark.django_db

TODAY = date.today()


def partner(name="Institute of Rivers", **facts):
    """An organisation with which one activity was held."""
    held = make.organisation(name, kind="academia", **facts)
    make.part(make.activity("2013-03-01", title="Forum on rivers"), held, "host")
    return held


def page(client, organisation, **asked):
    return client.get(reverse("partner", args=(organisation.code,)), asked)


def hidden_event(**facts):
    event = make.event("2013-05-01", title="Closed meeting")
    for name, value in facts.items():
        setattr(event, name, value)
    event.save()
    return event


def test_only_those_the_office_works_with_are_named(client):
    make.office()
    with_activity = partner()
    of_a_year = make.organisation("Body of the year")
    Partnership.objects.create(code="PS-1", organisation=of_a_year, year=2014)
    agreed = make.organisation("Body of an agreement")
    make.agreement(agreed, public=True)
    sender, candidate, secret, gone, old = (make.organisation(f"Hidden {n}") for n in range(5))
    make.participation(make.event("2013-02-01"), organisation=sender)
    make.part(make.activity("2013-02-01", standing="candidate"), candidate)
    make.part(hidden_event(public=False).activity, secret)
    make.agreement(secret, public=False)
    make.part(make.activity("2013-02-01"), gone)
    gone.withdrawn_on = TODAY
    gone.save()
    make.agreement(old, public=True, until="2013-06-01")

    said = client.get(reverse("partners")).content.decode()

    shown = [one.code for one in (with_activity, of_a_year, agreed) if f"/partners/{one.code}/" in said]
    assert len(shown) == 3 and "Hidden" not in said
    codes = [page(client, one).status_code for one in (with_activity, of_a_year, agreed, sender, candidate, secret, gone, old)]  # fmt: skip
    assert codes == [200, 200, 200, 404, 404, 404, 404, 404]


def test_a_page_tells_names_years_parts_and_what_is_agreed_in_public(client):
    make.office()
    held = partner("Institute <of> Rivers")
    OrganisationName.objects.create(organisation=held, name="معهد الأنهار", language="ar")
    OrganisationName.objects.create(
        organisation=held, name="Institute of Streams", language="en", valid_to=date(2010, 12, 31)
    )
    shown = make.open_event(on="2014-05-06", title="Open workshop")
    make.part(shown.activity, held, "funder")
    make.part(shown.activity, held, "organiser")
    make.part(hidden_event(public=False).activity, held)
    agreement = make.agreement(held, title="Memorandum on water", public=True, scope="Secret plans")
    AgreementFocalPoint.objects.create(agreement=agreement, person=make.person("Ana Focal"))
    make.agreement(held, title="Private letters", public=False)

    english, arabic = (page(client, held, lang=tongue).content.decode() for tongue in ("en", "ar"))

    for words in ("Institute &lt;of&gt; Rivers", "Institute of Streams", "–<bdi>2010</bdi>", "Memorandum on water",
                  "since 1 January 2013", f'href="/events/{shown.code}/?lang=en"', "funder, co-organiser"):  # fmt: skip
        assert words in english
    assert english.count("Open workshop") == 1 and "2 activities" in english
    for words in ("Closed meeting", "Private letters", "Secret plans", "Ana Focal"):
        assert words not in english + arabic
    assert '<h1 lang="ar" dir="rtl">معهد الأنهار</h1>' in arabic


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_two_queries_and_a_page_five_whatever_was_done(
    client, django_assert_num_queries, many
):
    make.office()
    held = partner()
    for _number in range(many):
        partner("Another")
        make.part(make.open_event(on="2014-05-06").activity, held)
        make.agreement(held, public=True)
    client.get(reverse("partners"))  # the menu of the site is read once in a while
    for address, queries in ((reverse("partners"), 2), (reverse("partner", args=(held.code,)), 5)):
        with django_assert_num_queries(queries):
            answer = client.get(address)
        assert (answer.cookies, len(answer.content) < 14_000) == ({}, True)


def picture() -> SimpleUploadedFile:
    data = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(data, "PNG")
    return SimpleUploadedFile("mark.png", data.getvalue(), content_type="image/png")


def test_a_logo_says_in_words_what_it_shows_and_is_handed_out_for_partners_only(client):
    make.office()
    held = partner()
    held.logo = picture()
    with pytest.raises(ValidationError, match="Say in words"):
        held.full_clean()
    held.logo_alt = "A blue square"
    held.full_clean()
    held.save()
    nobody = make.organisation(logo=held.logo.name, logo_alt="x")

    assert 'alt="A blue square"' in page(client, held).content.decode()
    answers = [client.get(reverse("partner_logo", args=(one.code,))) for one in (held, nobody, partner())]
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert "sandbox" in answers[0]["Content-Security-Policy"]
    answers[0].close()


def test_partners_and_the_ledger_keep_nobody_out_and_fit_a_phone(page, live_server):
    """One walk in a browser: the public pages in two languages on a telephone, the desk's own on a screen."""
    make.office("Office of Rivers")
    held = partner("Institute of Rivers and of Very Long Names of Institutions in Every Language")
    make.agreement(held, public=True, until=(TODAY + timedelta(days=30)).isoformat())
    quote = make.quote(
        "كان مفيدا", language="ar", edited="كان مفيدا جدا", consent_until=TODAY + timedelta(days=3)
    )
    Account.objects.create_superuser("head", password="a-long-password-1")
    page.set_viewport_size({"width": 360, "height": 740})
    told = {}
    for address in ("/partners/", f"/partners/{held.code}/"):
        for language in ("en", "ar"):
            page.goto(f"{live_server.url}{address}?lang={language}")
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            told[address, language] = (barriers(page), wide)
    assert set(map(str, told.values())) == {"([], False)"}, told

    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    page.goto(f"{live_server.url}{reverse('quote_ledger:index')}")
    page.get_by_label("Consent").select_option("ending")
    page.get_by_role("button", name="Show").click()
    assert barriers(page) == []
    page.get_by_role("link", name=str(quote.person)).click()
    page.get_by_role("link", name="The person withdrew the consent").click()
    assert barriers(page) == []
    page.get_by_role("button", name="Note the withdrawal").click()
    page.get_by_text("is on no page and in no later report").wait_for()
    assert barriers(page) == []
