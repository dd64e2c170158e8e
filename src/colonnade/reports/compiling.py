"""From a report as arranged to a document: slides numbered, agenda generated, figures bound."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, override

from colonnade.figures.definition import Measurement
from colonnade.office.queries import office_name_on, posts_on, the_office
from colonnade.renderers.document import AgendaPart, Brand, Cover, Document, Slide, words_of
from colonnade.reports.desk import Desk
from colonnade.reports.models import Report
from colonnade.reports.placing import place
from colonnade.reports.sweeping import unswept
from colonnade.values.period import Period
from colonnade.values.words import period_words


@dataclass(frozen=True)
class Compiled:
    """A report compiled: the document, and the measurements behind its bound values."""

    document: Document
    measurements: tuple[Measurement, ...]


def compile_report(
    report: Report,
    *,
    period: Period,
    as_of: date,
    language: str = "",
    edition: str = "live",
    address: str = "",
) -> Compiled:
    """Arrange a report for a period as of a day. Until it is frozen its edition is “live”."""
    language = language or report.language
    with override(language), unswept():
        desk = Desk(period=period, as_of=as_of, language=language)
        slides = _Slides(desk, report.title).of(report)
        document = Document(
            title=desk.fill(report.title), language=language, brand=brand_on(as_of), cover=_cover(report, desk),
            period=period_words(period, language), as_of=as_of, edition=edition, printed_from=edition, slides=slides,
            definitions=desk.definitions(), accounts=desk.accounts(), sources=desk.sources(), address=address,
        )  # fmt: skip
    return Compiled(document, tuple(desk.placed.values()))


def brand_on(day: date) -> Brand:
    """The office as papers and reports show it on a day: its name of that day, its colour and its logo."""
    office = the_office()
    name, short_name = office_name_on(day)
    logo = ""
    if office.logo:
        with office.logo.open("rb") as file:
            logo = base64.b64encode(file.read()).decode()
    return Brand(name, short_name, office.colour, logo)


def _cover(report: Report, desk: Desk) -> Cover:
    """Whom the report is for, and who presents it in which function on the as-of date.

    Session and place are those of the day it was presented on; a report as of another day was not given there.
    """
    there = report.on in (None, desk.as_of)
    presenter = function = ""
    if report.presenter_id:
        post = next((p for p in posts_on(desk.as_of) if p.pk == report.presenter_id), None)
        presenter, function = (post.holder, post.title) if post else ("", "")
    return Cover(
        report.session if there else "", report.body, desk.fill(report.title), presenter, function,
        the_office().parent_name, report.place if there else "", desk.as_of,
    )  # fmt: skip


class _Slides:
    """Numbers sections and parts, tells slides of one title apart, and makes the agenda of what it saw."""

    def __init__(self, desk: Desk, title: str) -> None:
        self.desk, self.report_title = desk, desk.fill(title)
        self.section = 0
        self.part = 0
        self.title = ""

    def of(self, report: Report) -> tuple[Slide, ...]:
        stream = [(block.block_type, block.value) for block in report.slides]
        made = [slide for kind, value in stream for slide in self._slides(kind, value)]
        made = _told_apart(made)
        outline = _outline(made)
        return tuple(
            Slide(s.kind, s.title, s.number, s.part, s.subtitle, s.blocks, outline, s.notes)
            if s.kind == "agenda"
            else s
            for s in made
        )

    def _slides(self, kind: str, value: Mapping[str, Any]) -> list[Slide]:
        notes = tuple(filter(None, (self.desk.fill(value.get("note") or ""),)))
        if kind == "section":
            self.section, self.part, self.title = self.section + 1, 0, ""
            return [Slide("section", self.desk.fill(value["title"]), str(self.section), notes=notes)]
        if kind == "content":
            return self._content(value)
        title = {
            "cover": self.report_title,
            "agenda": gettext("Agenda"),
            "closing": office_name_on(self.desk.as_of)[0],
        }[kind]
        return [Slide(kind, title, notes=notes)]  # type: ignore[arg-type]

    def _content(self, value: Mapping[str, Any]) -> list[Slide]:
        """One slide; where the record has nothing to put on it, none: an empty slide says nothing."""
        blocks = tuple(b for child in value["body"] for b in place(child.block_type, child.value, self.desk))
        if not blocks:
            return []
        title = self.desk.fill(value["title"])
        if title != self.title:
            self.part, self.title = self.part + 1, title
        number = f"{self.section}.{self.part}" if self.section else ""
        notes = tuple(
            words_of(self.desk.runs(line.strip()), self.desk.language)
            for line in (value.get("note") or "").splitlines() if line.strip() and self.desk.says(line)
        )  # fmt: skip
        return [
            Slide(
                "content", title, number, "", self.desk.fill(value.get("subtitle") or ""), blocks, notes=notes
            )
        ]


def _told_apart(slides: list[Slide]) -> list[Slide]:
    """Slides that share a number are (1), (2), (3)."""
    shared = Counter(slide.number for slide in slides if slide.kind == "content")
    seen: Counter[str] = Counter()
    told = []
    for slide in slides:
        if slide.kind == "content" and shared[slide.number] > 1 and slide.number:
            seen[slide.number] += 1
            slide = Slide(
                slide.kind,
                slide.title,
                slide.number,
                f"({seen[slide.number]})",
                slide.subtitle,
                slide.blocks,
                (),
                slide.notes,
            )
        told.append(slide)
    return told


def _outline(slides: list[Slide]) -> tuple[AgendaPart, ...]:
    """The agenda: each section with its parts, once each."""
    sections: list[tuple[Slide, dict[str, str]]] = []
    for slide in slides:
        if slide.kind == "section":
            sections.append((slide, {}))
        elif slide.kind == "content" and sections:
            sections[-1][1].setdefault(slide.number, slide.title)
    return tuple(
        AgendaPart(section.number, section.title, tuple(parts.items())) for section, parts in sections
    )
