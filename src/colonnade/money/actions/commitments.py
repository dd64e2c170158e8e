"""From a request to a commitment: requested, reviewed, certified and approved by different people; then lowered or liquidated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.money.actions.authority import acting_for
from colonnade.money.actions.book import Book, for_what, needs
from colonnade.money.models import (
    AllotmentLine,
    Commitment,
    CommitmentChange,
    CommitmentRequest,
    RequestStep,
)
from colonnade.money.queries import liquidated, open_of
from colonnade.money.rules import class_of_travel, counts_as
from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.values.words import date_words

State: Any = CommitmentRequest.State
Act: Any = RequestStep.Act

NEXT: Final = {State.REQUESTED: Act.REVIEW, State.REVIEWED: Act.CERTIFY, State.CERTIFIED: Act.APPROVE}
"""What comes next for a request."""
BECOMES: Final = {Act.REVIEW: State.REVIEWED, Act.CERTIFY: State.CERTIFIED, Act.APPROVE: State.APPROVED}


@transaction.atomic
def request_commitment(*, line: AllotmentLine, title: str, amount: Decimal, by: Account, currency: str = "",
                       activity: Any = None, programme_wide: bool = False, vendor: str = "",
                       raises: Commitment | None = None, travel: tuple[str, str] | None = None,
                       note: str = "") -> CommitmentRequest:  # fmt: skip
    """Ask for funds to be bound: an order, a contract, a journey; or more for a commitment that stands.

    ``travel`` says who travels and what for, and the class must be the one that follows from it.
    """
    book = Book(line.allotment.fund)
    tally = book.tally(line)
    needs(title, _("Say what the funds are bound for."))
    if raises is not None:
        if raises.line_id != line.pk or liquidated(raises):
            raise Refused(
                _("%(code)s is liquidated or on another line. Ask for a new commitment instead.")
                % {"code": raises.code}
            )
        activity, programme_wide = raises.activity, raises.programme_wide
    what = for_what(activity, programme_wide)
    if travel is not None:
        check_travel(line, *travel)
    book.more_than_nought(amount)
    made, _columns = book.money(amount, currency, date.today())
    book.check_line(tally, made.into.value)
    request = CommitmentRequest.objects.create(
        code=book.number(), fund=book.fund, line=line, title=title.strip()[:250], vendor=vendor.strip()[:200],
        amount=made.amount.value, currency=made.amount.currency, raises=raises, requested_by=by, note=note, **what,
    )  # fmt: skip
    RequestStep.objects.create(request=request, act=Act.REQUEST, by=by)
    return request


def check_travel(line: AllotmentLine, traveller: str, purpose: str) -> None:
    """Refuse a ticket in a class that is not the traveller's."""
    right = class_of_travel(traveller, purpose, line.allotment.fund.scheme)
    if line.budget_class.code != right:
        raise Refused(
            _(
                "The journey of a %(traveller)s (%(purpose)s) belongs in class %(right)s, not in %(class)s. Choose a line of that class."
            )
            % {"traveller": traveller, "purpose": purpose, "right": right, "class": line.budget_class}
        )


@transaction.atomic
def review_request(*, request: CommitmentRequest, by: Account, comment: str = "") -> CommitmentRequest:
    """Is it needed, and is it the right price, class and activity? By somebody who did not ask for it."""
    return _step(request, Act.REVIEW, by, comment=comment)[1]


@transaction.atomic
def certify_request(*, request: CommitmentRequest, by: Account, officer: str = "", reference: str = "",
                    comment: str = "") -> CommitmentRequest:  # fmt: skip
    """Is it in line with purpose, budget and rules, and are the funds there? ``officer`` at headquarters, by reference."""
    book, held = _step(request, Act.CERTIFY, by, officer=officer, reference=reference, comment=comment)
    made, _columns = book.money(held.amount, held.currency, date.today())
    book.check_line(book.tally(held.line), made.into.value)
    return held


@transaction.atomic
def approve_request(*, request: CommitmentRequest, by: Account, on: date | None = None, officer: str = "",
                    reference: str = "", comment: str = "") -> Commitment:  # fmt: skip
    """Bind the funds. The line is asked again, with nobody else at the book: of two that want its last sum, one gets it."""
    book, held = _step(request, Act.APPROVE, by, officer=officer, reference=reference, comment=comment)
    on = on or date.today()
    columns = _check_funds(book, held, on)
    tally = book.tally(held.line)
    if held.raises is None:
        commitment = Commitment.objects.create(
            **book.posting(on=on, by=by, reference=reference), **columns, line=held.line, request=held,
            title=held.title, vendor=held.vendor, activity=held.activity, programme_wide=held.programme_wide,
        )  # fmt: skip
    else:
        commitment = held.raises
        if liquidated(commitment):
            raise Refused(
                _("%(code)s was liquidated meanwhile. Return the request and ask for a new one.")
                % {"code": commitment.code}
            )
        CommitmentChange.objects.create(
            **book.posting(on=on, by=by, reference=reference, because=held.title), commitment=commitment, kind="raised",
            value=columns["value"],
        )  # fmt: skip
    book.move(tally, committed=columns["value"])
    return commitment


@transaction.atomic
def return_request(*, request: CommitmentRequest, by: Account, comment: str) -> CommitmentRequest:
    """Send a request back with what is wrong with it. It is asked for anew as another request."""
    Book(request.fund)
    held = CommitmentRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    needs(comment, _("Say what is wrong with the request."))
    if held.state not in NEXT:
        raise Refused(
            _("%(code)s is %(state)s already. Ask anew, or liquidate what it bound.")
            % {"code": held.code, "state": held.get_state_display()}
        )
    RequestStep.objects.create(request=held, act=Act.RETURN, by=by, comment=comment.strip()[:400])
    held.state = State.RETURNED
    held.save(update_fields=["state"])
    return held


def _check_funds(book: Book, request: CommitmentRequest, on: date) -> dict[str, Any]:
    """Is the line still in time, and has it enough? The amount's columns, at the rate of the day."""
    allotment = request.line.allotment
    if not allotment.valid_from <= on <= allotment.valid_to:
        raise Refused(
            _(
                "%(line)s may be committed from %(first)s to %(last)s, not on %(day)s. Choose a line that is in time."
            )
            % {
                "line": request.line,
                "first": date_words(allotment.valid_from),
                "last": date_words(allotment.valid_to),
                "day": date_words(on),
            }  # fmt: skip
        )
    _made, columns = book.money(request.amount, request.currency, on)
    book.check_line(book.tally(request.line), columns["value"])
    return columns


def _step(request: CommitmentRequest, act: str, by: Account, *, officer: str = "", reference: str = "",
          comment: str = "") -> tuple[Book, CommitmentRequest]:  # fmt: skip
    """One step of a request, by somebody who took none of those before."""
    book = Book(request.fund)
    held = CommitmentRequest.objects.select_related("line__allotment__fund", "line__budget_class", "raises").get(pk=request.pk)  # fmt: skip
    expected = NEXT.get(State(held.state))
    if expected is None:
        raise Refused(
            _("%(code)s is %(state)s: nothing follows. Ask anew, if more is needed.")
            % {"code": held.code, "state": held.get_state_display()}
        )
    if expected != act:
        raise Refused(
            _("%(code)s is %(state)s. What comes next is that somebody else %(next)s it.")
            % {"code": held.code, "state": held.get_state_display(), "next": {"review": _("reviews"), "certify": _("certifies"), "approve": _("approves")}[expected]}
        )  # fmt: skip
    delegation = None
    if officer.strip():
        needs(
            reference,
            _("Name the e-mail or the document in which %(officer)s did this.") % {"officer": officer},
        )
    else:
        delegation = acting_for(by, act)
    step = RequestStep(
        request=held, act=act, by=by, officer=officer.strip()[:150], reference=reference.strip()[:200],
        delegation=delegation, comment=comment.strip()[:400],
    )  # fmt: skip
    _another_person(held, step)
    step.save()
    held.state = BECOMES[Act(act)]
    held.save(update_fields=["state"])
    return book, held


def _another_person(request: CommitmentRequest, step: RequestStep) -> None:
    before = request.steps.exclude(act=Act.RETURN).select_related("by", "delegation__given_by")
    for earlier in before:
        if counts_as(earlier) & counts_as(step):
            raise Refused(
                _(
                    "%(who)s %(did)s %(code)s. Whoever requests, reviews, certifies and approves are different people: ask a "
                    "colleague who holds the authority, or record the officer at headquarters with the reference."
                )
                % {
                    "who": earlier.officer or earlier.by,
                    "did": earlier.get_act_display(),
                    "code": request.code,
                }
            )


@transaction.atomic
def lower_commitment(*, commitment: Commitment, by_how_much: Decimal, on: date, because: str, by: Account) -> CommitmentChange:  # fmt: skip
    """Free a part of what is bound."""
    book, still = _of_the_book(commitment, because)
    book.more_than_nought(by_how_much)
    book.money(by_how_much, book.fund.currency, on)
    if by_how_much > still:
        raise Refused(
            _("%(code)s has %(open)s open. Lower it by no more than that.")
            % {"code": commitment.code, "open": book.fund.amount(still)}
        )
    return free(book, commitment, by_how_much, "lowered", on=on, because=because, by=by)


@transaction.atomic
def liquidate_commitment(*, commitment: Commitment, on: date, because: str, by: Account) -> CommitmentChange:
    """Nothing more will come: what is open is freed, and nothing is charged to it any more."""
    book, still = _of_the_book(commitment, because)
    return free(book, commitment, still, "liquidated", on=on, because=because, by=by)


def _of_the_book(commitment: Commitment, because: str) -> tuple[Book, Decimal]:
    book = Book(commitment.fund)
    needs(because, _("Say why the commitment is changed."))
    if liquidated(commitment):
        raise Refused(
            _("%(code)s is liquidated: nothing of it is open. Ask for a new commitment, if more will come.")
            % {"code": commitment.code}
        )
    return book, open_of(commitment).value


def free(book: Book, commitment: Commitment, value: Decimal, kind: str, *, on: date, because: str, by: Account) -> CommitmentChange:  # fmt: skip
    """Take a part of a commitment back into its line."""
    if on < commitment.on:
        raise Refused(
            _("%(code)s was bound on %(day)s. Give that day or a later one.")
            % {"code": commitment.code, "day": date_words(commitment.on)}
        )
    change = CommitmentChange.objects.create(
        **book.posting(on=on, by=by, because=because), commitment=commitment, kind=kind, value=-value
    )
    book.move(book.tally(commitment.line), committed=-value)
    return change
