"""The country's page, its list and its brief: composed from the record, as at a day, and telling no small count."""

from __future__ import annotations

import gzip
import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from tests import make

from colonnade.money.models import Agreement
from colonnade.outreach.actions import withdraw_consent_to_quote
from colonnade.outreach.models import Quote
from colonnade.places.models import IndicatorValue
from colonnade.programme.models import ActivityPartner, Partnership
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db


def page(client, code="WSM", **asked):
    return client.get(f"/countries/{code}/", asked).content.decode()


def section(html, key):
    """What stands under a heading of the page, in words; empty where there is no such heading."""
    found = re.search(rf'<section aria-labelledby="{key}">(.*?)</section>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


def quote(code="Q-1", country="WSM", channels=("web",), **facts):
    return Quote.objects.create(
        code=code, person=make.person("Sina Leota"), text="It changed how we plan.", function="Director",
        country=make.country(country), consent_basis="written", consent_on=date(2013, 1, 1), channels=list(channels), **facts,
    )  # fmt: skip


def much():
    """Samoa as an office that did a good deal there knows it."""
    make.office("Office of Islands")
    there = make.event("2013-05-06", host="WSM", title="Training in Apia")
    elsewhere = make.event("2014-09-01", host="FJI", title="Workshop in Suva")
    for number in range(6):
        make.participation(there, from_country="WSM", tally=number == 5)
        make.participation(elsewhere, from_country="WSM", tally=number == 5)
    make.study(2013, covered=["WSM"], title="Services on islands")
    make.product("2014-03-01", covered=["WSM"])
    make.mission("2012-02-01", host="WSM", title="Mission to Apia")
    ministry = make.organisation("Ministry of Works", country=make.country("WSM"))
    ActivityPartner.objects.create(activity=there.activity, organisation=ministry, role="host")
    Partnership.objects.create(code="PS-1", organisation=ministry, year=2014)
    quote()
    return ministry


# --- as at a day --------------------------------------------------------------------------------------------------


def test_samoa_is_a_least_developed_country_on_the_page_of_2013_and_not_in_september_2014(client):
    then = section(page(client, as_of="2013-05-06"), "groups")
    later = section(page(client, as_of="2014-09-01"), "groups")

    assert ("Least developed countries" in then, "Small island developing States" in then) == (True, True)
    now, _, before = later.partition("At other times")
    assert ("Least developed countries" in now, "Small island developing States" in now) == (False, True)
    assert "Least developed countries" in before


def test_a_country_has_the_name_of_the_day_and_its_other_names_stand_below(client):
    then, today = page(client, "SWZ", as_of="2014-04-09"), page(client, "SWZ")

    assert ("<bdi>Swaziland</bdi></h1>" in then, "<bdi>Eswatini</bdi></h1>" in today) == (True, True)
    assert "until 1 June 2018" in section(today, "names")


def test_an_end_in_doubt_is_told_as_doubt(client):
    assert "whether it has left is in doubt" in section(page(client, "BGD", as_of="2026-12-31"), "groups")


def test_a_day_that_is_none_is_said_and_today_is_shown(client):
    answer = client.get("/countries/WSM/", {"as_of": "soon"})

    assert (answer.status_code, "“soon” is not a day" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("other", ["wsm", "WS", "882"])
def test_a_country_has_one_address_and_its_other_codes_lead_there(client, other):
    answer = client.get(f"/countries/{other}/?lang=fr")

    assert (answer.status_code, answer["Location"]) == (301, "/countries/WSM/?lang=fr")


def test_what_is_no_country_has_no_page(client):
    assert client.get("/countries/XXX/").status_code == 404


# --- what the record says -------------------------------------------------------------------------------------------


def test_the_page_says_what_was_done_in_with_and_about_a_country(client):
    much()
    html = page(client)

    told = {
        key: section(html, key)
        for key in ("hosted", "attended", "missions", "studies", "products", "partners", "quotes")
    }
    assert told["hosted"] == "Events held here Events held here 1 6 May 2013 Training in Apia"
    assert "Events with participants from here 2 Participations of officials 12" in told["attended"]
    assert "Mission to Apia" in told["missions"] and "Services on islands" in told["studies"]
    assert "Research report" in told["products"]
    assert told["partners"] == "Partners 2013–2014 Ministry of Works host"
    assert told["quotes"].endswith("It changed how we plan. Sina Leota , Director, Samoa")


def test_every_number_leads_to_its_figure_with_the_very_same_value(client):
    much()
    found = re.findall(r'<dd><a href="([^"]+)">([^<]+)</a>', page(client))

    assert len(found) == 6
    for url, words in found:
        answer = client.get(url.replace("&amp;", "&"))
        assert (answer.status_code, f"<strong>{words}</strong>" in answer.content.decode()) == (200, True), (
            url
        )


def test_a_small_count_is_withheld_and_so_is_the_one_that_would_tell_it(client):
    make.office()
    held = make.event("2014-05-06")
    for _number in range(3):
        make.participation(held, from_country="WSM", tally=False)
    for number in range(10):
        make.participation(held, from_country="TON", tally=number == 9)

    told = {code: section(page(client, code), "attended") for code in ("WSM", "TON")}

    assert "Participations of officials fewer than 5" in told["WSM"]
    assert "Participations of officials withheld" in told["TON"]


def test_asking_day_after_day_tells_no_count_that_the_page_withholds(client):
    """The day asked for decides names and groups; what people did is told over the whole record."""
    make.office()
    for on, number in (("2013-05-06", 10), ("2014-05-06", 3)):
        held = make.event(on)
        for who in range(number):
            make.participation(held, from_country="WSM", tally=who == number - 1)

    told = [section(page(client, as_of=day), "attended") for day in ("2013-12-31", "2014-12-31")]

    assert told[0] == told[1] and "Participations of officials 13" in told[0]


def test_a_country_of_which_the_record_knows_nothing_has_a_page_that_says_so(client):
    make.office()
    html = page(client, "TUV")

    assert "The record holds nothing that was done in, with or about this country." in html
    assert (section(html, "hosted"), section(html, "measured")) == ("", "")


def test_words_whose_consent_was_withdrawn_stand_on_no_page_not_even_as_at_an_earlier_day(client):
    make.office()
    held = quote()
    quote("Q-2", channels=["print"])
    before = page(client).count("It changed how we plan.")
    withdraw_consent_to_quote(quote=held, on=date.today())

    assert (before, "It changed how we plan." in page(client, as_of="2013-06-01")) == (1, False)


def test_agreements_are_for_those_of_the_staff_who_may_read_them(client):
    fund = make.budget(1, "USD").fund
    Agreement.objects.create(code="AG", title="Hosting text", fund=fund, partner=much())
    settle_roles()
    told = {"public": "Hosting text" in page(client)}
    for role in ("Viewer", "Programme officer"):
        user = make.account(role.split()[0])
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        told[role] = "Hosting text" in client.get("/desk/countries/WSM/").content.decode()

    assert told == {"public": False, "Viewer": False, "Programme officer": True}


# --- what others measure ----------------------------------------------------------------------------------------------


def test_an_index_stands_by_edition_with_source_terms_and_what_was_revised(client):
    make.office()
    make.indicator_value(2012, "0.3")
    make.indicator_value(2014, "0.4204", rank=111)
    revised = IndicatorValue.objects.get(year=2012)
    revised.value = Decimal("0.3142")
    revised.save()

    told = section(page(client), "measured")

    assert "2014 0.4204 111 2012 0.3142 –" in told
    assert "EGDI, edition of 2012: until" in told and "the record said 0.3000." in told
    assert "United Nations terms of use: name the source." in told
    assert (
        "<svg" in page(client) and section(page(client, as_of="2013-01-01"), "measured").count("0.4204") == 0
    )


def test_the_same_number_is_a_figure_that_refuses_to_be_summed(client):
    make.office()
    make.indicator_value(2012, "0.3142")
    make.indicator_value(2014, "0.4204")
    one = client.get("/figures/places.indicator_value/?period=2014&indicator=EGDI&assessed=WSM")
    both = client.get(
        "/figures/places.indicator_value/?period=2012-2014&indicator=EGDI&assessed=WSM&by=year&sum=1"
    )

    assert "<strong>0.4204</strong>" in one.content.decode()
    assert "<strong>–</strong>" in both.content.decode()
    assert "cannot be summed or averaged" in both.content.decode()


# --- few queries, few bytes -----------------------------------------------------------------------------------------------

QUERIES = 40


def queries(client, address):
    client.get(address)  # what is read once a process is not the page's
    with CaptureQueriesContext(
        connection,
    ) as told:
        client.get(address)
    return len(told)


def test_a_page_asks_the_record_as_often_with_three_rows_of_everything_as_with_one(client):
    make.office()
    make.indicator_value(2012, "0.3")
    counts = []
    for rows in (1, 2):
        for number in range(rows):
            held = make.event(f"2014-0{rows}-0{number + 1}", host="WSM")
            make.participation(held, from_country="WSM")
            make.study(2013, covered=["WSM"])
            make.product("2014", covered=["WSM"])
            make.mission("2012-02-01", host="WSM")
            org = make.organisation(country=make.country("WSM"))
            ActivityPartner.objects.create(activity=held.activity, organisation=org)
            quote(f"Q-{rows}-{number}")
            make.indicator_value(2014 + rows * 2 + number, "0.4")
        counts.append((queries(client, "/countries/WSM/"), queries(client, "/countries/")))

    assert counts[0] == counts[1]
    assert max(counts[0]) <= QUERIES, counts


def test_a_page_is_small_is_kept_by_proxies_and_is_not_sent_twice(client):
    much()
    for address in ("/countries/WSM/", "/countries/"):
        answer = client.get(address, headers={"accept-encoding": "gzip"})
        again = client.get(address, headers={"accept-encoding": "gzip", "if-none-match": answer["ETag"]})

        assert answer["Content-Encoding"] == "gzip" and len(answer.content) < 20_000, address
        assert len(gzip.decompress(answer.content)) < 60_000, address
        assert (again.status_code, answer["Cache-Control"], answer.cookies) == (
            304,
            "public, max-age=300",
            {},
        )
    picture = client.get("/countries/WSM/place.svg")
    assert picture["Content-Type"] == "image/svg+xml" and len(gzip.compress(picture.content)) < 20_000


# --- the list ---------------------------------------------------------------------------------------------------------------


def names(client, **asked):
    html = client.get("/countries/", asked).content.decode()
    return re.findall(r'<a href="([A-Z]{3})/[^"]*"><bdi>', html)


def test_the_list_has_those_worked_with_first_and_alone_where_asked(client):
    much()

    assert names(client)[:2] == ["FJI", "WSM"] and len(names(client)) == 248
    assert names(client, worked="any") == ["FJI", "WSM"]
    assert (names(client, worked="represented"), names(client, worked="partner")) == (["WSM"], ["WSM"])


def test_the_list_is_narrowed_by_region_and_by_group_as_at_a_day(client):
    make.office()

    assert "WSM" in names(client, group="LDC", as_of="2013-05-06")
    assert "WSM" not in names(client, group="LDC", as_of="2014-09-01")
    assert names(client, region="053") == ["AUS", "CXR", "CCK", "HMD", "NZL", "NFK"]


def test_the_list_is_in_the_reader_s_own_alphabet(client):
    made = {lang: names(client, lang=lang) for lang in ("en", "fr", "zh-hans")}

    assert made["en"].index("ALA") == made["en"].index("ALB") - 1  # Åland Islands stand by A
    assert made["fr"].index("ZAF") < made["fr"].index("DEU")  # Afrique du Sud, Allemagne
    assert made["zh-hans"].index("ALB") < made["zh-hans"].index("JPN") < made["zh-hans"].index("CHN")


# --- the brief -----------------------------------------------------------------------------------------------------------


def test_a_brief_has_two_pages_at_most_and_its_numbers_lead_to_their_figures(client):
    much()
    for number in range(40):
        make.event(
            f"2012-01-{number % 27 + 1:02d}",
            host="WSM",
            title=f"A training with a rather long title, number {number}",
        )
    for year in range(2003, 2025):
        make.indicator_value(year, "0.4", rank=100)

    answer = client.get("/countries/WSM/brief.pdf")
    held = PdfReader(BytesIO(answer.content))
    links = {
        a.get_object()["/A"]["/URI"]
        for p in held.pages
        for a in p.get("/Annots", ())
        if "/A" in a.get_object()
    }
    again = client.get("/countries/WSM/brief.pdf", headers={"if-none-match": answer["ETag"]})

    assert (answer["Content-Type"], len(held.pages) <= 2, again.status_code) == ("application/pdf", True, 304)
    assert held.trailer["/Root"]["/MarkInfo"]["/Marked"] and held.trailer["/Root"]["/Lang"] == "en"
    assert any("capacity.events_held/?as_of=" in link and "host=WSM" in link for link in links)
    assert "capacity.events_held" in "".join(p.extract_text() for p in held.pages)


def test_a_brief_of_a_country_without_anything_is_a_page_that_says_so_in_arabic_too(client):
    make.office()
    for lang in ("en", "ar"):
        answer = client.get("/countries/TUV/brief.pdf", {"lang": lang})
        with pypdfium2.PdfDocument(BytesIO(answer.content)) as held:
            assert (answer.status_code, len(held)) == (200, 1)


def test_the_office_s_own_brief_withholds_nothing_and_says_so(client):
    make.office()
    held = make.event("2014-05-06")
    for number in range(3):
        make.participation(held, from_country="WSM", tally=number == 2)
    public = PdfReader(BytesIO(client.get("/countries/WSM/brief.pdf").content)).pages[0].extract_text()
    settle_roles()
    user = make.account("viewer")
    user.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/desk/countries/WSM/brief.pdf")
    own = PdfReader(BytesIO(answer.content)).pages[0].extract_text()

    assert ("fewer than 5" in public, "For the office" in public) == (True, False)
    assert ("For the office" in own, "no-cache" in answer["Cache-Control"]) == (True, True)
    assert "Participations of officials: fewer than 5" not in own
