"""Two rows found to be one person; and, if that was wrong, two again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model, Q

from colonnade.people.actions.matching import keep_words
from colonnade.people.models import Likeness, Merge, Person, Sex
from colonnade.people.queries import pointing_at_persons
from colonnade.records.actions import restore, withdraw
from colonnade.records.errors import Refused
from colonnade.records.models import Record

FILLED = ("name_latin", "family_name", "given_name", "form_of_address", "email", "sex")
"""What the kept person takes over where it has nothing of its own."""

Stronger = Callable[[Any, Any], bool]
"""Of two rows of which one may stand, the absorbed person's and the kept one's: is the absorbed one's to stand?"""


@transaction.atomic
def merge_persons(
    *,
    kept: Person,
    absorbed: Person,
    because: str,
    by: str,
    on: date | None = None,
    stronger: Stronger | None = None,
) -> Merge:
    """Make two rows one person: everything of the absorbed one is moved to the kept one, and noted so that it can go back.

    Where both stand and one may (a person is once at an event), one row is withdrawn with the reason: the absorbed
    one's, unless ``stronger`` says that it is the better of the two. Figures are kept by rooms above, which wrap
    this: see ``capacity``.
    """
    kept, absorbed = _locked(kept, absorbed)
    _refuse_merge(kept, absorbed, because)
    code = _next_code()
    moved = _fill(kept, absorbed, code)
    for model, field in pointing_at_persons():
        for row in model._default_manager.filter(**{field.name: absorbed}).order_by("pk"):
            moved += _point(row, field, kept, absorbed, code, stronger)
    because_of = f"the same person as {kept.code} ({code})"
    absorbed.merged_into = kept
    absorbed._change_reason = f"merge {code}"
    absorbed.save(update_fields=["merged_into"])
    withdraw(record=absorbed, because=because_of, on=on)
    moved += _take_over_likenesses(kept, absorbed)
    keep_words(persons=[kept.pk, absorbed.pk])
    held = _settle(kept, absorbed, Likeness.State.MERGED, by, on or date.today())
    return Merge.objects.create(
        code=code, kept=kept, absorbed=absorbed, on=on or date.today(), by=by, because=because.strip(), moved=[*moved, *held],
    )  # fmt: skip


@transaction.atomic
def undo_merge(*, merge: Merge, by: str, on: date | None = None) -> Merge:
    """Make one person two again, months later if need be: what was moved goes back, what was changed since stays.

    ``left`` then says in words what could not be put back and why; later work is never overwritten.
    """
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, absorbed = _locked(held.kept, held.absorbed)
    _refuse_undoing(held, kept, absorbed)
    left: list[str] = []
    absorbed.merged_into = None
    absorbed._change_reason = f"undo {held.code}"
    absorbed.save(update_fields=["merged_into"])
    restore(record=absorbed)
    for move in reversed(held.moves("pointed")):
        left += _point_back(move, kept, absorbed, held.code)
    for move in reversed(held.moves("withdrawn")):
        left += _stand_again(move, held.code)
    for move in held.moves("filled"):
        left += _empty_again(move, kept, absorbed, held.code)
    _likenesses_back(held)
    keep_words(persons=[kept.pk, absorbed.pk])
    held.undone_on, held.undone_by, held.left = on or date.today(), by, left
    held.save(update_fields=["undone_on", "undone_by", "left"])
    return held


# --- merging -----------------------------------------------------------------------------------------------------


def _locked(*persons: Person) -> list[Person]:
    """The persons as they are now, locked in one order, so that two who merge at once do not wait for each other."""
    rows = {
        one.pk: one
        for one in Person.objects.select_for_update().filter(pk__in=[p.pk for p in persons]).order_by("pk")
    }
    return [rows[person.pk] for person in persons]


def _refuse_merge(kept: Person, absorbed: Person, because: str) -> None:
    if kept.pk == absorbed.pk:
        raise Refused(f"{kept.code} is one row already: choose two.")
    if not because.strip():
        raise Refused("Say why they are the same person: the reason is kept with the merge.")
    for person in (kept, absorbed):
        if person.erased_on:
            raise Refused(
                f"{person.code} was erased on {person.erased_on}: nobody can tell any more who it was."
            )
        if person.merged_into_id:
            raise Refused(
                f"{person.code} is merged into {person.merged_into} already. Merge with that one, or undo that first."
            )
        if person.withdrawn_on:
            raise Refused(f"{person.code} is withdrawn ({person.withdrawn_because}). Restore it first.")
    if absorbed.held_on(date.today()) and not kept.held_on(date.today()):
        raise Refused(
            f"{absorbed.code} is held ({absorbed.hold_because}). Keep it and merge the other one into it, so that the hold stands."
        )
    if absorbed.restricted_on and not kept.restricted_on:
        raise Refused(
            f"The use of {absorbed.code} is restricted. Keep it and merge the other one into it, so that the restriction stands."
        )


def _next_code() -> str:
    last = Merge.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"M-{last + 1:04d}"


def _fill(kept: Person, absorbed: Person, code: str) -> list[dict[str, Any]]:
    """Fill in what the kept person lacks. Only the emptiness is noted: the value stays with the absorbed row."""
    moved = []
    for name in FILLED:
        own, other = getattr(kept, name), getattr(absorbed, name)
        if own in ("", Sex.NOT_RECORDED) and other not in ("", Sex.NOT_RECORDED):
            setattr(kept, name, other)
            moved.append(_move(kept, name, str(own), "filled"))
    if moved:
        kept._change_reason = f"merge {code}"
        kept.save(update_fields=[move["field"] for move in moved])
    return moved


def _move(row: Model, field: str, old: Any, how: str) -> dict[str, Any]:
    ref = row.ref if isinstance(row, Record) else f"{row._meta.app_label}/{row._meta.model_name}/{row.pk}"
    return {"model": row._meta.label_lower, "pk": row.pk, "ref": ref, "field": field, "old": old, "how": how}


def _point(
    row: Model, field: ForeignKey, kept: Person, absorbed: Person, code: str, stronger: Stronger | None
) -> list[dict[str, Any]]:
    """Point one row at the kept person; where a rule forbids it, one of the two rows is withdrawn first."""
    moved = []
    setattr(row, field.name, kept)
    if rival := _rival(row, field, kept):
        loser = rival if stronger and _both_records(row, rival) and stronger(row, rival) else row
        if not isinstance(loser, Record):
            # A link both have, and no record: it stays with the absorbed row, where it is out of every use.
            return []
        setattr(row, field.name, absorbed)
        told = withdraw(record=loser, because=f"both stood there and are one person ({code})")
        row = told if loser is row else row
        moved.append(_move(loser, "withdrawn_on", None, "withdrawn"))
        setattr(row, field.name, kept)
    _save(row, field.name, f"merge {code}")
    return [_move(row, field.name, absorbed.pk, "pointed"), *moved]


def _both_records(*rows: Model) -> bool:
    return all(isinstance(row, Record) for row in rows)


def _rival(row: Model, field: ForeignKey, kept: Person) -> Model | None:
    """The row that stands where this one would, once it is the kept person's."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return _standing_there(row, field, kept)
    return None


def _standing_there(row: Model, field: ForeignKey, kept: Person) -> Model:
    """Which row it is: the one of the kept person with which a rule of the kind collides."""
    for other in type(row)._default_manager.filter(**{field.name: kept}).exclude(pk=row.pk).order_by("pk"):
        if isinstance(other, Record) and other.withdrawn_on:
            continue
        for names in _unique_together(row, field):
            if all(getattr(other, name) == getattr(row, name) for name in names):
                return other
    raise Refused(
        f"{_move(row, field.name, None, '')['ref']} cannot be another person's. Correct it first, then merge."
    )


def _unique_together(row: Model, field: ForeignKey) -> list[list[str]]:
    """The fields that only one row may have alike, rule by rule, where the person is among them."""
    rules = [
        [row._meta.get_field(name).attname for name in rule.fields]
        for rule in row._meta.total_unique_constraints
    ]
    rules += [
        [row._meta.get_field(name).attname for name in getattr(rule, "fields", ())]
        for rule in row._meta.constraints
    ]
    rules += [[row._meta.get_field(name).attname for name in names] for names in row._meta.unique_together]
    rules += [[each.attname] for each in row._meta.fields if each.unique and not each.primary_key]
    return [names for names in rules if field.attname in names]


def _save(row: Model, name: str, reason: str) -> None:
    """Through ``save``, so that the history says when a row changed hands and why."""
    row._change_reason = reason  # type: ignore[attr-defined]
    row.save(update_fields=[name])


# --- likenesses --------------------------------------------------------------------------------------------------


def _between(one: Person, other: Person) -> Q:
    first, second = sorted((one.pk, other.pk))
    return Q(first=first, second=second)


def _settle(kept: Person, absorbed: Person, state: str, by: str, on: date) -> list[dict[str, Any]]:
    """The pair itself is decided: they are one."""
    moved = []
    for pair in Likeness.objects.filter(_between(kept, absorbed)):
        moved.append(_move(pair, "state", pair.state, "decided"))
        pair.state, pair.decided_by, pair.decided_on = state, by, on
        pair.save(update_fields=["state", "decided_by", "decided_on"])
    return moved


def _take_over_likenesses(kept: Person, absorbed: Person) -> list[dict[str, Any]]:
    """Other pairs of the absorbed person become the kept one's, as they stood; a pair both had stays with the kept one."""
    moved = []
    pairs = Likeness.objects.filter(Q(first=absorbed) | Q(second=absorbed)).exclude(_between(kept, absorbed))
    for pair in pairs.order_by("pk"):
        other = pair.second_id if pair.first_id == absorbed.pk else pair.first_id
        first, second = sorted((kept.pk, other))
        was = [pair.first_id, pair.second_id, pair.state]
        if Likeness.objects.filter(first=first, second=second).exists():
            moved.append(_move(pair, "pair", was, "decided"))
            pair.state = Likeness.State.MERGED
        else:
            moved.append(_move(pair, "pair", was, "decided"))
            pair.first_id, pair.second_id = first, second
        pair.save(update_fields=["first", "second", "state"])
    return moved


def _likenesses_back(merge: Merge) -> None:
    """Pairs stand again as before the merge, unless somebody decided on them since; the pair itself is two people."""
    kept_and_absorbed = sorted((merge.kept_id, merge.absorbed_id))
    for move in merge.moves("decided"):
        pair = Likeness.objects.filter(pk=move["pk"]).first()
        if pair is None:
            continue
        if move["field"] == "state":
            pair.state, pair.decided_by, pair.decided_on = move["old"], "", None
        else:
            first, second, state = move["old"]
            taken = Likeness.objects.filter(first=first, second=second).exclude(pk=pair.pk).exists()
            if taken or [first, second] == kept_and_absorbed:
                continue
            pair.first_id, pair.second_id = first, second
            if pair.state == Likeness.State.MERGED and not pair.decided_on:
                pair.state = state
        pair.save(update_fields=["first", "second", "state", "decided_by", "decided_on"])


# --- undoing -----------------------------------------------------------------------------------------------------


def _refuse_undoing(merge: Merge, kept: Person, absorbed: Person) -> None:
    if merge.undone_on:
        raise Refused(f"{merge.code} was undone on {merge.undone_on} already.")
    for person in (kept, absorbed):
        if person.erased_on:
            raise Refused(
                f"{person.code} was erased on {person.erased_on}: nobody can tell any more whose rows were whose."
            )
    if kept.merged_into_id:
        later = Merge.objects.filter(absorbed=kept, undone_on=None).order_by("-pk").first()
        raise Refused(
            f"{kept.code} was itself merged since ({later.code if later else ''}). Undo that first."
        )


def _row_of(move: dict[str, Any]) -> Any:
    try:
        model = apps.get_model(move["model"])
    except LookupError:
        return None
    return model._default_manager.filter(pk=move["pk"]).first()


def _point_back(move: dict[str, Any], kept: Person, absorbed: Person, code: str) -> list[str]:
    row, name = _row_of(move), move["field"]
    if row is None:
        return [f"{move['ref']} is not held any more"]
    if getattr(row, f"{name}_id") != kept.pk:
        return [f"{move['ref']} was given to another person since, and stays there"]
    setattr(row, name, absorbed)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return [f"{move['ref']} stays with {kept.code}: {absorbed.code} stands there already"]
    _save(row, name, f"undo {code}")
    return []


def _stand_again(move: dict[str, Any], code: str) -> list[str]:
    """Restore what the merge withdrew, unless somebody restored it, or withdrew it for a reason of its own, since."""
    row = _row_of(move)
    if row is None:
        return [f"{move['ref']} is not held any more"]
    if not row.withdrawn_on:
        return []
    if f"({code})" not in row.withdrawn_because:
        return [f"{move['ref']} was withdrawn again since ({row.withdrawn_because}), and stays so"]
    try:
        with transaction.atomic():
            restore(record=row)
    except Refused as refusal:
        return [f"{move['ref']} stays withdrawn: {refusal}"]
    return []


def _empty_again(move: dict[str, Any], kept: Person, absorbed: Person, code: str) -> list[str]:
    """Take back what the kept person took over, unless it was changed since, on either side."""
    name = move["field"]
    if getattr(kept, name) == move["old"]:
        return []
    if getattr(kept, name) != getattr(absorbed, name):
        return [f"{Person._meta.get_field(name).verbose_name} of {kept.code} was changed since, and stays"]
    setattr(kept, name, move["old"])
    _save(kept, name, f"undo {code}")
    return []
