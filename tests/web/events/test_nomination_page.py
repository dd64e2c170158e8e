"""The page of a focal point and what the desk does with it: without scripts, in any language, nothing lost."""

from __future__ import annotations

import gzip
import re
import uuid
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests import make
from tests.seeing import barriers

from colonnade.capacity.actions import ask_passport, nominate, put, vote, write_letter
from colonnade.capacity.actions.nomination import Candidate
from colonnade.capacity.links import token_of
from colonnade.capacity.models import (
    FocalPoint,
    Letter,
    Nomination,
    Participation,
    Registration,
    SelectionVote,
    VaultItem,
    VaultOpening,
)
from colonnade.office.models import Holding
from colonnade.people.models import Account, Message
from colonnade.web.desk.roles import settle_roles
from colonnade.web.events.letters import to_fetch

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PASSPORT = {"name": "TUI ANA", "number": "M01234567", "nationality": "FIJIAN", "expires_on": "2035-03-04"}


@pytest.fixture
def point():
    make.office("Office of Rivers", email="rivers@example.org")
    at = make.event("2031-05-06", until="2031-05-08", state="announced", title="Budgets for All", host="KOR")
    at.entry, at.time_zone, at.stage, at.selection = "nomination", "Asia/Seoul", "announced", True
    at.nominations_close_at = timezone.now() + timedelta(days=3)
    at.save()
    return make.focal_point(at, "Sefa Leota", from_country="WSM", most=3)


@pytest.fixture
def address(point):
    return reverse("nominate", args=(token_of(point),))


def row(number: int, name: str, submission=None, **facts) -> dict[str, str]:
    told = {"submission": submission or uuid.uuid4(), "full_name": name, "sex": "not_recorded"} | facts
    return {f"{number}-{field}": str(value) for field, value in told.items()}


def names(point) -> list[str]:
    held = Nomination.objects.filter(focal_point=point, withdrawn_on=None).order_by("priority")
    return [one.participation.person.full_name for one in held]


def test_the_page_says_for_whom_until_when_and_how_many_and_is_small_and_private(client, point, address):
    page = client.get(address)
    said = page.content.decode()

    assert ("Budgets for All" in said, "Samoa" in said, "(Asia/Seoul, UTC+09:00)" in said) == (
        True,
        True,
        True,
    )
    assert "3 candidates at most" in said
    assert (page["Cache-Control"], page["X-Robots-Tag"], page["Referrer-Policy"]) == (
        "no-store", "noindex, nofollow", "no-referrer",
    )  # fmt: skip
    assert ("<script" in said, page.cookies.keys()) == (False, {}.keys())
    assert len(gzip.compress(page.content)) < 9_000


def test_candidates_are_nominated_with_their_letter(client, point, address):
    told = (
        row(1, "Ben", priority=2)
        | row(2, "محمد علي", priority=1)
        | {"letter": SimpleUploadedFile("../../evil.html", PDF, "text/html")}
    )
    answer = client.post(address, told)

    assert (answer.status_code, answer["Location"]) == (302, f"{address}?sent=1")
    assert names(point) == ["محمد علي", "Ben"]
    assert {
        re.fullmatch(r"nominations/\d{4}/[0-9a-f]{32}\.pdf", n.letter.name) is not None
        for n in Nomination.objects.all()
    } == {True}


def test_sending_the_page_twice_nominates_once(client, point, address):
    told = row(1, "Ana")
    client.post(address, told)
    client.post(address, told)
    assert names(point) == ["Ana"]


def test_what_was_typed_survives_an_error_and_the_problem_stands_at_its_row(client, point, address):
    told = row(1, "Ana", function="Director") | row(2, "", function="Clerk", email="not an address")
    page = client.post(address, told)
    said = page.content.decode()

    assert (page.status_code, names(point)) == (422, [])
    assert [
        text in said
        for text in ('value="Ana"', 'value="Director"', 'value="Clerk"', 'value="not an address"')
    ] == [True] * 4
    assert 'id="2-full_name-wrong">Write the name' in said
    assert told["1-submission"] in said


def test_a_pasted_list_is_shown_as_rows_with_what_is_wrong_and_nothing_is_sent_yet(client, point, address):
    pasted = "Name\tPosition\tE-mail\tPhone\nAna Tui\tDirector\tana@x.example\t123\nBen\t\tben at x\t\n"
    page = client.post(address, row(1, "Typed before") | {"pasted": pasted, "read": "1"})
    said = page.content.decode()

    assert (page.status_code, names(point)) == (200, [])
    assert [f'value="{text}"' in said for text in ("Typed before", "Ana Tui", "ana@x.example", "Ben")] == [
        True
    ] * 4
    assert "Phone: 123" in said
    assert "“ben at x” is no e-mail address." in said


def test_what_was_pasted_is_not_sent_unseen_by_the_other_button(client, point, address):
    client.post(address, row(1, "Ana") | {"pasted": "Ben"})
    assert names(point) == []


def test_more_pasted_than_may_be_nominated_are_all_shown(client, point, address):
    page = client.post(address, {"pasted": "\n".join("ABCDE")})
    assert [f'value="{name}"'.encode() in page.content for name in "ABCDE"] == [True] * 5
    assert page.content.count(b"No more than 3 candidates") == 4  # two rows, and both in the list at the top


def test_more_rows_are_given_without_losing_what_was_typed(client, point, address):
    point.most = 9
    point.save()
    page = client.post(address, row(1, "Ana") | row(2, "") | row(3, "") | {"more": "1"})
    assert (b'value="Ana"' in page.content, page.content.count(b"-submission")) == (True, 5)


def test_a_nomination_is_corrected_and_withdrawn_on_the_same_page(client, point, address):
    ana, ben = uuid.uuid4(), uuid.uuid4()
    nominate(focal_point=point, candidates=[Candidate(ana, "Anna"), Candidate(ben, "Ben")])
    client.post(address, row(1, "Ana", ana) | row(2, "Ben", ben, withdraw="on"))
    assert names(point) == ["Ana"]


def test_after_the_deadline_the_page_shows_what_stands_and_takes_nothing(client, point, address):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), "Ana")])
    point.event.nominations_close_at = timezone.now() - timedelta(seconds=1)
    point.event.save()
    shown, sent = client.get(address), client.post(address, row(1, "Late"))

    assert (b'<form class="plain nominate"' in shown.content, b"Ana" in shown.content) == (False, True)
    assert (sent.status_code, b"Nominations closed on" in sent.content, names(point)) == (422, True, ["Ana"])


def test_of_an_event_called_off_the_page_says_that_nominations_are_not_open(client, point, address):
    point.event.stage = "cancelled"
    point.event.save()
    said = client.get(address).content.decode()
    assert ("are not open" in said, "closed on" in said, "<form class" in said.partition("<main")[2].partition("</main")[0]) == (
        True, False, False,
    )  # fmt: skip


def test_a_closed_or_forged_link_says_so_and_shows_nothing(client, point, address):
    FocalPoint.objects.update(link_version=2)
    for wrong in (address, address.replace(".1:", ".2:"), "/nominate/nonsense/"):
        page = client.get(wrong)
        assert (page.status_code, b"Budgets for All" in page.content) == (404, False)


def test_a_name_with_marks_of_a_page_stays_a_name(client, point, address):
    client.post(address, row(1, '<script>alert("x")</script>'))
    assert b"<script>alert" not in client.get(address).content


def test_the_page_asks_as_many_questions_for_three_candidates_as_for_one(
    client, point, address, django_assert_num_queries
):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), "Ana")])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), name) for name in ("Ben", "Eve")])
    with django_assert_num_queries(len(asked)):
        client.get(address)


# The desk -----------------------------------------------------------------------------------------------------


def signed_in(client, role: str):
    settle_roles()
    account = make.account(f"{role}-{make.next_code('a')}")
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


def desk(name: str, point, *args) -> str:
    return reverse(name, args=(point.event_id, *args))


PAGES = ("event_nominations", "event_selection", "event_letters", "event_vault")


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("Head", [200, 200, 200, 200]),
        ("Programme officer", [200, 200, 200, 200]),
        ("Assistant", [200, 200, 200, 200]),
        ("Communications", [302, 302, 302, 302]),
        ("Viewer", [302, 302, 302, 302]),
    ],
)
def test_the_pages_are_open_to_those_who_run_the_event(client, point, role, statuses):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), "Ana")])
    signed_in(client, role)
    assert [client.get(desk(name, point)).status_code for name in PAGES] == statuses


def test_focal_points_are_invited_from_the_desk(client, point):
    signed_in(client, "Assistant")
    client.post(desk("event_nominations", point), {"point": [point.pk]})
    assert Message.objects.get().to_address == point.email


def test_the_letter_is_a_download_for_those_who_may_see_nominations_and_for_nobody_else(client, point):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), "Ana")], letter=PDF)
    held = Nomination.objects.get()
    place = desk("nomination_letter", point, held.pk)

    assert client.get(place).status_code == 302
    assert client.get(f"/media/{held.letter.name}").status_code == 404
    signed_in(client, "Viewer")
    assert client.get(place).status_code == 302
    signed_in(client, "Assistant")
    answer = client.get(place)
    assert (answer["Content-Disposition"], b"".join(answer.streaming_content)) == (
        f'attachment; filename="{held.code}.pdf"', PDF,
    )  # fmt: skip


def test_two_members_vote_and_one_decides_at_the_desk(client, point):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), name) for name in ("Ana", "Ben")])
    ana, ben = Participation.objects.order_by("pk")
    signed_in(client, "Head")
    client.post(
        desk("event_selection", point),
        {f"{ana.pk}-verdict": "select", f"{ben.pk}-verdict": "reserve", "decide": "1"},
    )
    assert set(Participation.objects.values_list("status", flat=True)) == {"applied"}

    signed_in(client, "Programme officer")
    client.post(desk("event_selection", point), {f"{ana.pk}-verdict": "select", "decide": "1"})
    assert dict(Participation.objects.values_list("person__full_name", "status")) == {
        "Ana": "registered",
        "Ben": "applied",
    }
    assert SelectionVote.objects.count() == 3


def test_an_assistant_reads_the_selection_and_has_no_voice(client, point):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), "Ana")])
    signed_in(client, "Assistant")
    client.post(desk("event_selection", point), {f"{Participation.objects.get().pk}-verdict": "select"})
    assert SelectionVote.objects.count() == 0


def test_a_refused_vote_leaves_what_was_typed(client, point):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), "Ana")])
    key = Participation.objects.get().pk
    signed_in(client, "Head")
    page = client.post(desk("event_selection", point), {f"{key}-verdict": "decline", f"{key}-reason": " "})
    assert page.status_code == 422
    assert b'<option value="decline" selected>' in page.content


@pytest.fixture
def ana(point):
    holder = make.post("Head of Office", held=False)
    Holding.objects.create(code="H-1", post=holder, person=make.person("Ada Holder"))
    person = make.person("Ana Tui", email="ana@x.example")
    return make.participation(
        point.event, person, from_country="WSM", status="registered", function="Director"
    )


def test_letters_are_looked_at_written_and_asked_to_be_sent_at_the_desk(client, point, ana):
    signed_in(client, "Assistant")
    told = {"kind": "confirmation", "language": "", "on": "2031-03-04", "person": [ana.pk]}
    seen = client.post(desk("event_letters", point), told | {"look": "1"})
    assert (b"Dear Ana Tui" in seen.content, Letter.objects.count()) == (True, 0)

    client.post(desk("event_letters", point), told | {"write": "1"})
    letter = Letter.objects.get()
    client.post(desk("event_letters", point), {"person": [ana.pk], "send": "1"})
    letter.refresh_from_db()
    assert letter.to_send
    answer = client.get(desk("event_letter_pdf", point, letter.code))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_person_downloads_their_own_letter_by_the_signed_link_and_nobody_elses(client, point, ana):
    member = make.account(is_superuser=True)
    letter = write_letter(kind="confirmation", participation=ana, member=member)
    other = make.participation(point.event, make.person("Ben"), status="registered")
    own, theirs = (token_of(Registration.objects.create(participation=one)) for one in (ana, other))

    assert client.get(reverse("registration_letter", args=(own, letter.code))).content[:5] == b"%PDF-"
    assert client.get(reverse("registration_letter", args=(theirs, letter.code))).status_code == 404
    assert client.get(reverse("registration_letter", args=("forged:token", letter.code))).status_code == 404
    assert [place for _words, place, _note in to_fetch(ana.registration, own)] == [
        reverse("registration_letter", args=(own, letter.code))
    ]
    ana.person.erased_on = date(2031, 6, 1)
    ana.person.save()
    assert client.get(reverse("registration_letter", args=(own, letter.code))).status_code == 404


def test_without_a_language_in_the_address_a_focal_point_reads_their_own(client, point, address):
    FocalPoint.objects.update(language="ar")
    assert b'<html lang="ar" dir="rtl">' in client.get(address).content
    assert b'<html lang="fr" dir="ltr">' in client.get(f"{address}?lang=fr").content


def test_the_passport_page_is_there_only_when_asked_for_and_never_shows_what_was_given(client, ana):
    registration = Registration.objects.create(participation=ana)
    place = reverse("registration_passport", args=(token_of(registration),))
    assert client.get(place).status_code == 404

    ask_passport(participation=ana)
    wrong = client.post(place, PASSPORT | {"expires_on": "2020-01-01"})
    assert (wrong.status_code, b'value="M01234567"' in wrong.content) == (422, True)
    assert client.post(place, PASSPORT).status_code == 302
    shown = client.get(place).content
    assert (VaultItem.objects.get().state, b"M01234567" in shown, b"were received" in shown) == (
        "given",
        False,
        True,
    )
    Participation.objects.update(status="cancelled")
    assert client.get(place).status_code == 404


def test_the_vault_is_opened_at_the_desk_with_a_reason_and_the_head_sees_who_did(client, point, ana):
    item = put(item=ask_passport(participation=ana), facts=PASSPORT, scan=PDF)
    who = signed_in(client, "Assistant")
    place = desk("event_vault", point)
    assert b"M01234567" not in client.post(place, {"open": item.pk, "reason": ""}, follow=True).content
    opened = client.post(place, {"open": item.pk, "reason": "Visa at the embassy"})
    assert (b"M01234567" in opened.content, "no-store" in opened["Cache-Control"]) == (True, True)
    scan = client.post(place, {"scan": item.pk, "reason": "Visa at the embassy"})
    assert (scan.content, scan["Content-Disposition"].startswith("attachment")) == (PDF, True)
    assert (b"Who opened" in client.get(place).content, b"M01234567" in client.get(place).content) == (
        False,
        False,
    )

    signed_in(client, "Head")
    page = client.get(place).content.decode()
    assert ("Who opened" in page, page.count("Visa at the embassy"), page.count(who.username)) == (True, 2, 2)
    assert VaultOpening.objects.count() == 2


# In a browser -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_focal_point_nominates_on_a_phone_without_scripts(browser, live_server, point, address, language):
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    phone = context.new_page()
    phone.goto(f"{live_server.url}{address}?lang={language}")
    phone.locator("summary").click()
    phone.fill("[name=pasted]", "Name\tPosition\nAna Tui\tDirector\nمحمد علي\t\n")
    phone.click("[name=read]")
    phone.fill("[name='2-priority']", "1")
    phone.fill("[name='1-priority']", "2")
    phone.set_input_files(
        "[name=letter]", {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    phone.locator("form.nominate button:not([name])").click()

    assert phone.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert phone.locator("main").bounding_box()["width"] <= 360
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert names(point) == ["محمد علي", "Ana Tui"]
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_signed_pages_keep_nobody_out(page, live_server, point, address, language):
    nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), "Ana")])
    one = make.participation(point.event, make.person("Ben", email="ben@x.example"), status="registered")
    ask_passport(participation=one)
    passport = reverse("registration_passport", args=(token_of(one.registration),))
    told = {}
    for place in (address, passport, "/nominate/nothing/"):
        page.goto(f"{live_server.url}{place}?lang={language}")
        told[place] = barriers(page)
    assert told == dict.fromkeys(told, [])


def test_the_desk_of_nomination_keeps_nobody_out(page, live_server, point):
    point.event.criteria = ["works on budgets"]
    point.event.save()
    nominate(
        focal_point=point, candidates=[Candidate(uuid.uuid4(), name) for name in ("Ana", "Ben")], letter=PDF
    )
    one = make.participation(point.event, make.person("Eve", email="eve@x.example"), status="registered")
    put(item=ask_passport(participation=one), facts=PASSPORT)
    vote(participation=Participation.objects.first(), member=make.account(), verdict="select")
    Account.objects.create_superuser("head", password="a-long-password-1")
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "head")
    page.fill("[name=password]", "a-long-password-1")
    page.click("form.plain button[type=submit]")
    told = {}
    for name in PAGES:
        page.goto(live_server.url + desk(name, point))
        page.wait_for_timeout(300)
        told[name] = barriers(page)
    assert told == dict.fromkeys(PAGES, [])
