"""Decks: PPTX with native, editable charts, tables and sentences, each figure bound to its address."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

from pptx import Presentation

from colonnade.renderers.document import Document
from colonnade.renderers.pptx import (
    atlas,
    cards,
    chains,
    charts,
    master,
    plans,
    quotes,
    tables,
    timelines,
    trees,
    words,
)
from colonnade.renderers.pptx.colours import theme_colours
from colonnade.renderers.pptx.drawing import draw
from colonnade.renderers.pptx.flow import continued
from colonnade.renderers.pptx.notes import write_notes
from colonnade.renderers.pptx.package import mirrored, recoloured, sealed
from colonnade.renderers.pptx.reading import Printed, printed, read_bounds
from colonnade.renderers.pptx.slides import add_slide
from colonnade.renderers.pptx.text import clean
from colonnade.values.languages import RIGHT_TO_LEFT, known

__all__ = ["MEDIA_TYPE", "SUFFIX", "Printed", "draw", "printed", "read_bounds", "render"]

SUFFIX: Final = "pptx"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

FAMILIES: Final = (atlas, cards, chains, charts, plans, quotes, tables, timelines, trees, words)
"""The modules that draw blocks; importing them registers their drawings."""


def render(document: Document) -> bytes:
    """The deck of a report: the same document gives the same bytes."""
    presentation = Presentation(str(master.FILE))
    if document.language in RIGHT_TO_LEFT:
        mirrored(presentation)
    for whole in document.slides:
        for slide in continued(whole, document):
            page = add_slide(presentation, document, slide)
            write_notes(page, slide.notes)
            page.describe()
    recoloured(presentation, theme_colours(document.brand.colour), document.language)
    _properties(presentation.core_properties, document)
    file = io.BytesIO()
    presentation.save(file)
    return sealed(file.getvalue(), document.as_of)


def _properties(properties: Any, document: Document) -> None:
    """Which office, edition and date the file is from; its times are those of the report, not of the printing."""
    at = datetime(document.as_of.year, document.as_of.month, document.as_of.day)  # noqa: DTZ001  # a day, not an hour
    properties.title = clean(document.title)[:255]
    properties.author = properties.last_modified_by = clean(document.brand.office)[:255]
    properties.subject = clean(f"{document.period}; {document.as_of.isoformat()}; {document.edition}")[:255]
    properties.comments = clean(document.printed_from)[:255]
    properties.identifier = clean(document.edition)[:255]
    properties.language = known(document.language)
    properties.created = properties.modified = at
    properties.revision = 1
