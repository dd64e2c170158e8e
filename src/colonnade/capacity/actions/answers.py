"""Answers: put in the box, once a person; the box opened when the form closes; own words offered as quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.capacity.evaluating import (
    KEEP_PAIRS,
    LEAST,
    LONGEST,
    current_items,
    fitting,
    shut,
)
from colonnade.capacity.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationBox,
    EvaluationItem,
    EvaluationToken,
    Event,
    OfferedQuote,
)
from colonnade.capacity.queries.evaluation import evaluation_of
from colonnade.capacity.sealing import pair_of, put_in, shuffle, unsealed
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import known

Kind, Scale = Evaluation.Kind, EvaluationItem.Scale


class AlreadyAnswered(Refused):
    """The link has been used: one answer a person."""


class FormShut(Refused):
    """The form takes no answers: not yet, or no more."""


@dataclass(frozen=True)
class Offer:
    """Own words with what their author allows. ``wording`` is the consent as it was put to them."""

    text: str
    name: str = ""
    function: str = ""
    with_name: bool = False
    with_function: bool = False
    channels: tuple[str, ...] = ()
    language: str = "en"
    wording: str = ""


@transaction.atomic
def answer_evaluation(
    *, token: str, answers: Mapping[str, Any], offer: Offer | None = None, today: date | None = None
) -> None:
    """Put one person's answer in the box, once. Their token is marked, and nothing leads from one to the other.

    Neither the mark nor the answer keeps a time, a number or an order; the box is shuffled and sealed anew. Own words
    that may be quoted are kept apart from the answer, under the name typed for them.
    """
    held = evaluation_of(token)
    if held is None:
        raise FormShut(_("This link leads to no form. Please copy the whole address from the letter."))
    evaluation = held.evaluation
    today = today or timezone.now().astimezone(evaluation.event.zone).date()
    if held.answered:
        raise AlreadyAnswered(_("This form has been answered. Thank you."))
    if shut(evaluation, today):
        raise FormShut(_("This form takes no answers any more."))
    items = current_items(evaluation.items.all())
    if offer is not None:
        items = [item for item in items if item.scale != Scale.QUOTE]
    kept = fitting(items, answers, may_be_empty=offer is not None)
    box = EvaluationBox.objects.select_for_update().filter(evaluation=evaluation).first()
    if box is None or Evaluation.objects.filter(pk=evaluation.pk).exclude(closed_on=None).exists():
        raise FormShut(_("This form takes no answers any more."))
    once = EvaluationToken.objects.filter(pk=held.pk, answered=False).update(answered=True)
    if not once:
        raise AlreadyAnswered(_("This form has been answered. Thank you."))
    entries: list[dict[str, Any]] = [{"pair": _pair(evaluation, held.participation_id), "answers": kept}]
    if offer is not None and offer.text.strip():
        entries.append({"offer": _offered(offer)})
    put_in(box, entries)
    box.save(update_fields=["sealed"])


def _pair(evaluation: Evaluation, participation: int) -> str:
    """What joins the tests of one person; nothing for other forms, and where there was no test before."""
    if evaluation.kind not in (Kind.PRE_TEST, Kind.POST_TEST):
        return ""
    before = EvaluationBox.objects.filter(
        evaluation__event=evaluation.event_id, evaluation__kind=Kind.PRE_TEST, evaluation__withdrawn_on=None
    ).first()
    return pair_of(before, participation) if before else ""


def _offered(offer: Offer) -> dict[str, Any]:
    """Own words apart from the other answers, with no more of their author than may be printed."""
    if offer.with_name and not offer.name.strip():
        raise Refused(_("Please write the name under which your words may be printed."))
    if len(offer.text) > LONGEST:
        raise Refused(_("This is too long: %(count)d characters are kept at most.") % {"count": LONGEST})
    return {
        "text": offer.text.strip(), "language": known(offer.language), "with_name": offer.with_name,
        "with_function": offer.with_function, "name": offer.name.strip()[:200] if offer.with_name else "",
        "function": offer.function.strip()[:300] if offer.with_function else "",
        "channels": list(offer.channels), "wording": offer.wording,
    }  # fmt: skip


@transaction.atomic
def close_evaluation(*, evaluation: Evaluation, on: date | None = None) -> Evaluation:
    """Close a form for good and open its box: from five answers on, in no order, under new names, all on one day.

    With fewer the box stays shut. It cannot be opened again: who watched the results before and after would
    learn what the next one said.
    """
    box = EvaluationBox.objects.select_for_update().filter(evaluation=evaluation).first()
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.closed_on:
        raise Refused(f"{held.code} was closed on {held.closed_on}.")
    if held.asked_at is None:
        raise Refused(f"{held.code} was never sent: there is nothing to close.")
    held.closed_on = on or timezone.localdate(timezone=held.event.zone)
    held.save(update_fields=["closed_on"])
    evaluation.closed_on = held.closed_on
    entries = unsealed(box) if box else []
    answers = [entry for entry in entries if "answers" in entry]
    _keep_offers(held, [entry["offer"] for entry in entries if "offer" in entry], len(answers))
    if box and len(answers) >= LEAST:
        _keep(held, [(answer["pair"], answer["answers"]) for answer in answers], held.closed_on)
        if held.kind == Kind.PRE_TEST:
            box.sealed = b""
            box.save(update_fields=["sealed"])
        else:
            box.delete()
    if held.kind in (Kind.PRE_TEST, Kind.POST_TEST) and _tests_are_over(held.event):
        _settle_pairs(held.event)
    return held


def _keep(evaluation: Evaluation, answers: list[tuple[str, dict]], on: date) -> None:
    """Write answers in an order that says nothing: by keys drawn for them now."""
    shuffle(answers)
    rows = [
        EvaluationAnswer(number=uuid4(), evaluation=evaluation, on=on, pair=pair, answers=given)
        for pair, given in answers
    ]
    EvaluationAnswer.objects.bulk_create(sorted(rows, key=lambda row: row.number.hex))


def _keep_offers(evaluation: Evaluation, offers: list[dict[str, Any]], answered: int) -> None:
    """Words that may be quoted, for the office to read: of few who answered, only those that bear a name."""
    shuffle(offers)
    OfferedQuote.objects.bulk_create(
        OfferedQuote(number=uuid4(), evaluation=evaluation, offered_on=evaluation.closed_on, **offer)
        for offer in offers
        if answered >= LEAST or offer["with_name"]
    )


def _tests_are_over(event: Event) -> bool:
    """Is the test after closed, and none open that was sent? Until then what joins the two is needed, and the box is full."""
    tests = standing(event.evaluations.all()).filter(kind__in=(Kind.PRE_TEST, Kind.POST_TEST))
    after = tests.filter(kind=Kind.POST_TEST).exclude(closed_on=None)
    return after.exists() and not tests.filter(asked_at__isnull=False, closed_on=None).exists()


def _settle_pairs(event: Event) -> None:
    """Give the tests of one person a random word in common, and throw away what could have led to the person."""
    tests = {form.kind: form for form in standing(event.evaluations.all()) if "test" in form.kind}
    rows = {kind: list(EvaluationAnswer.objects.filter(evaluation=form)) for kind, form in tests.items()}
    words = [{row.pair for row in held if row.pair} for held in rows.values()]
    both = set.intersection(*words) if len(words) == 2 else set()
    names = {pair: uuid4().hex for pair in both}
    for kind, held in rows.items():
        if held:
            EvaluationAnswer.objects.filter(evaluation=tests[kind]).delete()
            _keep(tests[kind], [(names.get(row.pair, ""), row.answers) for row in held], held[0].on)
    EvaluationBox.objects.filter(evaluation__event=event, evaluation__kind=Kind.PRE_TEST).delete()


def forget_pairs(today: date) -> None:
    """Tests before whose test after never came: what could join them leads to a person, and is thrown away."""
    late = EvaluationBox.objects.filter(
        evaluation__kind=Kind.PRE_TEST, evaluation__closed_on__lt=today - KEEP_PAIRS
    ).exclude(evaluation__event__evaluations__in=Evaluation.objects.filter(
        kind=Kind.POST_TEST, withdrawn_on=None, closed_on=None, asked_at__isnull=False))  # fmt: skip
    for box in late.select_related("evaluation__event"):
        with transaction.atomic():
            _settle_pairs(box.evaluation.event)


@transaction.atomic
def settle_offer(*, offer: OfferedQuote, taken_as: str = "") -> OfferedQuote:
    """Note that offered words stand in the ledger of quotes, or were set aside; words and name are taken out of here."""
    held = OfferedQuote.objects.select_for_update().get(pk=offer.pk)
    if held.state != OfferedQuote.State.OFFERED:
        raise Refused(f"These words are {held.get_state_display()} already.")
    held.state = OfferedQuote.State.TAKEN if taken_as else OfferedQuote.State.ASIDE
    held.text = held.name = held.function = ""
    held.taken_as = taken_as
    held.save()
    return held
