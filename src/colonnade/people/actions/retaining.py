"""Keeping no longer than needed, by rules with dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from colonnade.people.models import Disposal, Likeness, RetentionRule
from colonnade.people.queries import rules_on
from colonnade.records.errors import Refused
from colonnade.records.queries import valid_on

OURS = "the office's default; domain of practice: C = current year, T = termination"
_DEFAULTS: tuple[tuple[str, Any, int, int, str], ...] = (
    ("identities", RetentionRule.Trigger.FISCAL_YEAR_END, 7, 0, "C+7"),
    ("likenesses", RetentionRule.Trigger.CASE_CLOSE, 1, 0, "T+1"),
    ("restricted_details", RetentionRule.Trigger.EVENT_END, 0, 90, "T+90 days"),
    ("submission_drafts", RetentionRule.Trigger.CASE_CLOSE, 0, 30, "T+30 days"),
    ("submissions", RetentionRule.Trigger.CASE_CLOSE, 2, 0, "T+2"),
    ("travel_documents", RetentionRule.Trigger.EVENT_END, 0, 30, "T+30 days"),
)
"""Category, what the time is counted from, years, days, and the letter of a schedule."""


@dataclass(frozen=True)
class Category:
    """One kind of personal data: what is due when whatever it hung on ended on a day or before, and how it goes.

    ``due`` is asked with the latest end whose time is up; ``dispose`` removes those rows and answers with their
    references. A room that keeps such data hands its own in; nothing is discovered.
    """

    key: str
    label: Any
    due: Callable[[date], Sequence[Model]]
    dispose: Callable[[Sequence[Model], str], Sequence[str]]


@dataclass(frozen=True)
class Due:
    """What a rule wants removed on a day. ``category`` is None where no room serves the rule's category."""

    rule: RetentionRule
    category: Category | None
    rows: Sequence[Model]


def _decided_likenesses(last_end: date) -> Sequence[Model]:
    return list(Likeness.objects.filter(decided_on__lte=last_end).exclude(reasons=[]).order_by("pk"))


def _forget_reasons(rows: Sequence[Model], by: str) -> Sequence[str]:
    """The decision stays, so that the pair is not proposed again; what spoke for it goes."""
    for row in rows:
        Likeness.objects.filter(pk=row.pk).update(reasons=[], score=0)
    return [f"people/likeness/{row.pk}" for row in rows]


OWN: tuple[Category, ...] = (
    Category("likenesses", "reasons of decided likenesses", _decided_likenesses, _forget_reasons),
)
"""What this room removes. Rooms above hand in theirs."""


@transaction.atomic
def load_retention_rules() -> int:
    """The rules an office begins with, where it has none of its own for a category; how many were new."""
    held = set(RetentionRule.objects.values_list("category", flat=True))
    new = [rule for rule in _DEFAULTS if rule[0] not in held]
    for category, trigger, years, days, letter in new:
        RetentionRule.objects.create(
            category=category, trigger=trigger, years=years, days=days, code_of_schedule=letter, schedule=OURS
        )
    return len(new)


@transaction.atomic
def set_retention_rule(
    *,
    category: str,
    trigger: str,
    years: int,
    days: int,
    disposition: str,
    schedule: str,
    on: date,
    today: date,
) -> RetentionRule:
    """Keep a kind of personal data for another time from a day on: the rule that held gets an end, and a new one begins."""
    if on < today:
        raise Refused(
            f"A rule cannot begin on {on}, before today: what was removed, or kept, went by the rule of its day."
        )
    held = RetentionRule.objects.select_for_update().filter(category=category).order_by("pk")
    now = valid_on(held, on).first()
    if now is None:
        raise Refused(f"No rule for {category} holds on {on}: nothing of that kind is known to be kept.")
    if (now.trigger, now.years, now.days, now.disposition) == (trigger, years, days, disposition):
        raise Refused(f"The rule for {category} says that already.")
    if held.filter(valid_from__gt=on).exists():
        raise Refused(
            f"A later rule for {category} is set already: it begins on {held.filter(valid_from__gt=on)[0].valid_from}."
        )
    if now.valid_from == on:
        new = now
    else:
        new = RetentionRule(category=category, valid_from=on, valid_to=now.valid_to)
        now.valid_to = date.fromordinal(on.toordinal() - 1)
        now.save(update_fields=["valid_to"])
    new.trigger, new.years, new.days, new.disposition = trigger, years, days, disposition
    new.schedule, new.code_of_schedule = schedule.strip(), ""
    new.full_clean()
    new.save()
    return new


def due_for_retention(*, day: date, categories: Sequence[Category] = OWN) -> list[Due]:
    """What each rule that holds on a day wants removed; nothing is touched."""
    served: Mapping[str, Category] = {category.key: category for category in categories}
    told = []
    for rule in rules_on(day):
        category = served.get(rule.category)
        told.append(Due(rule, category, category.due(rule.last_end(day)) if category else ()))
    return told


@transaction.atomic
def apply_retention(*, day: date, by: str, categories: Sequence[Category] = OWN) -> list[Disposal]:
    """Remove what is due on a day and keep a line for each rule: how many, which codes, nothing of what they held.

    A rule for the archive removes nothing: what is due under it is to be looked through by somebody.
    """
    kept = []
    for due in due_for_retention(day=day, categories=categories):
        if not due.category or not due.rows or due.rule.disposition == RetentionRule.Disposition.ARCHIVE:
            continue
        refs = list(due.category.dispose(due.rows, by))
        if refs:
            kept.append(Disposal.objects.create(rule=due.rule, on=day, by=by, number=len(refs), refs=refs))
    return kept
