"""CSV in any separator and encoding."""

import pytest
from tests.intake.files import folder

from colonnade.records.intake.books import NotReadable
from colonnade.records.intake.plan import Options, plan_import
from colonnade.records.models import Source
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db

RUSSIAN = [
    ["Code", "Full name", "Note"],
    ["P-1", "Алексей Петров", "Начальник отдела государственной службы"],
    ["P-2", "Мария Иванова", "Участвовала в семинаре; говорит по-французски"],
]
WRITTEN = {
    "utf-8": RUSSIAN, "utf-8-sig": RUSSIAN, "utf-16": RUSSIAN, "cp1251": RUSSIAN, "koi8_r": RUSSIAN,
    "cp1252": [["Code", "Full name", "Note"], ["P-1", "Étienne Lefèvre", "Représentant du ministère, présent à la réunion"],
               ["P-2", "Zoë Müller", "Très intéressée par l’administration électronique"]],
    "cp949": [["Code", "Full name", "Note"], ["P-1", "김민수", "행정안전부 정부혁신국 과장"],
              ["P-2", "이서연", "전자정부 연수 과정에 참가하였음"]],
    "gb18030": [["Code", "Full name", "Note"], ["P-1", "王小明", "国家行政学院培训部主任"],
                ["P-2", "李娜", "参加了电子政务研讨会，会说英语"]],
}  # fmt: skip


def names(plan):
    return [draft.values[1] for draft in plan.changes[0].part.drafts]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", sorted(WRITTEN))
def test_a_folder_in_any_separator_and_encoding_is_read(tmp_path, encoding, separator):
    rows = WRITTEN[encoding]
    path = folder(tmp_path / "book", {"People": rows}, encoding=encoding, separator=separator)

    plan = plan_import(path, SHEETS)

    assert (names(plan), plan.stopped) == ([row[1] for row in rows[1:]], False)


def test_a_folder_in_cp1251_with_semicolons_is_written_and_says_how_it_was_read(tmp_path):
    path = folder(tmp_path / "book", {"Sources": [["Code", "Title"], ["S-1", "Протокол заседания комитета по управлению"]]},
                  encoding="cp1251", separator=";")  # fmt: skip

    plan = plan_import(path, SHEETS)
    plan.write()

    assert Source.objects.get(code="S-1").title == "Протокол заседания комитета по управлению"
    assert plan.told() == ["Sources (CSV, cp1251, separated by semicolon): 1 new"]


def test_what_was_worked_out_is_told_with_words_to_judge_it_by_and_unicode_is_not(tmp_path):
    guessed = plan_import(folder(tmp_path / "a", {"People": RUSSIAN}, encoding="cp1251"), SHEETS)
    told = plan_import(folder(tmp_path / "b", {"People": RUSSIAN}), SHEETS)

    assert [(f.value, f.severity) for f in guessed.findings] == [("Алексей Петров", "note")]
    assert list(told.findings) == []


def test_its_owner_may_say_the_encoding(tmp_path):
    path = folder(tmp_path / "book", {"Themes": [["Code", "Name"], ["t", "Ёж"]]}, encoding="cp866")

    assert names(plan_import(path, SHEETS, Options(encoding="cp866"))) == ["Ёж"]
    with pytest.raises(NotReadable, match="not in the encoding"):
        plan_import(path, SHEETS, Options(encoding="ascii"))


def test_a_cell_with_the_separator_and_lines_of_its_own_stays_whole(tmp_path):
    path = folder(
        tmp_path / "book",
        {"Themes": [["Code", "Name", "Note"], ["t", 'Trust; "open"', "one\ntwo"]]},
        separator=";",
    )

    draft = plan_import(path, SHEETS).changes[0].draft

    assert draft.values == ("t", 'Trust; "open"', "one\ntwo")
