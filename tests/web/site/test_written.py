"""What is written: languages and what stands in for them, pictures and quotes with their consent, three persons to publish."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from tests import make
from wagtail.models import Page, Workflow

from colonnade.outreach.actions import record_quote, take_pictures_off, withdraw_consent_to_quote
from colonnade.outreach.models import Home, PictureRendition, Story, WrittenPage
from colonnade.web.laying import lay_sample_pages, lay_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    make.office()
    return make.site()


def text(words: str):
    return ("text", f"<p>{words}</p>")


# Languages ---------------------------------------------------------------------------------------------------


def test_a_page_is_read_in_the_language_asked_for_at_one_address(client):
    page = make.written("The mandate", slug="mandate", body=[text("To help.")])
    make.translated(page, "ar", "الولاية", [text("المساعدة")])

    english, arabic = (client.get("/mandate/", {"lang": code}).content.decode() for code in ("en", "ar"))
    assert "<h1>The mandate</h1>" in english and "<h1>الولاية</h1>" in arabic
    assert '<article lang="ar" dir="rtl">' in arabic and 'class="note-line"' not in arabic
    assert 'hreflang="ar" href="http://testserver/mandate/?lang=ar"' in english
    assert 'hreflang="fr"' not in english.partition("<body>")[0]


def test_a_language_that_is_missing_is_stood_in_for_in_plain_sight(client):
    page = make.written("The mandate", slug="mandate", body=[text("To help.")])
    make.translated(page, "fr", "Le mandat", [text("Aider.")])
    make.translated(page, "ar", "مسودة", live=False)

    said = client.get("/mandate/", {"lang": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in said
    assert '<article lang="en" dir="ltr">' in said and "<h1>The mandate</h1>" in said
    assert 'class="note-line"' in said and '<a href="?lang=fr" lang="fr" hreflang="fr">Français</a>' in said
    assert "مسودة" not in said


def test_a_page_written_in_arabic_alone_is_read_by_everybody(client):
    page = make.written("Draft", slug="only")
    make.translated(page, "ar", "صفحة", [text("نص")])
    page.unpublish()

    said = client.get("/only/", {"lang": "en"}).content.decode()
    assert '<article lang="ar" dir="rtl">' in said and "<h1>صفحة</h1>" in said


def test_a_translation_of_an_earlier_version_says_so(client):
    page = make.written("The mandate", slug="mandate")
    make.translated(page, "fr", "Le mandat")
    assert 'class="note-line"' not in client.get("/mandate/", {"lang": "fr"}).content.decode()
    make.published(page)
    assert 'class="note-line"' in client.get("/mandate/", {"lang": "fr"}).content.decode()


def test_visitors_get_no_cookie_and_a_page_that_has_not_changed_is_not_sent_again(client):
    make.written("The mandate", slug="mandate")
    answer = client.get("/mandate/", {"lang": "ar"})
    assert (answer.cookies.keys(), answer["Cache-Control"]) == (set(), "public, max-age=300")
    assert (
        client.get("/mandate/", {"lang": "ar"}, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    )
    assert "<script" not in answer.content.decode()


def test_an_address_of_the_record_is_never_taken_by_a_page():
    home = Home.objects.get()
    for slug in ("events", "figures", "desk", "search", "map"):
        with pytest.raises(ValidationError, match="address of the record"):
            home.add_child(instance=WrittenPage(title="Page", slug=slug))
        home.refresh_from_db()
    assert WrittenPage.objects.count() == 0


def test_the_page_costs_the_same_with_one_translation_and_with_three(client, django_assert_num_queries):
    page = make.written("The mandate", slug="mandate")
    make.translated(page, "fr", "Le mandat")
    client.get("/mandate/?lang=fr")
    with django_assert_num_queries(7):
        client.get("/mandate/?lang=fr")
    make.translated(page, "ar", "الولاية")
    make.translated(page, "ko", "임무")
    with django_assert_num_queries(7):
        client.get("/mandate/?lang=fr")


def test_the_first_page_stays_the_record_s_with_a_written_introduction(client):
    home = Home.objects.get()
    home.introduction = [text("Welcome to what we know.")]
    make.published(home)
    said = client.get("/").content.decode()
    assert "Welcome to what we know." in said and "Office of Tests" in said


# Consent -----------------------------------------------------------------------------------------------------


def test_a_story_s_picture_needs_its_words_its_credit_and_the_consent_of_those_shown():
    allowed = make.picture()
    make.story("With all", picture=allowed, picture_alt="Two women at a table")
    for picture, alt in (
        (allowed, " "),
        (make.picture(credit=""), "A room"),
        (make.picture(consent_basis="none"), "A room"),
        (make.picture(for_web=False, for_print=True), "A room"),
        (make.picture(consent_until=date(2020, 1, 1)), "A room"),
    ):
        with pytest.raises(ValidationError):
            make.story("Without", picture=picture, picture_alt=alt)
    make.story(
        "Nobody in it", picture=make.picture(shows="nobody", consent_basis="none"), picture_alt="A house"
    )
    assert sorted(Story.objects.values_list("title", flat=True)) == ["Nobody in it", "With all"]


def test_a_withdrawn_consent_takes_the_picture_off_the_page_and_off_the_disk(
    client, django_capture_on_commit_callbacks
):
    picture = make.picture(credit="Photo: A. Tui")
    story = make.story("Story", picture=picture, picture_alt="Two women at a table")
    said = client.get(story.url).content.decode()
    assert 'alt="Two women at a table"' in said and "Photo: A. Tui" in said and "format-webp" in said
    copy = PictureRendition.objects.first()
    assert client.get(copy.url)["Cache-Control"] == "public, max-age=3600"

    picture.consent_withdrawn_on = date.today()
    picture.save()
    assert "<img" not in client.get(story.url).content.decode()
    assert client.get(copy.url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert take_pictures_off(day=date.today()) == 1
    assert (PictureRendition.objects.count(), copy.file.storage.exists(copy.file.name)) == (0, False)
    assert take_pictures_off(day=date.today()) == 0


def test_a_quote_stands_while_its_consent_reaches_the_web_in_its_own_language(client):
    quote = record_quote(
        person=make.person("Amina Yousuf"), text="تعلمنا الكثير", code="QU-1", language="ar", consent_basis="written",
        channels=["web"],
    )  # fmt: skip
    page = make.written("Page", slug="voices", body=[("quote", {"code": "QU-1"})])
    assert '<p lang="ar" dir="rtl">تعلمنا الكثير</p>' in client.get(page.url).content.decode()
    withdraw_consent_to_quote(quote=quote, on=date.today())
    assert "تعلمنا" not in client.get(page.url).content.decode()


def test_a_figure_on_a_page_is_the_public_s_number_with_the_way_to_its_rows(client):
    make.event("2014-05-06", people=120, counts_from="head_count")
    block = ("figure", {"key": "capacity.participations", "period": "2014"})
    page = make.written(
        "Page", slug="number", body=[block, ("figure", {"key": "capacity.no_such", "period": ""})]
    )
    said = client.get(page.url).content.decode()
    assert (
        "<strong>120</strong>" in said
        and "/figures/capacity.participations/?" in said
        and "period=2014" in said
    )
    assert "no_such" not in said


def test_a_list_on_a_page_is_the_record_s(client):
    make.open_event(title="Workshop on rivers")
    page = make.written("Page", slug="list", body=[("records", {"kind": "events", "most": 5})])
    assert "Workshop on rivers" in client.get(page.url).content.decode()


# Three persons -----------------------------------------------------------------------------------------------


def somebody(name: str, *roles: str, **facts):
    account = make.account(name, **facts)
    account.groups.set(Group.objects.filter(name__in=roles))
    return account


@pytest.fixture
def staff():
    """An author, a reviewer and two who may publish, one of them with every role and one an administrator."""
    return (
        somebody("author", "Communications"),
        somebody("reviewer", "Programme officer"),
        somebody("head", "Head", "Communications"),
        somebody("administrator", is_superuser=True),
    )


def handed_in(by) -> Page:
    page = Home.objects.get().add_child(instance=WrittenPage(title="New", slug="new", live=False, owner=by))
    page.save_revision(user=by)
    Workflow.objects.get(active=True, name="Author, reviewer, publisher").start(page, by)
    return page


def step(page: Page, by, action: str = "approve") -> None:
    state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    state.task.specific.on_action(state, by, action)


def may(page: Page, by) -> bool:
    state = Page.objects.get(pk=page.pk).specific.current_workflow_task_state
    return bool(state.task.specific.get_actions(state.workflow_state.content_object, by))


def test_a_page_goes_to_the_public_by_three_persons_and_by_no_fewer(staff):
    author, reviewer, head, administrator = staff
    page = handed_in(author)
    assert [may(page, one) for one in (author, reviewer, head, administrator)] == [False, True, True, True]
    with pytest.raises(PermissionDenied):
        step(page, author)
    step(page, reviewer)
    assert [may(page, one) for one in (author, reviewer, head, administrator)] == [False, False, True, True]
    with pytest.raises(PermissionDenied):
        step(page, reviewer)
    assert not Page.objects.get(pk=page.pk).live
    step(page, head)
    assert Page.objects.get(pk=page.pk).live


def test_whoever_changes_a_page_on_its_way_has_written_it_and_it_is_reviewed_anew(staff):
    author, reviewer, head, administrator = staff
    page = handed_in(author)
    step(page, reviewer)
    held = Page.objects.get(pk=page.pk).specific
    held.title = "Changed by the publisher"
    held.save_revision(user=head)
    assert not may(page, head)
    with pytest.raises(PermissionDenied):
        step(page, head)


def test_nobody_publishes_alone_not_even_an_administrator(client, staff):
    author, reviewer, head, administrator = staff
    home = Home.objects.get()
    page = handed_in(author)
    assert [page.permissions_for_user(one).can_publish() for one in staff] == [False] * 4
    assert [home.permissions_for_user(one).can_publish_subpage() for one in staff] == [False] * 4

    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    sent = {
        "title": "By myself",
        "slug": "by-myself",
        "summary": "",
        "body-count": "0",
        "action-publish": "1",
    }
    client.post(reverse("wagtailadmin_pages:add", args=("outreach", "writtenpage", home.pk)), sent)
    assert [one.live for one in WrittenPage.objects.filter(slug="by-myself")] in ([], [False])


def test_what_waits_for_my_approval_stands_on_the_desk_s_first_page(client, staff):
    author, reviewer, head, administrator = staff
    page = handed_in(author)
    address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    shown = []
    for one in (author, reviewer):
        client.force_login(one, backend="django.contrib.auth.backends.ModelBackend")
        shown.append(
            "Pages waiting for your approval" in client.get(reverse("wagtailadmin_home")).content.decode()
        )
        assert client.get(address).status_code == 200
    assert shown == [False, True]


def test_a_viewer_writes_no_page(client):
    client.force_login(somebody("viewer", "Viewer"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(
        reverse("wagtailadmin_pages:add", args=("outreach", "writtenpage", Home.objects.get().pk))
    )
    assert answer.status_code == 302


def test_a_translation_begins_as_a_draft_and_goes_the_same_way(client, staff):
    author, *_others = staff
    page = make.written("The mandate", slug="mandate")
    french = page.locale.__class__.objects.get(language_code="fr")
    client.force_login(author, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("wagtail_localize:submit_page_translation", args=(page.pk,))
    answer = client.post(address, {"locales": [french.pk]})
    assert answer.status_code == 302
    other = page.get_translation(french)
    assert (other.live, other.alias_of_id) == (False, None)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=(other.pk,))).content.decode()
    assert "action-submit" in edit and "action-publish" not in edit


# Laying ------------------------------------------------------------------------------------------------------


def test_laying_the_site_again_changes_nothing():
    def counts() -> list[int]:
        return [model.objects.count() for model in (Page, Workflow, Group)]

    lay_sample_pages()
    before = counts()
    lay_site("Another name")
    lay_sample_pages()
    assert counts() == before
    assert Home.objects.filter(alias_of=None).get().title == "Office of Tests"
