"""Files sent with submissions: their plain text, and copies that say nothing of where they come from."""

from __future__ import annotations

import io
import threading
from typing import Final

import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from colonnade.records.errors import Refused

MOST_PAGES: Final = 60
LONGEST: Final = 200_000
"""Letters of plain text kept of a file."""

_one_at_a_time = threading.Lock()
"""PDFium does one thing at a time."""


def plain_text(content: bytes, kind: str) -> str:
    """What a PDF says in letters; nothing of a picture, nor of a PDF that cannot be read."""
    if kind != "pdf":
        return ""
    try:
        with _one_at_a_time:
            held = pdfium.PdfDocument(content)
            try:
                pages = [
                    held[number].get_textpage().get_text_range()
                    for number in range(min(len(held), MOST_PAGES))
                ]
            finally:
                held.close()
    except pdfium.PdfiumError:
        return ""
    text = "\n\n".join(page.replace("\r\n", "\n").replace("\0", "") for page in pages)
    return text[:LONGEST].strip()


def without_properties(content: bytes, kind: str) -> bytes:
    """The same pages or picture in a new file: no author, title, program, place or time."""
    out = io.BytesIO()
    try:
        if kind == "pdf":
            with _one_at_a_time:
                held, bare = pdfium.PdfDocument(content), pdfium.PdfDocument.new()
                try:
                    bare.import_pages(held)
                    bare.save(out)
                finally:
                    bare.close()
                    held.close()
            return out.getvalue()
        with Image.open(io.BytesIO(content)) as sent:
            picture = ImageOps.exif_transpose(sent)
            bare_picture = Image.frombytes(picture.mode, picture.size, picture.tobytes())
            if picture.mode == "P":
                bare_picture.putpalette(picture.getpalette() or [])
            bare_picture.save(out, format="JPEG" if kind == "jpg" else "PNG")
    except (pdfium.PdfiumError, OSError, ValueError) as error:
        raise Refused(
            _("No copy can be made of this file. Ask for another, or show its plain text only.")
        ) from error
    return out.getvalue()
