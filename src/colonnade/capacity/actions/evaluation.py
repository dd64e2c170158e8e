"""Asking participants: forms are drafted and reworded, links sent and called to mind, answers put in the box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from colonnade.capacity.evaluating import (
    FORMS,
    KEEP_PAIRS,
    LEAST,
    LONGEST,
    REMINDERS,
    TITLES,
    between_reminders,
    current_items,
    days_of,
    eligible,
    fitting,
    goes_ahead,
    opens_at,
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
    Participation,
)
from colonnade.capacity.queries.evaluation import agreed_to_be_asked_later, evaluation_of
from colonnade.capacity.sealing import digest_of, link_of, new_salt, pair_of, put_in, shuffle, unsealed
from colonnade.capacity.wording import site_language
from colonnade.people.models import Message
from colonnade.people.outbox import could_not_post, post
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import known

Kind, Scale = Evaluation.Kind, EvaluationItem.Scale
Address = Callable[[str, str], str]
"""From the secret word of a link and a language to the address that a letter carries; the web knows where it is."""


class AlreadyAnswered(Refused):
    """The link has been used: one answer a person."""


class FormShut(Refused):
    """The form takes no answers: not yet, or no more."""


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


# --- the form ----------------------------------------------------------------------------------------------------


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


# --- asking --------------------------------------------------------------------------------------------------------


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


# --- answering -----------------------------------------------------------------------------------------------------


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


# --- closing -------------------------------------------------------------------------------------------------------


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


# --- in rounds -----------------------------------------------------------------------------------------------------


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
    _forget_pairs(now.date())
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


def _forget_pairs(today: date) -> None:
    """Tests before whose test after never came: what could join them leads to a person, and is thrown away."""
    late = EvaluationBox.objects.filter(
        evaluation__kind=Kind.PRE_TEST, evaluation__closed_on__lt=today - KEEP_PAIRS
    ).exclude(evaluation__event__evaluations__in=Evaluation.objects.filter(
        kind=Kind.POST_TEST, withdrawn_on=None, closed_on=None, asked_at__isnull=False))  # fmt: skip
    for box in late.select_related("evaluation__event"):
        with transaction.atomic():
            _settle_pairs(box.evaluation.event)


# --- quotes --------------------------------------------------------------------------------------------------------


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
