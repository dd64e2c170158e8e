"""The outbox at the desk: who may read a letter, send it again or cancel it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import make

from colonnade.people.models import Account, Message
from colonnade.people.outbox import Attachment, post
from colonnade.web.desk.roles import settle_roles
from colonnade.web.desk.viewsets import KNOWN

pytestmark = pytest.mark.django_db
REFUSED = 302


@pytest.fixture(autouse=True)
def desk_is_open():
    reverse("wagtailadmin_home")


def signed_in(client, role: str):
    settle_roles()
    account = Account.objects.create_user(role)
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")


def written(state: str = "failed", number: int = 1, **facts) -> Message:
    words = {
        "subject": "Welcome to Suva",
        "body": "Dear Asha,\n\nplease come.",
        "to_address": "asha@example.org",
    }
    kept = post(key=f"k/{number}", **{**words, **facts})
    kept.state, kept.last_error = state, "The mail server said: 550 No such user" if state == "failed" else ""
    kept.next_try_at = kept.next_try_at if state == "waiting" else None
    kept.save()
    return kept


def address(name: str, *args) -> str:
    return reverse(KNOWN[Message].get_url_name(name), args=args)


@pytest.mark.parametrize(
    ("role", "status"),
    [("Head", 200), ("Programme officer", 200), ("Assistant", 200),
     ("Communications", REFUSED), ("Finance", REFUSED), ("Viewer", REFUSED)],
)  # fmt: skip
def test_letters_are_read_and_sent_again_only_by_roles_that_write_to_people(client, role, status):
    signed_in(client, role)
    kept = written(files=[Attachment("letter.pdf", "application/pdf", b"%PDF")])
    file = kept.files.get()

    told = [client.get(address(*page)).status_code for page in (("index",), ("inspect", kept.pk))]
    client.post(address("again", kept.pk))
    kept.refresh_from_db()

    assert (told, kept.state) == ([status] * 2, "waiting" if status == 200 else "failed")
    assert client.get(address("file", kept.pk, file.pk)).status_code == status


def test_the_page_of_a_letter_shows_its_words_and_what_the_mail_server_said(client):
    signed_in(client, "Head")
    kept = written(person=make.person("Asha Verma"), ref="people/person/P-1")

    said = client.get(address("inspect", kept.pk)).content.decode()

    assert [
        part in said for part in ("550 No such user", "please come.", "asha@example.org", "Asha Verma")
    ] == [True] * 4


def test_a_letter_that_was_sent_offers_no_button_and_takes_no_order(client):
    signed_in(client, "Head")
    kept = written("sent")

    assert "Try again now" not in client.get(address("inspect", kept.pk)).content.decode()
    client.post(address("cancel", kept.pk))
    kept.refresh_from_db()
    assert kept.state == "sent"


def test_a_cancelled_letter_does_not_wait_any_more(client):
    signed_in(client, "Assistant")
    kept = written("waiting")

    client.post(address("cancel", kept.pk))

    kept.refresh_from_db()
    assert (kept.state, kept.next_try_at) == ("cancelled", None)


def test_a_button_is_not_pressed_by_following_a_link(client):
    signed_in(client, "Head")
    assert client.get(address("again", written().pk)).status_code == 405


def test_a_file_of_one_letter_is_not_handed_out_under_another(client):
    signed_in(client, "Head")
    other = written(number=1, files=[Attachment("letter.pdf", "application/pdf", b"%PDF")])
    kept = written(number=2)

    assert client.get(address("file", kept.pk, other.files.get().pk)).status_code == 404


def test_the_first_page_names_letters_that_could_not_be_sent_to_those_who_may_read_them(client):
    written()
    written("sent", number=2)
    told = {}
    for role in ("Assistant", "Viewer"):
        signed_in(client, role)
        needs = client.get(reverse("wagtailadmin_home")).context["panels"][0].get_context_data({})["needs"]
        told[role] = [(str(need.heading), need.total) for need in needs]
    assert told == {"Assistant": [("Letters that have not left", 1)], "Viewer": []}


def test_the_list_of_letters_asks_as_many_questions_for_three_as_for_one(client):
    signed_in(client, "Head")
    written(number=1)
    client.get(address("index"))
    asked = []
    for numbers in ((), (2, 3)):
        for number in numbers:
            written(number=number)
        with CaptureQueriesContext(connection) as held:
            client.get(address("index"))
        asked.append(len(held))
    assert asked[0] == asked[1]


def test_no_letter_is_written_or_deleted_by_hand(client):
    assert {p.name for p in KNOWN[Message].get_urlpatterns()} == {
        "index", "index_results", "inspect", "again", "cancel", "file",
    }  # fmt: skip
