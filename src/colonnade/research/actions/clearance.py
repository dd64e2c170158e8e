"""Clearance: a product is submitted, takes its steps in their order, and is cleared by others than those who wrote it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.research.models import (
    Clearance,
    ClearanceOverride,
    ClearanceStep,
    Draft,
    Product,
    ReviewRound,
)
from colonnade.research.queries.studies import clearance_of, latest_draft, wrote
from colonnade.research.rules.studies import is_cleared, is_returned, steps_of

State, Kind = ClearanceStep.State, ClearanceStep.Kind
HEADS_RIGHT = "research.add_clearanceoverride"
"""Whoever may override a clearance is the head, or acts for them."""


def is_head(account: Account) -> bool:
    return account.has_perm(HEADS_RIGHT)


@transaction.atomic
def submit_for_clearance(
    *, product: Product, by: Account, draft: Draft | None = None, on: date | None = None
) -> Clearance:
    """Submit a product for clearance in its newest version, with the steps that its kind takes.

    One that was sent back, or whose text changed since, is submitted again; the earlier clearance stays to be read.
    """
    held = (
        Product.objects.select_for_update(no_key=True, of=("self",))
        .select_related("study")
        .get(pk=product.pk)
    )
    if held.withdrawn_on:
        raise Refused(f"{held.code} is withdrawn and cannot be cleared.")
    draft = draft or latest_draft(held.study)
    before = clearance_of(held)
    newer = bool(before and draft and (before.draft is None or draft.version > before.draft.version))
    if before and not is_returned(before) and not newer:
        words = "is cleared already" if is_cleared(before) else "is being cleared already"
        raise Refused(f"{held.code} {words} in this version. Bring a new draft to have it cleared anew.")
    last = Clearance.objects.filter(product=held).aggregate(last=Max("number"))["last"] or 0
    made = Clearance.objects.create(
        product=held, number=last + 1, draft=draft, submitted_by=by, submitted_on=on or timezone.localdate()
    )
    for order, kind in enumerate(steps_of(held), 1):
        ClearanceStep.objects.create(clearance=made, kind=kind, order=order)
    return made


@transaction.atomic
def take_step(*, step: ClearanceStep, to: str, by: Account, comment: str = "") -> ClearanceStep:
    """Say of the next step that it is cleared, sent back, or not needed.

    Steps are taken in their order, by nobody who wrote the study or submitted it; the last one by the head. To send back
    and to leave out need a comment.
    """
    held = ClearanceStep.objects.select_related("clearance__product__study").get(pk=step.pk)
    clearance = Clearance.objects.select_for_update(no_key=True).get(pk=held.clearance_id)
    product, study = held.clearance.product, held.clearance.product.study
    held.refresh_from_db(fields=["state"])
    if to not in (State.CLEARED, State.RETURNED, State.NOT_NEEDED):
        raise Refused(f"“{held}” can be cleared, sent back, or said not to be needed.")
    _refuse_out_of_order(held, clearance, product)
    if by.pk == clearance.submitted_by_id:
        raise Refused(
            f"You submitted {product.code} for clearance: another member of the office has to say that “{held}” is done."
        )
    if study and wrote(by, study):
        raise Refused(
            f"You wrote {product.code}, and nobody clears their own work. Ask another member of the office."
        )
    if held.kind == Kind.HEAD:
        if not is_head(by):
            raise Refused(f"“{held}” is the head's own step, or that of whoever acts for the head.")
        if to == State.NOT_NEEDED:
            raise Refused(f"“{held}” is needed for every product.")
        if study and to == State.CLEARED:
            _refuse_open_review(product)
    if to != State.CLEARED and not comment.strip():
        raise Refused(f"Say why “{held}” is {State(to).label}: the comment is kept.")
    held.state, held.by, held.at, held.comment = to, by, timezone.now(), comment.strip()[:500]
    held.save()
    return held


def _refuse_out_of_order(step: ClearanceStep, clearance: Clearance, product: Product) -> None:
    latest = clearance_of(product)
    if latest is None or latest.pk != clearance.pk:
        raise Refused(f"{product.code} was submitted again since. Look at its latest clearance.")
    if is_returned(latest):
        raise Refused(f"{product.code} was sent back. It has to be submitted again before a step is taken.")
    if step.state != State.WAITING:
        raise Refused(f"“{step}” of {product.code} is {step.get_state_display()} already.")
    before = next((one for one in latest.steps.all() if one.state == State.WAITING), None)
    if before and before.pk != step.pk:
        raise Refused(f"“{before}” comes before “{step}”, and is still waiting.")


def _refuse_open_review(product: Product) -> None:
    round_ = ReviewRound.objects.filter(study=product.study, closed_on=None).first()
    if round_:
        raise Refused(
            f"Round {round_.number} of the peer review is open: {product.code} cannot be cleared before it is closed."
        )


@transaction.atomic
def override_clearance(
    *, product: Product, by: Account, because: str, on: date | None = None
) -> ClearanceOverride:
    """Decide as the head that a product may be published without clearance; the reason stays with it."""
    if not is_head(by):
        raise Refused("Only the head of office, or whoever acts for them, may publish without clearance.")
    if not because.strip():
        raise Refused(f"Say why {product.code} is published without clearance: the reason is kept with it.")
    return ClearanceOverride.objects.create(
        product=product, by=by, because=because.strip()[:500], on=on or timezone.localdate()
    )
