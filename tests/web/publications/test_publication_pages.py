"""The list of publications and their pages: what is shown, in which language, for how few bytes and queries."""

from __future__ import annotations

import gzip
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests import make

from colonnade.records.actions import withdraw
from colonnade.research.actions import count_download, move_product
from colonnade.research.models import Contribution, DownloadCount, Series
from colonnade.web.publications.counting import Lately, lately
from colonnade.web.publications.words import size_words

pytestmark = pytest.mark.django_db
READER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    lately._ages.clear()


def issued(number=1, **facts):
    made = make.product("2014-05", **facts)
    for language in ("en", "ar")[:number]:
        make.version(made, language, title=f"{made.title} {language}")
    return made


def page(client, held, **asked):
    return client.get(reverse("publication", args=(held.code,)), asked)


def listed(client, **asked):
    said = client.get(reverse("publications"), asked).content.decode()
    return re.findall(r'<h3><a href="/publications/([^/"]+)/', said)


def test_drafts_and_withdrawn_records_have_no_page_and_no_line(client):
    shown, draft, wrong = issued(), make.product(None, state="cleared"), issued()
    withdraw(record=wrong, because="entered twice")
    assert listed(client) == [shown.code]
    assert [page(client, one).status_code for one in (shown, draft, wrong)] == [200, 404, 404]


def test_the_list_is_narrowed_by_year_kind_language_series_country_and_theme(client):
    series = Series.objects.create(code="S1", title="Profiles")
    study = make.study(2012)
    study.activity.themes.set([make.theme("water")])
    first = issued(2, series=series, covered=["FJI"], study=study)
    second = make.product(None, product_kind="book")
    second.themes.set([make.theme("air")])

    assert listed(client) == [first.code, second.code], "without a year it comes last"
    for asked in ({"year": "2014"}, {"kind": "research_report"}, {"language": "ar"}, {"series": "S1"}, {"country": "FJI"},
                  {"theme": "water"}):  # fmt: skip
        assert (asked, listed(client, **asked)) == (asked, [first.code])
    assert (
        listed(client, year="none")
        == listed(client, theme="air")
        == listed(client, kind="book")
        == [second.code]
    )
    assert listed(client, year="2014", kind="book") == []
    assert client.get(reverse("publications"), {"year": "x"}).status_code == 404


def test_the_list_goes_on_page_by_page(client):
    codes = [issued().code for _number in range(25)]
    assert listed(client) + listed(client, page="2") == codes
    assert [
        client.get(reverse("publications"), {"page": asked}).status_code for asked in ("3", "0", "x")
    ] == [404] * 3


def test_the_reader_s_language_comes_first_and_a_missing_one_is_said(client):
    held = issued(2, title="Rivers")
    arabic = page(client, held, lang="ar").content.decode()
    french = page(client, held, lang="fr").content.decode()
    assert '<h1 lang="ar" dir="rtl">Rivers ar</h1>' in arabic and 'class="note-line"' not in arabic
    assert '<h1 lang="en" dir="ltr">Rivers en</h1>' in french and 'class="note-line"' in french
    assert '<html lang="fr" dir="ltr">' in french


def test_every_language_stands_with_its_files_sizes_and_checksums(client):
    held = issued(2)
    file = make.publication_file(held.versions.get(language="ar"), make.pdf(12))
    make.version(held, "fr", status="machine", released=False)
    said = page(client, held).content.decode()
    assert re.findall(r'<li id="([a-z]+)">', said) == ["en", "ar"], "what is not released is not shown"
    assert file.sha256 in said and "12 pages" in said and size_words(file.bytes) in said
    cover = re.search(r"<picture class=.*?</picture>", page(client, held, lang="ar").content.decode())[0]
    assert 'loading="lazy"' in cover and 'alt="First page of' in cover and "image/avif" in cover
    picture = client.get(re.search(r'img src="([^"]+)"', cover)[1])
    assert (picture["Content-Type"], b"".join(picture.streaming_content)[8:12]) == ("image/webp", b"WEBP")


def test_a_withdrawn_publication_says_only_that_and_its_files_are_gone(client):
    held = issued()
    file = make.publication_file(held.versions.get())
    address = reverse("publication_file", args=(held.code, file.pk, "x.pdf"))
    assert len(b"".join(client.get(address).streaming_content)) == file.bytes
    move_product(product=held, to="withdrawn", because="A table was wrong.")

    answer = page(client, held)
    assert (answer.status_code, "A table was wrong." in answer.content.decode(), file.sha256 in answer.content.decode()) == (
        410, True, False
    )  # fmt: skip
    assert [
        client.get(address).status_code,
        client.get(reverse("publication_ris", args=(held.code,))).status_code,
    ] == [404] * 2
    assert listed(client) == []


def test_whose_name_was_erased_stands_on_no_page(client):
    held = issued()
    who = make.person("Ana Rivera")
    make.contribution(held, "Ana Rivera", person=who)
    assert "Ana Rivera" in page(client, held).content.decode()
    Contribution.objects.update(name="", filed_as="")  # as an erasure leaves it
    assert "Ana Rivera" not in page(client, held).content.decode()


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_a_first_visit_is_small_and_asks_the_same_questions_for_three_as_for_one(
    client, language, django_assert_num_queries
):
    make.office(email="office@example.org")
    made = [issued(2, covered=["FJI"]) for _number in range(3)]
    for one in made:
        make.publication_file(one.versions.get(language="en"))
        make.contribution(one, "Pan Suk Kim", "Kim, Pan Suk")
    client.get(reverse("publications"), {"lang": language})  # what is held for all visitors is held
    cache.set(f"publications:gap:{language.split('-')[0]}", "")

    with django_assert_num_queries(21):
        answer = client.get(reverse("publications"), {"lang": language})
    assert len(gzip.compress(answer.content)) < 14_000
    for one in made[1:]:
        withdraw(record=one, because="test")
    with django_assert_num_queries(21):
        client.get(reverse("publications"), {"lang": language})
    with django_assert_num_queries(12):
        answer = page(client, made[0], lang=language)
    assert len(gzip.compress(answer.content)) < 14_000


def test_a_page_that_did_not_change_is_not_sent_again_and_leaves_no_cookie(client):
    held = issued()
    first = page(client, held, lang="fr")
    again = client.get(
        reverse("publication", args=(held.code,)), {"lang": "fr"}, HTTP_IF_NONE_MATCH=first["ETag"]
    )
    assert (again.status_code, dict(first.cookies), first["Cache-Control"]) == (
        304,
        {},
        "public, max-age=300",
    )


# --- titles and products -----------------------------------------------------------------------------------------


def test_the_gap_between_titles_and_products_is_explained_on_the_list(client):
    study, other = make.study(2010, title="Trust"), make.study(2011)
    issued(study=study), issued(study=study)
    make.product("2012")
    make.opening("research.products", 4, "2006-2014", product_kind="country_profile")

    said = client.get(reverse("publications")).content.decode()
    assert "For 2006–2014 the office reports 2 titles of research and 7 products." in said
    assert (
        "Of 2 titles, 1 led to a product that is held in the record, 1 of them to several; of 1 no product"
        in said
    )
    assert "Of 3 products held, 1 come of no title." in said
    assert (
        str(other) and "titles" not in client.get(reverse("publications"), {"year": "2014"}).content.decode()
    )


# --- files -------------------------------------------------------------------------------------------------------


@pytest.fixture
def file():
    held = issued(title="Rivers")
    return make.publication_file(held.versions.get(), bytes(range(256)) * 40, "data.csv", what="data")


def at(file):
    code = file.version.product.code
    return reverse("publication_file", args=(code, file.pk, f"{code}-en-data.csv"))


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def fetch(client, file, **asked):
    """Ask for a file and take it all, as a browser does."""
    answer = client.get(at(file), **asked)
    body(answer)
    return answer


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [("", 200, (0, 10240)), ("bytes=0-99", 206, (0, 100)), ("bytes=10000-", 206, (10000, 10240)),
     ("bytes=-100", 206, (10140, 10240)), ("bytes=0-99999", 206, (0, 10240)), ("bytes=5-5", 206, (5, 6)),
     ("bytes=10240-", 416, None), ("bytes=-0", 416, None), ("bytes=9-5", 416, None), ("bytes=a-b", 200, (0, 10240)),
     ("bytes=0-1,5-6", 200, (0, 10240))],
)  # fmt: skip
def test_a_part_of_a_file_is_answered_with_that_part(client, file, asked, status, told):
    answer = client.get(at(file), headers={"range": asked} if asked else {})
    whole = bytes(range(256)) * 40
    assert answer.status_code == status
    if told is None:
        assert answer["Content-Range"] == "bytes */10240"
        return
    assert (body(answer), answer["Content-Length"]) == (whole[slice(*told)], str(told[1] - told[0]))
    assert answer.get("Content-Range") == (f"bytes {told[0]}-{told[1] - 1}/10240" if status == 206 else None)
    assert answer["Content-Disposition"] == f'attachment; filename="{file.version.product.code}-en-data.csv"'


def test_a_part_of_another_file_than_was_begun_is_the_whole_new_one(client, file):
    answer = client.get(at(file), headers={"range": "bytes=5-", "if-range": '"old"'})
    assert (answer.status_code, len(body(answer))) == (200, 10240)


def test_the_address_of_a_replaced_file_leads_to_the_new_one(client, file):
    newer = make.publication_file(
        file.version, b"a,b\n", "new.csv", what="data", replaces=file, because="A row was wrong."
    )
    answer = client.get(at(file))
    assert (answer.status_code, answer["Location"]) == (302, at(newer))


def counted():
    return sum(DownloadCount.objects.values_list("count", flat=True))


def test_a_download_counts_once_in_ten_minutes_and_nothing_says_whose_it_was(client, file):
    for _time in range(3):
        fetch(client, file, **READER)
    assert counted() == 1
    fetch(client, file, **READER, REMOTE_ADDR="203.0.113.9")
    fetch(client, file, HTTP_USER_AGENT="Mozilla/5.0 Safari/26")
    assert counted() == 3
    held = repr([vars(one) for one in DownloadCount.objects.all()]) + repr(lately._ages)
    assert "203.0.113.9" not in held and "Firefox" not in held


def test_machines_heads_later_parts_and_what_is_there_already_do_not_count(client, file):
    for browser in ("Googlebot/2.1", "curl/8.1", "python-requests/2", "GPTBot", ""):
        fetch(client, file, HTTP_USER_AGENT=browser)
    assert client.head(at(file), **READER)["Content-Length"] == "10240"
    fetch(client, file, **READER, headers={"range": "bytes=100-"})
    fetch(client, file, **READER, headers={"sec-purpose": "prefetch"})
    tag = fetch(client, file, HTTP_USER_AGENT="curl/8.1")["ETag"]
    assert fetch(client, file, **READER, headers={"if-none-match": tag}).status_code == 304
    assert counted() == 0
    fetch(client, file, **READER, headers={"range": "bytes=0-9"})
    assert counted() == 1


def test_the_memory_of_who_pressed_lasts_ten_minutes_and_its_key_is_thrown_away():
    now = [0.0]
    held = Lately(within=600, kept=3, clock=lambda: now[0])
    assert [held.first("a"), held.first("a"), held.first("b")] == [True, False, True]
    now[0] = 599
    assert held.first("a") is False
    now[0] = 601
    assert held.first("a") is True
    keys = [key for _begun, key, _marks in held._ages]
    now[0] = 5000
    held.first("c")
    assert set(keys) & {key for _begun, key, _marks in held._ages} == set()
    assert [held.first(number) for number in range(50)] == [True] * 50
    assert sum(len(marks) for _begun, _key, marks in held._ages) <= 6


def test_downloads_stay_where_they_are_when_a_file_is_replaced(client, file):
    count_download(file=file, day=date(2014, 1, 1))
    newer = make.publication_file(
        file.version, b"a,b\n", "new.csv", what="data", replaces=file, because="A row was wrong."
    )
    fetch(client, newer, **READER)
    assert sorted(DownloadCount.objects.values_list("file", "count")) == [(file.pk, 1), (newer.pk, 1)]
