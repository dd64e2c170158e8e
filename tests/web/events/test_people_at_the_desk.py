"""The list of an event's people at the desk: what it shows, to whom, what may be done to many, what its files hold."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests import make

from colonnade.capacity.models import ChecklistItem, Event, Participation, Question
from colonnade.capacity.queries import wrong_seats, wrong_tallies
from colonnade.people.models import Account
from colonnade.web.desk.events import people
from colonnade.web.desk.forms import DayLines
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db


def signed_in(client, role: str = ""):
    account = Account.objects.create_user(f"somebody-{role or 'admin'}", is_superuser=not role)
    if role:
        settle_roles()
        account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(event, **asked) -> str:
    return reverse("event_people", args=(event.pk,)) + "?" + "&".join(f"{k}={v}" for k, v in asked.items())


def files(event, kind: str) -> str:
    return reverse("event_people_file", args=(event.pk, kind))


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def states(event) -> list[str]:
    return list(Participation.objects.filter(event=event).order_by("pk").values_list("status", flat=True))


def test_the_list_shows_everybody_with_seats_and_is_narrowed_by_its_address(client):
    event = make.open_event(2, seats_per_country=1)
    for name, country in (("Ana Ta", "FJI"), ("Béla", "TON"), ("Chen", "FJI")):
        make.registration(event, full_name=name, from_country=country, organisation_name="Ministry")
    signed_in(client)
    said = client.get(address(event)).content.decode()
    assert [name in said for name in ("Ana Ta", "Béla", "Chen", "of 2 seats taken")] == [True] * 4
    said = client.get(address(event, status="waiting")).content.decode()
    assert ["Ana Ta" in said, "Chen" in said] == [False, True]
    said = client.get(address(event, q="ana")).content.decode()
    assert ["Ana Ta" in said, "Chen" in said] == [True, False]


def test_whoever_may_not_see_persons_sees_no_list_and_no_file(client):
    event = make.open_event()
    signed_in(client, "Viewer")
    told = [client.get(page).status_code for page in (address(event), files(event, "csv"))]
    assert told == [302, 302]
    assert client.get(reverse("event_plan", args=(event.pk,))).content.decode().count("/people/") == 0


def rows_sent(client, name: str, record, prefix: str, row: dict):
    told = {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0, "done": "1"}
    told |= {f"{prefix}-0-{field}": value for field, value in row.items()}
    return client.post(reverse(f"{name}:link", args=(prefix, record.pk)), told)


def test_questions_papers_and_things_to_do_are_entered_at_the_desk_and_reached_from_the_plan(client):
    event = make.open_event()
    signed_in(client, "Assistant")
    paper = SimpleUploadedFile("note.pdf", b"%PDF-1.7")
    asked = {
        "name": "diet",
        "label": "Diet",
        "kind": "singleline",
        "purpose": "Meals",
        "keep_days": 30,
        "order": 0,
    }
    sent = {
        "questions": asked,
        "documents": {"title": "Concept note", "file": paper, "language": "en", "order": 0},
        "checklist": {"title": "Book the room", "days": -30, "order": 0},
    }
    assert [rows_sent(client, "event", event, prefix, row).status_code for prefix, row in sent.items()] == [
        302
    ] * 3
    held = (event.questions.get().purpose, event.documents.get().title, event.checklist.get().days)
    assert held == ("Meals", "Concept note", -30)
    said = client.get(reverse("event_plan", args=(event.pk,))).content.decode()
    pages = [reverse("event:link", args=(prefix, event.pk)) for prefix in sent]
    assert [page in said for page in pages] == [True] * 3
    assert 'enctype="multipart/form-data"' in client.get(pages[1]).content.decode()


def test_speakers_are_entered_at_the_desk_and_named_to_who_may_see_persons(client):
    session = make.session(make.event())
    speaker = make.participation(session.event, make.person("Ada Speaker"), role="speaker")
    stranger = make.participation(make.event(), make.person("From Elsewhere"))
    page = reverse("session:inspect", args=(session.pk,))
    signed_in(client, "Programme officer")
    told = [
        rows_sent(client, "session", session, "speakers", {"participation": who, "order": 0, "function": "x"})
        for who in (stranger.pk, "", speaker.pk)
    ]
    assert [answer.status_code for answer in told] == [200, 200, 302]
    assert "Ada Speaker" in client.get(page).content.decode()
    signed_in(client, "Viewer")
    history = reverse("session:history", args=(session.pk,))
    assert ["Ada Speaker" in client.get(one).content.decode() for one in (page, history)] == [False, False]
    assert client.get(reverse("session:link", args=("speakers", session.pk))).status_code == 302


def test_the_checklist_of_a_kind_of_event_is_written_a_line_each():
    field = DayLines()
    kept = [{"title": "Letters; all of them", "days": -30}, {"title": "Report", "days": 14}]
    assert field.clean("\N{MINUS SIGN}30; Letters; all of them\n\n14;Report") == kept
    assert field.prepare_value(kept) == "-30; Letters; all of them\n14; Report"
    assert not field.has_changed(kept, field.prepare_value(kept))
    for line in ("Letters", "soon; Letters", "3;", "3;" + "x" * 201):
        with pytest.raises(ValidationError, match="is not understood"):
            field.clean(line)


@pytest.mark.parametrize(("role", "may"), [("Assistant", False), ("Programme officer", True)])
def test_who_may_not_change_activities_neither_moves_nor_copies_an_event_and_ticks_its_list(
    client, role, may
):
    event = make.open_event()
    item = ChecklistItem.objects.create(event=event, title="Book the room")
    plan = reverse("event_plan", args=(event.pk,))
    signed_in(client, role)
    client.post(plan, {"to": "registration_closed"})
    client.post(plan, {"copy": "1", "code": "EV-COPY", "title": "Another"})
    client.post(plan, {"item": item.pk})
    event.refresh_from_db()
    item.refresh_from_db()
    said = client.get(plan).content.decode()
    told = (
        event.stage == "registration_closed",
        Event.objects.filter(code="EV-COPY").exists(),
        'name="to"' in said,
        'name="copy"' in said,
    )
    assert told == (may,) * 4
    assert item.done_on is not None


def test_a_key_that_is_none_and_a_code_that_is_taken_are_answered_without_a_failure(client):
    event = make.open_event()
    signed_in(client)
    plan, points = (reverse(name, args=(event.pk,)) for name in ("event_plan", "event_nominations"))
    told = [client.post(plan, {"item": "abc"}).status_code, client.post(points, {"close": "abc"}).status_code]
    assert told == [404, 404]
    said = client.post(plan, {"copy": "1", "code": event.code, "title": "Again"}, follow=True)
    assert "already exists" in said.content.decode()


def test_whoever_may_only_read_changes_nothing(client):
    event = make.open_event(1)
    held = make.registration(event)
    signed_in(client, "Communications")
    client.post(address(event), {"who": held.participation_id, "act": "cancel", "because": "x"})
    assert states(event) == ["registered"]


def test_many_are_cancelled_at_once_and_their_seats_go_to_who_waits(client):
    event = make.open_event(2)
    held = [make.registration(event) for _person in range(4)]
    signed_in(client)
    client.post(address(event), {
        "who": [one.participation_id for one in held[:2]], "act": "cancel", "because": "ministry changed its mind",
    })  # fmt: skip
    assert states(event) == ["cancelled", "cancelled", "registered", "registered"]
    assert (wrong_seats(), wrong_tallies()) == ([], [])


def test_what_is_refused_to_one_is_done_to_the_others_and_said(client):
    event = make.open_event(1)
    held = [make.registration(event) for _person in range(3)]
    signed_in(client)
    said = client.post(
        address(event), {"who": [one.participation_id for one in held], "act": "accept"}, follow=True
    ).content.decode()
    assert states(event) == ["registered", "waiting", "waiting"]
    assert ("All seats are taken." in said, "can be accepted" in said) == (True, True)


def test_pages_follow_one_another_in_both_directions(client, monkeypatch):
    monkeypatch.setattr(people, "SIZE", 2)
    event = make.open_event()
    for name in ("Ana", "Béla", "Chen", "Dina", "Edu"):
        make.registration(event, full_name=name)
    signed_in(client)
    first = client.get(address(event)).context
    second = client.get(first["following"]).context
    third = client.get(second["following"]).context
    back = client.get(third["preceding"]).context
    told = [[line.person for line in page["lines"]] for page in (first, second, third, back)]
    assert told == [["Ana", "Béla"], ["Chen", "Dina"], ["Edu"], ["Chen", "Dina"]]
    assert (first["preceding"], third["following"]) == ("", "")


def test_the_list_asks_as_many_questions_for_thirty_as_for_three(client):
    event, costs = make.open_event(), []
    signed_in(client)
    for number in (3, 27):
        for _person in range(number):
            make.registration(event, from_country="FJI")
        with CaptureQueriesContext(connection) as asked:
            client.get(address(event))
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_the_files_hold_what_the_list_shows_with_the_answers_and_run_no_formula(client):
    event = make.open_event(1)
    Question.objects.create(
        event=event, name="meal", label="Meal?", kind="checkboxes", choices="a\nb", purpose="p"
    )
    make.registration(event, full_name="=A1+1", from_country="FJI", answers={"meal": ["a", "b"]})
    make.registration(event, full_name="محمد <العلي> & \x07", function="-2")
    signed_in(client)
    rows = list(csv.reader(io.StringIO(content(client.get(files(event, "csv"))).decode("utf-8-sig"))))
    told = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [(row["Full name"], row["State"], row["Function"], row["Meal?"]) for row in told] == [
        ("'=A1+1", "registered", "", "a, b"), ("محمد <العلي> & \x07", "on the waiting list", "-2", ""),
    ]  # fmt: skip
    sheet = load_workbook(io.BytesIO(content(client.get(files(event, "xlsx"))))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (cells[0], sheet.freeze_panes) == (rows[0], "A2")
    assert [(row[1], row[9]) for row in cells[1:]] == [("=A1+1", None), ("محمد <العلي> & ", "-2")]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"inlineStr", "s", "n"}
    one = content(client.get(files(event, "csv") + "?status=waiting")).decode()
    assert one.count("\n") == 2


def test_a_person_entered_at_the_desk_as_registered_takes_no_seat_beyond_the_last(client):
    event = make.open_event(1)
    make.registration(event)
    signed_in(client)
    facts = {"event": event.pk, "person": make.person().pk, "role": "participant", "sector": "other", "sex": "male", "modality": "online"}  # fmt: skip
    refused = client.post(reverse("participation:add"), facts | {"status": "registered"})
    came = client.post(reverse("participation:add"), facts | {"status": "attended"})
    assert ("All seats are taken." in refused.content.decode(), refused.status_code, came.status_code) == (
        True,
        200,
        302,
    )
    assert (states(event), wrong_seats(), wrong_tallies()) == (["registered", "attended"], [], [])


def test_where_two_people_select_the_desk_lets_no_one_give_a_seat_alone(client):
    event, other = make.open_event(5, selection=True), make.open_event(5)
    held = make.registration(event).participation
    make.registration(other)
    signed_in(client)
    facts = {"code": held.code, "event": event.pk, "person": held.person_id, "role": "participant", "sector": "other", "sex": "male", "modality": "online"}  # fmt: skip
    refused = client.post(reverse("participation:edit", args=(held.pk,)), facts | {"status": "registered"})
    assert ("two members of staff select" in refused.content.decode(), states(event)) == (True, ["applied"])
    offered = [b'value="accept"' in client.get(address(at)).content for at in (event, other)]
    assert offered == [False, True]


def test_another_country_at_the_desk_needs_a_seat_of_that_country_and_no_other(client):
    event = make.open_event(2, seats_per_country=1)
    held = make.registration(event, from_country="FJI").participation
    make.registration(event, from_country="TON")
    signed_in(client)
    facts = {"code": held.code, "event": event.pk, "person": held.person_id, "role": "participant", "sector": "other", "sex": "male", "modality": "online", "status": "registered"}  # fmt: skip
    edit, said = reverse("participation:edit", args=(held.pk,)), []
    for code in ("TON", "WSM"):
        answer = client.post(edit, facts | {"country": make.country(code).pk})
        held.refresh_from_db()
        said.append((answer.status_code, "are taken." in answer.content.decode(), held.country.code))
    assert said == [(200, True, "FJI"), (302, False, "WSM")]
    assert (wrong_seats(), wrong_tallies()) == ([], [])
