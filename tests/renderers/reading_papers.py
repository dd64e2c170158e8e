"""What a reader finds in a printed paper: its letters, and what a reader aloud is told."""

import io
import unicodedata

import pypdf


def opened(content):
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content):
    return same("\n".join(page.extract_text() for page in opened(content).pages))


def same(text):
    """Composed letters, without the marks of direction and joining that nobody sees: how two spellings are compared."""
    kept = (one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")
    return "".join(kept)


def described(reader):
    """The descriptions of what is drawn, in the order of the file: what a reader aloud says in place of the letters."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        part = waiting.pop().get_object()
        if isinstance(part, list):
            waiting += reversed(part)
        elif isinstance(part, dict):
            if "/Alt" in part:
                found.append(str(part["/Alt"]))
            if "/K" in part:
                waiting.append(part["/K"])
    return found
