"""Who in the record may be meant by a row of a list: proposed with reasons, never decided here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz

from colonnade.capacity.lists.listed import Listed
from colonnade.capacity.lists.names import key_of
from colonnade.capacity.lists.questions import Words
from colonnade.capacity.models import Participation
from colonnade.people.models import Person
from colonnade.records.intake.links import chunks
from colonnade.records.queries import standing

ALIKE: Final = 88
"""From here on two names are nearly the same."""
AKIN: Final = 72
"""Enough where an e-mail address or an organisation speaks for it too."""
COMMON: Final = 60
"""A part of a name that more persons than this share tells nobody apart."""
MOST_SHOWN: Final = 4


@dataclass(frozen=True)
class Known:
    """A person of the record as far as a list can be compared with them."""

    pk: int
    code: str
    full_name: str
    email: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A person who may be meant, and what speaks for it."""

    known: Known
    reasons: tuple[Words, ...]
    likeness: int
    certain: bool = False
    """The same e-mail address and the same name."""


@dataclass
class Where:
    """Where somebody was seen before: the countries they represented and the organisations they came from."""

    countries: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)
    told: str = ""


class Persons:
    """Every standing person of the record, in memory: one query for their names, one for where the likely ones were seen."""

    def __init__(self) -> None:
        self.by_code: dict[str, Known] = {}
        self._by_mail: dict[str, list[Known]] = defaultdict(list)
        self._by_key: dict[str, list[Known]] = defaultdict(list)
        self._by_word: dict[str, list[Known]] = defaultdict(list)
        people = standing(Person.objects).filter(erased_on=None).order_by("pk")
        names = people.values_list(
            "pk", "code", "full_name", "name_latin", "email", "given_name", "family_name"
        )
        for pk, code, full, latin, email, given, family in names.iterator(chunk_size=20_000):
            spelt = (full, latin, f"{given} {family}" if given and family else "")
            keys = tuple(dict.fromkeys(key_of(each) for each in spelt if each))
            known = Known(pk, code, full, email.casefold().strip(), keys)
            self.by_code[code] = known
            if known.email:
                self._by_mail[known.email].append(known)
            for key in keys:
                self._by_key[key].append(known)
            for word in {word for key in keys for word in key.split() if len(word) > 2}:
                self._by_word[word].append(known)

    def candidates(self, people: Sequence[Listed]) -> dict[str, list[Candidate]]:
        """By the key of each listed person, who in the record may be meant, the likeliest first."""
        found = {person.key: self._near(person) for person in people}
        seen = where_seen({known.pk for near in found.values() for known, _score in near})
        return {
            person.key: self._judge(person, found[person.key], seen) for person in people if found[person.key]
        }

    def _near(self, person: Listed) -> list[tuple[Known, int]]:
        """Those with the same address, the same name, or a name that sounds alike."""
        key = key_of(person.full_name)
        near: dict[int, Known] = {
            known.pk: known for known in self._by_mail.get(person.email, ()) if person.email
        }
        near |= {known.pk: known for known in self._by_key.get(key, ())}
        for word in key.split():
            held = self._by_word.get(word, ())
            if len(held) <= COMMON:
                near |= {known.pk: known for known in held}
        scored = [(known, _alike(key, known.keys)) for known in near.values()]
        return [
            (known, score)
            for known, score in scored
            if score >= AKIN or (person.email and known.email == person.email)
        ]

    def _judge(
        self, person: Listed, near: list[tuple[Known, int]], seen: Mapping[int, Where]
    ) -> list[Candidate]:
        candidates = []
        for known, score in near:
            where = seen.get(known.pk, Where())
            mail = bool(person.email) and known.email == person.email
            at_work = bool(person.employer) and person.employer.casefold() in where.organisations
            country = bool(person.country) and person.country in where.countries
            # Another name at the same address is another person: offices share their mailboxes.
            if score < AKIN or (score < ALIKE and not (mail or at_work)):
                continue
            if score < 100 and not (mail or at_work or country) and score < 94:
                continue
            reasons = [_("the same name") if score == 100 else _("a name much like it")]
            reasons += [_("the same e-mail address")] if mail else []
            reasons += [_("the same organisation")] if at_work else []
            reasons += [_("the same country represented")] if country else []
            if person.email and known.email and not mail:
                reasons.append(_("another e-mail address"))
            candidates.append(Candidate(known, tuple(reasons), score, certain=mail and score == 100))
        candidates.sort(
            key=lambda each: (not each.certain, -len(each.reasons), -each.likeness, each.known.code)
        )
        return candidates[:MOST_SHOWN]


def _alike(key: str, keys: Iterable[str]) -> int:
    return round(
        max(
            (100.0 if key == other else min(99.0, fuzz.token_sort_ratio(key, other)) for other in keys),
            default=0.0,
        )
    )


def alike(one: str, other: str) -> int:
    """How much two names are alike, from 0 to 100; 100 is the same but for case, accents and order."""
    return _alike(key_of(one), (key_of(other),))


def where_seen(persons: set[int]) -> dict[int, Where]:
    """Where these persons took part before, and for whom."""
    found: dict[int, Where] = defaultdict(Where)
    for piece in chunks(sorted(persons), 2_000):
        rows = standing(Participation.objects).filter(person__in=piece).order_by("pk")
        for person, country, name, short, event in rows.values_list(
            "person_id",
            "country__code",
            "organisation__name",
            "organisation__short_name",
            "event__activity__title",
        ):
            where = found[person]
            if country:
                where.countries.add(country)
            where.organisations.update(word.casefold() for word in (name, short) if word)
            where.told = event
    return found
