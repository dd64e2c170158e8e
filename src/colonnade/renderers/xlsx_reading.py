"""Read back the numbers of a workbook: each cell that has an address behind it, and what it shows."""

from __future__ import annotations

import posixpath
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from lxml import etree

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COMMENTS: Final = "/comments"
_SHEETS: Final = "xl/worksheets/"

Shown = str | int | float


def read_bounds(data: bytes) -> list[tuple[str, Shown]]:
    """Every cell with an address in its comment, sheet by sheet: a number, or the words it shows.

    A cell of words with several numbers in them is given once for each of its addresses.
    """
    with ZipFile(BytesIO(data)) as book:
        strings = _strings(book)
        names = [name for name in book.namelist() if name.startswith(f"{_SHEETS}sheet")]
        found: list[tuple[str, Shown]] = []
        for name in sorted(names, key=lambda name: int("".join(filter(str.isdigit, name)))):
            cells = _cells(book, name, strings)
            for place, addresses in _addresses(book, name):
                found.extend((address, cells[place]) for address in addresses.splitlines())
        return found


def _xml(book: ZipFile, name: str) -> Any:
    return etree.fromstring(book.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _strings(book: ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_words(item) for item in _xml(book, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _words(item: Any) -> str:
    return "".join(part.text or "" for part in item.iter(f"{_MAIN}t"))


def _cells(book: ZipFile, name: str, strings: list[str]) -> dict[str, Shown]:
    shown: dict[str, Shown] = {}
    for cell in _xml(book, name).iter(f"{_MAIN}c"):
        written = cell.findtext(f"{_MAIN}v")
        if written is None:
            continue
        shown[cell.get("r")] = strings[int(written)] if cell.get("t") == "s" else _number(written)
    return shown


def _number(written: str) -> int | float:
    number = float(written)
    return int(number) if number.is_integer() else number


def _addresses(book: ZipFile, name: str) -> list[tuple[str, str]]:
    """Cell and comment, in the order of the sheet."""
    relations = f"{_SHEETS}_rels/{name.removeprefix(_SHEETS)}.rels"
    if relations not in book.namelist():
        return []
    found = []
    for relation in _xml(book, relations):
        if relation.get("Type").endswith(_COMMENTS):
            target = posixpath.normpath(posixpath.join(_SHEETS, relation.get("Target")))
            found += [(c.get("ref"), _words(c)) for c in _xml(book, target).iter(f"{_MAIN}comment")]
    return found
