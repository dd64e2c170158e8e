"""The site around the pages: menu, map, archive, feeds, what search engines read, share pictures, and frames elsewhere."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from django.contrib.staticfiles import finders
from django.urls import resolve, reverse
from tests import make

from colonnade.capacity.models import Event
from colonnade.outreach.blocks import LISTS as IN_PAGES
from colonnade.web.models import MenuEntry
from colonnade.web.site import menu
from colonnade.web.site.lists import LISTS
from colonnade.web.site.search import index

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(autouse=True)
def site():
    make.office("Office of Rivers")
    return make.site()


def links(said: str) -> list[tuple[str, str]]:
    nav = said.partition("<nav")[2].partition("</nav>")[0]
    return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', nav)


# Menu ----------------------------------------------------------------------------------------------------------


def test_the_menu_is_the_office_s_choice_in_the_reader_s_language(client):
    page = make.written("The mandate", slug="mandate")
    make.translated(page, "fr", "Le mandat")
    MenuEntry.objects.all().delete()
    for order, facts in enumerate(
        [{"page": page}, {"section": "figures"}, {"section": "events", "shown": False}]
    ):
        MenuEntry.objects.create(order=order, **facts)
    menu.forget()

    english, french = (links(client.get("/map/", {"lang": code}).content.decode()) for code in ("en", "fr"))
    assert english[0] == ("/mandate/?lang=en", "The mandate") and english[1][1] == "Figures"
    assert french[0] == ("/mandate/?lang=fr", "Le mandat")
    assert "/events/?lang=en" not in dict(english)


def test_a_part_of_the_house_that_is_not_there_has_no_place_in_the_menu(client):
    MenuEntry.objects.update(shown=True)
    menu.forget()
    for address, _words in links(client.get("/map/").content.decode()):
        assert resolve(address.split("?")[0]).url_name != "wagtail_serve" or address == "/news/"


def test_the_menu_changes_at_once_when_it_is_saved_at_the_desk(client):
    assert "Archive" not in [words for _url, words in links(client.get("/map/").content.decode())]
    entry = MenuEntry.objects.get(section="archive")
    client.force_login(make.account(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    sent = {"section": "archive", "page": "", "order": 1, "shown": "on"}
    client.post(reverse("menuentry:edit", args=(entry.pk,)), sent)
    client.logout()
    assert [words for _url, words in links(client.get("/map/").content.decode())][0] == "Archive"


# Map and archive -------------------------------------------------------------------------------------------------


def test_the_map_says_in_a_list_what_it_shows_in_dots_and_each_count_leads_to_its_rows(client):
    make.event("2014-05-06", host="FJI")
    make.event("2015-05-06", host="FJI")
    make.study(2014, covered=("WSM",))
    said = client.get("/map/", {"lang": "en"}).content.decode()
    rows = dict(re.findall(r'<tr id="(\w+)"><th scope="row">(?:<a [^>]*>)?([^<]+)', said))
    assert rows == {"FJI": "Fiji", "WSM": "Samoa"} and said.count("<circle") == 2
    year = date.today().year
    address = (
        f"/figures/capacity.events_held/?as_of={date.today()}&amp;host=FJI&amp;period=2014-{year}&amp;lang=en"
    )
    assert f'<a href="{address}" aria-label="Fiji: 2">2</a>' in said
    assert "for orientation only" in said
    assert client.get(address.replace("&amp;", "&")).context["account"].words == "2"


def test_the_map_is_one_answer_of_less_than_40_kilobytes_without_a_script(client):
    for code in ("FJI", "WSM", "KOR", "TUV"):
        make.event("2014-05-06", host=code)
    answer = client.get("/map/", headers={"accept-encoding": "gzip"})
    assert len(answer.content) < 40_000
    said = gzip.decompress(answer.content).decode()
    assert "<script" not in said and "<line" not in said


def test_the_archive_holds_each_year_s_work(client):
    make.event("2015-05-06", title="Workshop on rivers")
    Event.objects.update(public=True)
    make.story("Rivers are clean", on="2015-02-01")
    make.study(2014, 2016, title="Study of rivers")
    make.product("2015")
    assert client.get("/archive/").context["years"] == [2016, 2015, 2014]
    parts = client.get("/archive/2015/").context["parts"]
    assert [(str(heading), [line.title for line in lines][:1]) for heading, lines in parts][:2] == [
        ("Events", ["Workshop on rivers"]), ("Studies", ["Study of rivers"]),
    ]  # fmt: skip
    assert [str(heading) for heading, _lines in parts] == [
        "Events",
        "Studies",
        "Publications",
        "News and stories",
    ]
    assert client.get("/archive/1999/").status_code == 404


def test_the_archive_of_a_year_costs_the_same_for_three_events_as_for_one(
    client, django_assert_max_num_queries
):
    make.open_event(on="2015-05-06")
    client.get("/archive/2015/")
    for _number in range(2):
        make.open_event(on="2015-05-06")
        make.story(on="2015-05-06")
    with django_assert_max_num_queries(20):
        client.get("/archive/2015/")


@pytest.mark.parametrize(("address", "number"), [("/", 26), ("/map/", 22)])
def test_the_first_page_and_the_map_cost_the_same_for_three_rows_as_for_one(
    client, django_assert_num_queries, address, number
):
    """What the figures on them read of the record, and of the frame the office and what is written, each once."""

    def a_row(year):
        make.participation(make.event(f"{year}-05-06"), from_country="KEN")
        make.study(year)
        make.product(str(year))
        make.story(on=f"{year}-05-06")
        make.promotion(f"{year}-05-06")

    a_row(date.today().year - 1)
    client.get(address)
    with django_assert_num_queries(number):
        client.get(address)
    for _number in range(2):
        a_row(date.today().year - 1)
    with django_assert_num_queries(number):
        client.get(address)


# Feeds and search engines ----------------------------------------------------------------------------------------


def test_news_is_fed_once_in_the_reader_s_language_in_both_formats(client):
    story = make.story("Rivers are clean & full", summary="At <last>.", on="2015-02-01")
    make.translated(story, "fr", "Les rivières sont propres")
    data = json.loads(client.get("/feeds/news.json", {"lang": "fr"}).content)
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert [(item["id"], item["title"], item["language"]) for item in data["items"]] == [
        (f"urn:colonnade:story/{story.translation_key}", "Les rivières sont propres", "fr")
    ]
    feed = fromstring(client.get("/feeds/news.atom", {"lang": "en"}).content)
    entries = feed.findall(f"{ATOM}entry")
    assert [(one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}summary")) for one in entries] == [
        ("Rivers are clean & full", "At <last>.")
    ]
    assert client.get(entries[0].find(f"{ATOM}link").get("href")).status_code == 200


def test_everything_new_is_in_one_feed_newest_first(client):
    make.story("Story", on="2015-02-01")
    make.product("2016-03-01")
    make.open_event(title="Workshop")
    items = json.loads(client.get("/feeds/all.json").content)["items"]
    assert [item["id"].split(":")[2].split("/")[0] for item in items] == ["capacity", "research", "story"]
    assert client.get("/feeds/none.json").status_code == client.get("/feeds/all.exe").status_code == 404


def test_search_engines_read_each_page_with_its_languages_and_nothing_that_is_somebody_s_own(client):
    page = make.written("The mandate", slug="mandate")
    make.translated(page, "ar", "الولاية")
    event = make.open_event(title="Workshop")
    index()
    tree = fromstring(client.get("/sitemap.xml").content)
    told = {
        url.findtext(f"{MAP}loc"): [link.get("hreflang") for link in url if link.get("hreflang")]
        for url in tree
    }
    assert sorted(told["http://testserver/mandate/"]) == ["ar", "en"]
    assert len(told[f"http://testserver/events/{event.code}/"]) == 7
    assert not any(part in address for address in told for part in ("/desk/", "/registration/", "/accounts/"))
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_a_page_names_its_one_address_and_its_languages(client):
    said = client.get("/archive/", {"lang": "ar"}).content.decode()
    assert '<link rel="canonical" href="http://testserver/archive/?lang=ar">' in said
    assert said.count('<link rel="alternate" hreflang=') == 8
    assert "canonical" not in client.get("/accounts/login/").content.decode()


def test_who_is_lost_is_given_a_search_in_their_language(client):
    answer = client.get("/no/such/page/", {"lang": "fr"})
    said = answer.content.decode()
    assert answer.status_code == 404
    assert '<form class="find" role="search" action="/search/"' in said and 'name="lang" value="fr"' in said


@pytest.mark.parametrize("kind", ["story", "publication", "figure", "country"])
def test_a_public_page_has_a_picture_drawn_from_the_record(client, kind):
    code = {
        "story": lambda: make.story("Rivers").pk, "publication": lambda: make.product().code,
        "figure": lambda: "capacity.events_held", "country": lambda: make.country("FJI").code,
    }[kind]()  # fmt: skip
    answer = client.get(reverse("share_picture", args=(kind, code)))
    assert (answer["Content-Type"], answer.content[:4], len(answer.content) < 100_000) == (
        "image/png",
        b"\x89PNG",
        True,
    )
    assert client.get(reverse("share_picture", args=(kind, "no-such"))).status_code == 404


# Frames elsewhere ------------------------------------------------------------------------------------------------


def frames(answer) -> str:
    return re.search(r"frame-ancestors ([^;]+)", answer["Content-Security-Policy"])[1]


@pytest.mark.parametrize("address", ["/embed/figure/capacity.events_held/", "/embed/list/events/"])
def test_only_the_sites_the_office_named_show_our_pages_in_a_frame(client, settings, address):
    assert frames(client.get(address)) == "'none'"
    settings.EMBED_ORIGINS = ["https://www.example.org"]
    answer = client.get(address)
    assert frames(answer) == "https://www.example.org"
    assert "X-Frame-Options" not in answer and not answer.cookies and "<script" not in answer.content.decode()
    assert frames(client.get("/map/")) == "'self'"


def test_another_site_s_program_is_told_how_to_show_a_figure(client, settings):
    asked = {
        "url": "http://testserver/figures/capacity.events_held/?period=2014&as_of=2015-01-01",
        "maxwidth": "300",
    }
    assert client.get("/oembed/", asked).status_code == 404
    settings.EMBED_ORIGINS = ["https://www.example.org"]
    answer = client.get("/oembed/", asked)
    said = answer.json()
    assert (said["type"], said["title"], said["width"]) == ("rich", "Events", 300)
    frame = re.search(r'src="http://testserver([^"]+)"', said["html"])[1].replace("&amp;", "&")
    assert client.get(frame).status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    for url in (
        "https://elsewhere.example/figures/capacity.events_held/",
        "/figures/no.such/",
        "/accounts/login/",
        "[",
        "",
    ):
        assert client.get("/oembed/", {"url": url}).status_code == 404


def test_lists_and_figures_are_read_as_data_from_any_site_and_nothing_else_is(client):
    make.open_event(title="Workshop on rivers")
    answer = client.get("/embed/list/events.json")
    assert [item["title"] for item in answer.json()["items"]] == ["Workshop on rivers"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get("/figures/capacity.events_held.json")["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/")
    assert client.post("/embed/list/events.json").status_code == 405
    assert client.get("/embed/list/persons.json").status_code == 404


def test_a_page_can_show_the_lists_there_are():
    assert sorted(name for name, _words in IN_PAGES) == sorted(LISTS)


def test_on_paper_a_page_has_no_menu_and_says_where_its_links_lead():
    sheet = Path(finders.find("colonnade.css")).read_text()
    printed = sheet.partition("@media print{")[2]
    assert ".top nav" in printed and "attr(href)" in printed and "break-inside:avoid" in printed
