"""The desk: what may be read, written and withdrawn, by whom, and what it costs to list."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from tests import make

from colonnade.capacity.actions import Mark, mark_attendance
from colonnade.capacity.models import Event, HeadCount, Participation, Tally
from colonnade.figures.models import OpeningFigure
from colonnade.money.models import Fund
from colonnade.partners.models import Organisation
from colonnade.people.models import Account
from colonnade.programme.models import Activity, ActivityPartner
from colonnade.records.models import Evidence, Record
from colonnade.web.desk.home import products_overdue
from colonnade.web.desk.roles import ROLES, settle_roles
from colonnade.web.desk.viewsets import KNOWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk_is_open():
    """The desk's kinds are known once its addresses are."""
    reverse("wagtailadmin_home")


ROOMS_WITH_RECORDS = (
    "places", "partners", "people", "office", "programme", "research", "capacity", "outreach", "money", "figures",
)  # fmt: skip


def signed_in(client, role: str = ""):
    """A client of somebody in a role; of an administrator where none is named."""
    account = Account.objects.create_user(f"somebody-{role or 'admin'}", is_superuser=not role)
    if role:
        settle_roles()
        account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(name: str, record) -> str:
    return KNOWN[type(record)].address(name, record)


def test_every_kind_of_record_has_a_list_and_a_form(client):
    signed_in(client)
    statuses = {}
    for model, viewset in KNOWN.items():
        statuses[model] = client.get(reverse(viewset.get_url_name("index"))).status_code
        if viewset.lines:
            statuses[model, "add"] = client.get(reverse(viewset.get_url_name("add"))).status_code
    assert set(statuses.values()) == {200}


def test_no_kind_of_record_is_left_out_of_the_desk():
    rooms = {apps.get_app_config(name) for name in ROOMS_WITH_RECORDS}
    records = {model for room in rooms for model in room.get_models() if issubclass(model, Record)}
    assert records - set(KNOWN) == set()


def test_nothing_has_a_page_that_deletes():
    names = {pattern.name for viewset in KNOWN.values() for pattern in viewset.get_urlpatterns()}
    assert names & {"delete", "copy", "usage"} == set()


@pytest.mark.parametrize("kind", ["activity", "event", "participation"])
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(client, kind, django_assert_num_queries):
    signed_in(client)
    makers = {
        "activity": lambda: make.activity("2014-06-05", host="FJI"),
        "event": lambda: make.event("2014-06-05"),
        "participation": lambda: make.participation(make.event("2014-06-05"), make.person("Asha")),
    }
    address = reverse(f"{kind}:index")
    makers[kind]()
    client.get(address)
    asked = _queries(client, address)
    makers[kind]()
    makers[kind]()
    with django_assert_num_queries(asked):
        client.get(address)


def _queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as held:
        client.get(address)
    return len(held)


def test_a_search_ignores_accents_letter_case_and_the_order_of_words(client):
    signed_in(client)
    make.activity("2014-06-05", title="Séminaire sur l’intégrité à Hà Nội", code="A-1")
    make.activity("2014-06-05", title="Another one", code="A-2")
    found = client.get(reverse("activity:index"), {"q": "ha noi seminaire"}).context["object_list"]
    assert [row.code for row in found] == ["A-1"]


def test_a_record_made_without_a_code_is_given_the_next_free_one(client):
    signed_in(client)
    kind = make.kind()
    sent = {"title": "A workshop", "kind": kind.pk, "state": "planned", "standing": "confirmed",
            "starts_precision": "day", "ends_precision": "day"}  # fmt: skip
    client.post(reverse("activity:add"), sent)
    client.post(reverse("activity:add"), sent)
    assert sorted(Activity.objects.values_list("code", flat=True)) == ["ACT-0001", "ACT-0002"]


def test_a_code_does_not_change_whatever_is_sent(client):
    signed_in(client)
    held = make.activity("2014-06-05", code="A-1")
    sent = {"code": "A-2", "title": "Renamed", "kind": held.kind_id, "state": "held", "standing": "confirmed",
            "starts_on": "2014-06-05", "starts_precision": "day", "ends_precision": "day"}  # fmt: skip
    client.post(page("edit", held), sent)
    held.refresh_from_db()
    assert (held.code, held.title) == ("A-1", "Renamed")


def test_countries_are_typed_by_name_or_code_and_an_unknown_one_is_said(client):
    signed_in(client)
    fiji, samoa = make.country("FJI"), make.country("WSM")
    held = make.activity("2014-06-05", code="A-1")
    sent = {"title": "T", "kind": held.kind_id, "state": "held", "standing": "confirmed",
            "starts_on": "2014-06-05", "starts_precision": "day", "ends_precision": "day"}  # fmt: skip
    refused = client.post(page("edit", held), sent | {"countries_covered": f"{fiji.name_en}\nAtlantis"})
    assert "“Atlantis” is no country" in refused.content.decode()
    client.post(page("edit", held), sent | {"countries_covered": f"{fiji.name_en}\nWSM"})
    assert set(held.countries_covered.all()) == {fiji, samoa}


def test_a_withdrawn_record_keeps_its_reason_and_comes_back_when_restored(client):
    signed_in(client)
    held = make.activity("2014-06-05", code="A-1")
    client.post(page("withdraw", held), {"because": "Entered twice"})
    held.refresh_from_db()
    assert (held.withdrawn_on, held.withdrawn_because) == (date.today(), "Entered twice")
    client.post(page("withdraw", held))
    held.refresh_from_db()
    assert (held.withdrawn_on, held.withdrawn_because) == (None, "")


def test_a_record_is_not_withdrawn_without_a_reason(client):
    signed_in(client)
    held = make.activity("2014-06-05")
    client.post(page("withdraw", held), {"because": "  "})
    held.refresh_from_db()
    assert held.withdrawn_on is None


def test_withdrawing_and_restoring_a_participation_keeps_the_tally_of_its_event(client):
    signed_in(client)
    event = make.event("2014-06-05")
    held = make.participation(event, make.person("Asha"))
    told = []
    for sent in ({"because": "Wrong Asha"}, {}):
        client.post(page("withdraw", held), sent)
        told.append(Tally.objects.get(event=event).counted)
    assert told == [0, 1]


def test_changing_a_participation_at_the_desk_keeps_the_tally(client):
    signed_in(client)
    event = make.event("2014-06-05")
    held = make.participation(event, make.person("Asha"))
    sent = {"event": event.pk, "person": held.person_id, "role": "participant", "status": "absent",
            "sector": "not_recorded", "sex": "not_recorded", "modality": "not_recorded"}  # fmt: skip
    client.post(page("edit", held), sent)
    assert Tally.objects.get(event=event).counted == 0


def test_another_kind_of_activity_counts_other_roles_and_the_tally_follows(client):
    signed_in(client)
    event = make.event("2014-05-06")
    make.participation(event, role="observer")
    held, conference = event.activity, make.kind("international_conference")

    client.post(
        page("edit", held),
        {"title": held.title, "kind": conference.pk, "state": "held", "starts_on": "2014-05-06", "standing": "confirmed",
         "starts_precision": "day", "ends_precision": "day"},
    )  # fmt: skip

    assert Activity.objects.get().kind == conference
    assert Tally.objects.get(event=event).counted == 1


@pytest.mark.parametrize(("women", "kept"), [("4", 0), ("3", 1)])
def test_a_head_count_has_no_more_women_than_people(client, women, kept):
    signed_in(client)
    add = reverse(KNOWN[HeadCount].get_url_name("add"))

    client.post(add, {"event": make.event().pk, "people": "3", "women": women, "used": "on"})

    assert HeadCount.objects.count() == kept


def test_restoring_what_another_record_has_taken_the_place_of_is_refused_with_a_sentence(client):
    signed_in(client)
    event, person = make.event(), make.person()
    first = make.participation(event, person)
    client.post(page("withdraw", first), {"because": "entered twice"})
    make.participation(event, person)

    answer = client.post(page("withdraw", first), follow=True)

    assert answer.status_code == 200
    assert Participation.objects.get(pk=first.pk).withdrawn_because == "entered twice"
    assert f"{first.code} cannot be restored" in answer.content.decode()


def test_the_spreadsheet_of_who_took_part_runs_no_formula_in_a_name(client):
    signed_in(client)
    make.participation(make.event(), make.person("=HYPERLINK(1)"))
    address = reverse(KNOWN[Participation].get_url_name("index"))

    book = load_workbook(BytesIO(b"".join(client.get(f"{address}?export=xlsx").streaming_content)))
    written = b"".join(client.get(f"{address}?export=csv").streaming_content).decode()

    assert [cell.value for row in book.active.iter_rows() for cell in row if cell.data_type == "f"] == []
    assert ",'=HYPERLINK(1)," in written


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({}, 1),
        ({"parts": "{}"}, 0),
        ({"parts": "[5]"}, 0),
        ({"parts": '{"sex": "female"}'}, 0),
        ({"figure": "capacity.people"}, 0),
        ({"last_day": "2005-01-01"}, 0),
    ],
)
def test_a_reported_total_that_would_count_a_fact_twice_is_refused_in_the_form(client, changed, kept):
    signed_in(client)
    make.opening("capacity.participations", 752, kind="national_training")
    asked = {"code": "OP-NEW", "figure": "capacity.participations", "first_day": "2006-01-01", "last_day": "2013-12-31",
             "parts": '{"kind": "regional_workshop"}', "value": "872", "counting_rule": "unknown"}  # fmt: skip

    answer = client.post(reverse(KNOWN[OpeningFigure].get_url_name("add")), asked | changed)

    assert answer.status_code == (302 if kept else 200)
    assert OpeningFigure.objects.filter(code="OP-NEW").count() == kept


def test_a_reported_total_is_not_restored_beside_the_one_that_replaced_it(client):
    signed_in(client)
    first = make.opening("capacity.participations", 752)
    client.post(page("withdraw", first), {"because": "reported anew"})
    make.opening("capacity.participations", 760)

    client.post(page("withdraw", first))

    assert OpeningFigure.objects.get(pk=first.pk).withdrawn_because == "reported anew"


def test_an_activity_is_not_put_inside_what_is_inside_it(client):
    signed_in(client)
    whole = make.activity("2014-05-06")
    part = make.activity("2014-05-07", part_of=whole)

    client.post(
        page("edit", whole),
        {"title": whole.title, "kind": whole.kind_id, "state": "held", "starts_on": "2014-05-06", "standing": "confirmed",
         "starts_precision": "day", "ends_precision": "day", "part_of": part.pk},
    )  # fmt: skip

    assert Activity.objects.get(pk=whole.pk).part_of is None


def test_the_same_person_twice_at_an_event_is_refused_with_a_sentence(client):
    signed_in(client)
    event, asha = make.event("2014-06-05"), make.person("Asha")
    make.participation(event, asha)
    sent = {"event": event.pk, "person": asha.pk, "role": "participant", "status": "attended",
            "sector": "not_recorded", "sex": "not_recorded", "modality": "not_recorded"}  # fmt: skip
    answer = client.post(reverse("participation:add"), sent)
    assert (answer.status_code, Participation.objects.count()) == (200, 1)


def test_the_history_tells_who_changed_which_field_from_what_to_what(client):
    signed_in(client)
    held = make.activity("2014-06-05", code="A-1", title="Before")
    sent = {"title": "After", "kind": held.kind_id, "state": "held", "standing": "confirmed",
            "starts_on": "2014-06-05", "starts_precision": "day", "ends_precision": "day",
            "countries_covered": "FJI"}  # fmt: skip
    client.post(page("edit", held), sent)
    events = client.get(page("history", held)).context["changes"]
    told = [(event.who, change.label, change.old, change.new) for event in events for change in event.changes]
    assert ("somebody-admin", "Title", "Before", "After") in told
    assert ("somebody-admin", "Countries covered", "", "Fiji") in told


def test_partners_are_entered_as_rows_and_their_removal_is_in_the_history(client):
    signed_in(client)
    held, partner = make.activity("2014-06-05"), Organisation.objects.create(code="MOPAS", name="MOPAS")
    address = reverse("activity:link", args=("partners", held.pk))
    blank = {"partners-TOTAL_FORMS": "1", "partners-INITIAL_FORMS": "0"}
    client.post(address, blank | {"partners-0-organisation": partner.pk, "partners-0-role": "host"})
    row = ActivityPartner.objects.get()
    assert (row.activity, row.organisation, row.role) == (held, partner, "host")
    gone = {"partners-TOTAL_FORMS": "1", "partners-INITIAL_FORMS": "1", "partners-0-id": row.pk,
            "partners-0-organisation": partner.pk, "partners-0-role": "host", "partners-0-DELETE": "on"}  # fmt: skip
    client.post(address, gone)
    events = client.get(page("history", held)).context["changes"]
    assert [event.what for event in events][0] == "Partners: removed"


def test_the_spreadsheet_holds_the_columns_of_the_list_and_no_formula(client):
    signed_in(client)
    make.activity("2014-06-05", code="A-1", title="=HYPERLINK(1)")
    answer = client.get(reverse("activity:index"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["Code", "Title", "Kind", "Starts"]
    assert rows[1][:2] == ["A-1", "'=HYPERLINK(1)"]
    assert rows[1][3] == "5 June 2014"


def test_evidence_is_kept_with_its_fingerprint_and_handed_out_only_to_those_who_may(client):
    signed_in(client)
    held = make.activity("2014-06-05", code="A-1")
    client.post(page("evidence", held), {"title": "Letter", "file": SimpleUploadedFile("letter.txt", b"yes")})
    kept = Evidence.objects.get()
    assert (kept.ref, len(kept.sha256)) == ("programme/activity/A-1", 64)
    answer = client.get(reverse("evidence_file", args=(kept.pk,)))
    assert b"".join(answer.streaming_content) == b"yes"
    assert answer["Content-Disposition"].startswith("attachment")
    signed_in(client, "Viewer")
    assert client.get(reverse("evidence_file", args=(kept.pk,))).status_code == 302


# Who may what: each permission beside its refusal.

REFUSED = 302  # Wagtail sends whoever may not back to the first page, with a sentence


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("Head", 200, 200),
        ("Programme officer", 200, 200),
        ("Assistant", 200, 200),
        ("Communications", 200, REFUSED),
        ("Finance", REFUSED, REFUSED),
        ("Viewer", REFUSED, REFUSED),
    ],
)
def test_persons_are_read_and_written_only_by_roles_that_need_them(client, role, reads, writes):
    signed_in(client, role)
    asha = make.person("Asha")
    told = [
        client.get(reverse("person:index")),
        client.get(page("inspect", asha)),
        client.get(page("edit", asha)),
    ]
    assert [answer.status_code for answer in told] == [reads, reads, writes]
    chosen = client.get(reverse("choose_person:choose"))
    assert chosen.status_code == reads


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("Head", 200, 200),
        ("Finance", 200, 200),
        ("Programme officer", 200, REFUSED),
        ("Viewer", REFUSED, REFUSED),
    ],
)
def test_funds_are_read_and_written_only_by_roles_that_need_them(client, role, reads, writes):
    signed_in(client, role)
    fund = Fund.objects.create(code="F-1", name="Fund", kind="trust_fund", currency="USD")
    told = [client.get(page("inspect", fund)).status_code, client.get(page("edit", fund)).status_code]
    assert told == [reads, writes]


@pytest.mark.parametrize(
    ("role", "status"), [("Programme officer", 200), ("Assistant", REFUSED), ("Viewer", REFUSED)]
)
def test_an_activity_is_withdrawn_only_by_those_with_the_right(client, role, status):
    signed_in(client, role)
    held = make.activity("2014-06-05")
    assert client.get(page("withdraw", held)).status_code == status
    client.post(page("withdraw", held), {"because": "Entered twice"})
    held.refresh_from_db()
    assert (held.withdrawn_on is not None) is (status == 200)


def test_the_page_of_an_event_names_nobody_to_a_viewer(client):
    signed_in(client, "Viewer")
    event = make.event("2014-06-05")
    make.participation(event, make.person("Asha Verma"))
    said = client.get(page("inspect", event)).content.decode()
    assert "Asha Verma" not in said
    signed_in(client, "Assistant")
    assert "Asha Verma" in client.get(page("inspect", event)).content.decode()


def test_the_search_finds_no_person_for_a_viewer(client):
    make.person("Asha Verma")
    signed_in(client, "Viewer")
    assert client.get(reverse("find_record"), {"q": "asha"}).context["kinds"] == []
    signed_in(client, "Assistant")
    assert [kind[0] for kind in client.get(reverse("find_record"), {"q": "asha"}).context["kinds"]] == [
        "People"
    ]


def test_settling_the_roles_twice_leaves_them_the_same_and_takes_back_rights_given_by_hand():
    settle_roles()
    viewer = Group.objects.get(name="Viewer")
    before = set(viewer.permissions.values_list("codename", flat=True))
    viewer.permissions.add(*Group.objects.get(name="Head").permissions.filter(codename="view_person"))
    settle_roles()
    assert set(viewer.permissions.values_list("codename", flat=True)) == before
    assert "view_person" not in before
    assert Group.objects.filter(name__in=ROLES).count() == len(ROLES)


def test_nobody_not_signed_in_sees_the_desk(client):
    for address in (reverse("wagtailadmin_home"), reverse("activity:index"), reverse("find_record")):
        assert client.get(address).headers["Location"].startswith("/accounts/login/")


# The first page.


def test_the_first_page_names_what_waits_and_leaves_out_what_does_not(client):
    signed_in(client)
    late = make.product("2020", state="planned")
    needs = client.get(reverse("wagtailadmin_home")).context["panels"][0].get_context_data({})["needs"]
    assert [(str(need.heading), need.total, need.rows[0][0]) for need in needs] == [
        ("Products overdue", 1, late.title)
    ]


def test_a_product_due_this_year_is_not_overdue_before_the_year_is_over():
    make.product("2026", state="planned")
    told = [products_overdue(day).count() for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert told == [0, 1]


def test_a_name_in_a_trail_leads_to_the_page_of_the_record(client):
    signed_in(client)
    held = make.activity("2014-06-05", code="A-1")
    answer = client.get(reverse("record", args=("programme", "activity", "A-1")))
    assert answer.headers["Location"] == page("inspect", held)
    assert client.get(reverse("record", args=("programme", "nothing", "A-1"))).status_code == 404


def test_a_session_withdrawn_at_the_desk_tells_attendance_and_calendars_anew(client):
    signed_in(client)
    event = make.event("2014-05-06")
    Event.objects.filter(pk=event.pk).update(attended_share=100)
    one, two = (make.session(event, f"2014-05-06T{hour}:00+00:00", 1) for hour in ("09", "11"))
    came = make.participation(event, status="registered")
    marked = Mark(one.pk, came.pk, True, one.starts_at)
    mark_attendance(event=event, marks=[marked, Mark(two.pk, came.pk, False, two.starts_at)])
    came.refresh_from_db()
    before = (came.status, Event.objects.get(pk=event.pk).sequence)

    client.post(reverse("session:withdraw", args=(two.pk,)), {"because": "It did not take place."})

    came.refresh_from_db()
    assert (before[0], came.status) == ("registered", "attended")
    assert Event.objects.get(pk=event.pk).sequence == before[1] + 1
