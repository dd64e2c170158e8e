"""The forms participants are asked by: drafted from their kind, changed, and worded anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from colonnade.capacity.evaluating import (
    FORMS,
    TITLES,
    current_items,
    days_of,
)
from colonnade.capacity.models import (
    Evaluation,
    EvaluationItem,
    Event,
)
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import known

Kind = Evaluation.Kind


@transaction.atomic
def draft_evaluation(*, event: Event, kind: str, code: str = "") -> Evaluation:
    """Begin a form with the questions its kind begins with; a test after the event with those of the test before it."""
    if standing(event.evaluations.all()).filter(kind=kind).exists():
        raise Refused(f"{event.code} has a form of this kind already: {Kind(kind).label}. Change that one.")
    opens_on, closes_on = days_of(kind, event)
    evaluation = Evaluation(
        code=code or _free_code(event, kind), event=event, kind=kind, title=_(TITLES[Kind(kind)]),
        opens_on=opens_on, closes_on=closes_on,
    )  # fmt: skip
    evaluation.full_clean()
    evaluation.save()
    before = standing(event.evaluations.all()).filter(kind=Kind.PRE_TEST).first()
    if kind == Kind.POST_TEST and before:
        for item in current_items(before.items.all()):
            item.pk, item.evaluation, item.version = None, evaluation, 1
            item.save(force_insert=True)
        return evaluation
    for order, starting in enumerate(FORMS[Kind(kind)], 1):
        EvaluationItem.objects.create(
            evaluation=evaluation, name=starting.name, wording=_(starting.wording), scale=starting.scale,
            choices="\n".join(_(choice) for choice in starting.choices), required=starting.required, order=order,
            translations=_translated(starting.wording, starting.choices),
        )  # fmt: skip
    return evaluation


def _free_code(event: Event, kind: str) -> str:
    stem = f"{event.code}-{kind.replace('_', '-').upper()}"
    taken = Evaluation.objects.filter(code__startswith=stem).count()
    return stem if not taken else f"{stem}-{taken + 1}"


def _translated(wording: str, choices: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """The question in every language in which it has words of its own."""
    here = (_(wording), "\n".join(_(choice) for choice in choices))
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            there = (_(wording), "\n".join(_(choice) for choice in choices))
        if there != here:
            told[known(language)] = {"wording": there[0], "choices": there[1]}
    return told


@transaction.atomic
def put_question(*, evaluation: Evaluation, name: str, wording: str, **facts: Any) -> EvaluationItem:
    """Add a question to a form that has not been sent yet, as its last."""
    _refuse_sent(evaluation, "A question cannot be added any more")
    last = evaluation.items.aggregate(last=Max("order"))["last"] or 0
    item = EvaluationItem(evaluation=evaluation, name=name, wording=wording, order=last + 1, **facts)
    item.full_clean()
    item.save()
    return item


@transaction.atomic
def drop_question(*, item: EvaluationItem) -> None:
    """Take a question out of a form that has not been sent yet; its history keeps it."""
    _refuse_sent(item.evaluation, "A question cannot be taken out any more")
    item.delete()


def _refuse_sent(evaluation: Evaluation, what: str) -> None:
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.asked_at:
        raise Refused(
            f"{what}: {held.code} was sent on {held.asked_at:%Y-%m-%d}, and everybody is to be asked the same. "
            "The wording of a question can still be changed; answers are then told apart by wording."
        )


@transaction.atomic
def change_wording(*, item: EvaluationItem, wording: str, **facts: Any) -> EvaluationItem:
    """Word a question anew. Once the form was sent this is a new version, and a break: answers stay with their wording.

    The results then show both wordings, each with its own answers, and never add them.
    """
    evaluation = Evaluation.objects.select_for_update().get(pk=item.evaluation_id)
    if evaluation.closed_on:
        raise Refused(
            f"{evaluation.code} was closed on {evaluation.closed_on}; its questions stay as they were asked."
        )
    latest = evaluation.items.filter(name=item.name).order_by("-version").first() or item
    if evaluation.asked_at:
        latest.pk, latest.version = None, latest.version + 1
        latest._state.adding = True
    latest.wording = wording
    if "translations" not in facts and wording != item.wording:
        latest.translations = {}
    for name, value in facts.items():
        setattr(latest, name, value)
    latest.full_clean()
    latest.save()
    return latest
