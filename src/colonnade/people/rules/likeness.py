"""Whether two persons may be one: what speaks for it, what against, and how much.

Nothing is concluded from one fact alone, save a name that few bear: an e-mail may be a ministry's, a name that of
thousands. The numbers are the room's judgement, held by ``tests/people/test_likeness.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from colonnade.people.rules.names import (
    APART,
    INITIALS,
    ONE_WORD,
    SAME,
    SIMILAR,
    SPELT,
    WITHIN,
    Name,
    common,
    family_is_common,
    nearness,
    words_of,
)

THRESHOLD = 50
"""From here on two persons are proposed to be one."""

_NAME = {SAME: 55, SPELT: 45, WITHIN: 40, SIMILAR: 40, INITIALS: 30, ONE_WORD: 15, APART: 0}
_PUBLIC_MAIL = frozenset(
    [
        "gmail.com",
        "yahoo.com",
        "hotmail.com",
        "outlook.com",
        "live.com",
        "icloud.com",
        "mail.ru",
        "yandex.ru",
        "naver.com",
        "daum.net",
        "hanmail.net",
        "qq.com",
        "163.com",
        "126.com",
        "proton.me",
        "protonmail.com",
        "gmx.net",
        "aol.com",
        "msn.com",
        "googlemail.com",
        "rediffmail.com",
    ]
)
_OFFICE_MAILBOXES = frozenset(
    [
        "info",
        "office",
        "contact",
        "mail",
        "admin",
        "secretariat",
        "protocol",
        "registry",
        "training",
        "international",
        "secretary",
        "mission",
        "permanent",
        "enquiries",
        "hr",
        "focalpoint",
    ]
)
SHARED_FROM = 3
"""A mailbox that so many persons have is shared."""


@dataclass(frozen=True)
class Known:
    """What the record knows of a person that tells them from another: codes of organisations, countries and events."""

    key: int
    names: tuple[Name, ...]
    email: str = ""
    sex: str = ""
    family_name: str = ""
    organisations: frozenset[int] = frozenset()
    countries: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()
    sharing: int = field(default=1, compare=False)

    @property
    def at(self) -> str:
        return self.email.rpartition("@")[2]

    @property
    def mailbox(self) -> str:
        return self.email.partition("@")[0]


def likeness(one: Known, other: Known) -> tuple[int, list[str]]:
    """How much speaks for two persons being one, from 0 to 100, and the reasons as keys of ``REASONS``."""
    near, reason = max((nearness(a, b) for a in one.names for b in other.names), key=lambda told: told[0])
    told = [(_NAME[near], reason)]
    told += _by_mail(one, other, near)
    told += _by_set(one.organisations, other.organisations, "organisation", 20, -10)
    told += _by_set(one.countries, other.countries, "country", 10, -25)
    if _different_sex(one, other):
        told.append((-40, "different_sex"))
    if near and near != WITHIN and all(common(name.words) for name in (*one.names, *other.names)):
        told.append((-15, "common_name"))
    if one.events & other.events:
        told.append((-10, "at_one_event"))
    score = sum(points for points, _reason in told)
    return max(0, min(100, score)), [reason for _points, reason in told]


def _by_mail(one: Known, other: Known, near: int) -> Iterable[tuple[int, str]]:
    if not one.email or not other.email:
        return
    if one.email == other.email:
        if max(one.sharing, other.sharing) >= SHARED_FROM or one.mailbox in _OFFICE_MAILBOXES:
            yield 10, "shared_mailbox"
        elif near:
            yield 45, "same_email"
        elif _one_changed_a_name(one, other):
            yield THRESHOLD, "same_email"
        else:
            yield 10, "same_email"
    elif one.at == other.at and one.at not in _PUBLIC_MAIL:
        yield -15, "different_email"


def _one_changed_a_name(one: Known, other: Known) -> bool:
    """With one mailbox and different names: one who married, or two of a family? The given name is the same, or is not.

    Where nothing tells which word is the given name, it is the first, unless it is a family name that many bear.
    """
    for a in one.names:
        for b in other.names:
            shared = set(a.plains) & set(b.plains)
            families = {plain for person in (one, other) for plain in Name(person.family_name).plains}
            if families:
                if shared - families:
                    return True
            elif a.plains[:1] == b.plains[:1] and a.words and not family_is_common(a.words[0]):
                return True
    return False


def _by_set(one: frozenset[int], other: frozenset[int], what: str, same: int, differ: int):
    if one and other:
        yield (same, f"same_{what}") if one & other else (differ, f"different_{what}")


def _different_sex(one: Known, other: Known) -> bool:
    told = {one.sex, other.sex}
    return told == {"female", "male"}


def blocks_of(person: Known) -> set[str]:
    """Where a person is looked for among all: the mailbox, and each two words of the name by their sound.

    Whoever has one word only is looked for under it; whoever has several also under the two that come first in
    the alphabet with a third left out, so that a patronymic more or less is found.
    """
    keys = {f"@{person.email}"} if person.email else set()
    for name in person.names:
        sounds = sorted(set(name.sounds))
        if len(sounds) == 1:
            keys.add(sounds[0])
        for place, first in enumerate(sounds):
            keys.update(f"{first} {second}" for second in sounds[place + 1 :])
        joined = sorted(
            "".join(name.sounds[start:] + name.sounds[:start]) for start in range(len(name.sounds))
        )
        keys.add(f"={joined[0]}" if joined else "")
    return keys - {""}


__all__ = ["THRESHOLD", "Known", "blocks_of", "likeness", "words_of"]
