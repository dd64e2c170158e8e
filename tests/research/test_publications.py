"""The way of a publication: what it needs, what it may not do, and what becomes of its plan."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests import make

from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.research.actions import (
    add_file,
    count_download,
    describe_cover,
    move_product,
    publish_product,
    put_off,
    release_version,
)
from colonnade.research.models import Cover, DownloadCount, LanguageVersion, Product, PublicationFile, Series
from colonnade.research.rules.products import ISSUED, Outcome, S, due, next_states, outcome
from colonnade.values import identifiers
from colonnade.values.dates import PartialDate

pytestmark = pytest.mark.django_db
DAY = PartialDate.parse("2014-04-09")


def read(file) -> bytes:
    with file.open("rb") as held:
        return held.read()


def cleared(**facts):
    return make.product(None, state="cleared", **facts)


def test_what_is_missing_is_said_all_at_once_and_nothing_is_published():
    draft = make.product(None, state="draft")

    with pytest.raises(
        Refused, match=f"{draft.code} cannot be published yet. Missing: clearance; a language version."
    ):
        publish_product(product=draft, on=DAY)
    draft.refresh_from_db()
    assert (draft.state, draft.published_on) == ("draft", None)


def test_a_version_needs_a_file_or_an_address_to_be_published():
    held = cleared()
    version = make.version(held, released=False)
    with pytest.raises(Refused, match="Missing: a file, or the web address where it stands."):
        publish_product(product=held, on=DAY)

    LanguageVersion.objects.filter(pk=version.pk).update(address="https://example.org/1")
    publish_product(product=held, on=DAY)

    version.refresh_from_db()
    assert (version.released, str(version.released_when)) == (True, "2014-04-09")


def test_publishing_releases_the_languages_that_can_be_handed_out_and_the_others_follow():
    held = cleared()
    english, french = make.version(held, "en", released=False), make.version(held, "fr", released=False)
    make.publication_file(english)
    publish_product(product=held, on=DAY)
    french.refresh_from_db()
    assert (held.versions.filter(released=True).count(), french.released) == (1, False)

    with pytest.raises(Refused, match="Missing: a file"):
        release_version(version=french, on=DAY)
    make.publication_file(french, make.pdf(2))
    release_version(version=french, on=PartialDate.parse("2014-06"))

    french.refresh_from_db()
    assert str(french.released_when) == "2014-06"


def test_nothing_is_published_before_its_day():
    held = cleared()
    make.version(held, released=False, address="https://example.org/1")
    with pytest.raises(Refused, match="still to come"):
        publish_product(product=held, on=PartialDate(date(2999, 1, 1)))


def test_whoever_withdraws_abandons_or_supersedes_says_why():
    for state, to in (("published", "withdrawn"), ("draft", "abandoned"), ("published", "superseded")):
        held = make.product("2010", state=state)
        with pytest.raises(Refused, match="Say why"):
            move_product(product=held, to=to)
        moved = move_product(product=held, to=to, because="A table was wrong.")
        assert (moved.state, moved.state_reason) == (to, "A table was wrong.")


def test_a_superseded_publication_names_what_took_its_place_and_never_itself():
    old, new = make.product("2010"), make.product("2012")
    assert (
        move_product(product=old, to="superseded", because="Second edition", superseded_by=new).superseded_by
        == new
    )
    with pytest.raises(Refused, match="cannot take its own place"):
        move_product(product=new, to="superseded", because="x", superseded_by=new)


@given(st.sampled_from([str(state) for state in S]))
def test_no_move_publishes_for_the_first_time_and_none_stays_where_it_is(state):
    ways = next_states(Product(state=state))
    assert state not in ways
    assert S.PUBLISHED not in ways or state in (S.SUPERSEDED, S.WITHDRAWN)


def test_a_state_that_does_not_follow_is_refused():
    with pytest.raises(Refused, match="cannot become"):
        move_product(product=make.product(None, state="planned"), to="cleared")


def test_a_slip_only_moves_forward_has_a_reason_and_leaves_the_first_plan():
    held = make.product(None, state="draft", planned="2014-03")
    with pytest.raises(Refused, match="Say why"):
        put_off(product=held, to=PartialDate.parse("2014-06"), because=" ")
    with pytest.raises(Refused, match="not later than 2014-03"):
        put_off(product=held, to=PartialDate.parse("2014-03-31"), because="Review")

    put_off(product=held, to=PartialDate.parse("2014-06"), because="Review took longer")
    with pytest.raises(Refused, match="not later than 2014-06"):
        put_off(product=held, to=PartialDate.parse("2014-05"), because="Design")

    held.refresh_from_db()
    assert (str(held.planned), str(due(held, list(held.slips.all())))) == ("2014-03", "2014-06")


@given(
    st.sampled_from([str(state) for state in S]), st.dates(date(2013, 1, 1), date(2015, 12, 31)),
    st.none() | st.dates(date(2013, 1, 1), date(2015, 12, 31)), st.dates(date(2013, 1, 1), date(2015, 12, 31)),
)  # fmt: skip
def test_every_plan_has_one_outcome(state, planned, published, day):
    told = outcome(state, PartialDate(planned), PartialDate(published) if published else None, day)
    out = state in (*ISSUED, "withdrawn") and published is not None and published <= day
    wanted = (
        Outcome.ABANDONED if state == "abandoned"
        else (Outcome.ON_TIME if published <= planned else Outcome.LATE) if out
        else Outcome.OVERDUE if planned < day else Outcome.TO_COME
    )  # fmt: skip
    assert told == wanted


# --- identifiers -------------------------------------------------------------------------------------------------


def test_check_digits_are_checked_and_numbers_kept_as_they_are_printed():
    assert identifiers.isbn("3-16-148410-X") == "978-3-16-148410-0"
    assert identifiers.issn("12345679") == "1234-5679"
    assert identifiers.doi("https://doi.org/10.18356/21e25499-en") == "10.18356/21e25499-en"
    for kind, wrong in (
        (identifiers.isbn, "978-3-16-148410-1"),
        (identifiers.issn, "1234-5678"),
        (identifiers.doi, "11.1/x"),
    ):
        with pytest.raises(identifiers.NotAnIdentifier):
            kind(wrong)


def test_a_wrong_digit_is_said_at_its_field():
    held = make.product("2010", isbn_online="978-92-1-056512-8", doi="10.1234/abc")
    with pytest.raises(ValidationError) as told:
        held.full_clean()
    assert set(told.value.message_dict) == {"isbn_online"}
    with pytest.raises(ValidationError):
        Series(code="S", title="S", issn="1234-5678").full_clean()


def test_a_symbol_stands_once_and_a_withdrawn_record_frees_it():
    first = make.product("2010", symbol="E/C.16/2009/3")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.product("2011", symbol="E/C.16/2009/3")
    withdraw(record=first, because="entered twice")
    assert make.product("2011", symbol="E/C.16/2009/3").pk


def test_a_publication_has_one_original_and_each_language_once():
    held = make.product("2010")
    make.version(held, "en")
    for language, status in (("en", "official"), ("fr", "original")):
        with pytest.raises(IntegrityError), transaction.atomic():
            make.version(held, language, status=status)


# --- files -------------------------------------------------------------------------------------------------------


def test_a_file_is_kept_with_its_fingerprint_its_pages_and_a_cover_in_two_sizes():
    version = make.version(make.product("2010"), title="Rivers")
    held = make.publication_file(version, make.pdf(3))
    cover = Cover.objects.get(version=version)

    assert (held.media_type, held.pages, held.bytes) == ("application/pdf", 3, len(read(held.file)))
    assert (cover.width, cover.alt) == (720, "First page of “Rivers”")
    assert read(cover.small_webp)[8:12] == b"WEBP" and b"avif" in read(cover.large_avif)[:32]
    assert describe_cover(cover=cover, alt="A river at dawn").alt == "A river at dawn"
    with pytest.raises(Refused, match="Say what the cover shows"):
        describe_cover(cover=cover, alt=" ")


def test_an_erratum_is_a_new_file_with_a_reason_and_the_old_one_stays():
    version = make.version(make.product("2010"))
    first = make.publication_file(version)
    with pytest.raises(Refused, match="Say why"):
        make.publication_file(version, make.pdf(2), replaces=first)
    second = make.publication_file(version, make.pdf(2), replaces=first, because="Table 3 was wrong.")
    with pytest.raises(Refused, match="replaced already"):
        make.publication_file(version, make.pdf(4), replaces=first, because="again")

    assert read(PublicationFile.objects.get(pk=first.pk).file) != read(second.file)
    assert Cover.objects.get(version=version).made_from == second


def test_a_file_that_is_not_what_its_name_says_is_refused():
    version = make.version(make.product("2010"))
    for name, content, words in (
        ("text.pdf", b"<html>", "not what its name says"), ("run.exe", b"MZ", "of no kind that is handed out"),
        ("text.pdf", b"%PDF-1.7 broken", "cannot be opened"), ("empty.csv", b"", "or empty"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            add_file(version=version, file=ContentFile(content, name=name))
    make.publication_file(version, b"a,b\n", "data.csv", what="data")
    with pytest.raises(Refused, match="This very file is there already"):
        make.publication_file(version, b"a,b\n", "again.csv", what="data")


def test_downloads_of_a_day_add_up_in_one_row():
    held = make.publication_file(make.version(make.product("2010")))
    for day in (date(2014, 1, 1), date(2014, 1, 1), date(2014, 1, 2)):
        count_download(file=held, day=day)
    assert list(DownloadCount.objects.order_by("day").values_list("count", flat=True)) == [2, 1]
