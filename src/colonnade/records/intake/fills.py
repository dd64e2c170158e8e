"""Which cells of a workbook are filled with a colour: people mark with it what they do not write."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lxml import etree

from colonnade.records.intake.xlsx import number_of, sheet_paths

ENOUGH: Final = 50_000
"""Filled cells that are told; a sheet with more is painted, not marked."""
Filled = dict[tuple[int, int], str]


def fills(content: bytes) -> dict[str, Filled]:
    """By sheet, the filled cells with their colour as six letters."""
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/styles.xml" not in archive.namelist():
            return {}
        colours = _colours(archive.read("xl/styles.xml"))
        return {name: _filled(archive, path, colours) for name, path in sheet_paths(archive).items()}


def _colours(styles: bytes) -> dict[int, str]:
    """The solid colour of each cell format that has one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(styles, parser)
    solid = []
    for fill in tree.iterfind("{*}fills/{*}fill"):
        pattern = fill.find("{*}patternFill")
        colour = pattern.find("{*}fgColor") if pattern is not None else None
        told = colour.get("rgb", colour.get("theme", colour.get("indexed", ""))) if colour is not None else ""
        painted = pattern is not None and pattern.get("patternType") == "solid"
        solid.append(told[-6:] if painted and told[-6:] != "FFFFFF" else "")
    formats = tree.iterfind("{*}cellXfs/{*}xf")
    return {
        number: solid[fill]
        for number, each in enumerate(formats)
        if (fill := int(each.get("fillId", "0"))) < len(solid) and solid[fill]
    }


def _filled(archive: zipfile.ZipFile, path: str, colours: dict[int, str]) -> Filled:
    found: Filled = {}
    with archive.open(path) as sheet:
        cells = etree.iterparse(sheet, tag="{*}c", resolve_entities=False, no_network=True, load_dtd=False)
        for _event, cell in cells:
            colour = colours.get(int(cell.get("s", "0")))
            if colour and len(found) < ENOUGH:
                name = cell.get("r", "")
                letters = name.rstrip("0123456789")
                if letters and name[len(letters) :]:
                    found[int(name[len(letters) :]), number_of(letters)] = colour
            cell.clear()
    return found
