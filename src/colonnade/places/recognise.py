"""Which country is meant by what somebody wrote in a cell. What may mean two countries is never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from colonnade.places.models import Country, CountryName
from colonnade.places.shipped import rows
from colonnade.records.queries import standing
from colonnade.values.languages import LANGUAGES

# Words that people put in and leave out.
_SMALL: Final = frozenset(
    {
        "the",
        "of",
        "and",
        "et",
        "y",
        "e",
        "le",
        "la",
        "les",
        "el",
        "los",
        "las",
        "de",
        "du",
        "des",
        "del",
        "a",
        "и",
    }
)
_SHORT: Final = {
    "st": "saint",
    "ste": "sainte",
    "rep": "republic",
    "dem": "democratic",
    "fed": "federated",
    "sts": "states",
    "isl": "islands",
    "is": "islands",
    "govt": "government",
}
# Letters that Arabic and Persian keyboards, and hasty writers, put for one another.
_LETTERS: Final = str.maketrans(
    {"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "", "ё": "е", "ı": "i", "ß": "ss"}
)
_PARENTHESIS: Final = re.compile(r"\s*[(（][^()（）]*[)）]\s*")
_TWO_NAMES: Final = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")
_COMMA: Final = re.compile(r"[,،，、]")
_NUMBER: Final = re.compile(r"(\d{1,3})(?:\.0+)?")


@dataclass(frozen=True)
class Recognised:
    """The text means this country."""

    text: str
    country: Country


@dataclass(frozen=True)
class Ambiguous:
    """The text may mean any of these; somebody has to say which."""

    text: str
    candidates: tuple[Country, ...]

    @property
    def sentence(self) -> str:
        named = [f"{country.name_en} ({country.code})" for country in self.candidates]
        return f"“{self.text}” may mean {', '.join(named[:-1])} or {named[-1]}. Write the name in full or the code."


@dataclass(frozen=True)
class Unknown:
    """The text is no country or area that is held; ``suggestions`` are near to it in spelling."""

    text: str
    suggestions: tuple[Country, ...] = ()
    body: bool = False

    @property
    def sentence(self) -> str:
        if not self.text:
            return "No country is given."
        if self.body:
            return f"“{self.text}” is not a country. Leave the country empty and name it as the organisation."
        if self.suggestions:
            named = [f"{country.name_en} ({country.code})" for country in self.suggestions]
            return (
                f"“{self.text}” is not a country or area of the M49 list. Did you mean {' or '.join(named)}?"
            )
        return f"“{self.text}” is not a country or area of the M49 list. Write its name or its code of three letters."


Answer = Recognised | Ambiguous | Unknown


def recognise(text: str) -> Answer:
    """One text, by two queries. For a whole sheet, take a ``recogniser`` once and ask it line by line."""
    return recogniser().read(text)


def recogniser() -> Recogniser:
    """Everything by which a country may be named, as the record stands now; two queries."""
    countries = {country.pk: country for country in standing(Country.objects)}
    dated: dict[int, list[str]] = defaultdict(list)
    for pk, name in CountryName.objects.values_list("country_id", "name"):
        dated[pk].append(name)
    return Recogniser(countries.values(), dated)


class Recogniser:
    """An index in memory: thousands of texts a second, and no query."""

    def __init__(self, countries: Iterable[Country], dated: dict[int, list[str]]) -> None:
        self._by_iso3 = {country.code: country for country in countries}
        self._by_iso2 = {country.iso2: country for country in self._by_iso3.values()}
        self._by_m49 = {country.m49: country for country in self._by_iso3.values()}
        self._names = self._index(dated)
        # Formal names are so alike that any of them is near to any other.
        formal = {_key(country.formal_en) for country in self._by_iso3.values()}
        short = {_key(country.name_en) for country in self._by_iso3.values()}
        self._spellings = [key for key in self._names if key not in formal - short]
        self._unlisted = {
            key for row in rows("country_aliases") if not row["iso3"] for key in _keys(row["name"])
        }
        self._bodies = {key for row in rows("bodies") for key in _keys(row["name"])}
        self._answers: dict[str, Answer] = {}

    def read(self, text: str) -> Answer:
        """Codes in capitals, numbers of M49, names of today and earlier in seven languages, and their usual forms."""
        text = " ".join(str(text).split())
        if text not in self._answers:
            self._answers[text] = self._read(text)
        return self._answers[text]

    def all(self) -> list[Country]:
        """Every country and area that is known."""
        return list(self._by_iso3.values())

    def _read(self, text: str) -> Answer:
        if country := self._by_code(text):
            return Recognised(text, country)
        keys = _keys(text)
        found = next((self._names[key] for key in keys if key in self._names), ()) or self._two_names(text)
        if len(found) > 1:
            return Ambiguous(text, found)
        if found:
            return Recognised(text, found[0])
        if any(key in self._bodies for key in keys):
            return Unknown(text, body=True)
        if any(key in self._unlisted for key in keys):
            return Unknown(text)
        return Unknown(text, self._near(text, keys))

    def _by_code(self, text: str) -> Country | None:
        """Two letters only in capitals: NA is Namibia and NO is Norway, but “na” and “no” are words."""
        text = _digits(unicodedata.normalize("NFKC", text))
        if number := _NUMBER.fullmatch(text):
            # A spreadsheet drops the zeros that a code begins with.
            return self._by_m49.get(number[1].zfill(3))
        return self._by_iso2.get(text) or (self._by_iso3.get(text.upper()) if len(text) == 3 else None)

    def _two_names(self, text: str) -> tuple[Country, ...]:
        """“Myanmar (Burma)” is one country under two names; “Georgia (USA)” may be either."""
        if not (both := _TWO_NAMES.fullmatch(text)):
            return ()
        outer, inner = (self._names.get(_key(name)) or self._as_code(name) for name in both.groups())
        if not (outer and inner):
            return ()
        return tuple(country for country in outer if country in inner) or (*outer, *inner)

    def _as_code(self, text: str) -> tuple[Country, ...]:
        country = self._by_code(text)
        return (country,) if country else ()

    def _near(self, text: str, keys: tuple[str, ...]) -> tuple[Country, ...]:
        """At most three, the nearest first. A code in small letters is near to itself."""
        if code := self._by_iso2.get(text.upper()):
            return (code,)
        near = get_close_matches(keys[0], self._spellings, n=4, cutoff=0.75) if keys else []
        countries = [country for key in near for country in self._names[key]]
        return tuple({country.code: country for country in countries}.values())[:3]

    def _index(self, dated: dict[int, list[str]]) -> dict[str, tuple[Country, ...]]:
        """What is listed as an alias decides; then full names; then names without what stands in parentheses."""
        full: dict[str, dict[str, Country]] = defaultdict(dict)
        short: dict[str, dict[str, Country]] = defaultdict(dict)
        for country in self._by_iso3.values():
            for name in (*_names(country), *dated.get(country.pk, ())):
                full[_key(name)][country.code] = country
                short[_key(_PARENTHESIS.sub(" ", name))][country.code] = country
        listed: dict[str, dict[str, Country]] = {}
        for row in rows("country_aliases"):
            meant = {code: self._by_iso3[code] for code in row["iso3"].split(";") if code in self._by_iso3}
            listed[_key(row["name"])] = meant
        index = short | full | listed
        return {key: tuple(meant.values()) for key, meant in index.items() if key and meant}


def _names(country: Country) -> list[str]:
    names = [getattr(country, f"name_{language}") for language in LANGUAGES]
    return [name for name in (*names, country.formal_en) if name]


def _keys(text: str) -> tuple[str, ...]:
    """The text as it stands, and “Korea, Rep.” or “Korea (Rep.)” as “Rep. Korea”."""
    keys = [_key(text)]
    parts = _COMMA.split(text)
    if len(parts) == 2:
        keys.append(_key(f"{parts[1]} {parts[0]}"))
    if both := _TWO_NAMES.fullmatch(text):
        keys.append(_key(f"{both[2]} {both[1]}"))
    return tuple(dict.fromkeys(key for key in keys if key))


@lru_cache(maxsize=16_384)
def _key(text: str) -> str:
    """Without accents, case, spaces, marks and small words, so that what sounds the same is the same."""
    text = _digits(unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()))
    text = "".join(mark for mark in text if unicodedata.category(mark) not in ("Mn", "Cf")).translate(
        _LETTERS
    )
    text = re.sub(r"\b[ld]['’‘ʼ`´](?=\w)", " ", text)
    text = re.sub(r"['’‘ʼ`´.]", "", text).replace("&", " and ")
    words = [_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", text)]
    kept = [_without_article(word) for word in words if word not in _SMALL] or words
    return "".join(kept)


def _without_article(word: str) -> str:
    """Arabic writes its article in one word with the noun; people write it or not."""
    for article in ("وال", "ال"):
        if word.startswith(article) and len(word) > len(article) + 2:
            return word.removeprefix(article)
    return word


def _digits(text: str) -> str:
    """Arabic, Persian and all other digits as 0 to 9."""
    return "".join(str(unicodedata.digit(mark)) if mark.isdigit() else mark for mark in text)
