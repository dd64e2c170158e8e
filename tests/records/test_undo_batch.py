"""An import is taken back: what it added is withdrawn, what it changed gets its old values, what was touched since stays."""

from __future__ import annotations

import pytest
from tests import make
from tests.intake.files import workbook

from colonnade.capacity.actions import withdraw_participation
from colonnade.capacity.models import Event, Participation, Seats, Tally
from colonnade.capacity.queries import wrong_tallies
from colonnade.office.models import ActivityKind
from colonnade.partners.models import Organisation, OrganisationName
from colonnade.people.models import Account, Person
from colonnade.programme.models import Activity, Chain
from colonnade.records.actions import undo_batch
from colonnade.records.errors import Refused
from colonnade.records.intake.plan import Options, plan_import
from colonnade.records.models import Batch, Evidence, Source
from colonnade.records.undoing import what_undoing_does
from colonnade.web.desk.undoing import kept_after
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

BOOK = {
    "Events": [
        ["Code", "Title", "Kind", "State", "Starts on", "Themes", "Host country"],
        ["EV-1", "Workshop on trust", "regional_workshop", "held", "April 2013", "", "Viet Nam"],
    ],
    "People": [["Code", "Full name"], ["PER-1", "Ana Lima"], ["PER-2", "李娜"]],
    "Participations": [
        ["Code", "Event", "Person", "Country", "Function"],
        ["PAR-1", "EV-1", "PER-1", "Brazil", "Director"],
        ["PAR-2", "EV-1", "PER-2", "China", "Officer"],
    ],
}


@pytest.fixture(autouse=True)
def kind():
    return make.kind("regional_workshop")


def bring(tmp_path, sheets=BOOK, name="book.xlsx", **options) -> Batch:
    return plan_import(workbook(tmp_path / name, sheets), SHEETS, Options(**options)).write()


def undo(batch, by=None):
    return undo_batch(batch=batch, by=by, after=kept_after())


def left_of(batch):
    return [(one["record"], one["why"]) for one in Batch.objects.get(pk=batch.pk).left]


def test_what_an_import_added_is_withdrawn_with_its_reason_and_leaves_the_tallies(tmp_path):
    batch = bring(tmp_path)
    assert Tally.objects.get(event__code="EV-1").counted == 2

    undo(batch, by=Account.objects.create_user("officer"))

    held = [
        model.objects.filter(withdrawn_on=None).count() for model in (Event, Activity, Person, Participation)
    ]
    assert held == [0, 0, 0, 0]
    assert Participation.objects.get(code="PAR-1").withdrawn_because == "Import undone: book.xlsx"
    assert (Tally.objects.get(event__code="EV-1").counted, wrong_tallies()) == (0, [])
    batch.refresh_from_db()
    assert (batch.undone_by, batch.undone_at is not None, batch.left) == ("officer", True, [])


def test_nothing_is_deleted_by_undoing(tmp_path):
    batch = bring(tmp_path)

    undo(batch)

    assert (Participation.objects.count(), Person.objects.count(), Event.objects.count()) == (2, 2, 1)
    line = Participation.objects.get(code="PAR-1").history.first()
    assert (line.history_type, line.history_change_reason) == ("~", "import undone: book.xlsx")


def test_what_an_import_changed_gets_its_old_values(tmp_path):
    bring(tmp_path)
    after = {
        **BOOK,
        "Participations": [BOOK["Participations"][0], ["PAR-1", "EV-1", "PER-1", "Fiji", "Minister"]],
    }
    batch = bring(tmp_path, after, "second.xlsx")
    assert Participation.objects.get(code="PAR-1").country.code == "FJI"

    undo(batch)

    held = Participation.objects.get(code="PAR-1")
    assert (held.country.code, held.function, held.withdrawn_on) == ("BRA", "Director", None)
    assert Tally.objects.get(event__code="EV-1").parts["country"] == {"BRA": 1, "CHN": 1}


def test_a_set_of_other_records_gets_its_old_members(tmp_path):
    make.theme("trust"), make.theme("data")
    first = {"Events": [BOOK["Events"][0], [*BOOK["Events"][1][:5], "trust", "Viet Nam"]]}
    second = {"Events": [BOOK["Events"][0], [*BOOK["Events"][1][:5], "data", "Viet Nam"]]}
    bring(tmp_path, first)
    batch = bring(tmp_path, second, "second.xlsx")

    undo(batch)

    assert [theme.code for theme in Activity.objects.get(code="EV-1").themes.all()] == ["trust"]


def test_what_was_edited_since_is_left_and_said(tmp_path):
    bring(tmp_path)
    after = {"Participations": [BOOK["Participations"][0], ["PAR-1", "EV-1", "PER-1", "Fiji", "Minister"]]}
    batch = bring(tmp_path, after, "second.xlsx")
    held = Participation.objects.get(code="PAR-1")
    held.function = "Prime Minister"
    held.save()

    undo(batch)

    held.refresh_from_db()
    assert (held.country.code, held.function) == ("BRA", "Prime Minister")
    assert left_of(batch) == [("participation PAR-1", "function was edited since.")]


def test_an_added_row_that_was_edited_since_stays_with_all_it_rests_on(tmp_path):
    batch = bring(tmp_path)
    held = Participation.objects.get(code="PAR-1")
    held.function = "Minister"
    held.save()

    undo(batch)

    standing = {
        row.code
        for model in (Participation, Person, Event, Activity)
        for row in model.objects.filter(withdrawn_on=None)
    }
    assert standing == {"PAR-1", "PER-1", "EV-1"}
    assert dict(left_of(batch)) == {
        "participation PAR-1": "It was edited since.", "person PER-1": "participation PAR-1 rests on it.",
        "event EV-1": "participation PAR-1 rests on it.", "activity EV-1": "event EV-1 rests on it.",
    }  # fmt: skip
    assert Tally.objects.get(event__code="EV-1").counted == 1


def test_a_person_used_elsewhere_since_stays(tmp_path):
    batch = bring(tmp_path)
    other = make.participation(make.event(), Person.objects.get(code="PER-2"))

    undo(batch)

    assert Person.objects.get(code="PER-2").withdrawn_on is None
    assert left_of(batch) == [("person PER-2", f"participation {other.code} rests on it.")]


def test_a_record_with_evidence_added_since_stays(tmp_path):
    batch = bring(tmp_path, {"People": BOOK["People"]})
    Evidence.objects.create(ref="people/person/PER-1", title="Letter", file="letter.pdf", sha256="")

    undo(batch)

    assert left_of(batch) == [("person PER-1", "“Letter” rests on it.")]


def test_links_of_a_withdrawn_record_stay_with_it_and_a_source_stays(tmp_path):
    sheets = {
        "Sources": [["Code", "Title"], ["SO-1", "Report"]],
        "Organisations": [["Code", "Name", "Source"], ["OR-1", "Ministry", "SO-1"]],
        "Organisation names": [["Organisation", "Name"], ["OR-1", "Old Ministry"]],
    }
    batch = bring(tmp_path, sheets)

    undo(batch)

    assert Organisation.objects.get().withdrawn_on is not None
    assert (OrganisationName.objects.count(), Source.objects.filter(code="SO-1").count()) == (1, 1)
    assert left_of(batch) == [("source SO-1", "It enters no count, and stays to be named again.")]


def test_a_link_added_to_a_record_that_stays_is_taken_away_and_its_history_kept(tmp_path):
    bring(tmp_path, {"Organisations": [["Code", "Name"], ["OR-1", "Ministry"]]})
    batch = bring(
        tmp_path, {"Organisation names": [["Organisation", "Name"], ["OR-1", "Old Ministry"]]}, "names.xlsx"
    )

    undo(batch)

    assert OrganisationName.objects.count() == 0
    assert [line.history_type for line in OrganisationName.history.all()] == ["-", "+"]


def test_an_import_is_undone_once(tmp_path):
    batch = bring(tmp_path)
    undo(batch)

    with pytest.raises(Refused, match="was undone on .* already"):
        undo(batch)


def test_an_import_of_before_batches_were_remembered_says_so():
    batch = Batch.objects.create(file_name="old.xlsx", added=3)

    with pytest.raises(Refused, match="imported before its rows were remembered"):
        undo(batch)


def test_the_same_file_brings_an_undone_import_back(tmp_path):
    undo(bring(tmp_path))

    plan = plan_import(tmp_path / "book.xlsx", SHEETS)
    plan.write()

    assert (plan.new, plan.changed, plan.stopped) == (0, 5, False)
    assert Participation.objects.filter(withdrawn_on=None).count() == 2
    assert Tally.objects.get(event__code="EV-1").counted == 2
    assert plan_import(tmp_path / "book.xlsx", SHEETS).empty


def test_after_an_undo_the_file_put_right_is_not_taken_for_an_edit_by_hand(tmp_path):
    make.theme("trust"), make.theme("data")
    first = {"Events": [BOOK["Events"][0], [*BOOK["Events"][1][:5], "trust", "Viet Nam"]]}
    second = {
        "Events": [BOOK["Events"][0], ["EV-1", "Workshop on data", *BOOK["Events"][1][2:5], "data", "Fiji"]]
    }
    undo(bring(tmp_path, first))

    plan = plan_import(workbook(tmp_path / "second.xlsx", second), SHEETS)
    plan.write()

    held = Activity.objects.get(code="EV-1")
    assert (list(plan.findings), held.title, [theme.code for theme in held.themes.all()]) == (
        [],
        "Workshop on data",
        ["data"],
    )


def test_what_somebody_withdrew_by_hand_is_not_brought_back_by_undoing_nor_by_a_file(tmp_path):
    batch = bring(tmp_path)
    withdraw_participation(participation=Participation.objects.get(code="PAR-1"), because="entered twice")

    undo(batch)

    assert Participation.objects.get(code="PAR-1").withdrawn_because == "entered twice"
    plan = plan_import(tmp_path / "book.xlsx", SHEETS)
    assert [finding.what for finding in plan.findings if "PAR-1" in finding.what][0].startswith(
        "PAR-1 was withdrawn on"
    )


def test_the_preview_writes_nothing_and_asks_a_fixed_number_of_queries(
    tmp_path, django_assert_max_num_queries
):
    batch = bring(tmp_path)
    lines = [[f"PER-{number}", f"Name {number}"] for number in range(3, 60)]
    more = bring(tmp_path, {"People": [BOOK["People"][0], *lines]}, "more.xlsx")

    with django_assert_max_num_queries(60):
        one = what_undoing_does(batch)
    with django_assert_max_num_queries(60):
        what_undoing_does(more)

    assert one.counts == [("people", 2, 0), ("activities", 1, 0), ("events", 1, 0), ("participations", 2, 0)]
    assert Participation.objects.filter(withdrawn_on=None).count() == 2


def test_a_chain_is_withdrawn_with_its_order_kept(tmp_path):
    make.activity("2013", code="A-1"), make.activity("2014", code="A-2")
    sheets = {"Chains": [["Code", "Title", "Activities"], ["CH-1", "A chain", "A-1; A-2"]]}
    batch = bring(tmp_path, sheets)

    undo(batch)

    held = Chain.objects.get()
    assert (held.withdrawn_on is not None, held.steps.count()) == (True, 2)
    assert ActivityKind.objects.count() == 1


def list_of(event, **states):
    rows = [[f"PAR-{name}", event.code, f"PER-{name}", status] for name, status in states.items()]
    people = [[f"PER-{name}", name] for name in states]
    return {"People": [["Code", "Full name"], *people],
            "Participations": [["Code", "Event", "Person", "Status"], *rows]}  # fmt: skip


def test_a_list_by_which_more_would_be_registered_than_there_are_seats_is_refused(tmp_path):
    event = make.open_event(1)
    with pytest.raises(Refused, match="has 1 seats, and 3 people"):
        bring(tmp_path, list_of(event, a="registered", b="registered", c="registered"))
    assert Participation.objects.count() == 0
    bring(tmp_path, list_of(event, a="attended", b="attended"))
    assert Seats.objects.get(event=event, country=None).taken == 2


def test_an_import_that_freed_seats_is_not_undone_once_they_are_taken(tmp_path):
    event = make.open_event(1)
    bring(tmp_path, list_of(event, a="registered"))
    second = bring(tmp_path, list_of(event, a="cancelled"), name="second.xlsx")
    make.registration(event)
    with pytest.raises(Refused, match="has 1 seats, and 2 people"):
        undo(second)
    assert Participation.objects.get(code="PAR-a").status == "cancelled"
