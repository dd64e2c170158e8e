"""How a list of others is read: layouts, names, countries, states, consents; and what is asked instead of guessed."""

from __future__ import annotations

import pytest
from tests import make
from tests.intake.files import workbook

from colonnade.capacity.lists.layouts import KNOWN_HEADINGS, propose
from colonnade.capacity.lists.names import (
    from_capitals,
    joined,
    key_of,
    may_be_run_over,
    together,
    without_honorific,
)
from colonnade.capacity.lists.plan import block_of, plan_list, proposal_for
from colonnade.capacity.lists.reading import read_people
from colonnade.records.actions import remember_mapping
from colonnade.records.intake.blocks import blocks, tables_of
from colonnade.records.intake.books import NotReadable
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.pasting import open_list, open_paste

INDICO = ["ID", "Name", "First Name", "Last Name", "Email Address", "Affiliation", "Position", "Title", "Country",
          "Phone Number", "Registration date", "Registration state", "Checked in"]  # fmt: skip
PRETIX = ["Order code", "Position ID", "Status", "Email", "Phone number", "Order date", "Order time", "Product", "Price",
          "Attendee name", "Attendee name: Given name", "Attendee name: Family name", "Attendee email", "Company", "Address",
          "ZIP code", "City", "Country", "State", "Voucher", "Pseudonymization ID", "Ticket secret", "Company",
          "Invoice address name", "VAT ID"]  # fmt: skip
EVENTBRITE = ["Order #", "Order Date", "First Name", "Last Name", "Email", "Attendee #", "Attendee Status", "Home Country",
              "Job Title", "Company"]  # fmt: skip


def used(headings, rows=()):
    proposal = propose(headings, rows)
    return proposal.layout, {
        heading: target for heading, target in zip(headings, proposal.columns, strict=True) if target
    }


def read(text, **choices):
    """A pasted list: its people, its questions, and what was said."""
    findings = Findings()
    block = block_of(open_paste(text, KNOWN_HEADINGS))
    listing = read_people(block, proposal_for(block), findings, **choices)
    return listing.people, listing.questions, list(findings)


def paste(*rows):
    return "\n".join("\t".join(row) for row in rows)


# Layouts -------------------------------------------------------------------------------------------------------


def test_a_list_of_indico_is_known_by_its_headings():
    assert used(INDICO) == ("Indico", {
        "ID": "ticket", "Name": "full_name", "First Name": "given_name", "Last Name": "family_name", "Email Address": "email",
        "Affiliation": "organisation", "Position": "function", "Title": "form_of_address", "Country": "country",
        "Registration state": "status", "Checked in": "attended",
    })  # fmt: skip


def test_a_list_of_pretix_takes_the_attendee_and_not_who_ordered():
    assert used(PRETIX) == ("pretix", {
        "Order code": "order", "Position ID": "ticket", "Status": "status", "Attendee name": "full_name",
        "Attendee name: Given name": "given_name", "Attendee name: Family name": "family_name",
        "Attendee email": "email", "Company": "organisation", "Country": "country",
    })  # fmt: skip


def test_a_list_of_eventbrite_takes_no_home_for_the_country_represented():
    assert used(EVENTBRITE) == ("Eventbrite", {
        "Order #": "order", "First Name": "given_name", "Last Name": "family_name", "Email": "email", "Attendee #": "ticket",
        "Attendee Status": "status", "Job Title": "function", "Company": "organisation",
    })  # fmt: skip


@pytest.mark.parametrize("headings", [
    ["Nom", "Prénom", "Courriel", "Pays", "Organisme", "Fonction"],
    ["Apellidos", "Nombres", "Correo electrónico", "País", "Institución", "Cargo"],
    ["Фамилия", "Имя", "Электронная почта", "Страна", "Организация", "Должность"],
    ["姓", "名", "邮箱", "国家", "单位", "职务"],
    ["이름", "이메일", "국가", "기관", "직위"],
    ["الاسم", "البريد الإلكتروني", "الدولة", "المؤسسة", "المنصب"],
])  # fmt: skip
def test_usual_headings_of_seven_languages_are_understood(headings):
    _layout, found = used(headings)

    assert len(found) == len(headings)


def test_a_column_called_title_is_a_form_of_address_where_it_holds_mr_and_ms():
    assert (
        used(["Title", "Name"], [["Mr", "A B"], ["Ms.", "C D"], ["H.E. Mr.", "E F"]])[1]["Title"]
        == "form_of_address"
    )
    assert used(["Title", "Name"], [["Director", "A B"], ["Officer", "C D"]])[1]["Title"] == "function"


@pytest.mark.django_db
def test_a_mapping_is_remembered_for_the_same_set_of_headings_in_any_order_and_case():
    remember_mapping(headings=["Who", "Where"], columns={"Who": "full_name", "Where": "country"})
    block = block_of(open_paste(paste(["who", "Where"], ["Ana", "Fiji"]), KNOWN_HEADINGS))
    proposal = proposal_for(block)

    assert proposal.remembered
    other = proposal_for(
        block_of(open_paste(paste(["Who", "Where", "When"], ["Ana", "Fiji", "x"]), KNOWN_HEADINGS))
    )
    assert not other.remembered


# Names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "rest", "form"), [
    ("H.E. Mr. Connor Savage", "Connor Savage", "H.E. Mr."), ("S.E. Sra. Ana Lima", "Ana Lima", "S.E. Sra."),
    ("M. Guy Julien", "Guy Julien", "M."), ("Dr Mary Hill", "Mary Hill", "Dr"), ("Mme Élise Turpin", "Élise Turpin", "Mme"),
    ("Drummond Smith", "Drummond Smith", ""), ("Mira Nair", "Mira Nair", ""), ("Sra", "Sra", ""), ("Prof. Dr. Ole Berg", "Ole Berg", "Prof. Dr."),
])  # fmt: skip
def test_a_form_of_address_is_taken_off_a_name_and_kept(name, rest, form):
    assert without_honorific(name) == (rest, form)


def test_names_are_the_same_whatever_their_case_accents_and_order():
    assert key_of("LIMA, Ana-María") == key_of("ana maria lima")
    assert key_of("İbrahim Çelik") == key_of("ibrahim celik")
    assert key_of("Ana Lima") != key_of("Ana Lemos")


def test_a_name_of_two_parts_is_put_together_as_its_script_does():
    assert (together("영진", "장"), together("岩", "魏"), together("Ana", "Lima")) == (
        "장영진",
        "魏岩",
        "Ana Lima",
    )


def test_a_name_in_capitals_is_proposed_as_it_is_usually_written():
    assert (from_capitals("MARIA DE LA CRUZ"), from_capitals("JEAN-PIERRE D'ARC")) == (
        "Maria de la Cruz",
        "Jean-Pierre D'Arc",
    )


def test_what_may_be_the_end_of_a_name_is_told_from_a_function():
    assert [
        may_be_run_over("Ana Leite da", word, "") for word in ("Lopes", "Vieira de Alves", "Schmitt ép.")
    ] == [True] * 3
    told = (
        "Director",
        "Ejecutivo de Inversiones",
        "IT Manager",
        "SYAH",
        "Get2C",
        "Minister, Chairman",
        "driver",
        "Délégué départemental",
    )
    assert [may_be_run_over("Ana Leite", word, "") for word in told] == [False] * len(told)
    assert joined("Thérèse Bigot-", "Fernandes") == "Thérèse Bigot-Fernandes"


# Rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_na_is_namibia_in_a_list_of_codes_and_is_asked_about_where_the_list_says_na_for_nothing():
    codes = read(paste(["Name", "Country"], ["Ana", "NA"], ["Bo", "FJ"], ["Cy", "DE"]))
    empties = read(
        paste(
            ["Name", "Country", "Position"],
            ["Ana", "NA", "NA"],
            ["Bo", "Fiji", "NA"],
            ["Cy", "Peru", "Clerk"],
        )
    )

    assert ([person.country for person in codes[0]], codes[1]) == (["NAM", "FJI", "DEU"], [])
    assert [(question.text, [value for value, _words in question.options]) for question in empties[1]] == [
        ("“NA”", ["NAM", "none"])
    ]
    assert [person.function for person in empties[0]] == ["", "", "Clerk"]


@pytest.mark.django_db
def test_a_word_that_means_two_countries_is_asked_once_for_the_list_with_its_rows():
    _people, questions, _said = read(
        paste(["Name", "Country"], ["Ana", "Congo"], ["Bo", "Korea"], ["Cy", "Congo"])
    )

    assert [(question.text, question.rows, question.proposal) for question in questions] == [
        ("“Congo”", (2, 4), ""),
        ("“Korea”", (3,), ""),
    ]


@pytest.mark.django_db
def test_a_body_where_a_country_is_expected_is_the_organisation():
    people, questions, said = read(paste(["Name", "Country", "Affiliation"], ["Ana", "UNDP", "Regional Hub"]))

    assert (people[0].country, people[0].body, people[0].employer, questions) == ("", "UNDP", "UNDP", [])
    assert any("organisation and not a country" in finding.what for finding in said)


@pytest.mark.django_db
def test_states_of_a_registration_decide_who_is_taken():
    rows = [
        ["Name", "Status"],
        *[
            [f"Person {word}", word]
            for word in ("Attending", "Checked In", "Cancelled", "Transferred", "No show", "Odd")
        ],
    ]
    people, _questions, said = read(paste(*rows), status="registered")

    assert [(person.status, person.left_out) for person in people] == [
        ("registered", ""), ("attended", ""), ("registered", "not attending"), ("registered", "transferred"), ("absent", ""),
        ("registered", ""),
    ]  # fmt: skip
    assert [finding.value for finding in said if "status is not known" in finding.what] == ["Odd"]


@pytest.mark.django_db
def test_who_is_checked_in_took_part():
    people, _questions, _said = read(
        paste(
            ["Name", "Registration state", "Checked in"],
            ["Ana", "Completed", "Yes"],
            ["Bo", "Completed", "No"],
        )
    )

    assert [person.status for person in people] == ["attended", "registered"]


@pytest.mark.django_db
def test_only_yes_is_a_consent():
    rows = [["Ana", "Yes"], ["Bo", ""], ["Cy", "no"], ["Di", "perhaps"]]
    people, _questions, _said = read(paste(["Name", "May we list your name?"], *rows))

    assert [person.may_list for person in people] == ["yes", "not stated", "no", "not stated"]


@pytest.mark.django_db
def test_a_second_registration_at_the_same_address_is_left_out_and_another_name_there_is_not():
    people, _questions, said = read(paste(
        ["Name", "E-mail"], ["Ana Lima", "office@x.org"], ["LIMA Ana", " OFFICE@x.org "], ["Bo Berg", "office@x.org"],
    ))  # fmt: skip

    assert [person.left_out for person in people] == ["", "duplicate", ""]
    assert any("they are kept as two people" in finding.what for finding in said)


@pytest.mark.django_db
def test_what_cannot_be_read_is_said_and_not_stored():
    people, _questions, said = read(
        paste(["Name", "E-mail", "Gender", "Sector"], ["Ana", "no mail", "yes", "kingdom"])
    )

    assert (people[0].email, people[0].sex, people[0].sector) == ("", "", "")
    assert [finding.column for finding in said if finding.value] == ["E-mail", "Gender", "Sector"]


@pytest.mark.django_db
def test_a_row_without_a_name_is_a_problem_and_columns_not_used_are_named():
    plan = plan_list(
        open_paste(paste(["Name", "E-mail", "Diet"], ["", "a@x.org", "vegan"]), KNOWN_HEADINGS), make.event()
    )

    assert plan.stopped
    assert [finding.what for finding in plan.findings if finding.severity == "problem"] == [
        "The row has no name."
    ]
    assert any("“Diet”" in finding.what for finding in plan.findings)


@pytest.mark.django_db
def test_a_list_without_a_column_of_names_says_what_is_missing():
    plan = plan_list(open_paste(paste(["Colour", "Size"], ["red", "L"]), KNOWN_HEADINGS), make.event())

    assert [finding.what for finding in plan.findings] == ["No column holds names."]


# Files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1251", ";"), ("utf-16", "\t")]
)
def test_a_text_in_any_encoding_and_with_any_separator_is_read(tmp_path, encoding, separator):
    rows = [
        ["Name", "Email", "Country"],
        ["Климент Рогов", "k@x.org", "Казахстан"],
        ["Наталья Орлова", "n@x.org", "Россия"],
    ]
    path = tmp_path / "list.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    block = block_of(open_list(path, KNOWN_HEADINGS))

    assert [cells for _row, cells in block.rows()] == rows[1:]


def test_two_tables_under_titles_of_their_own_stand_side_by_side(tmp_path):
    path = workbook(tmp_path / "two.xlsx", {"Both": [
        ["First", None, None, "Second", None, None, None], ["Name", "Country", None, "Name", "Role", None, None],
        ["Ana", "Fiji", None, "Bo", "speaker", None, None], ["Cy", "Peru", None, None, None, None, "a remark"],
    ]})  # fmt: skip
    table = open_list(path, ()).tables[0]
    found, loose = blocks(table)

    assert [(block.title, [cells for _row, cells in block.rows()]) for block in found] == [
        ("First", [["Ana", "Fiji"], ["Cy", "Peru"]]), ("Second", [["Bo", "speaker"]]),
    ]  # fmt: skip
    assert [(remark.row, remark.text) for remark in loose] == [(4, "a remark")]


def test_one_table_with_an_empty_column_stays_one(tmp_path):
    path = workbook(
        tmp_path / "one.xlsx",
        {"List": [["Name", "Country", None, "Role", "Email"], ["Ana", "Fiji", None, "speaker", "a@x.org"]]},
    )

    assert [block.headings for block in tables_of(open_list(path, ()))] == [
        ("Name", "Country", "Role", "Email")
    ]


def test_nothing_pasted_is_refused_in_a_sentence():
    with pytest.raises(NotReadable, match="Nothing was pasted"):
        open_paste(" \n ", KNOWN_HEADINGS)


def test_a_heading_that_stands_there_twice_carries_its_number():
    block = block_of(open_paste(paste(["Company", "Name", "Company"], ["A", "B", "C"]), KNOWN_HEADINGS))

    assert block.names() == ("Company", "Name", "Company (2)")
