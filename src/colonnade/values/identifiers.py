"""Numbers that publications are known by: ISBN, ISSN and DOI, with their check digits, as they are printed."""

from __future__ import annotations

import re
from typing import Final

from stdnum import isbn as _isbn
from stdnum import issn as _issn
from stdnum.exceptions import ValidationError as _Wrong

_DOI: Final = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_BEFORE_A_DOI: Final = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


class NotAnIdentifier(ValueError):
    """A number that is not what it says it is: a digit is wrong, missing or too many."""


def isbn(text: str) -> str:
    """An ISBN of thirteen digits with its hyphens; one of ten is turned into it."""
    try:
        return _isbn.format(_isbn.to_isbn13(_isbn.validate(text)))
    except _Wrong as error:
        raise NotAnIdentifier(f"“{text}” is no ISBN: compare its digits with the book.") from error


def issn(text: str) -> str:
    """An ISSN as printed: 1234-5679."""
    try:
        return _issn.format(_issn.validate(text))
    except _Wrong as error:
        raise NotAnIdentifier(f"“{text}” is no ISSN: compare its eight digits with the cover.") from error


def doi(text: str) -> str:
    """A DOI without the address in front of it: 10.1234/abc. Only its form can be checked."""
    bare = _BEFORE_A_DOI.sub("", text.strip())
    if not _DOI.fullmatch(bare):
        raise NotAnIdentifier(f"“{text}” is no DOI: it begins with 10. and four digits, then a slash.")
    return bare
