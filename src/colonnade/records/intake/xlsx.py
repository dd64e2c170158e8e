"""XLSX workbooks. Values come from calamine; the sheets' XML is looked through first, for what calamine does not tell:
formulas, merged cells, how far a sheet really reaches, and whether it would burst the memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from colonnade.records.intake.books import Limits, Merged, NotReadable, Table
from colonnade.records.intake.cells import Raw

_CHUNK: Final = 1 << 20
# A cell with something in it, a formula, a merged range: in any name space, attributes in any order.
_CELL: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_EITHER: Final = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>|<(?:\w+:)?(f)[\s>/]'
)
_MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
ENOUGH_FORMULAS: Final = 200_000


@dataclass
class Seen:
    """What the XML of a sheet shows without its values being read."""

    last_row: int = 0
    last_column: int = 0
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[Merged, ...] = ()


@dataclass
class XlsxTable(Table):
    book: CalamineWorkbook | None = None

    def rows(self) -> Iterator[list[Raw]]:
        if self.book is None:
            return
        sheet = self.book.get_sheet_by_name(self.name)
        before: list[Raw] = [None] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            yield before + [None if cell == "" else cell for cell in row]  # type: ignore[misc]


def read_xlsx(content: bytes, limits: Limits) -> list[Table]:
    """The sheets of a workbook; refused in a sentence where it is none, is locked, or unpacks to something huge."""
    refuse_what_is_no_workbook(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_a_bomb(archive, limits)
            seen = {name: look_through(archive, path) for name, path in sheet_paths(archive).items()}
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, CalamineError, RuntimeError) as error:
        raise NotReadable(
            "The file is damaged or is not an XLSX workbook. Open it in a spreadsheet, save it as .xlsx, and try again."
        ) from error
    return [
        XlsxTable(
            name=sheet.name, hidden=sheet.visible != SheetVisibleEnum.Visible, book=book, read_as="XLSX",
            **vars(seen.get(sheet.name, Seen())),
        )
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]  # fmt: skip


def refuse_what_is_no_workbook(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise NotReadable(
                "The file is locked with a password. Save a copy without one, and import the copy."
            )
        raise NotReadable("The file is in the old .xls format. Save it as .xlsx, and import that.")
    if not content.startswith(b"PK"):
        raise NotReadable(
            "The file is not a workbook. Give an .xlsx file, a .csv file, or a folder of .csv files."
        )


def refuse_a_bomb(archive: zipfile.ZipFile, limits: Limits) -> None:
    """The sizes that an archive states are the most that can be read out of it."""
    size = sum(part.file_size for part in archive.infolist())
    if size > limits.unpacked_bytes:
        raise NotReadable(
            f"The file unpacks to {size // 1024**2:,} MB, which is more than any workbook needs. "
            "Copy the values into a new workbook, and import that."
        )


def sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where in the archive each sheet lies."""
    # Nothing outside the archive is fetched, and no entity is unfolded.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    sheets = list(book.iter("{*}sheet"))
    paths = {}
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        paths[sheet.get("name", "")] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return {name: path for name, path in paths.items() if path in archive.namelist()}


def look_through(archive: zipfile.ZipFile, path: str) -> Seen:
    """Go once through a sheet's XML, a piece at a time, whatever its size."""
    seen, formulas, columns, merged = Seen(), set[tuple[int, int]](), set[bytes](), list[Merged]()
    last = (0, 0)
    for piece in _pieces(archive, path):
        cells = _CELL.findall(piece)
        if cells:
            columns.update({column for column, _ in cells})
            seen.last_row = max(seen.last_row, max(int(row) for _, row in cells))
        if _FORMULA.search(piece) and len(formulas) < ENOUGH_FORMULAS:
            for column, row, formula in _EITHER.findall(piece):
                if formula:
                    formulas.add(last)
                else:
                    last = (int(row), number_of(column.decode()))
        elif cells:
            last = (int(cells[-1][1]), number_of(cells[-1][0].decode()))
        for first, top, final, bottom in _MERGED.findall(piece):
            name = f"{first.decode()}{top.decode()}:{final.decode()}{bottom.decode()}"
            merged.append(
                Merged(name, int(top), number_of(first.decode()), int(bottom), number_of(final.decode()))
            )
    seen.last_column = max((number_of(column.decode()) for column in columns), default=0)
    seen.formulas, seen.merged = frozenset(formulas - {(0, 0)}), tuple(merged)
    return seen


def _pieces(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The XML in pieces that end before a tag, so that none is cut in two."""
    rest = b""
    with archive.open(path) as part:
        while chunk := part.read(_CHUNK):
            chunk = rest + chunk
            cut = chunk.rfind(b"<")
            yield chunk[:cut]
            rest = chunk[cut:]
    yield rest


def number_of(column: str) -> int:
    """``A`` is 1, ``AA`` is 27."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number
