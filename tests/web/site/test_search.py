"""The search: what is found, in which language, by whom, and at what cost."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from tests import make

from colonnade.capacity.models import Event
from colonnade.places.models import Country
from colonnade.records.actions import withdraw
from colonnade.web import work
from colonnade.web.models import SearchDocument
from colonnade.web.site.search import find, index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make.site()


def told(question: str, reader: str = "en") -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.language, hit.title) for hit in find(question, reader)]


def test_a_study_published_in_three_languages_is_found_by_an_arabic_word_and_leads_to_the_arabic(client):
    page = make.written("A study of open government", body=[("text", "<p>Openness of public records</p>")])
    make.translated(page, "ar", "دراسة عن الحكومة المفتوحة", [("text", "<p>انفتاح السجلات العامة</p>")])
    make.translated(page, "zh-hans", "开放政府研究")
    index()

    assert told("حكومة") == [("page", "ar", "دراسة عن الحكومة المفتوحة")]
    assert told("السجلات", "fr") == [("page", "ar", "دراسة عن الحكومة المفتوحة")]
    assert told("开放政府") == [("page", "zh", "开放政府研究")]
    assert told("open government") == [("page", "en", "A study of open government")]
    said = client.get("/search/", {"q": "الحكومة", "lang": "ar"}).content.decode()
    assert (
        f'<a href="{page.url}?lang=ar"><bdi lang="ar" dir="rtl">دراسة عن الحكومة المفتوحة</bdi></a>' in said
    )
    assert '<span class="tongue" lang="ar">العربية</span>' in said


def test_a_country_is_found_by_each_of_its_names_and_by_one_it_had(client):
    make.activity("2014-05-06", host="SWZ")
    index()
    swaziland = Country.objects.get(code="SWZ")
    names = [getattr(swaziland, f"name_{code}") for code in ("en", "fr", "es", "ru", "zh", "ar", "ko")]

    assert [{hit.address for hit in find(name, "en") if hit.kind == "country"} for name in names] == [
        {find("Eswatini", "en")[0].address}
    ] * 7
    assert [hit.title for hit in find("swaziland", "en")] == [swaziland.name_en]


def test_persons_are_never_found():
    event = make.open_event(title="Workshop on audits")
    make.participation(event, make.person("Zebulon Quixote"))
    make.registration(event, full_name="Zebulon Quixote")
    index()

    assert told("audits") == [("event", "en", "Workshop on audits")]
    assert told("Zebulon") == told("Quixote") == []
    assert not SearchDocument.objects.filter(words__contains="zebulon").exists()


def test_what_the_public_may_not_see_is_not_found():
    shown, hidden = (
        make.open_event(title="Workshop on archives"),
        make.open_event(title="Retreat on archives"),
    )
    Event.objects.filter(pk=hidden.pk).update(public=False)
    draft = make.translated(make.written("Archives"), "fr", "Archives secrètes", live=False)
    index()
    assert told("archives") == [("event", "en", "Workshop on archives"), ("page", "en", "Archives")]

    withdraw(record=shown, because="entered twice")
    assert not draft.live
    index()
    assert told("archives") == [("page", "en", "Archives")]


def test_the_table_is_brought_to_the_record_and_nothing_is_written_twice():
    make.open_event(title="Workshop on rivers")
    index()
    assert index() == 0
    Event.objects.get().activity.__class__.objects.update(title="Workshop on lakes")
    assert index() == 1
    assert (told("rivers"), told("lakes")) == ([], [("event", "en", "Workshop on lakes")])


def test_the_worker_indexes_when_something_changed_and_rests_when_nothing_did():
    work._indexed.clear()
    event = make.open_event(title="Workshop on rivers")
    assert work.index(lambda: True).count > 0
    assert work.index(lambda: True) == work.Done()

    event.activity.title = "Workshop on lakes"
    event.activity.save()
    assert work.index(lambda: True).words == "1 pages indexed"
    make.written("On lakes")
    assert work.index(lambda: True).words == "1 pages indexed"


def test_what_is_in_the_title_comes_first_and_results_stand_by_kind(client):
    make.open_event(title="Training", on="2035-01-01", summary="about lakes")
    make.open_event(title="Lakes for cities", on="2034-01-01")
    make.written("Our work", body=[("text", "<p>lakes and audits</p>")])
    index()

    assert [hit.title for hit in find("lake", "en")] == ["Lakes for cities", "Training", "Our work"]
    groups = client.get("/search/", {"q": "lake"}).context["groups"]
    assert [(str(heading), [hit.title for hit in hits]) for heading, hits, _more in groups] == [
        ("Pages", ["Our work"]), ("Events", ["Lakes for cities", "Training"]),
    ]  # fmt: skip


def test_a_search_costs_one_question_for_three_pages_as_for_one(client, django_assert_num_queries):
    make.written("Rivers one")
    index()
    client.get("/search/", {"q": "rivers"})
    with django_assert_num_queries(2):  # the office, and the table
        client.get("/search/", {"q": "rivers"})
    make.written("Rivers two")
    make.written("Rivers three")
    index()
    with django_assert_num_queries(2):
        assert client.get("/search/", {"q": "rivers"}).context["count"] == 3


@pytest.mark.parametrize("question", ["", "   ", "%", "_", "'; drop table", "<script>", "a" * 5000, "ـ"])
def test_any_question_is_answered(client, question):
    answer = client.get("/search/", {"q": question})
    assert (answer.status_code, "<script>" in answer.content.decode()) == (200, False)


def test_the_table_can_be_made_anew_from_the_terminal(capsys):
    make.written("Rivers")
    call_command("index")
    assert "versions of pages are found" in capsys.readouterr().out
    assert told("rivers") == [("page", "en", "Rivers")]
