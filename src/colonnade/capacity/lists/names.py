"""Names as lists have them: with an honorific in front, in capitals, or with their last part in the next column."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from colonnade.records.intake.cells import tidy

# Longest first, so that “H.E. Mr.” is one form and not the beginning of a name.
_HONORIFIC: Final = re.compile(
    r"(?:(?:H\.? ?E\.?|S\.? ?E\.?|S\.?E\.?M\.?|His Excellency|Her Excellency|Son Excellence|Su Excelencia|Hon(?:ou?rable|\.)?|The Hon(?:ou?rable|\.)?)\s+)?"
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Mme|Mlle|Monsieur|Madame|Sr|Sra|Srta|Señor|Señora|Dr|Dra|Prof|Professor|Eng|Ing|Amb|Ambassador|Sheikh|Capt|Col|Gen|M)\.?\s+)+"
    r"|(?:H\. ?E\.|S\. ?E\.|His Excellency|Her Excellency|Son Excellence|Su Excelencia)\s+",
    re.IGNORECASE,
)
# A single M, or a word without its point, may begin a name as well: only these forms are taken for sure.
_SURE: Final = re.compile(
    r"(?:H\.? ?E\.?|S\.? ?E\.?|M\.|Mrs?\.?|Ms\.?|Miss|Mx\.?|Mme|Mlle|Monsieur|Madame|Sra?\.|Sra|Srta\.?|Señora?|Dra?\.?|Prof\.?|Professor"
    r"|Hon\.?|Amb\.?|Eng\.?|Ing\.?|The Hon\.?)(?=\s|$)",
    re.IGNORECASE,
)
_PARTICLES: Final = frozenset(
    {"da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "al", "la", "le", "van", "von",
     "y", "bin", "ibn", "bint", "ép", "épouse", "née", "ny", "ter", "ten", "zu", "of"}
)  # fmt: skip
# Beginnings of words that name a function, an office or a body, in the languages of lists.
_FUNCTION: Final = (
    "abogad", "academ", "adjoint", "administra", "advis", "advoc", "affairs", "agen", "agric", "ambass", "ambassad", "ambient",
    "analy", "anal", "architect", "arquitect", "asesor", "assess", "assist", "associ", "asst", "attach", "author", "award", "biolog",
    "bureau", "business", "cabinet", "camera", "campaign", "capacity", "captain", "centr", "chair", "charg", "chef", "chief", "civil", "climat",
    "commis", "committ", "commun", "conseil", "consul", "consult", "coord", "council", "councel", "counsel", "congress",
    "deleg", "délég", "depart", "député", "deput", "develop", "develo", "diplom", "direct", "diret", "docent", "doctor", "driver", "dy", "econom",
    "editor", "educ", "ejecut", "energ", "engin", "enseign", "environ", "estagi", "executive", "expert", "finance", "first", "focal", "foreign", "founder", "gender",
    "general", "général", "gerent", "gestion", "gobern", "govern", "govt", "gouvern", "head", "honor", "ingén", "ingen", "inspect", "intern", "international",
    "interpret", "investig", "it", "jefe", "journal", "judge", "junior", "law", "lead", "legal", "lectur", "liaison", "manag", "master", "mayor", "media", "member",
    "meteor", "minist", "mister", "nacional", "nation", "nego", "negot", "nuncio", "observ", "office", "offic", "oper", "parlia", "permanent", "phd", "photo",
    "physic", "policy", "présid", "presid", "press", "principal", "prime", "private", "profess", "program", "project", "projet", "protocol",
    "public", "rapport", "recherch", "región", "regional", "report", "represent", "research", "resource", "scien", "second", "secret", "security", "senior", "service",
    "social", "speaker", "special", "speciali", "spokes", "staff", "statist", "student", "support", "system", "teach", "tech", "técn", "tecn", "third", "trade", "train",
    "accountan", "audit", "budget", "clerk", "data", "database", "designer", "district", "ecolog", "geolog", "health", "hydrolog", "lawyer",
    "librar", "logist", "municip", "network", "nurse", "pilot", "plann", "police", "procure", "registrar", "rural", "survey", "treasur", "urban",
    "translat", "under", "univers", "video", "vice", "water", "writer", "youth", "spouse", "security", "officer", "management", "adviser",
    "министр", "директор", "начальник", "специалист", "советник", "部", "局", "长", "主任", "教授", "과장", "국장", "장관", "사무관",
)  # fmt: skip


@lru_cache(maxsize=65_536)
def key_of(name: str) -> str:
    """A name without case, accents, marks and order of its parts: equal for what is written in two ways."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(mark for mark in plain if unicodedata.category(mark) not in ("Mn", "Cf")).replace(
        "ı", "i"
    )
    return " ".join(sorted(re.findall(r"[^\W_]+", plain.replace("’", "").replace("'", ""))))


def is_honorific(text: str) -> bool:
    """Is the text a form of address and nothing else?"""
    return (
        bool(text.strip()) and bool(_SURE.match(text)) and not _HONORIFIC.sub("", f"{text.strip()} ").strip()
    )


def without_honorific(name: str, known: str = "") -> tuple[str, str]:
    """The name, and the form of address that stood before it; ``known`` is what a column of its own says."""
    if (
        known
        and name.casefold().startswith(known.casefold())
        and name[len(known) : len(known) + 1] in (" ", "\u00a0")
    ):
        return tidy(name[len(known) :]), known
    found = _HONORIFIC.match(name)
    rest = tidy(name[found.end() :]) if found else ""
    if found and _SURE.match(found[0]) and rest:
        return rest, known or tidy(found[0])
    return name, known


def in_capitals(name: str) -> bool:
    """Is the whole name typed in capitals, or a part of it that is no initial?"""
    letters = [mark for mark in name if mark.isalpha() and mark.upper() != mark.lower()]
    return len(letters) > 3 and all(mark.isupper() for mark in letters)


def from_capitals(name: str) -> str:
    """The same name as it is usually written; a proposal, for nobody can know of McDonald or of de la Cruz."""
    words: list[str] = []
    for word in name.split():
        parts = [part[:1].upper() + part[1:].lower() for part in re.split(r"(?<=[-'’])", word)]
        plain = "".join(parts)
        words.append(plain.lower() if words and plain.lower() in _PARTICLES else plain)
    return " ".join(words)


def may_be_run_over(name: str, function: str, organisation: str) -> bool:
    """May the function be the end of a long name that did not fit its column?

    It may where it is nothing but words that begin with a capital, none of which names a function or a body.
    """
    words = function.split()
    if not words or len(words) > 5 or re.search(r"[\d,;:/()&]", function) or len(name.split()) < 1:
        return False
    if function.casefold() == organisation.casefold() or not name:
        return False
    proper = [word for word in words if word.casefold().strip(".") not in _PARTICLES]
    if not proper or any(len(word) > 1 and word.isupper() for word in proper):
        return False
    if not all(word[:1].isupper() and word[:1].isalpha() for word in proper):
        return False
    return not any(_names_a_function(word) for word in re.split(r"[\s\-’']+", function))


def _names_a_function(word: str) -> bool:
    plain = word.casefold().strip(".")
    return any(plain == stem if len(stem) <= 2 else plain.startswith(stem) for stem in _FUNCTION)


def joined(name: str, rest: str) -> str:
    """A name and its part that ran over; a hyphen at the end of the column is the name's own."""
    return f"{name}{rest}" if name.endswith("-") else f"{name} {rest}"


def together(given: str, family: str) -> str:
    """A full name of its parts: in Chinese, Japanese and Korean the family name stands first, without a space."""
    if given and family and all(_is_cjk(mark) for mark in (given + family).replace(" ", "")):
        return f"{family}{given}".replace(" ", "")
    return " ".join(filter(None, (given, family)))


def _is_cjk(mark: str) -> bool:
    return "\u3400" <= mark <= "\u9fff" or "\uac00" <= mark <= "\ud7a3"


def looks_like_a_body(text: str) -> bool:
    """Does the text name an institution and not what somebody does there?"""
    return bool(re.search(
        r"\b(minist[eéè]r(?!e\b of)\w*|ministry|department|d[eé]partement|government|gouvernement|university|universit|agency|authority|"
        r"commission|council|bank|office of|institute|association|company|school|college|bureau|centre|center|directorate|secretariat)\b",
        text, re.IGNORECASE,
    )) and not re.match(r"(minister|ministre|ministro)\b", text, re.IGNORECASE)  # fmt: skip
