"""The short codes of a sign-in sheet: four characters that never change, and one by which a slip of the finger is caught.

A code comes from the number of the participation alone, so that the order of the list, a late registration or a second
printing changes nobody's code. The alphabet has no letter that is taken for another (no 0, O, 1, I or L); it has 31
characters, a prime number, so that the last one catches every wrong character and any two that changed places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BASE: Final = len(ALPHABET)
LENGTH: Final = 4
MANY: Final = BASE**LENGTH
"""How many codes there are: two participations of one event would have to be so far apart to share one."""

_STEP: Final = 387_420
"""Neighbours in the record are far apart as codes, so that a wrong code seldom is a neighbour's."""

_NUMBER_FIRST: Final = re.compile(r"^\d{1,4}\s*[-–.)\s]\s*(?=\S)")
_PARTS: Final = re.compile(r"^\d{1,2}([,;/+ ]+\d{1,2})*$")


def sheet_code(participation: int) -> str:
    """The code of a participation, as it is printed: ``K3P-X7``."""
    rest, marks = (participation * _STEP) % MANY, []
    for _place in range(LENGTH):
        rest, value = divmod(rest, BASE)
        marks.append(value)
    code = "".join(ALPHABET[value] for value in marks) + _check(marks)
    return f"{code[:3]}-{code[3:]}"


def _check(values: Iterable[int]) -> str:
    """The last character: each place weighs differently, in a field of 31."""
    return ALPHABET[sum(weight * value for weight, value in enumerate(values, 2)) % BASE]


def plain_code(typed: str) -> str:
    """The five characters of a code however it was typed; nothing where it is no code. A number of the row before it is left out."""
    for text in (typed, _NUMBER_FIRST.sub("", typed.strip())):
        code = re.sub(r"[-–.\s]", "", text).upper()
        values = [ALPHABET.find(mark) for mark in code]
        if len(code) == LENGTH + 1 and -1 not in values and code[-1] == _check(values[:-1]):
            return code
    return ""


@dataclass(frozen=True)
class Typed:
    """One line of what was typed. ``participation`` is None where the code is wrong or nobody's; ``parts`` are the numbers after it."""

    line: str
    participation: int | None
    parts: tuple[int, ...] = ()
    wrong: bool = False


def read_codes(text: str, participations: Iterable[int]) -> list[Typed]:
    """Lines of codes, many at once: each may have the row's number before it and the numbers of sessions after it.

    ``wrong`` tells a code that cannot be (a slip) from one that is nobody's at this event.
    """
    holders = {plain_code(sheet_code(pk)): pk for pk in participations}
    return [_read(line.strip(), holders) for line in re.split(r"[\n\r\t]+", text) if line.strip()]


def _read(line: str, holders: dict[str, int]) -> Typed:
    words = line.split()
    for taken in range(len(words), 0, -1):
        code, rest = plain_code(" ".join(words[:taken])), " ".join(words[taken:])
        if code and (not rest or _PARTS.match(rest)):
            parts = tuple(int(part) for part in re.findall(r"\d+", rest))
            return Typed(line, holders.get(code), parts)
    return Typed(line, None, wrong=True)
