"""Finding who may be one person: it proposes, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from django.db import connection, transaction

from colonnade.people.models import Likeness, NameWord, Person
from colonnade.people.queries import known, looking_like, without_words, words_to_keep
from colonnade.people.rules.likeness import THRESHOLD, Known, blocks_of, likeness
from colonnade.records.errors import Refused

AT_MOST = 60
"""Persons of one block compared each with each; a larger block is cut by country, and then by organisation."""

AT_ONCE = 50
"""Persons without words who are looked at together."""

Pair = tuple[int, int]


@transaction.atomic
def keep_words(*, persons: Iterable[int] | None = None) -> int:
    """Write the words persons are found by again (of all, if none are named); the number of persons whose words changed.

    Called by every action that names a person, in its transaction. No trigger of the database does it, since a
    database cannot romanise a name; ``queries.wrong_words`` tells at any time whether it was forgotten.
    """
    rows = Person.objects.all() if persons is None else Person.objects.filter(pk__in=list(persons))
    changed, new = [], []
    keys = [] if persons is None else list(rows.values_list("pk", flat=True))
    words = NameWord.objects.all() if persons is None else NameWord.objects.filter(person__in=keys)
    held: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, word, heard in words.values_list("person_id", "word", "sound").iterator():
        held[pk][word] = heard
    for person in rows.iterator(chunk_size=5000):
        wanted = words_to_keep(person)
        if held.get(person.pk, {}) != wanted:
            changed.append(person.pk)
            new += [(person.pk, word, heard) for word, heard in wanted.items()]
    for start in range(0, len(changed), 500):
        NameWord.objects.filter(person__in=changed[start : start + 500]).delete()
    _write(new)
    return len(changed)


def _write(rows: Sequence[tuple[int, str, str]]) -> None:
    """Nine words a person: written as they are, without an object for each, in a quarter of the time."""
    columns = [connection.ops.quote_name(name) for name in ("person_id", "word", "sound")]
    table = connection.ops.quote_name(NameWord._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES (%s, %s, %s)", rows)  # noqa: S608  # names of our own table


@transaction.atomic
def find_likenesses(*, persons: Iterable[int] | None = None) -> int:
    """Propose who may be one: among all persons, or the named ones against all; the number of new proposals.

    A pair that was decided on is not proposed again; an open one is told anew, and goes where nothing speaks for
    it any more. Who has no words yet is looked at with those named, so that nobody is passed over.
    """
    if persons is None:
        everybody = known()
        pairs: Iterable[Pair] = _pairs(everybody.values())
        looked_at = None
    else:
        new = without_words().order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        looked_at = {*persons, *new}
        keep_words(persons=looked_at)
        pairs, everybody = _pairs_of(looked_at)
    found: dict[Pair, tuple[int, list[str]]] = {}
    for pair in pairs:
        score, reasons = likeness(everybody[pair[0]], everybody[pair[1]])
        if score >= THRESHOLD:
            found[pair] = (score, reasons)
    return _keep(found, looked_at)


def _pairs_of(persons: set[int]) -> tuple[set[Pair], dict[int, Known]]:
    """The pairs of some persons with all who are worth comparing, and what is known of both."""
    some = known(persons)
    pairs: set[Pair] = set()
    for pk, one in some.items():
        pairs |= {(min(pk, other), max(pk, other)) for other in looking_like(one)}
    everybody = known({key for pair in pairs for key in pair} | set(some))
    return {pair for pair in pairs if pair[0] in everybody and pair[1] in everybody}, everybody


def _pairs(persons: Iterable[Known]) -> Iterator[Pair]:
    """Every two persons who stand in one block: never each with each of all."""
    blocks: dict[str, list[Known]] = defaultdict(list)
    for one in persons:
        for key in blocks_of(one):
            blocks[key].append(one)
    told: set[Pair] = set()
    for key in list(blocks):
        for block in _cut(blocks.pop(key)):
            for a, b in combinations(sorted(one.key for one in block), 2):
                if (a, b) not in told:
                    told.add((a, b))
                    yield a, b


def _cut(block: Sequence[Known]) -> Iterator[Sequence[Known]]:
    """A block too large to compare each with each is cut by country, and then by organisation.

    A name so frequent says little: only those whom something else brings together are compared.
    """
    if len(block) <= AT_MOST:
        yield block
        return
    for kind in ("countries", "organisations"):
        parts: dict[int, list[Known]] = defaultdict(list)
        for one in block:
            for key in getattr(one, kind):
                parts[key].append(one)
        yield from (part for part in parts.values() if 1 < len(part) <= AT_MOST)


def _keep(found: Mapping[Pair, tuple[int, list[str]]], looked_at: set[int] | None) -> int:
    """Write what was found: new proposals, changed ones, and without those for which nothing speaks any more."""
    rows = Likeness.objects.all()
    if looked_at is not None:
        rows = rows.filter(first__in=looked_at) | rows.filter(second__in=looked_at)
    held = {(row.first_id, row.second_id): row for row in rows}
    changed, gone = [], []
    for pair, row in held.items():
        if row.state != Likeness.State.OPEN:
            continue
        if pair not in found:
            gone.append(row.pk)
        elif (row.score, row.reasons) != found[pair]:
            row.score, row.reasons = found[pair]
            changed.append(row)
    Likeness.objects.bulk_update(changed, ["score", "reasons"], batch_size=200)
    for start in range(0, len(gone), 500):
        Likeness.objects.filter(pk__in=gone[start : start + 500]).delete()
    new = [
        Likeness(first_id=pair[0], second_id=pair[1], score=score, reasons=reasons)
        for pair, (score, reasons) in found.items()
        if pair not in held
    ]
    Likeness.objects.bulk_create(new, batch_size=500)
    return len(new)


@transaction.atomic
def decide_different(*, likeness: Likeness, by: str, on: date | None = None) -> Likeness:
    """Say that two persons are two: the pair is not proposed again, and counts are exact again where it was the last."""
    held = Likeness.objects.select_for_update().get(pk=likeness.pk)
    if held.state != Likeness.State.OPEN:
        raise Refused(f"This pair is decided already: {held.get_state_display()}.")
    held.state, held.decided_on, held.decided_by = Likeness.State.DIFFERENT, on or date.today(), by
    held.save(update_fields=["state", "decided_on", "decided_by"])
    return held
