"""Who may act, by dated delegation; and rules set aside by two people with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from colonnade.money.actions.book import Book, needs
from colonnade.money.models import AllotmentLine, Delegation, Fund, LedgerPeriod, Override
from colonnade.people.models import Account
from colonnade.people.outbox import post
from colonnade.records.errors import Refused
from colonnade.records.queries import standing, valid_on
from colonnade.values.words import date_words

Function: Any = Delegation.Function
Rule: Any = Override.Rule


def delegation_of(who: Account, function: str, day: date) -> Delegation | None:
    """The authority somebody has on a day; their own before that of a stand-in."""
    held = valid_on(standing(Delegation.objects.filter(holder=who, function=function)), day)
    return held.order_by("given_by", "pk").select_related("given_by").first() if who.pk else None


def acting_for(who: Account, function: str) -> Delegation:
    """The delegation by which somebody acts today; refused, with what to do, where there is none."""
    held = delegation_of(who, function, date.today())
    if held is None:
        raise Refused(
            _(
                "%(who)s may not %(function)s today: no delegation is recorded for them. Have it recorded, with the "
                "document that gives it, or name the officer at headquarters who did it, with the reference."
            )
            % {"who": who, "function": Function(function).label}
        )
    return held


@transaction.atomic
def delegate(*, holder: Account, function: str, authority: str, valid_from: date, by: Account,
             valid_to: date | None = None, given_by: Account | None = None, code: str = "") -> Delegation:  # fmt: skip
    """Record that somebody may review, certify or approve; for the time of another's absence, with its last day."""
    needs(authority, _("Name the document that gives the authority, with its date."))
    if holder.pk == by.pk:
        raise Refused(_("Nobody records an authority of their own: ask a colleague to."))
    if given_by is not None:
        if given_by.pk == holder.pk:
            raise Refused(_("Nobody stands in for themselves. Choose who is away."))
        if valid_to is None or valid_to < valid_from:
            raise Refused(_("Whoever stands in does so from a day to a day: give the last one."))
        theirs = delegation_of(given_by, function, valid_from)
        if theirs is None or theirs.given_by_id or not theirs.holds_on(valid_to):
            raise Refused(
                _(
                    "%(who)s does not hold this authority themselves from %(first)s to %(last)s. Choose somebody who does, or other days."
                )
                % {"who": given_by, "first": date_words(valid_from), "last": date_words(valid_to)}
            )
    number = Delegation.objects.count() + 1
    return Delegation.objects.create(
        code=code or f"DE-{number:04d}", holder=holder, function=function, authority=authority.strip()[:250],
        given_by=given_by, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip


@transaction.atomic
def ask_override(*, rule: str, because: str, by: Account, fund: Fund | None = None, line: AllotmentLine | None = None,
                 period: LedgerPeriod | None = None, amount: Decimal = Decimal(0)) -> Override:  # fmt: skip
    """Ask that a rule be set aside once. Nothing follows until a second person agrees."""
    needs(because, _("Say why the rule is to be set aside: the reason is kept and shown."))
    about = line.allotment.fund if line else period.fund if period else fund
    if about is None:
        raise Refused(_("Say what the override is about: a line, a fund or a period."))
    book = Book(about)
    if rule == Rule.REOPEN:
        if period is None:
            raise Refused(_("Say which period is to be opened again."))
        refuse_not_last(book, period)
    else:
        book.more_than_nought(amount)
        book.money(amount, book.fund.currency, date.today())
    return Override.objects.create(
        rule=rule,
        fund=about,
        line=line,
        period=period,
        amount=amount,
        because=because.strip()[:300],
        asked_by=by,
    )


@transaction.atomic
def agree_override(*, override: Override, by: Account, tell: Iterable[Account] = ()) -> Override:
    """The second person's word: the line or the ceiling gives way by so much, or the period is open again.

    ``tell`` are those who own reports of the period: each gets a letter when it is opened again.
    """
    book = Book(override.fund)
    held = Override.objects.select_related("period", "line").get(pk=override.pk)
    if held.agreed_by_id:
        raise Refused(
            _("%(who)s has agreed to it already. Ask for another one, if more is needed.")
            % {"who": held.agreed_by}
        )
    if by.pk == held.asked_by_id:
        raise Refused(_("An override takes two people: ask somebody else who may approve to agree."))
    by_word_of = acting_for(by, Function.APPROVE)
    if by_word_of.given_by_id == held.asked_by_id:
        raise Refused(
            _(
                "Whoever stands in for the one who asked does not agree for them. Ask somebody else who may approve."
            )
        )
    if held.rule == Rule.LINE:
        book.move(book.tally(held.line), beyond=held.amount)
    elif held.rule == Rule.REOPEN:
        _open_again(book, held, by, tell)
    held.agreed_by, held.agreed_at = by, timezone.now()
    held.save()
    return held


def refuse_not_last(book: Book, period: LedgerPeriod) -> None:
    """Only the last closed period is opened: those after it rest on its balance."""
    last = book.periods.filter(state=LedgerPeriod.State.CLOSED).order_by("-first_day").first()
    if last is None or last.pk != period.pk:
        told = date_words(last.last_day) if last else "–"
        raise Refused(
            _(
                "The last closed period of %(fund)s ends on %(day)s: only that one can be opened again. Ask for it first, then for the one before."
            )
            % {"fund": book.fund.code, "day": told}
        )


def _open_again(book: Book, override: Override, by: Account, tell: Iterable[Account]) -> None:
    period = override.period
    refuse_not_last(book, period)
    before = book.periods.filter(last_day__lt=period.first_day, state=LedgerPeriod.State.CLOSED).order_by("-last_day").first()  # fmt: skip
    period.state, period.state_reason = LedgerPeriod.State.REOPENED, override.because
    period.changed_by, period.changed_at = by, timezone.now()
    period.save()
    book.ledger.closed_through = before.last_day if before else None
    book.ledger.save(update_fields=["closed_through"])
    for account in tell:
        if account.email:
            post(
                key=f"ledger reopened {override.pk} {account.pk}", to_address=account.email,
                to_name=account.get_full_name(), ref=book.fund.ref,
                subject=_("%(fund)s: the period to %(day)s is open again")
                % {"fund": book.fund.name, "day": date_words(period.last_day)},
                body=_("Reason: %(reason)s\n\nAsked by %(one)s, agreed to by %(other)s. Reports of this period may change.")
                % {"reason": override.because, "one": override.asked_by, "other": by},
            )  # fmt: skip
