"""The sheets in words: the page of the guide that lists every sheet and column, made from the sheets themselves."""

from __future__ import annotations

from collections.abc import Iterable

from colonnade.records.intake.sheets import Column, Sheet

INTRODUCTION = """\
# The workbook: its sheets and columns

This page is made from the sheets themselves (`colonnade template --guide`); a test holds it true.

`colonnade template` writes the workbook with drop-downs and examples; `colonnade import FILE` reads it: an XLSX
file, or a folder with one CSV file a sheet, named as the sheet (`Events.csv`), in any separator and encoding.
Sheets and columns that are not needed may be left out, and columns may stand in any order. A heading is
understood as printed here, in any case, or by the column's short name in the third column.

- **Codes** hold the sheets together: a row names another by its code, on a sheet of the same file or in the record already.
  Several codes or countries in one cell stand between semicolons.
- **An empty cell says nothing**: what the record holds stays. `-` or `n/a` says that a thing is not known, and `0` is nought.
  In columns of countries, `NA` is Namibia.
- **Dates** may be written 9 April 2014, April 2014, 2014 or 2014-04-09, in any of seven languages. 04/09/2014 is asked about,
  never guessed.
- **Source** is the code of a row on Sources. Where there is only a web address, write it under Source address, and it becomes a
  source of its own.
- Rows whose key begins with `EXAMPLE-` are left out.
- On Events, Studies, Missions and study tours, and Outreach, one row writes two records under one code: the activity and what is
  particular to it.
"""


def guide(sheets: Iterable[Sheet]) -> str:
    """The whole page, in Markdown."""
    return "\n".join([INTRODUCTION, *(_section(sheet) for sheet in sheets)])


def _section(sheet: Sheet) -> str:
    rows = "\n".join(_line(column) for column in sheet.columns)
    head = "| Column | | Short name | What to write | |\n|---|---|---|---|---|"
    return f"## {sheet.name}\n\n{sheet.about}\n\n{head}\n{rows}\n"


def _line(column: Column) -> str:
    needed = "required" if column.required else ""
    what = column.kind.about().replace("|", "\\|")
    return f"| {column.heading} | {needed} | `{column.name}` | {what} | {column.help} |"
