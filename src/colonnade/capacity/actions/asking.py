"""Asking participants: links sent and called to mind, and what the worker does with forms as their days come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from colonnade.capacity.actions.answers import FormShut, close_evaluation, forget_pairs
from colonnade.capacity.evaluating import (
    REMINDERS,
    between_reminders,
    eligible,
    goes_ahead,
    opens_at,
    shut,
)
from colonnade.capacity.models import (
    Evaluation,
    EvaluationBox,
    EvaluationToken,
    Participation,
)
from colonnade.capacity.queries.evaluation import agreed_to_be_asked_later
from colonnade.capacity.sealing import digest_of, link_of, new_salt
from colonnade.people.models import Message
from colonnade.people.outbox import could_not_post, post
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.values.languages import known

Kind = Evaluation.Kind
Address = Callable[[str, str], str]
"""From the secret word of a link and a language to the address that a letter carries; the web knows where it is."""


@dataclass(frozen=True)
class Asked:
    """How many letters went to the outbox, and who could not be written to."""

    letters: int
    without_address: tuple[Participation, ...] = ()


@dataclass(frozen=True)
class Round:
    """What one round of the worker did."""

    asked: int = 0
    reminded: int = 0
    closed: int = 0


@transaction.atomic
def ask_evaluation(*, evaluation: Evaluation, address: Address, now: datetime | None = None) -> Asked:
    """Send a link to everybody who is to be asked and was not yet, each in their language; safe to do again.

    Months later only those are asked who agreed to that.
    """
    now = now or timezone.now()
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    today = now.astimezone(held.event.zone).date()
    if held.closed_on or shut(held, today) == "over":
        raise FormShut(f"{held.code} is closed: nobody is asked any more.")
    if not goes_ahead(held.event):
        raise Refused(f"{held.event.code} does not take place: nobody is asked about it.")
    if not held.items.exists():
        raise Refused(f"{held.code} has no question yet.")
    box, _new = EvaluationBox.objects.get_or_create(evaluation=held, defaults={"salt": new_salt()})
    wanted = (
        eligible(held).exclude(evaluation_tokens__evaluation=held).select_related("person", "registration")
    )
    if held.kind == Kind.FOLLOW_UP:
        wanted = wanted.filter(person__in=agreed_to_be_asked_later(held.event))
    people = list(wanted.order_by("pk"))
    able = [one for one in people if one.person.email]
    able = [one for one in able if _write(held, box, one, address, 0)]
    EvaluationToken.objects.bulk_create(
        EvaluationToken(evaluation=held, participation=one, digest=digest_of(link_of(box, one.pk)))
        for one in able
    )
    if held.asked_at is None and able:
        held.asked_at = now
        held.save(update_fields=["asked_at"])
    evaluation.asked_at = held.asked_at
    return Asked(len(able), tuple(one for one in people if one not in able))


@transaction.atomic
def remind_evaluation(*, evaluation: Evaluation, address: Address, now: datetime | None = None) -> int:
    """Write again to those who have not answered: twice, and then no more. How many letters."""
    now = now or timezone.now()
    held = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if held.reminders >= REMINDERS:
        raise Refused(
            f"{held.code} was called to mind {REMINDERS} times already; nobody is written to again."
        )
    if shut(held, now.astimezone(held.event.zone).date()):
        raise FormShut(f"{held.code} is not open: nobody is reminded.")
    box = EvaluationBox.objects.get(evaluation=held)
    open_tokens = held.tokens.filter(
        answered=False, participation__withdrawn_on=None, participation__person__erased_on=None
    ).exclude(participation__person__email="")
    rows = list(
        open_tokens.select_related("participation__person", "participation__registration").order_by("pk")
    )
    held.reminders += 1
    held.reminded_at = now
    held.save(update_fields=["reminders", "reminded_at"])
    written = 0
    for token in rows:
        written += _write(held, box, token.participation, address, held.reminders)
        # After a change of the signing key the old link is known still, and the new one must be.
        digest = digest_of(link_of(box, token.participation_id))
        if digest != token.digest:
            EvaluationToken.objects.filter(pk=token.pk).update(digest=digest)
    return written


def _write(
    evaluation: Evaluation, box: EvaluationBox, one: Participation, address: Address, number: int
) -> bool:
    """Put the letter in the outbox; where the address is none, say so there, and go on with the next."""
    language = known(one.registration.language if hasattr(one, "registration") else "en")
    event = evaluation.event
    with override(site_language(language)):
        names = {"event": event.activity.title, "name": one.person.full_name}
        subject = (
            _("A few questions: %(event)s") if not number else _("Once more, a few questions: %(event)s")
        )
        why = {
            Kind.PRE_TEST: _("Before it begins, please answer a few questions on what you know already."),
            Kind.POST_TEST: _("Please answer the questions that you were asked before it once more."),
            Kind.REACTION: _("Please tell us what you think of it. It takes three minutes."),
            Kind.FOLLOW_UP: _(
                "Some months have passed. Please tell us whether you could use what you learned."
            ),
        }[Kind(evaluation.kind)]
        lines = [
            _("Dear %(name)s,") % names, "", names["event"], "", why, "", address(link_of(box, one.pk), site_language(language)), "",
            _("Nobody can see who answered what: your answer is kept without your name. The link is yours alone and "
              "works once."),
        ]  # fmt: skip
        if evaluation.closes_on:
            lines.append(_("It is open until %(day)s.") % {"day": f"{evaluation.closes_on:%Y-%m-%d}"})
        if number == REMINDERS:
            lines.append(_("We will not remind you again."))
        until = None
        if evaluation.closes_on:
            until = datetime.combine(
                evaluation.closes_on + timedelta(days=1), datetime.min.time(), event.zone
            )
        told: dict[str, Any] = {
            "key": f"evaluation:{evaluation.code}:{one.pk}:{number}", "to_name": one.person.full_name,
            "subject": subject % names, "language": language, "person": one.person, "ref": evaluation.ref,
        }  # fmt: skip
        try:
            post(to_address=one.person.email, body="\n".join(lines), until=until, **told)
        except Refused as refusal:
            could_not_post(why=str(refusal), **told)
            return False
    return True


def due_evaluations(*, now: datetime, address: Address, go_on: Callable[[], bool] = lambda: True) -> Round:
    """What the worker does with evaluations at a moment: closes what is over, sends what is due, reminds twice.

    Each form is one transaction; what was not reached is done in the next round. What stops one form is noted on it.
    """
    asked = reminded = closed = 0
    forms = standing(Evaluation.objects).filter(
        Q(opens_on__lte=now.date() + timedelta(days=1)) | Q(asked_at__isnull=False), closed_on=None,
        event__withdrawn_on=None,
    ).select_related("event__activity").order_by("opens_on", "pk")  # fmt: skip
    for form in forms:
        if not go_on():
            break
        today = now.astimezone(form.event.zone).date()
        try:
            if form.asked_at and shut(form, today) == "over":
                close_evaluation(evaluation=form, on=today)
                closed += 1
            elif goes_ahead(form.event) and not (form.closes_on and today > form.closes_on):
                asked += _ask_if_due(form, now, address)
                reminded += _remind_if_due(form, now, address)
        except Refused as refusal:
            _note(form, str(refusal))
    forget_pairs(now.date())
    return Round(asked, reminded, closed)


def _note(form: Evaluation, why: str) -> None:
    """What stands in the way of a form, on the form: written once, and taken up again with every round."""
    held = Evaluation.objects.get(pk=form.pk)
    if why not in held.note:
        held.note = "\n".join(filter(None, (held.note, why)))
        held.save(update_fields=["note"])


def _ask_if_due(form: Evaluation, now: datetime, address: Address) -> int:
    """Send the links at their time; whoever comes to be asked later gets one while the form is open."""
    opens = opens_at(form)
    if not form.asked_at and (opens is None or now < opens):
        return 0
    known_bad = Message.objects.filter(
        ref=form.ref, state=Message.State.FAILED, to_address="", person=OuterRef("person")
    )
    missing = eligible(form).exclude(evaluation_tokens__evaluation=form).exclude(person__email="")
    missing = missing.exclude(Exists(known_bad))
    if form.kind == Kind.FOLLOW_UP:
        missing = missing.filter(person__in=agreed_to_be_asked_later(form.event))
    if not missing.exists() or not form.items.exists():
        return 0
    return ask_evaluation(evaluation=form, address=address, now=now).letters


def _remind_if_due(form: Evaluation, now: datetime, address: Address) -> int:
    last = form.reminded_at or form.asked_at
    if last is None or form.reminders >= REMINDERS or now < last + between_reminders(form):
        return 0
    return remind_evaluation(evaluation=form, address=address, now=now)
