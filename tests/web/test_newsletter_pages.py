"""The newsletter's pages: for visitors without account, cookie and script; at the desk by role."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import make
from tests.seeing import barriers

from colonnade.outreach.links import token_of
from colonnade.outreach.models import NewsletterIssue, Subscription
from colonnade.outreach.queries import subscribers
from colonnade.people.models import Account, Message
from colonnade.places.models import CountryGroup
from colonnade.web.desk.roles import settle_roles
from colonnade.web.desk.viewsets import KNOWN
from colonnade.web.events import visitors
from colonnade.web.newsletter import pages
from colonnade.web.newsletter.composing import frozen
from colonnade.web.newsletter.segments import persons_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(db, monkeypatch):
    monkeypatch.setattr(visitors, "LEAST_SECONDS", 0)
    monkeypatch.setattr(pages, "networks", visitors.Brake(most=20))
    monkeypatch.setattr(pages, "mailboxes", visitors.Brake(most=3))
    return make.office("Office of Rivers", email="office@example.org")


@pytest.fixture
def visitor():
    """A visitor whose requests are checked as in an office."""
    return Client(enforce_csrf_checks=True)


def ask(visitor, address: str, **more):
    token = visitors.new_stamp(pages.THE_NEWSLETTER)
    return visitor.post(reverse("newsletter"), {"email": address, "token": token, **more}, follow=True)


def place(held: Subscription, purpose: str) -> str:
    return reverse(f"newsletter_{purpose}", args=(token_of(held, purpose),))


def signed_in(client, role: str, name: str = "") -> Client:
    settle_roles()
    account = Account.objects.create_user(name or role, email=f"{name or 'staff'}@example.org")
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


# Asking.


def test_nobody_learns_from_the_answer_who_is_subscribed(visitor):
    for state in ("confirmed", "bounced", "blocked"):
        make.subscription(f"{state}@example.org", state=state)
    make.subscription("asked@example.org", state="asked", confirmed_at=None)

    answers = {
        (answer.status_code, answer.redirect_chain[0], answer.content)
        for name in ("confirmed", "bounced", "blocked", "asked", "nobody")
        for answer in [ask(visitor, f"{name}@example.org")]
    }
    assert len(answers) == 1
    assert sorted(Message.objects.values_list("to_address", flat=True)) == [
        f"{name}@example.org" for name in ("asked", "bounced", "confirmed", "nobody")
    ]


def test_a_visitor_gets_few_bytes_no_cookie_and_no_script(visitor):
    held = make.subscription()
    for address in (
        reverse("newsletter"),
        reverse("newsletter_sent"),
        place(held, "own"),
        place(held, "leave"),
    ):
        answer = visitor.get(address, {"lang": "ar"}, HTTP_ACCEPT_ENCODING="gzip")
        assert (answer.status_code, dict(answer.cookies), len(answer.content) < 14_000) == (200, {}, True)
        assert b"<script" not in answer.content


def test_a_form_sent_by_a_machine_or_with_no_address_writes_nothing(visitor):
    assert ask(visitor, "reader@example.org", website="http://spam").status_code == 422
    assert ask(visitor, "reader").status_code == 422
    assert visitor.post(reverse("newsletter"), {"email": "reader@example.org"}).status_code == 422
    assert (Subscription.objects.count(), Message.objects.count()) == (0, 0)


def test_a_network_that_sends_too_many_addresses_is_asked_to_wait(visitor, monkeypatch):
    monkeypatch.setattr(pages, "networks", visitors.Brake(most=2))
    statuses = [ask(visitor, f"r{number}@example.org").status_code for number in range(3)]

    assert (statuses, Subscription.objects.count()) == ([200, 200, 422], 2)


# By link.


def test_a_page_that_is_only_opened_changes_nothing_and_its_button_does(visitor):
    held = make.subscription(state="asked", confirmed_at=None, language="fr")
    confirm = place(held, "confirm")
    assert '<html lang="fr"' in visitor.get(confirm).content.decode()
    held.refresh_from_db()
    assert held.state == "asked"

    assert visitor.post(confirm).status_code == 303
    assert list(subscribers({})) == [held]

    leave = place(held, "leave")
    assert "<button" in visitor.get(leave).content.decode()
    assert list(subscribers({})) == [held]


def test_a_mail_program_leaves_with_one_post_without_cookie_and_login(visitor):
    held = make.subscription("reader@example.org")
    answer = visitor.post(place(held, "leave"), {"List-Unsubscribe": "One-Click"})

    held.refresh_from_db()
    assert (answer.status_code, held.state, held.address, dict(answer.cookies)) == (200, "left", "", {})
    assert visitor.post(place(held, "leave"), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert visitor.get(reverse("newsletter_leave", args=("made:up",))).status_code == 404


def test_the_own_page_shows_the_address_in_part_and_changes_language_and_themes(visitor):
    held = make.subscription("reader@example.org")
    make.theme("water")
    said = visitor.get(place(held, "own"))
    assert ("reader@" in said.content.decode(), "r…@example.org" in said.content.decode()) == (False, True)
    assert (said["Cache-Control"], said["Referrer-Policy"]) == ("no-store", "no-referrer")

    visitor.post(place(held, "own"), {"act": "choose", "language": "ar", "theme": ["water", "made-up"]})
    held.refresh_from_db()
    assert (held.language, [theme.code for theme in held.themes.all()]) == ("ar", ["water"])


# What is said.


def test_an_issue_is_put_into_words_from_the_record_and_says_which_language_stands_in():
    event = make.open_event(5, title="Rivers of the Pacific")
    book = make.product("2026-02-03")
    issue = make.newsletter(
        blocks=[
            {"kind": "text", "heading": {"en": "Spring", "ar": "الربيع"}, "words": {"en": "Good <morning>."}, "refs": []},
            {"kind": "events", "heading": {}, "words": {}, "refs": [event.code, "EV-GONE"]},
            {"kind": "publications", "heading": {}, "words": {}, "refs": [book.code]},
            {"kind": "figures", "heading": {}, "words": {}, "refs": ["https://x.org/figures/capacity.events_held/?period=2025&lang=en"]},
        ]
    )  # fmt: skip
    text = frozen(issue, "ar", date(2026, 3, 1))

    assert '<html lang="ar" dir="rtl">' in text.html and '<section lang="en" dir="ltr">' in text.html
    assert "English" in text.text and "Good &lt;morning&gt;." in text.html and "Good <morning>." in text.text
    assert f"/events/{event.code}/?lang=ar" in text.text and book.title in text.text
    assert "/figures/capacity.events_held/?as_of=2026-03-01&period=2025&lang=ar" in text.text
    assert all(len(line) <= 72 for line in text.text.splitlines() if "://" not in line)


def test_a_segment_is_of_those_whom_the_record_knows_to_belong_to_it():
    group = CountryGroup.objects.get(code="SIDS")
    there, other = make.person(email="fiji@example.org"), make.person(email="france@example.org")
    event = make.event("2024-05-06", kind_code="study_tour")
    for person, country in ((there, "FJI"), (other, "FRA")):
        make.participation(event, person, from_country=country)
        make.subscription(person.email, person=person)
    make.subscription("unknown@example.org")

    def number(**segment):
        return subscribers(segment, persons_in(segment, timezone.localdate())).count()

    assert (number(), number(groups=[group.code]), number(kinds=["study_tour"]), number(groups=[group.code], kinds=["other"])) == (
        3, 1, 2, 0,
    )  # fmt: skip


# At the desk.


def test_an_issue_goes_from_one_to_another_and_out(client):
    make.subscription(language="fr")
    writer, head = signed_in(client, "Communications", "writer"), signed_in(Client(), "Head", "head")
    issue = NewsletterIssue.objects.create(code="NL-1", title="Spring")
    page = reverse("newsletter_issue", args=(issue.pk,))

    def act(who, name):
        return who.post(reverse("newsletter_act", args=(issue.pk, name)), follow=True)

    writer.post(
        f"{page}?words=en", {"seal": "", "act": "add", "kind": "text", "subject": "Spring", "language": "en"}
    )
    issue.refresh_from_db()
    writer.post(
        f"{page}?words=en",
        {
            "seal": issue.seal,
            "act": "save",
            "subject": "Spring",
            "words_0": "Good morning.",
            "segment_languages": "fr",
        },
    )
    assert (
        "Somebody else changed it"
        in writer.post(page, {"seal": "old", "act": "save"}, follow=True).content.decode()
    )
    assert "is on its way to writer@example.org" in act(writer, "test").content.decode()
    act(writer, "submit")
    assert (
        writer.post(reverse("newsletter_act", args=(issue.pk, "approve"))).status_code == 302
    )  # to the desk's own refusal
    issue.refresh_from_db()
    assert (issue.state, issue.segment, issue.blocks[0]["words"]) == (
        "submitted",
        {"languages": ["fr"]},
        {"en": "Good morning."},
    )

    act(head, "approve")
    assert "It goes to 1 subscribers" in act(head, "send").content.decode()
    preview = head.get(reverse("newsletter_preview", args=(issue.pk, "fr", "html")))
    assert ("Good morning." in preview.content.decode(), "sandbox" in preview["Content-Security-Policy"]) == (
        True,
        True,
    )
    assert head.get(page).status_code == head.get(reverse("newsletter_numbers")).status_code == 200


@pytest.mark.parametrize(
    ("role", "sees", "exports"),
    [("Head", True, True), ("Communications", True, False), ("Programme officer", False, False)],
)
def test_addresses_are_seen_and_taken_out_by_roles_that_need_them(client, role, sees, exports):
    make.subscription("reader@example.org")
    index = reverse(KNOWN[Subscription].get_url_name("index"))
    signed_in(client, role)

    assert (b"reader@example.org" in client.get(index).content) == sees
    answer = client.get(index, {"export": "csv"})
    assert (answer.status_code == 200 and b"reader@example.org" in b"".join(answer)) == exports


def test_the_office_ends_a_subscription_for_somebody_who_asks(client):
    held = make.subscription("reader@example.org")
    signed_in(client, "Communications").post(KNOWN[Subscription].address("end", held))

    held.refresh_from_db()
    assert (held.state, held.address, held.ended_because) == ("left", "", "asked the office")


@pytest.mark.parametrize("name", ["index", "numbers", "issue"])
def test_a_page_of_the_newsletter_asks_as_many_questions_for_three_as_for_one(
    client, django_assert_num_queries, name
):
    signed_in(client, "Head")
    issue = make.newsletter(state="draft")
    address = {
        "index": reverse(KNOWN[Subscription].get_url_name("index")), "numbers": reverse("newsletter_numbers"),
        "issue": reverse("newsletter_issue", args=(issue.pk,)),
    }[name]  # fmt: skip

    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    make.subscription(), make.newsletter("2026-01-02")
    asked()
    one = asked()
    for language in ("fr", "ar"):
        make.subscription(language=language), make.newsletter("2026-01-02")
    assert asked() == one


def test_one_asks_confirms_chooses_and_leaves_without_scripts_on_a_telephone(browser, live_server, page):
    make.theme("water")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    phone = context.new_page()
    phone.goto(f"{live_server.url}/newsletter/?lang=ar")
    phone.fill("[name=email]", "reader@example.org")
    phone.click("main button")
    assert phone.url.startswith(f"{live_server.url}/newsletter/sent/")
    path = re.search(r"/newsletter/\S+/confirm/\?lang=ar", Message.objects.get().body)[0]
    phone.goto(live_server.url + path)
    phone.click("main button")
    phone.check("[name=theme][value=water]")
    phone.click("button[value=choose]")
    wide = phone.locator("main").bounding_box()["width"]
    own = phone.url
    page.goto(own)
    assert (wide <= 360, context.cookies(), barriers(page)) == (True, [], [])
    page.goto(f"{live_server.url}/newsletter/")
    assert barriers(page) == []
    phone.click("form[action*=leave] button")
    assert Subscription.objects.get().state == "left"
    context.close()
