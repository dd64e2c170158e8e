"""Lists of participants at the desk: read, asked about, written when confirmed, undone; and only by those who may."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import make

from colonnade.capacity.models import Participation, Tally
from colonnade.people.models import Account, Person
from colonnade.records.models import Answer, Batch, Mapping
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db

LIST = "Name\tE-mail\tCountry represented\tOrganisation\tPosition\n"
TWO = (
    LIST
    + "Ana Lima\tana@example.org\tBrazil\tMinistry of Planning\tDirector\nLuis Costa\t\tCongo\tARPTC\tChef de service\n"
)


@pytest.fixture
def desk(client):
    def signed_in(role: str = ""):
        account = Account.objects.create_user(role or "admin", is_superuser=not role)
        if role:
            settle_roles()
            account.groups.add(Group.objects.get(name=role))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def bring(client, event, text: str = TWO) -> str:
    """Paste a list and agree with what is proposed for its columns; the address of its plan."""
    place = client.post(reverse("list_bring", args=(event.pk,)), {"pasted": text}).headers["Location"]
    if place.endswith("columns/"):
        page = client.get(place)
        chosen = {f"column-{column['number']}": column["target"] for column in page.context["columns"]}
        place = client.post(place, {**chosen, "status": "attended", "role": "participant"}).headers[
            "Location"
        ]
    return place


def answer(client, place, **chosen):
    """Answer every question: as chosen by its kind, else as proposed."""
    page = client.get(place)
    told = {
        question.name: chosen.get(question.kind, question.chosen)
        for question in page.context["plan"].listing.questions
    }
    return client.post(place, {**told, "answers": "1"})


class Confirmed(HTMLParser):
    value = ""

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        if held.get("name") == "confirmed":
            self.value = held["value"]


def write(client, place):
    reader = Confirmed()
    reader.feed(client.get(place).content.decode())
    return client.post(place, {"confirmed": reader.value})


def test_a_pasted_list_is_asked_about_written_and_undone(desk):
    client, event = desk(), make.event()
    place = bring(client, event)
    page = client.get(place)
    assert (page.context["open"], page.context["writable"], Participation.objects.count()) == (1, False, 0)
    answer(client, place, country="COD")
    done = write(client, place)
    batch = Batch.objects.get()
    assert done.headers["Location"] == reverse("batch:inspect", args=(batch.pk,))
    held = Participation.objects.order_by("code").values_list(
        "person__full_name", "country__code", "status", "function"
    )
    assert list(held) == [
        ("Ana Lima", "BRA", "attended", "Director"),
        ("Luis Costa", "COD", "attended", "Chef de service"),
    ]
    assert (Tally.objects.get(event=event).counted, batch.about) == (2, event.ref)

    undo = reverse("batch_undo", args=(batch.pk,))
    page = client.get(undo)
    assert page.context["undoing"].counts == [("people", 2, 0), ("participations", 2, 0)]
    client.post(undo)
    batch.refresh_from_db()
    assert (Tally.objects.get(event=event).counted, batch.undone_by, batch.left) == (0, "admin", [])
    assert (
        Participation.objects.filter(withdrawn_on=None).count()
        == Person.objects.filter(withdrawn_on=None).count()
        == 0
    )


def test_the_columns_are_remembered_and_the_next_list_goes_straight_on(desk):
    client, event = desk(), make.event()
    bring(client, event)
    second = client.post(reverse("list_bring", args=(make.event().pk,)), {"pasted": TWO}).headers["Location"]
    assert (second.endswith("columns/"), Mapping.objects.count()) == (False, 1)
    assert "as remembered" in client.get(second).content.decode()


def test_a_column_said_twice_is_refused_with_a_sentence(desk):
    client, event = desk(), make.event()
    place = client.post(reverse("list_bring", args=(event.pk,)), {"pasted": TWO}).headers["Location"]
    page = client.post(place, {"column-0": "full_name", "column-1": "full_name", "status": "attended"})
    assert "Two columns are said to hold: full name. Keep one." in page.content.decode()
    assert Mapping.objects.count() == 0


def test_neither_or_both_of_a_file_and_a_paste_are_refused(desk):
    client, event = desk(), make.event()
    place = reverse("list_bring", args=(event.pk,))
    both = {"pasted": TWO, "file": SimpleUploadedFile("list.csv", TWO.encode())}
    told = [client.post(place, given).context["form"].non_field_errors() for given in ({}, both)]
    assert told == [["Give a file or paste a list: one of the two."]] * 2
    wrong = client.post(place, {"file": SimpleUploadedFile("list.pdf", b"%PDF")})
    assert "Only .xlsx, .csv, .tsv and .txt are read." in wrong.content.decode()


def test_a_doubt_is_shown_side_by_side_and_decided_once(desk):
    client, event = desk(), make.event()
    held = make.person("Ana LIMA", email="ana.lima@other.example")
    make.participation(make.event(), held, from_country="BRA")
    place = bring(client, event, TWO.replace("Congo", "Fiji"))
    page = client.get(place).content.decode()
    assert [
        words in page for words in ("In the list", "In the record", "another e-mail address", held.code)
    ] == [True] * 4
    answer(client, place, person=f"same:{held.code}")
    write(client, place)
    assert Participation.objects.filter(event=event, person=held).count() == 1
    assert Person.objects.count() == 2
    again = client.get(bring(client, event, TWO.replace("Congo", "Fiji")))
    assert (again.context["open"], again.context["plan"].same, again.context["plan"].changes) == (0, 2, [])


def test_a_row_left_out_can_be_taken_all_the_same(desk):
    client, event = desk(), make.event()
    place = bring(
        client,
        event,
        LIST
        + "Ana Lima\ta@example.org\tBrazil\tX\tDirector\nAna Lima\tA@example.org \tBrazil\tX\tDirector\n",
    )
    page = client.get(place)
    assert [(person.row, person.left_out) for person, _box in page.context["left"]] == [(3, "duplicate")]
    client.post(place, {page.context["left"][0][1]: "1", "answers": "1"})
    assert client.get(place).context["left"] == []


def test_the_copy_with_reasons_is_of_the_list(desk):
    client, event = desk(), make.event()
    place = bring(client, event)
    answer = client.get(f"{place}reasons/")
    assert answer.headers["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("role", ["Viewer", "Communications", "Finance"])
def test_who_may_not_add_persons_brings_in_no_list(desk, role):
    client, event = desk(role), make.event()
    told = [client.get(address).status_code for address in (
        reverse("lists"), reverse("list_bring", args=(event.pk,)), reverse("list_plan", args=("x",)),
        reverse("list_columns", args=("x",)), reverse("list_reasons", args=("x",)),
    )]  # fmt: skip
    assert set(told) == {302}  # the desk sends whoever may not back to its first page, with a message


@pytest.mark.parametrize("role", ["Assistant", "Programme officer", "Head"])
def test_who_may_add_persons_finds_the_way_on_the_event_and_on_import(desk, role):
    client, event = desk(role), make.event()
    address = reverse("list_bring", args=(event.pk,))
    page = client.get(reverse("event:inspect", args=(event.pk,))).content.decode()
    assert (address in page, reverse("lists") in client.get(reverse("import")).content.decode()) == (
        True,
        True,
    )
    assert client.get(address).status_code == 200


def test_an_import_is_undone_by_those_who_may_withdraw_only(desk):
    event = make.event()
    client = desk()
    place = bring(client, event, TWO.replace("Congo", "Fiji"))
    write(client, place)
    batch = Batch.objects.get()
    client = desk("Programme officer")
    assert client.get(reverse("batch_undo", args=(batch.pk,))).context["refused"] == []
    client = desk("Head")
    assert client.get(reverse("batch_undo", args=(batch.pk,))).context["refused"] == []
    client = desk("Assistant")
    assert client.post(reverse("batch_undo", args=(batch.pk,))).status_code in (302, 403)
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_a_list_waits_for_whoever_brought_it_only(desk):
    client, event = desk(), make.event()
    place = bring(client, event)
    other = desk("Head")
    assert other.get(place).status_code == 404


def test_answers_name_nobody(desk):
    client, event = desk(), make.event()
    place = bring(client, event, TWO.replace("Congo", "Fiji"))
    write(client, place)
    held = str(list(Answer.objects.values()))
    assert [name in held for name in ("Lima", "ana@example.org", "Luis")] == [False] * 3
