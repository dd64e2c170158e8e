"""What the room knows of persons: where they stand in the record, what they agreed to, who may be one."""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from django.db.models import Count, Exists, Field, ForeignKey, Model, OuterRef, Q, QuerySet

from colonnade.people.models import (
    Consent,
    Erasure,
    Likeness,
    Merge,
    Message,
    NameWord,
    Person,
    RetentionRule,
)
from colonnade.people.rules.likeness import Known
from colonnade.people.rules.names import Name, plain, sound, words_of
from colonnade.records.queries import standing, valid_on

IN_DOUBT = (Likeness.State.OPEN, Likeness.State.LOST)
"""The states of a likeness in which two may be one."""

_BOOKS: tuple[Any, ...] = (Person, Likeness, Merge, NameWord, Erasure)
"""What the room itself keeps about persons, and no merge moves."""

_ABOUT_THEM: tuple[Any, ...] = (Consent, Message)
"""What the room itself holds for a person, which says nothing of where they stand in the record."""

AT_ONCE = 500
"""Keys named in one question to the database."""


def present(persons: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Persons with an identity: not withdrawn, not merged into another, not erased."""
    rows = Person.objects.all() if persons is None else persons
    return standing(rows).filter(erased_on=None, merged_into=None)


def usable(persons: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Those who may be used in mailings and lists: present, and their processing not restricted."""
    return present(persons).filter(restricted_on=None)


# --- where persons stand -----------------------------------------------------------------------------------------


def pointing_at_persons(*, own: bool = True) -> Iterator[tuple[type[Model], ForeignKey]]:
    """Every field of every room that points at a person; without the room's own books on them.

    ``own=False`` leaves out consents and letters too: whoever has nothing else stands nowhere. Found by asking the model, so that a room above is found without being known. Histories are no rows of their own.
    """
    for relation in Person._meta.get_fields(include_hidden=True):
        model, field = getattr(relation, "related_model", None), getattr(relation, "field", None)
        if (
            model is None
            or not relation.auto_created
            or relation.concrete
            or not isinstance(field, ForeignKey)
        ):
            continue
        if hasattr(model, "instance_type") or model in _BOOKS or (not own and model in _ABOUT_THEM):
            continue
        yield model, field


def rows_of(person: Person) -> list[tuple[type[Model], Field, list[Model]]]:
    """Everything that points at a person, kind by kind: what is held of them and where it is used."""
    told = []
    for model, field in pointing_at_persons():
        rows = list(model._default_manager.filter(**{field.name: person}).order_by("pk"))
        if rows:
            told.append((model, field, rows))
    return told


def one_with(person: Person) -> list[Person]:
    """The person and all rows found to be the same, however far back."""
    found, ahead = [person], [person]
    while ahead:
        ahead = list(Person.objects.filter(merged_into__in=ahead).exclude(pk__in=[one.pk for one in found]))
        found += ahead
    return found


# --- finding -----------------------------------------------------------------------------------------------------


def named(words: str, persons: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """The persons who have a word beginning with each of those typed, in any script, order and case.

    Asked of the table of words, by its index: as quick among 200,000 persons as among twenty. Whoever was written
    without their words being kept is looked at here, so that nobody is lost.
    """
    rows = Person.objects.all() if persons is None else persons
    wanted = [{word, plain(word)} for word in words_typed(words)]
    if not wanted:
        return rows
    found = Q()
    for forms in wanted:
        begins = Q()
        for form in forms:
            # Words are of small Latin letters and digits, so that every collation orders them alike.
            begins |= Q(word__gte=form, word__lte=form + "z" * 8)
        found &= Q(pk__in=NameWord.objects.filter(begins).values("person_id"))
    met = [one.pk for one in without_words(rows).select_related(None) if _has(words_to_keep(one), wanted)]
    return rows.filter(found | Q(pk__in=met)) if met else rows.filter(found)


def without_words(persons: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Persons written by an action that did not keep their words."""
    rows = Person.objects.all() if persons is None else persons
    return rows.filter(~Exists(NameWord.objects.filter(person=OuterRef("pk"))))


def _has(words: Iterable[str], wanted: Sequence[set[str]]) -> bool:
    held = list(words)
    return all(any(word.startswith(tuple(forms)) for word in held) for forms in wanted)


def words_typed(text: str) -> list[str]:
    """What is typed into a search, as words are kept: “Côte, J.” is cote and j."""
    return [
        word
        for part in text.replace("@", " ").replace("-", " ").replace(".", " ").split()
        for word in words_of(part)
    ]


def words_to_keep(person: Person) -> dict[str, str]:
    """The words a person is to be found by, each with its sound: of the names, the code and the e-mail."""
    if person.erased_on:
        return dict.fromkeys(words_typed(person.code), "")
    told = dict.fromkeys(words_typed(f"{person.code} {person.email}"), "")
    for name in (person.full_name, person.name_latin, f"{person.given_name} {person.family_name}"):
        told |= dict.fromkeys(words_typed(name), "")
        told |= {form: sound(word)[:40] for word in words_of(name) for form in (word, plain(word))}
    return {word[:60]: heard for word, heard in told.items()}


def wrong_words() -> list[str]:
    """The codes of persons whose words differ from their names; empty when all is well."""
    held: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, word, heard in NameWord.objects.values_list("person_id", "word", "sound").iterator():
        held[pk][word] = heard
    return sorted(one.code for one in Person.objects.iterator() if held.get(one.pk, {}) != words_to_keep(one))


# --- likenesses --------------------------------------------------------------------------------------------------


def known(persons: Iterable[int] | None = None) -> dict[int, Known]:
    """What tells persons apart, as matching compares it: all persons present, or some of them."""
    wanted = None if persons is None else sorted(set(persons))
    found: dict[int, Known] = {}
    for keys in [None] if wanted is None else _pieces(wanted):
        rows = present() if keys is None else present().filter(pk__in=keys)
        found |= _known(rows, keys)
    sharing = dict(
        present()
        .exclude(email="")
        .order_by()
        .values_list("email")
        .annotate(Count("pk"))
        .filter(pk__count__gt=1)
        if wanted is None
        else _sharing({one.email for one in found.values() if one.email})
    )
    told: dict[str, int] = defaultdict(int)
    for email, number in sharing.items():
        told[email.casefold()] += number
    return {pk: replace(one, sharing=told.get(one.email, 1)) for pk, one in found.items()}


def _sharing(emails: set[str]) -> dict[str, int]:
    told: dict[str, int] = {}
    for some in _pieces(sorted(emails)):
        rows = present().filter(_any_of("email__iexact", some)).order_by()
        told |= dict(rows.values_list("email").annotate(Count("pk")))
    return told


def _any_of(lookup: str, values: Sequence[Any]) -> Q:
    return reduce(operator.or_, (Q(**{lookup: value}) for value in values), Q(pk__in=[]))


def _known(rows: QuerySet[Person], keys: Sequence[int] | None) -> dict[int, Known]:
    facts = {name: _facts(name, keys) for name in ("organisation", "country", "event")}
    told = {}
    columns = ("pk", "full_name", "name_latin", "email", "sex", "family_name")
    for pk, full_name, latin, email, sex, family in rows.values_list(*columns).iterator(chunk_size=5000):
        names = tuple(Name(name) for name in dict.fromkeys((full_name, latin)) if name)
        organisations, countries, events = (
            frozenset(facts[name].get(pk, ())) for name in ("organisation", "country", "event")
        )
        told[pk] = Known(pk, names, email.casefold(), sex, family, organisations, countries, events)
    return told


def _facts(name: str, keys: Sequence[int] | None) -> Mapping[int, set[int]]:
    """The organisations, countries or events that rows of any room put beside persons."""
    told: dict[int, set[int]] = defaultdict(set)
    for model, field in pointing_at_persons(own=False):
        there = {each.name for each in model._meta.fields}
        if name not in there:
            continue
        rows = model._default_manager.filter(**{f"{name}__isnull": False})
        if "withdrawn_on" in there:
            rows = rows.filter(withdrawn_on=None)
        if keys is not None:
            rows = rows.filter(**{f"{field.name}__in": keys})
        for person, fact in (
            rows.order_by().values_list(field.attname, f"{name}_id").iterator(chunk_size=20_000)
        ):
            if person:
                told[person].add(fact)
    return told


def looking_like(person: Known) -> set[int]:
    """Who is worth comparing with a person: the same mailbox, or two words of the name that sound alike."""
    sounds = {heard for name in person.names for heard in name.sounds}
    words = NameWord.objects.filter(sound__in=sounds, person__merged_into=None, person__erased_on=None)
    near = (
        words.values("person_id")
        .annotate(alike=Count("sound", distinct=True))
        .filter(alike__gte=min(2, len(sounds)))
    )
    found = set(near.values_list("person_id", flat=True))
    if person.email:
        found |= set(present().filter(email__iexact=person.email).values_list("pk", flat=True))
    return found - {person.key}


def open_likenesses() -> QuerySet[Likeness]:
    """The pairs nobody has decided on, the likeliest first."""
    rows = Likeness.objects.filter(state=Likeness.State.OPEN)
    return rows.select_related("first", "second").order_by("-score", "pk")


def pairs_in_doubt() -> list[tuple[int, int]]:
    """The pairs of persons of whom nobody can say yet whether they are one."""
    rows = Likeness.objects.filter(state__in=IN_DOUBT).order_by("pk")
    return list(rows.values_list("first_id", "second_id"))


def ones_in_doubt() -> dict[int, int]:
    """Each person in doubt, with the one who would stand for all if all pairs were one: what a count may be fewer by."""
    stands: dict[int, int] = {}

    def root(key: int) -> int:
        while stands.setdefault(key, key) != key:
            stands[key] = stands[stands[key]]
            key = stands[key]
        return key

    for first, second in pairs_in_doubt():
        one, other = sorted((root(first), root(second)))
        stands[other] = one
    return {key: root(key) for key in stands}


def _pieces(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


# --- consents and retention --------------------------------------------------------------------------------------


def consents_of(person: Person) -> QuerySet[Consent]:
    """All a person agreed to, what was withdrawn among it."""
    return Consent.objects.filter(person=person).order_by("purpose", "-given_at", "pk")


def consenting(purpose: str, persons: QuerySet[Person] | None = None, *, ref: str = "") -> QuerySet[Person]:
    """Those who agree to a purpose today (with one record, where it is named) and may be used for it."""
    given = Consent.objects.filter(purpose=purpose, withdrawn_at=None)
    if ref:
        given = given.filter(ref=ref)
    return usable(persons).filter(pk__in=given.values("person_id"))


def rules_on(day: date) -> QuerySet[RetentionRule]:
    """The retention rules that hold on a day."""
    return valid_on(RetentionRule.objects.all(), day).order_by("category", "pk")
