"""Erasure: the identity goes, from the rows and from their history; the counts stay."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Field, Model, Q
from django.utils import timezone

from colonnade.people.actions.matching import keep_words
from colonnade.people.models import Consent, Erasure, Likeness, Merge, Person, Sex
from colonnade.people.queries import one_with, pointing_at_persons
from colonnade.records.errors import Refused
from colonnade.records.models import BatchPart, Evidence, Record

FILE = "erasures.jsonl"
"""Beside the database and in no backup of it: a restored backup brings back whom it names, to be erased again."""

REMOVED = "removed with the person's identity"
"""What stands in the place of a reason somebody wrote in their own words."""

Also = Callable[[Person], Sequence[str]]
"""What a room above removes of a person beside the text of its rows; the names of the fields, for the log."""


@transaction.atomic
def erase_person(
    *, person: Person, because: str, by: str, on: date | None = None, also: Sequence[Also] = ()
) -> Erasure:
    """Remove who somebody was: from the person, from the text of every row about them, and from the history of both.

    The row itself stays under its code, and what figures count (event, country, sector, sex, role, days) stands on
    each participation, so no figure moves. Rows merged into the person are the same identity and go with it.
    """
    held = Person.objects.select_for_update().get(pk=person.pk)
    _refuse(held, because)
    erasure = Erasure(code=_next_code(), person=held, on=on or date.today(), by=by, because=because.strip())
    _erase(held, erasure, also)
    erasure.save()
    transaction.on_commit(lambda: _note(erasure))
    return erasure


@transaction.atomic
def reapply_erasures(*, also: Sequence[Also] = ()) -> list[str]:
    """After a backup was restored: erase again whoever was erased since it was made; the codes of the persons.

    Read from the file of erasures and from those the record itself holds. A hold of the old backup does not
    stop it: the erasure was allowed when it was made.
    """
    again = []
    for told in _noted():
        person = Person.objects.select_for_update().filter(code=told["person"], erased_on=None).first()
        if person is None:
            continue
        erasure = Erasure.objects.filter(code=told["code"], person=person).first() or Erasure(
            code=told["code"] if not Erasure.objects.filter(code=told["code"]).exists() else _next_code(),
            person=person, by=told["by"], because="erased again after a backup was restored",
        )  # fmt: skip
        erasure.on = date.fromisoformat(told["on"])
        _erase(person, erasure, also)
        erasure.save()
        again.append(person.code)
    return again


# --- what is removed ---------------------------------------------------------------------------------------------


def _refuse(person: Person, because: str) -> None:
    if not because.strip():
        raise Refused("Say why: who asked, or which rule. Write no name; the reason is kept.")
    if person.erased_on:
        raise Refused(f"{person.code} was erased on {person.erased_on} already.")
    if person.merged_into_id:
        raise Refused(
            f"{person.code} is the same person as {person.merged_into.code}: erase that one, and both go."
        )
    for one in one_with(person):
        if one.held_on(date.today()):
            until = f"until {one.hold_until}" if one.hold_until else "until it is released"
            raise Refused(f"{one.code} cannot be erased: it is held {until} ({one.hold_because}).")


def _erase(person: Person, erasure: Erasure, also: Sequence[Also]) -> None:
    everyone = one_with(person)
    removed: set[str] = set()
    for room_above in also:
        for one in everyone:
            removed.update(room_above(one))
    refs = [one.ref for one in everyone]
    written: dict[type[Model], set[int]] = {Person: {one.pk for one in everyone}}
    for model, field in pointing_at_persons():
        for row in model._default_manager.filter(**{f"{field.name}__in": everyone}):
            removed |= _blank(row, erasure)
            written.setdefault(model, set()).add(row.pk)
            if isinstance(row, Record):
                refs.append(row.ref)
        _blank_history(model, **{f"{field.attname}__in": [one.pk for one in everyone]})
    for one in everyone:
        removed |= _tombstone(one, erasure)
    removed |= _forget_evidence(refs) | _forget_imports(written)
    _forget_books(everyone)
    keep_words(persons=[one.pk for one in everyone])
    erasure.removed = sorted(removed)


def personal_fields(model: type[Model]) -> list[Field]:
    """The fields of a kind of row in which somebody wrote or put a file in: what may say who a person is.

    A choice, a date, a number and a link to a record do not; a kind that must keep a text of its own (the number of a
    certificate) names it in ``KEPT_AT_ERASURE``.
    """
    kept = {"code", "withdrawn_because", *getattr(model, "KEPT_AT_ERASURE", ())}
    texts = (
        models.CharField,
        models.TextField,
        models.JSONField,
        models.FileField,
        models.GenericIPAddressField,
    )
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, texts) and not field.choices and not field.unique and field.name not in kept
        and not (isinstance(field, models.CharField) and (field.max_length or 0) <= 3)
    ]  # fmt: skip


def _nothing(field: Field) -> Any:
    """How a field says nothing."""
    if field.null:
        return None
    return field.get_default() if isinstance(field, models.JSONField) else ""


def _blank(row: Model, erasure: Erasure) -> set[str]:
    """Empty what somebody wrote on a row, then on all that its history kept."""
    model, changed = type(row), []
    for field in personal_fields(model):
        held = getattr(row, field.attname)
        if isinstance(field, models.FileField) and held:
            _delete_file(held)
        if held and held != _nothing(field):
            setattr(row, field.attname, _nothing(field))
            changed.append(field.name)
    if isinstance(row, Consent) and not row.withdrawn_at:
        row.withdrawn_at = timezone.now()
        changed.append("withdrawn_at")
    changed += _blank_reason(row)
    if changed:
        row._change_reason = f"erasure {erasure.code}"  # type: ignore[attr-defined]  # read by the history of every tracked model
        row.save(update_fields=changed)
    _blank_history(model, id=row.pk)
    return {f"{model._meta.label_lower}.{name}" for name in changed}


def _blank_reason(row: Model) -> list[str]:
    """A reason in somebody's own words may name the person; one the house wrote says only a code."""
    if not isinstance(row, Record) or not row.withdrawn_because or "(M-" in row.withdrawn_because:
        return []
    row.withdrawn_because = REMOVED
    return ["withdrawn_because"]


def _blank_history(model: type[Model], **which: Any) -> None:
    """What history kept of the rows says no more than the rows do."""
    if not hasattr(model, "history"):
        return
    rows = model.history.model._default_manager.filter(**which)
    rows.update(**{field.attname: _nothing(field) for field in personal_fields(model)})
    if issubclass(model, Record):
        rows.exclude(withdrawn_because="").exclude(withdrawn_because__contains="(M-").update(
            withdrawn_because=REMOVED
        )


def _tombstone(person: Person, erasure: Erasure) -> set[str]:
    """The row of the person, without the person."""
    removed = _blank(person, erasure)
    if person.sex != Sex.NOT_RECORDED:
        removed.add("people.person.sex")
    person.sex, person.erased_on = Sex.NOT_RECORDED, erasure.on
    person.restricted_on = person.hold_until = None
    person._change_reason = f"erasure {erasure.code}"
    person.save(update_fields=["sex", "erased_on", "restricted_on", "hold_until"])
    Person.history.filter(id=person.pk).update(sex=Sex.NOT_RECORDED)
    return removed


def _forget_evidence(refs: Sequence[str]) -> set[str]:
    """Files that show the rows to be true show who it was."""
    held = Evidence.objects.filter(ref__in=refs)
    keys = [evidence.pk for evidence in held]
    for evidence in held:
        _delete_file(evidence.file)
        evidence.delete()
    Evidence.history.filter(id__in=keys).delete()
    return {"records.evidence.file"} if keys else set()


def _forget_imports(written: Mapping[type[Model], set[int]]) -> set[str]:
    """What imports kept of the values that rows had: undoing one brings no name back."""
    removed = set()
    for model, keys in written.items():
        told = {str(key) for key in keys}
        parts = BatchPart.objects.filter(model=model._meta.label_lower, changed__has_any_keys=sorted(told))
        for part in parts:
            part.changed = {key: values for key, values in part.changed.items() if key not in told}
            part.save(update_fields=["changed"])
            removed.add("records.batchpart.changed")
    return removed


def _delete_file(held: Any) -> None:
    """After the transaction: a file cannot be brought back if it fails."""
    transaction.on_commit(lambda: held.storage.delete(held.name))


def _forget_books(persons: Sequence[Person]) -> None:
    """What the room itself noted about them. A pair nobody decided on can no longer be told, and counts go on saying so."""
    pairs = Likeness.objects.filter(Q(first__in=persons) | Q(second__in=persons))
    pairs.filter(state=Likeness.State.OPEN).update(state=Likeness.State.LOST, reasons=[], score=0)
    pairs.exclude(state=Likeness.State.LOST).delete()
    Merge.objects.filter(Q(kept__in=persons) | Q(absorbed__in=persons)).update(because=REMOVED)


# --- the log -----------------------------------------------------------------------------------------------------


def _next_code() -> str:
    last = Erasure.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"ER-{last + 1:04d}"


def _file() -> Path:
    return Path(settings.DATA) / FILE


def _note(erasure: Erasure) -> None:
    """A line in the file of erasures: codes and a day, nothing else."""
    line = {
        "code": erasure.code,
        "person": erasure.person.code,
        "on": erasure.on.isoformat(),
        "by": erasure.by,
    }
    _file().parent.mkdir(parents=True, exist_ok=True)
    with _file().open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _noted() -> list[dict[str, str]]:
    """Every erasure known, from the file and from the record, once each."""
    told = {}
    if _file().exists():
        for line in _file().read_text(encoding="utf-8").splitlines():
            noted = json.loads(line)
            told[noted["person"]] = noted
    for held in Erasure.objects.select_related("person"):
        told.setdefault(held.person.code, {
            "code": held.code, "person": held.person.code, "on": held.on.isoformat(), "by": held.by,
        })  # fmt: skip
    return list(told.values())
