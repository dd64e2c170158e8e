"""The speaker's notes: what to say, and for each figure on the slide what it means and rests on."""

from __future__ import annotations

from typing import Any

from colonnade.renderers.document import Account, Bound, Definition, Document
from colonnade.renderers.labels import label, unit_words
from colonnade.renderers.pptx.page import Page
from colonnade.renderers.pptx.text import TAGS, clean
from colonnade.values.languages import RIGHT_TO_LEFT


def write_notes(page: Page, notes: tuple[str, ...]) -> None:
    lines = [*notes]
    definitions = {definition.key: definition for definition in page.document.definitions}
    accounts = {account.bound.address: account for account in page.document.accounts}
    for bound in page.figures:
        if lines:
            lines.append("")
        lines += _figure(bound, definitions.get(bound.key), accounts.get(bound.address), page.document)
    if lines:
        _fill(page.slide.notes_slide.notes_text_frame, lines, page.language)


def _figure(
    bound: Bound, definition: Definition | None, account: Account | None, document: Document
) -> list[str]:
    """Label and value; then definition, completeness, caveats and the address that asks for it again."""
    language = document.language
    name = bound.label or (definition.label if definition else bound.key)
    value = bound.words(language)
    if bound.unit != "money":
        value = f"{value} {unit_words(bound.unit, bound.value, language)}"
    lines = [f"{name}: {value}"]
    if definition:
        lines.append(f"{label('definition', language)}: {definition.definition} ({definition.additivity})")
    if account and account.completeness:
        lines.append(f"{label('completeness', language)}: {account.completeness}")
    if account and account.caveats:
        lines.append(f"{label('caveats', language)}: {' '.join(account.caveats)}")
    if bound.reported:
        lines.append(label("reported_note", language))
    return [*lines, f"{label('address', language)}: {bound.address}"]


def _fill(frame: Any, lines: list[str], language: str) -> None:
    for number, words in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if language in RIGHT_TO_LEFT:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
            paragraph._p.get_or_add_pPr().set("algn", "r")
        run = paragraph.add_run()
        run.text = clean(words)
        run._r.get_or_add_rPr().set("lang", TAGS.get(language, "en-GB"))
