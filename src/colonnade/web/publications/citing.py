"""A publication as it is cited: in words by a CSL style, and as RIS and BibTeX for reference managers."""

from __future__ import annotations

import re
import threading
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from colonnade.research.models import NOT_STATED, Contribution
from colonnade.research.queries import Named, Publication, Version

UN_FOOTNOTE: Final = str(Path(__file__).with_name("un-footnote.csl"))
HARVARD: Final = "harvard-cite-them-right"

_LOCALES: Final = {
    "en": "en-GB",
    "fr": "fr-FR",
    "es": "es-ES",
    "ru": "ru-RU",
    "zh": "zh-CN",
    "ar": "ar",
    "ko": "ko-KR",
}
_CSL_TYPES: Final = {"book": "book", "dataset": "dataset"}
_RIS_TYPES: Final = {"book": "BOOK", "dataset": "DATA", "periodical": "SER", "other": "GEN"}
_BIBTEX_TYPES: Final = {"book": "book", "periodical": "periodical", "other": "misc", "dataset": "dataset"}
Role = Contribution.Role

_one = threading.Lock()  # a style is set to its reader's form of print while it works


def by_role(publication: Publication, role: str) -> list[Named]:
    return [one for one in publication.people if one.role == role]


def creators(publication: Publication) -> list[Named]:
    """Whom a publication is filed under: its authors, else its editors, else the body that issued it."""
    held = by_role(publication, str(Role.AUTHOR)) or by_role(publication, str(Role.EDITOR))
    if held or not publication.publisher:
        return held
    return [Named(publication.publisher, "", str(Role.AUTHOR), True)]


def translators(publication: Publication, version: Version) -> list[Named]:
    """Who translated the work, and who put this language of it into words."""
    own = Named(version.translator, "", str(Role.TRANSLATOR), False)
    return [*by_role(publication, str(Role.TRANSLATOR)), *([own] if version.translator else [])]


# --- in words ----------------------------------------------------------------------------------------------------


class _Marked:
    """How the style prints: what it sets in italics stands between two marks, and nothing is HTML yet."""

    BEGIN, END = "\ue000", "\ue001"

    @staticmethod
    def preformat(text: str) -> str:
        return str(text)

    @classmethod
    def Italic(cls, text: str) -> str:  # noqa: N802  (the library's word for it)
        return f"{cls.BEGIN}{text}{cls.END}"

    Oblique = Italic
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = preformat


def cited(publication: Publication, version: Version, address: str, style: str) -> SafeString:
    """One citation, as HTML: every word is escaped, and only then are the marks of italics turned into theirs."""
    locale = _LOCALES.get(version.language.split("-")[0], "en-GB")
    item = _unmarked(csl_item(publication, version, address))
    with _one, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of fields of CSL that a style does not print
        held = CitationStylesBibliography(_style(style, locale), CiteProcJSON([item]), _Marked)
        held.register(Citation([CitationItem("it")]))
        words = str(held.bibliography()[0])
    told = escape(" ".join(words.split()))
    return mark_safe(told.replace(_Marked.BEGIN, "<i>").replace(_Marked.END, "</i>"))


def _unmarked(held: Any) -> Any:
    """The words of the record without the two marks that mean something here."""
    if isinstance(held, str):
        return held.replace(_Marked.BEGIN, "").replace(_Marked.END, "")
    if isinstance(held, list):
        return [_unmarked(part) for part in held]
    return {name: _unmarked(part) for name, part in held.items()} if isinstance(held, dict) else held


@lru_cache(maxsize=32)
def _style(style: str, locale: str) -> CitationStylesStyle:
    return CitationStylesStyle(style, locale=locale, validate=False)


def csl_item(publication: Publication, version: Version, address: str) -> dict[str, Any]:
    """The publication in the words of CSL."""
    item: dict[str, Any] = {
        "id": "it",
        "type": _CSL_TYPES.get(publication.kind, "report"),
        "title": version.title,
        "collection-title": publication.series,
        "collection-number": publication.series_number,
        "number": publication.symbol,
        "note": f"Sales No. {publication.sales_number}" if publication.sales_number else "",
        "publisher": publication.publisher,
        "publisher-place": publication.place,
        "DOI": publication.doi,
        "URL": address,
        "ISBN": " ".join(publication.isbn_of(version)),
        "language": "" if version.language == NOT_STATED else version.language,
    }
    for name, role in (("author", str(Role.AUTHOR)), ("editor", str(Role.EDITOR))):
        item[name] = [_csl_name(one) for one in by_role(publication, role)]
    item["translator"] = [_csl_name(one) for one in translators(publication, version)]
    if not item["author"] and not item["editor"]:
        item["author"] = [_csl_name(one) for one in creators(publication)]
    if publication.published:
        item["issued"] = {"date-parts": [[int(part) for part in str(publication.published).split("-")]]}
    return {name: value for name, value in item.items() if value}


def _csl_name(one: Named) -> dict[str, str]:
    family, comma, given = one.filed_as.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma else {"literal": one.name}


# --- RIS ---------------------------------------------------------------------------------------------------------


def ris(publication: Publication, version: Version, address: str) -> str:
    """One record of RIS, in UTF-8; each tag on a line of its own."""
    when = publication.published
    day = [*str(when).split("-"), "", ""][:3] if when else []
    lines = [("TY", _RIS_TYPES.get(publication.kind, "RPRT"))]
    lines += [("AU", _filed(one)) for one in by_role(publication, str(Role.AUTHOR)) or creators(publication)]
    if by_role(publication, str(Role.AUTHOR)):
        lines += [("ED", _filed(one)) for one in by_role(publication, str(Role.EDITOR))]
    lines += [("A4", _filed(one)) for one in translators(publication, version)]
    lines += [
        ("TI", version.title),
        ("T3", publication.series),
        ("VL", publication.series_number),
        ("PY", str(when.first_day.year) if when else ""),
        ("DA", "/".join([*day, ""]) if when and when.precision != "year" else ""),
        ("PB", publication.publisher),
        ("CY", publication.place),
        ("M1", publication.symbol),
        *(("SN", number) for number in publication.isbn_of(version)),
        ("DO", publication.doi),
        ("LA", "" if version.language == NOT_STATED else version.language),
        *(("KW", theme) for theme in publication.themes),
        ("AB", version.abstract),
        ("UR", address),
    ]
    told = [f"{tag}  - {_line(value)}" for tag, value in lines if value]
    return "\r\n".join([*told, "ER  - ", ""])


def _filed(one: Named) -> str:
    return one.filed_as or one.name


def _line(text: str) -> str:
    return " ".join(text.split())


# --- BibTeX ------------------------------------------------------------------------------------------------------

_SPECIAL: Final = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
}  # fmt: skip


def bibtex(publication: Publication, version: Version, address: str) -> str:
    """One entry of BibTeX in UTF-8, as biblatex reads it. Names no comma divides stand in braces: nobody splits them."""
    key = re.sub(r"[^A-Za-z0-9:-]+", "-", f"{publication.code}-{version.language}")
    authors = by_role(publication, str(Role.AUTHOR))
    editors = by_role(publication, str(Role.EDITOR))
    if not authors and not editors:
        authors = creators(publication)
    fields = [
        ("author", " and ".join(map(_bibtex_name, authors))),
        ("editor", " and ".join(map(_bibtex_name, editors))),
        ("translator", " and ".join(map(_bibtex_name, translators(publication, version)))),
        ("title", f"{{{_tex(version.title)}}}"),
        ("series", _tex(publication.series)),
        ("volume" if publication.kind == "book" else "number", _tex(publication.series_number)),
        (
            "institution" if _bibtex_type(publication) == "techreport" else "publisher",
            _tex(publication.publisher),
        ),
        ("address", _tex(publication.place)),
        ("year", str(publication.year or "")),
        (
            "type",
            "" if _bibtex_type(publication) != "techreport" else _tex(publication.kind.replace("_", " ")),
        ),
        ("eid", _tex(publication.symbol)),
        ("isbn", ", ".join(publication.isbn_of(version))),
        ("doi", _verbatim(publication.doi)),
        ("langid", "" if version.language == NOT_STATED else version.language),
        ("abstract", _tex(version.abstract)),
        ("url", _verbatim(address)),
    ]
    told = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value and value != "{}")
    return f"@{_bibtex_type(publication)}{{{key},\n{told}\n}}\n"


def _bibtex_type(publication: Publication) -> str:
    return _BIBTEX_TYPES.get(publication.kind, "techreport")


def _bibtex_name(one: Named) -> str:
    family, comma, given = one.filed_as.partition(",")
    if comma and " and " not in one.filed_as and given.count(",") == 0:
        return f"{_tex(family.strip())}, {_tex(given.strip())}"
    return f"{{{_tex(one.name)}}}"


def _tex(text: str) -> str:
    return "".join(_SPECIAL.get(mark, mark) for mark in _line(text))


def _verbatim(address: str) -> str:
    """What is printed letter by letter: no brace may stand in it."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
