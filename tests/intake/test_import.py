"""What an import promises: all or nothing, twice is once, hand edits stay, and it says what it did."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from tests.intake.files import folder, workbook

from colonnade.capacity.models import Event, HeadCount, Participation, Tally
from colonnade.office.models import ActivityKind, Pillar, Theme
from colonnade.partners.models import Organisation
from colonnade.people.models import Account, Person
from colonnade.places.actions import load_reference
from colonnade.programme.models import Activity, Chain
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.records.intake.books import NotReadable
from colonnade.records.intake.plan import Options, plan_import
from colonnade.records.models import Batch, Source
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

FRAME = {
    "Pillars": [["Code", "Name"], ["capacity", "Capacity development"]],
    "Kinds of activity": [["Code", "Name", "Plural", "Pillar"], ["workshop", "workshop", "workshops", "capacity"]],
    "Themes": [["Code", "Name"], ["trust", "Trust"], ["data", "Open data"]],
}  # fmt: skip
EVENTS = {
    "Events": [
        ["Code", "Title", "Kind", "State", "Starts on", "Themes", "Host country"],
        ["EV-1", "Workshop on trust", "workshop", "held", "April 2013", "trust; data", "Viet Nam"],
    ],
    "People": [["Code", "Full name"], ["P-1", "Ana Lima"], ["P-2", "李娜"]],
    "Participations": [
        ["Code", "Event", "Person", "Country", "Sex"],
        ["PA-1", "EV-1", "P-1", "Brazil", "female"],
        ["PA-2", "EV-1", "P-2", "China", "female"],
    ],
}


def bring(path, **options):
    return plan_import(path, SHEETS, Options(**options))


def findings(plan):
    return [(f.sheet, f.row, f.column, f.severity) for f in plan.findings]


def test_every_example_of_the_template_is_understood_without_a_word_and_written(tmp_path):
    load_reference()
    sheets = {
        sheet.name: [
            [column.heading for column in sheet.columns],
            *(
                [row.get(c.name, "").replace("EXAMPLE-", "X-") for c in sheet.columns]
                for row in sheet.examples[: 1 if sheet.name == "Office" else 2]  # a record is of one office
            ),
        ]
        for sheet in SHEETS
    }

    plan = bring(folder(tmp_path / "examples", sheets))

    assert findings(plan) == []
    plan.write()
    assert [(each.name, each.new) for each in plan.understood if each.new != 2] == [
        ("Office", 1),
        ("Sources made from addresses", 3),
    ]


def test_examples_are_left_out_and_counted(tmp_path):
    sheets = {"Themes": [["Code", "Name"], ["EXAMPLE-TH-1", "Trust"], ["trust", "Trust"]]}

    plan = bring(folder(tmp_path / "book", sheets))

    assert (plan.understood[0].examples, plan.new, findings(plan)) == (1, 1, [])


def test_an_event_is_written_with_its_activity_its_sets_and_one_line_of_history(tmp_path):
    load_reference()
    batch = bring(folder(tmp_path / "book", FRAME | EVENTS)).write()

    event = Event.objects.get(code="EV-1")
    activity = event.activity
    assert (activity.code, str(activity.starts), activity.host_country.code) == ("EV-1", "2013-04", "VNM")
    assert set(activity.themes.values_list("code", flat=True)) == {"trust", "data"}
    assert activity.history.get().history_change_reason == "import book"
    kept = activity.history.get().themes.all()
    assert {line.theme.code for line in kept} == {"trust", "data"}
    assert Tally.objects.get(event=event).parts["sex"] == {"female": 2}
    assert (batch.added, batch.changed) == (9, 0)


def test_a_second_import_of_the_same_file_changes_nothing(tmp_path):
    load_reference()
    path = folder(tmp_path / "book", FRAME | EVENTS)
    bring(path).write()
    lines = [model.history.count() for model in (Activity, Event, Person, Participation, Theme)]

    again = bring(path)

    assert (again.empty, again.new, again.changed, again.same) == (True, 0, 0, 9)
    assert again.write() is None
    assert [model.history.count() for model in (Activity, Event, Person, Participation, Theme)] == lines
    assert Batch.objects.count() == 1


def test_a_change_is_told_with_its_old_and_new_value_and_written_with_its_reason(tmp_path):
    bring(folder(tmp_path / "a", FRAME)).write()
    later = folder(tmp_path / "b", {"Themes": [["Code", "Name"], ["trust", "Trust in government"]]})

    plan = bring(later)
    batch = plan.write()

    assert [change.words() for change in plan.changes] == [[("Name", "Trust", "Trust in government")]]
    assert Theme.objects.get(code="trust").name == "Trust in government"
    assert Theme.objects.get(code="trust").history.first().history_change_reason == "import b"
    assert (batch.added, batch.changed, batch.unchanged) == (0, 1, 0)


def test_a_changed_kind_of_event_counts_other_roles_and_the_tally_follows(tmp_path):
    kinds = FRAME["Kinds of activity"] + [
        ["international_conference", "conference", "conferences", "capacity"]
    ]
    frame = FRAME | {"Kinds of activity": kinds, "People": EVENTS["People"]}
    observed = {"Participations": [["Code", "Event", "Person", "Role"], ["PA-1", "EV-1", "P-1", "observer"]]}
    bring(workbook(tmp_path / "a.xlsx", frame | EVENTS | observed)).write()
    heading, row = EVENTS["Events"]
    changed = [heading, [*row[:2], "international_conference", *row[3:]]]

    bring(workbook(tmp_path / "b.xlsx", {"Events": changed})).write()

    assert Event.objects.get().activity.kind.code == "international_conference"
    assert Tally.objects.get().counted == 1


def test_an_empty_cell_leaves_what_is_there_and_a_mark_takes_it_away(tmp_path):
    sheets = {"Organisations": [["Code", "Name", "Short name", "Note"], ["O", "Office", "OFF", "old"]]}
    bring(folder(tmp_path / "a", sheets)).write()
    sheets["Organisations"][1] = ["O", "Office", "", "n/a"]

    plan = bring(folder(tmp_path / "b", sheets))
    plan.write()

    held = Organisation.objects.get()
    assert (held.short_name, held.note) == ("OFF", "")
    assert findings(plan) == [("Organisations", 2, "Note", "note")]


def test_what_was_edited_by_hand_is_kept_and_asked_about(tmp_path):
    path = folder(tmp_path / "book", FRAME)
    bring(path).write()
    theme = Theme.objects.get(code="trust")
    theme.name = "Trust, edited"
    theme._history_user = Account.objects.create(username="officer")
    theme.save()

    plan = bring(path)

    assert findings(plan) == [("Themes", 2, "Name", "question")]
    assert (plan.stopped, plan.empty) == (False, True)
    forced = bring(path, overwrite=True)
    forced.write()
    assert Theme.objects.get(code="trust").name == "Trust"


def test_a_set_edited_by_hand_is_kept_too(tmp_path):
    load_reference()
    path = folder(tmp_path / "book", FRAME | EVENTS)
    bring(path).write()
    Activity.objects.get().themes.remove(Theme.objects.get(code="data"))

    plan = bring(path)

    assert findings(plan) == [("Events", 2, "Themes", "question")]
    assert plan.empty


def test_a_withdrawn_record_stays_withdrawn(tmp_path):
    path = folder(tmp_path / "book", FRAME)
    bring(path).write()
    withdraw(record=Theme.objects.get(code="trust"), because="entered twice")

    plan = bring(path)

    assert (plan.empty, findings(plan)) == (True, [("Themes", 2, "", "note")])


def test_the_steps_of_a_chain_follow_the_file(tmp_path):
    rows = [["Code", "Title", "Kind", "State"]] + [
        [f"A-{n}", f"Step {n}", "workshop", "held"] for n in range(3)
    ]
    chain = [["Code", "Title", "Activities"], ["C", "Chain", "A-2; A-0"]]
    bring(folder(tmp_path / "a", FRAME | {"Other activities": rows, "Chains": chain})).write()
    chain[1][2] = "A-0; A-1; A-2"

    plan = bring(folder(tmp_path / "b", {"Chains": chain}))
    plan.write()

    steps = Chain.objects.get().steps.order_by("order").values_list("activity__code", flat=True)
    assert list(steps) == ["A-0", "A-1", "A-2"]
    assert [change.words() for change in plan.changes] == [[("Activities", "A-2; A-0", "A-0; A-1; A-2")]]


def test_rows_find_those_above_them_wherever_these_stand(tmp_path):
    rows = [["Code", "Name", "Part of"], ["c", "Unit", "b"], ["b", "Division", "a"], ["a", "Department", ""]]

    bring(folder(tmp_path / "book", {"Organisations": rows})).write()

    assert Organisation.objects.get(code="c").parent.parent.code == "a"


def test_a_web_address_becomes_one_source_however_often_it_stands(tmp_path):
    address = "https://office.example/page"
    rows = [["Code", "Name", "Source address"], ["a", "A", address], ["b", "B", address]]
    path = folder(tmp_path / "book", {"Themes": rows})
    bring(path).write()

    assert Source.objects.filter(address=address, kind="page").count() == 1
    assert {theme.source.address for theme in Theme.objects.all()} == {address}
    assert bring(path).empty


def test_nothing_is_written_when_the_database_refuses_one_row(tmp_path):
    """Two head counts in use at one event: the second was made after the plan."""
    bring(folder(tmp_path / "a", FRAME | {"Events": [row[:4] for row in EVENTS["Events"]]})).write()
    rows = [["Code", "Event", "People"], ["HC-1", "EV-1", "40"]]
    plan = bring(
        folder(tmp_path / "b", {"Organisations": [["Code", "Name"], ["O", "Office"]], "Head counts": rows})
    )
    HeadCount.objects.create(code="HC-0", event=Event.objects.get(), people=41)

    with pytest.raises(Refused, match=r"at or after Head counts, row 2 \(HC-1\).*Nothing was written"):
        plan.write()

    assert (HeadCount.objects.count(), Organisation.objects.count(), Batch.objects.count()) == (1, 0, 1)


def test_what_the_record_holds_already_is_told_before_anything_is_written(tmp_path):
    load_reference()
    bring(folder(tmp_path / "a", FRAME | EVENTS)).write()
    rows = [["Code", "Event", "Person"], ["PA-9", "EV-1", "P-1"]]

    plan = bring(folder(tmp_path / "b", {"Participations": rows}))

    assert findings(plan) == [("Participations", 2, "Person", "problem")]
    assert "in the record, as PA-1" in plan.findings[0].what


def test_a_plan_with_problems_cannot_be_written(tmp_path):
    plan = bring(folder(tmp_path / "book", {"Themes": [["Code", "Name"], ["trust", ""]]}))

    with pytest.raises(Refused, match="nothing was written"):
        plan.write()


def test_one_answer_settles_the_order_of_day_and_month_for_the_whole_file(tmp_path):
    rows = [["Code", "Title", "Date"], ["M-1", "One", "04/09/2014"], ["M-2", "Two", "13/04/2014"]]
    path = folder(tmp_path / "book", {"Milestones": rows})

    assert findings(bring(path)) == [("Milestones", 2, "Date", "question")]
    plan = bring(path, dates="dmy")
    assert [draft.values[2] for draft in plan.changes[0].part.drafts] == [date(2014, 9, 4), date(2014, 4, 13)]


def test_NA_is_namibia_in_a_column_of_countries_and_not_known_elsewhere(tmp_path):  # noqa: N802
    load_reference()
    rows = [["Code", "Name", "Country", "Short name"], ["O", "Office", "NA", "NA"], ["P", "Post", "n/a", "0"]]
    plan = bring(folder(tmp_path / "book", {"Organisations": rows}))
    plan.write()

    held = Organisation.objects.get(code="O")
    assert (held.country.name_en, held.short_name) == ("Namibia", "")
    assert (Organisation.objects.get(code="P").country, Organisation.objects.get(code="P").short_name) == (
        None,
        "0",
    )
    assert sorted(finding[2] for finding in findings(plan)) == ["Country", "Short name"]


def test_a_code_or_a_name_that_is_not_there_is_helped_with(tmp_path):
    rows = [["Code", "Name", "Part of"], ["ORG-1", "Ministry of Water", ""], ["ORG-2", "A", "ORG-11"],
            ["ORG-3", "B", "ministry of water"]]  # fmt: skip

    plan = bring(folder(tmp_path / "book", {"Organisations": rows}))

    assert [finding.do for finding in plan.findings] == [
        "Did you mean “ORG-1”, “ORG-3” or “ORG-2”?",
        "Write its code, ORG-1.",
    ]


def test_an_account_that_confirms_is_kept_with_the_history(tmp_path):
    officer = Account.objects.create(username="officer")

    batch = bring(folder(tmp_path / "book", FRAME)).write(by=officer)

    assert (batch.imported_by, Pillar.objects.get().history.get().history_user) == ("officer", officer)
    assert ActivityKind.objects.get().history.get().history_user == officer


def test_on_the_command_line_nothing_is_written_without_yes(tmp_path):
    path, out = folder(tmp_path / "book", FRAME), io.StringIO()

    call_command("import", str(path), stdout=out)
    assert (Theme.objects.count(), out.getvalue().splitlines()[-1]) == (
        0, "Nothing is written yet: 4 new, 0 changed, 0 the same. Add --yes to write.",
    )  # fmt: skip
    call_command("import", str(path), yes=True, stdout=out)
    assert Theme.objects.count() == 2
    assert out.getvalue().splitlines()[-1] == "Written: 4 new, 0 changed, 0 the same."


def test_on_the_command_line_a_fault_gives_a_copy_with_reasons_and_json_tells_a_script(tmp_path):
    path = workbook(tmp_path / "book.xlsx", {"Themes": [["Code", "Name"], ["trust", None], ["=1", "x"]]})
    copy, out = tmp_path / "reasons.xlsx", io.StringIO()

    with pytest.raises(CommandError, match="Nothing was written: 2 problems"):
        call_command("import", str(path), reasons=copy, yes=True, json=True, stdout=out)

    told = json.loads(out.getvalue())
    assert [(f["row"], f["column"]) for f in told["findings"]] == [(2, "Name"), (3, "Code")]
    assert (told["written"], told["reasons"]) == (False, str(copy))
    assert copy.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"hello", "is not a workbook"),
        (b"PK\x03\x04 and then nothing", "is damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0 old", "old .xls format"),
    ],
)
def test_what_is_no_workbook_is_refused_in_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)

    with pytest.raises(NotReadable, match=sentence):
        bring(path)


def test_a_lone_csv_is_known_by_its_headings(tmp_path):
    path = tmp_path / "people of 2013.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["code", "full_name", "Family name"], ["P-1", "Ana Lima", "Lima"]])

    plan = bring(path)

    assert (plan.understood[0].sheet.name, plan.new) == ("People", 1)
