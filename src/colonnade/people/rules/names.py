"""Names as they are compared: in Latin letters, without accents, in any order, however they were spelt.

Nothing here is stored as a name: a name is what the person writes. This only answers whether two may be the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

_TITLES = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "eng", "he", "hon", "sir", "dame"]
)
"""Forms of address that lists put into the name."""

_SPELLINGS = {
    form: forms.split()[0]
    for forms in (
        "kim gim", "lee yi rhee ri i ly", "park bag bak pak", "choi choe", "jung jeong chung cheong jeung", "kang gang",
        "cho jo", "yoon yun", "lim im rim", "shin sin", "oh o", "seo suh", "kwon gweon", "hwang hoang", "ahn an",
        "moon mun", "woo u", "joo ju", "zhang chang", "zhao chao", "xu hsu", "chen tan", "huang wong", "wang wong",
    )
    for form in forms.split()
}  # fmt: skip
"""East Asian family names whose usual spellings have little in common. Only used for comparing."""

_FAR_FAMILIES = frozenset(
    [
        "kim",
        "lee",
        "park",
        "choi",
        "jung",
        "kang",
        "cho",
        "yoon",
        "lim",
        "shin",
        "wang",
        "li",
        "zhang",
        "chen",
        "liu",
        "zhao",
        "huang",
        "wu",
        "nguyen",
        "tran",
        "pham",
        "singh",
        "smith",
    ]
)
"""Family names that so many bear that they tell little: a tenth to a quarter of a people."""

_MANY = frozenset(
    [
        "mohamed",
        "muhammad",
        "mohammed",
        "ahmed",
        "ahmad",
        "ali",
        "hassan",
        "hussain",
        "hussein",
        "abdullah",
        "ibrahim",
        "khan",
        "fatima",
        "maria",
        "jose",
        "juan",
        "john",
        "mary",
        "david",
        "anna",
        "ivan",
        "kumar",
        "devi",
        "sharma",
    ]
)
"""Given names and others that very many bear in several countries."""

_DIGRAPHS = (
    ("tch", "c"), ("sch", "s"), ("dzh", "j"), ("kh", "h"), ("gh", "g"), ("zh", "j"), ("sh", "s"), ("ch", "c"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("dj", "j"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("yu", "u"), ("ya", "a"),
    ("q", "k"), ("x", "ks"), ("w", "v"),
)  # fmt: skip
_ONE_SOUND = str.maketrans({"y": "i", "z": "s", "o": "u", "f": "v"})
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]")
_WORDS = re.compile(r"[a-z0-9]+")
_CJK = re.compile(r"^[\u3400-\u9fff\uac00-\ud7a3]{2,4}$")
_ARABIC = re.compile(r"^[\u0600-\u06ff]")
_LONG_VOWELS = re.compile(r"[wy]")
"""Arabic letters that stand for long vowels more often than for consonants: كريموف is Karimov."""
_UNSPACED_FAMILY = 1
"""A Chinese or Korean name written without spaces begins with its family name of one sign, with very few exceptions."""


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in small Latin letters: “KIM Min-jun” is kim, minjun; “김민준” is gim, minjun."""
    parts = []
    for part in text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split():
        if _CJK.match(part) and len(part) > 1:
            parts += [part[:_UNSPACED_FAMILY], part[_UNSPACED_FAMILY:]] if " " not in text.strip() else [part]
        else:
            parts.append(part)
    told = []
    for part in parts:
        plain = anyascii(unicodedata.normalize("NFKC", part)).lower()
        word = "".join(_WORDS.findall(plain))
        if _ARABIC.match(part):
            word = word[:1] + _LONG_VOWELS.sub("", word[1:])
        if word and word not in _TITLES:
            told.append(word)
    return tuple(told)


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """A word as it sounds: one letter for each sound, none doubled. “Mukhammad” and “Muhamad” are one."""
    word = _SPELLINGS.get(word, word)
    for written, sound in _DIGRAPHS:
        word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word.translate(_ONE_SOUND))


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """The consonants of a word: what is left when vowels are written in many ways or not at all."""
    told = plain(word)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", told)) or told[:1]


def common(words: tuple[str, ...]) -> bool:
    """Is it a name that many bear: nothing but common words, a family name borne by millions, or one word alone?"""
    known = {_SPELLINGS.get(word, word) for word in words}
    return len(words) < 2 or bool(known & _FAR_FAMILIES) or known <= (_FAR_FAMILIES | _MANY)


def family_is_common(word: str) -> bool:
    """Is the word one of the family names that so many bear?"""
    return _SPELLINGS.get(word, word) in _FAR_FAMILIES


@dataclass(frozen=True)
class Name:
    """A name as it was written, and as it is compared."""

    written: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words_of(self.written)

    @cached_property
    def plains(self) -> tuple[str, ...]:
        return tuple(plain(word) for word in self.words)

    @cached_property
    def sounds(self) -> tuple[str, ...]:
        return tuple(sound(word) for word in self.words)

    @cached_property
    def latin(self) -> bool:
        """Is it written in Latin letters?"""
        letters = [mark for mark in self.written if mark.isalpha()]
        return all("LATIN" in unicodedata.name(mark, "") for mark in letters)


SAME, SPELT, WITHIN, SIMILAR, INITIALS, ONE_WORD, APART = 100, 92, 88, 80, 70, 60, 0
"""How near two names are."""

_NEAR, _NEAR_WORD, _SHORT = 90, 82, 5


def nearness(one: Name, other: Name) -> tuple[int, str]:
    """How near two names are, and the reason (a key of ``REASONS``)."""
    if not one.words or not other.words:
        return APART, "different_name"
    if (same := _same(one, other)) is not None:
        return SAME, same
    if _spelt(one, other):
        return SPELT, "same_name_spelt_otherwise"
    shorter, longer = sorted((one, other), key=lambda name: len(name.words))
    if _within(shorter, longer):
        return (WITHIN if len(shorter.words) > 1 else ONE_WORD), "name_within_name"
    if _initials(shorter, longer):
        return INITIALS, "initials"
    if _similar(one, other):
        return SIMILAR, "similar_name"
    return APART, "different_name"


def _same(one: Name, other: Name) -> str | None:
    script = one.latin != other.latin
    if one.words == other.words or "".join(one.words) == "".join(other.words):
        return "same_name_other_script" if script else "same_name"
    if sorted(one.words) == sorted(other.words) or "".join(one.words) in _turned(other.words):
        return "same_name_other_script" if script else "same_name_other_order"
    if script and (
        "".join(one.plains) in _turned(other.plains) or sorted(one.plains) == sorted(other.plains)
    ):
        return "same_name_other_script"
    return None


def _turned(words: tuple[str, ...]) -> list[str]:
    """The words run together, begun at each of them: family name first or last, given name in one word or two."""
    return ["".join(words[start:] + words[:start]) for start in range(len(words))]


def _spelt(one: Name, other: Name) -> bool:
    """The same consonants word by word, in any order; where a script writes no vowels, that is all there is."""
    if len(one.sounds) != len(other.sounds) or len(one.sounds) < 2:
        return False
    pairs = list(zip(sorted(one.words, key=sound), sorted(other.words, key=sound), strict=True))
    if any(sound(a) != sound(b) for a, b in pairs):
        return False
    voweless = one.latin != other.latin and any(
        not _VOWELS.search(word) for word in (*one.words, *other.words)
    )
    return voweless or all(ratio(plain(a), plain(b)) >= _near_enough(a, b) for a, b in pairs)


def _near_enough(a: str, b: str) -> int:
    """Short words must be nearer: Lena is not Lina, and Min is not Mina."""
    return 60 if max(len(a), len(b)) > _SHORT else 81


def _within(shorter: Name, longer: Name) -> bool:
    """All words of the one among those of the other, which has more: a patronymic, a second family name."""
    if len(shorter.words) >= len(longer.words):
        return False
    return set(shorter.plains) <= set(longer.plains)


def _initials(shorter: Name, longer: Name) -> bool:
    """“J. Smith” and “John Smith”: every word the same, or the first letter of the other; one at least the same."""
    if len(shorter.words) != len(longer.words) or len(shorter.words) < 2:
        return False
    same = initial = 0
    left = list(longer.plains)
    for word in sorted(shorter.plains, key=len, reverse=True):
        match = next((each for each in left if each == word), None) or next(
            (each for each in left if (len(word) == 1) != (len(each) == 1) and each[:1] == word[:1]), None
        )
        if match is None:
            return False
        left.remove(match)
        same += match == word and len(word) > 1
        initial += match != word
    return same > 0 and initial > 0


def _similar(one: Name, other: Name) -> bool:
    """A slip of the pen: as many words, each near one of the other's, the whole nearer still."""
    if len(one.plains) != len(other.plains) or len(one.plains) < 2:
        return False
    whole = max(ratio("".join(one.plains), turned) for turned in _turned(other.plains))
    if whole < _NEAR:
        return False
    left = list(other.plains)
    for word in sorted(one.plains, key=len, reverse=True):
        best = max(left, key=lambda each: ratio(word, each))
        slips = Indel.distance(word, best)
        if ratio(word, best) < _NEAR_WORD or (min(len(word), len(best)) < _SHORT and slips):
            return False
        left.remove(best)
    return True
