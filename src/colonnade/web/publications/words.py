"""Publications in the words of their pages."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from colonnade.research.models import NOT_STATED, LanguageVersion, Licence, Product, PublicationFile
from colonnade.research.queries import HeldFile, Publication, Version
from colonnade.values.languages import LANGUAGES, direction
from colonnade.values.words import date_words, language_names, number_words
from colonnade.web.figures.words import language

STEP = 1000
ENDS = {
    "application/pdf": "pdf",
    "application/epub+zip": "epub",
    "application/zip": "zip",
    "text/csv": "csv",
    "application/json": "json",
}


def language_words(code: str) -> str:
    """A language in the words of the reader's."""
    if code == NOT_STATED:
        return _("language not stated")
    names = language_names(language())
    return names.get(code.replace("-", "_")) or names.get(code.split("-")[0], code)


def own_name(code: str) -> str:
    """A language as its readers call it, where it is one an office writes in."""
    return LANGUAGES.get(code.split("-")[0], "")


def lang_of(code: str) -> str:
    """What ``lang`` says of words in a language; empty where nobody knows it."""
    return "" if code == NOT_STATED else code


def dir_of(code: str) -> str:
    return "auto" if code == NOT_STATED else direction(code.split("-")[0])


def kind_words(kind: str) -> str:
    return capfirst(str(Product.Kind(kind).label))


def status_words(status: str) -> str:
    return str(LanguageVersion.Status(status).label)


def what_words(what: str) -> str:
    return capfirst(str(PublicationFile.What(what).label))


def licence_words(licence: str) -> str:
    return str(Licence(licence).label) if licence else ""


def size_words(size: int) -> str:
    """Bytes as a reader expects them: 340 KB, 2.4 MB."""
    if size < STEP * STEP:
        return f"{number_words(max(1, round(size / STEP)), language())}\N{NO-BREAK SPACE}KB"
    tenths = round(size / STEP / STEP * 10)
    whole, part = divmod(tenths, 10)
    mark = "." if language() in ("en", "zh", "ar", "ko") else ","
    told = number_words(whole, language()) + (f"{mark}{part}" if part else "")
    return f"{told}\N{NO-BREAK SPACE}MB"


def format_words(file: HeldFile) -> str:
    """The kind of file in the letters everybody knows it by."""
    return end_of(file).upper()


def end_of(file: HeldFile) -> str:
    return ENDS.get(file.media_type) or file.name.rpartition(".")[2]


def file_name(publication: Publication, version: Version, file: HeldFile) -> str:
    """What a file is called where it is saved: the publication, the language, and what it is if not the text."""
    parts = [publication.code, version.language]
    if file.what != PublicationFile.What.FULL_TEXT:
        parts.append(file.what.replace("_", "-"))
    return f"{'-'.join(parts)}.{end_of(file)}"


def when_words(publication: Publication) -> str:
    return date_words(publication.published, language()) if publication.published else ""


def series_words(publication: Publication) -> str:
    return ", ".join(filter(None, (publication.series, publication.series_number)))
