"""An office document (DOCX) to go on writing in: headings, tables and notes as a word processor knows them.

The face is Arial, which every office computer has, with Arabic, Cyrillic and Greek; Chinese and Korean get the face
that comes with the system.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

from colonnade.renderers import pdf_fonts
from colonnade.renderers.document import Brand
from colonnade.renderers.drawings import colours
from colonnade.renderers.labels import label
from colonnade.renderers.papers.signs import sign_png
from colonnade.renderers.pptx.package import sealed
from colonnade.values.languages import direction, known

_FACE: Final = "Arial"
_EAST_ASIAN: Final = {"zh": "Microsoft YaHei", "ko": "Malgun Gothic"}
_LOCALES: Final = {
    "en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "zh": "zh-CN", "ar": "ar-SA", "ko": "ko-KR",
}  # fmt: skip
_FROM_RIGHT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_QUIET: Final = "5C5C5C"
_NOTES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_WIDE: Final = 16.6
"""Centimetres between the margins."""


class Word:
    """One document on its way. Every method adds at the end, in the order of reading."""

    def __init__(self, brand: Brand, language: str, title: str, on: date) -> None:
        self.brand, self.language, self.on = brand, known(language), on
        self.from_right = direction(self.language) == "rtl"
        self._document = Document()
        self._notes: list[str] = []
        self._fields = 0
        self._set_page()
        self._set_styles()
        about = self._document.core_properties
        about.title, about.author, about.language = _kept(title), brand.office, _LOCALES[self.language]
        about.comments, about.keywords = "", ""
        about.created = about.modified = datetime.combine(on, time())
        self._set_footer()

    # --- what stands in it ---------------------------------------------------------------------------------

    def head(self, kind: str, title: str, under: Iterable[str]) -> None:
        """The office, what kind of paper this is, its title, and a line under it."""
        if self.brand.logo:
            line = self._paragraph()
            picture = line.add_run().add_picture(io.BytesIO(sign_png(self.brand)), height=Cm(1.2))
            picture._inline.docPr.set("descr", self.brand.office)
        self._write(self._paragraph("Office"), self.brand.office)
        self._write(self._paragraph("Subtitle"), kind)
        self._write(self._paragraph("Title"), title)
        line_under = " · ".join(part for part in under if part)
        if line_under:
            self._write(self._paragraph("Small"), line_under)

    def heading(self, words: str, level: int) -> None:
        self._write(self._paragraph(f"Heading {level}"), words)

    def paragraph(self, words: str) -> None:
        self._write(self._paragraph(), words)

    def bullet(self, words: str) -> None:
        self._write(self._paragraph("List Bullet"), words)

    def small(self, words: str) -> None:
        self._write(self._paragraph("Small"), words)

    def person(self, address: str, name: str, under: str) -> None:
        """A name, and what the person does and where in the line under it."""
        line = self._paragraph("Person")
        if address:
            self._write(line, f"{address}\N{NO-BREAK SPACE}")
        self._write(line, name, bold=True)
        if under:
            line.add_run().add_break()
            self._write(line, under, colour=_QUIET)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """A table of facts: what at the start, which at the end of the line. It has no head, its first column is one."""
        widths = (4.6, _WIDE - 4.6)
        table = self._table(widths)
        for name, value in rows:
            cells = self._row(table, widths).cells
            self._write(cells[0].paragraphs[0], name, colour=_QUIET)
            self._write(cells[1].paragraphs[0], value)
        self._after_table()

    def readings(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Figures: value, unit, label; what it means and where it is asked for again in a footnote."""
        widths = (4.6, 3.6, _WIDE - 8.2)
        table = self._table(widths)
        for value, unit, name, note in rows:
            cells = self._row(table, widths).cells
            self._write(cells[0].paragraphs[0], value, bold=True)
            self._write(cells[1].paragraphs[0], unit, colour=_QUIET)
            self._write(cells[2].paragraphs[0], name)
            if note:
                self._footnote(cells[2].paragraphs[0], note)
        self._after_table()

    def grid(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        caption: str = "",
        note: str = "",
        numbers: Sequence[int] = (),
        total_row: bool = False,
    ) -> None:
        """A table; its head comes again on every page, columns of numbers stand at the end of their line."""
        if caption:
            self._write(self._paragraph("Caption"), caption)
        held = list(rows)
        widths = _widths(header, held, numbers)
        table = self._table(widths)
        for at, row in enumerate([header, *held]):
            line = self._row(table, widths)
            if at == 0:
                line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            line._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
            for column, words in enumerate(row):
                paragraph = line.cells[column].paragraphs[0]
                strong = at == 0 or (total_row and at == len(held))
                self._write(paragraph, words, bold=strong, colour=self._ink if at == 0 else None)
                if column in numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if caption:
            _told(table, caption)
        if note:
            self.small(note)
        else:
            self._after_table()

    def to_fill_in(self, prompt: str, hint: str) -> None:
        """A question, and under it a field that says of itself that it is empty; what is typed takes its place."""
        self._fields += 1
        self._write(self._paragraph("Prompt"), prompt)
        hint = _kept(hint)
        right = "<w:rtl/>" if _FROM_RIGHT.search(hint) else ""
        field = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias/><w:tag/><w:id w:val='{1000 + self._fields}'/>"
            f"<w:showingPlcHdr/><w:text w:multiLine='1'/></w:sdtPr><w:sdtContent><w:r>"
            f"<w:rPr><w:rStyle w:val='ToFillIn'/>{right}</w:rPr><w:t/></w:r></w:sdtContent></w:sdt>"
        )
        field.find(f".//{qn('w:alias')}").set(qn("w:val"), _kept(prompt)[:64])
        field.find(f".//{qn('w:tag')}").set(qn("w:val"), f"to_fill_in_{self._fields}")
        field.find(f".//{qn('w:t')}").text = f"[{hint}]"
        self._paragraph("Field")._p.append(field)

    def saved(self) -> bytes:
        if self._notes:
            self._add_notes()
        held = io.BytesIO()
        self._document.save(held)
        return sealed(held.getvalue(), self.on)

    # --- how it is made ------------------------------------------------------------------------------------

    @property
    def _ink(self) -> str:
        return colours.seen(self.brand.colour, 5.5).lstrip("#")

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
        if self.from_right:
            section._sectPr.append(OxmlElement("w:bidi"))

    def _set_styles(self) -> None:
        styles = self._document.styles
        defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        language = defaults.find(qn("w:lang"))
        tag = _LOCALES[self.language]
        east = tag if self.language in _EAST_ASIAN else "zh-CN"
        latin = "en-GB" if self.language in (*_EAST_ASIAN, "ar") else tag
        for name, value in (("val", latin), ("eastAsia", east), ("bidi", "ar-SA")):
            language.set(qn(f"w:{name}"), value)
        ink = RGBColor.from_string(self._ink)
        sizes: dict[str, tuple[float, float, float]] = {
            "Normal": (10.5, 0, 6), "Title": (22, 4, 6), "Subtitle": (11, 14, 0), "Heading 1": (15, 20, 6),
            "Heading 2": (12, 12, 3), "Heading 3": (10.5, 10, 2), "Caption": (10, 10, 4), "List Bullet": (10.5, 0, 3),
            "Office": (11, 0, 0), "Small": (9, 0, 8), "Person": (10.5, 0, 5), "Prompt": (10.5, 10, 3),
            "Field": (10.5, 0, 8), "footnote text": (8.5, 0, 2),
        }  # fmt: skip
        for name, (size, before, after) in sizes.items():
            if name not in styles:
                styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
            style = styles[name]
            self._set_face(style, size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            if name.startswith(("Heading", "Title", "Office", "Caption", "Prompt")):
                style.font.bold, style.font.cs_bold, style.font.italic = True, True, False
                style.font.color.rgb = ink
            elif name in ("Subtitle", "Small", "footnote text"):
                style.font.italic, style.font.bold = False, False
                style.font.color.rgb = RGBColor.from_string(_QUIET)
            if name.startswith(("Heading", "Caption", "Prompt")):
                style.paragraph_format.keep_with_next = True
        styles["Person"].paragraph_format.keep_together = True
        # A rule under the title, and letters set apart, which tears Arabic words to pieces.
        for name, found in (
            ("Title", "w:pPr/w:pBdr"),
            ("Title", "w:rPr/w:spacing"),
            ("Subtitle", "w:rPr/w:spacing"),
        ):
            for extra in styles[name].element.xpath(found):
                extra.getparent().remove(extra)
        sides = "".join(
            f'<w:{side} w:val="dashed" w:sz="6" w:space="4" w:color="8A4B00"/>'
            for side in ("top", "left", "bottom", "right")
        )
        field = styles["Field"].element.get_or_add_pPr()
        _in_place(field, parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"))
        _in_place(field, parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFF9E5"/>'))
        self._add_character_styles()

    def _add_character_styles(self) -> None:
        styles = self._document.styles
        reference = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        reference.font.superscript = True
        empty = styles.add_style("ToFillIn", WD_STYLE_TYPE.CHARACTER)
        empty.font.color.rgb = RGBColor.from_string("8A4B00")
        empty.element.get_or_add_rPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="FFF4CC"/>')
        )

    def _set_face(self, style: Any, size: float) -> None:
        """Our face in every script, instead of the theme's; the size also for letters from the right."""
        style.font.size = Pt(size)
        properties = style.element.get_or_add_rPr()
        for old in properties.findall(qn("w:rFonts")):
            properties.remove(old)
        east = _EAST_ASIAN.get(self.language, "Microsoft YaHei")
        properties.insert(
            0,
            parse_xml(
                f'<w:rFonts {nsdecls("w")} w:ascii="{_FACE}" w:hAnsi="{_FACE}" w:cs="{_FACE}" w:eastAsia="{east}"/>'
            ),
        )
        for old in properties.findall(qn("w:szCs")):
            properties.remove(old)
        properties.find(qn("w:sz")).addnext(parse_xml(f'<w:szCs {nsdecls("w")} w:val="{round(size * 2)}"/>'))

    def _set_footer(self) -> None:
        line = self._document.sections[0].footer.paragraphs[0]
        line.style = self._document.styles["Small"]
        self._turn(line)
        self._write(line, f"{self.brand.office} · ")
        words = label("page_of", self.language, page="\0PAGE\0", pages="\0NUMPAGES\0").split("\0")
        for piece in words:
            if piece in ("PAGE", "NUMPAGES"):
                field = parse_xml(
                    f'<w:fldSimple {nsdecls("w")} w:instr=" {piece} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                )
                line._p.append(field)
            elif piece:
                self._write(line, piece)

    def _paragraph(self, style: str = "Normal") -> Any:
        paragraph = self._document.add_paragraph(style=style)
        self._turn(paragraph)
        return paragraph

    def _turn(self, paragraph: Any) -> None:
        if self.from_right:
            properties = paragraph._p.get_or_add_pPr()
            if properties.find(qn("w:bidi")) is None:
                _in_place(properties, "w:bidi")

    def _write(self, paragraph: Any, words: str, *, bold: bool = False, colour: str | None = None) -> None:
        """Words as one run; where they have letters from the right, the run says so, or their order is lost."""
        if not words:
            return
        run = paragraph.add_run(_kept(words))
        run.bold = bold or None
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if _FROM_RIGHT.search(words):
            run.font.rtl = True
            run.font.cs_bold = bold or None

    def _table(self, widths: Sequence[float]) -> Any:
        table = self._document.add_table(rows=0, cols=len(widths))
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.RIGHT if self.from_right else WD_TABLE_ALIGNMENT.LEFT
        properties = table._tbl.tblPr
        if self.from_right:
            table.alignment = None
            properties.insert(1, OxmlElement("w:bidiVisual"))
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="C8CCD0"/>'
            for side in ("top", "bottom", "insideH")
        )
        _in_place(properties, parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table

    def _row(self, table: Any, widths: Sequence[float]) -> Any:
        row = table.add_row()
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            self._turn(paragraph)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2.5)
        return row

    def _after_table(self) -> None:
        """A little room: two tables in a row would become one."""
        line = self._document.add_paragraph(style="Normal")
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.line_spacing = Pt(8)

    def _footnote(self, paragraph: Any, words: str) -> None:
        self._notes.append(words)
        run = paragraph.add_run()
        run.style = self._document.styles["footnote reference"]
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(len(self._notes)))
        run._r.append(mark)

    def _add_notes(self) -> None:
        """The footnotes are a part of the package of their own, which the library does not know."""
        root = parse_xml(
            f"<w:footnotes {nsdecls('w')}>"
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
            "</w:footnotes>"
        )
        bidi = "<w:bidi/>" if self.from_right else ""
        for number, words in enumerate(self._notes, 1):
            note = parse_xml(
                f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{self._id("footnote text")}"/>{bidi}</w:pPr>'
                f'<w:r><w:rPr><w:rStyle w:val="{self._id("footnote reference")}"/></w:rPr><w:footnoteRef/></w:r>'
                '<w:r><w:t xml:space="preserve"/></w:r></w:p></w:footnote>'
            )
            text = note.find(f".//{qn('w:t')}")
            text.text = f" {_kept(words)}"
            if _FROM_RIGHT.search(words):
                text.getparent().insert(0, parse_xml(f"<w:rPr {nsdecls('w')}><w:rtl/></w:rPr>"))
            root.append(note)
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        main = self._document.part
        part = Part(PackURI("/word/footnotes.xml"), _NOTES, blob, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _id(self, style: str) -> str:
        return str(self._document.styles[style].style_id)


def _kept(words: str) -> str:
    """Without the controls that XML cannot hold."""
    return pdf_fonts.INVISIBLE.sub("", words)


def _told(table: Any, words: str) -> None:
    """What the table is about, for readers who listen."""
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), _kept(words))
    table._tbl.tblPr.append(told)


def _widths(
    header: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]
) -> tuple[float, ...]:
    """Columns of numbers as wide as their longest word asks, in centimetres; the others share what is left."""
    wide = {
        column: min(
            3.2,
            0.55 + 0.21 * max(len(word) for row in (header, *rows) for word in (row[column].split() or [""])),
        )
        for column in numbers
    }
    others = max(1, len(header) - len(wide))
    left = max(3.0, _WIDE - sum(wide.values())) / others
    return tuple(wide.get(column, left) for column in range(len(header)))


_AFTER: Final = {
    "w:pBdr": ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    "w:shd": ("w:tabs", "w:suppressAutoHyphens", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    "w:bidi": ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
               "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr"),
    "w:tblBorders": ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"),
}  # fmt: skip


def _in_place(parent: Any, child: Any) -> None:
    """Put a property where the schema wants it: word processors repair a file with properties out of order."""
    element = OxmlElement(child) if isinstance(child, str) else child
    name = f"w:{element.tag.rpartition('}')[2]}"
    after = {qn(one) for one in _AFTER[name]}
    for at, there in enumerate(parent):
        if there.tag in after:
            parent.insert(at, element)
            return
    parent.append(element)
