"""Every act on money, by the page it stands on: what it asks and which action it calls."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from colonnade.money import actions
from colonnade.money.models import CommitmentRequest, Instalment, LedgerEntry, Override, Receipt
from colonnade.people.models import Account
from colonnade.values.words import date_words
from colonnade.web.desk.money.acts import (
    act,
    activity_field,
    by_class,
    currency,
    day,
    for_what,
    lines_of,
    money,
    one_of,
    reason,
    words,
)

POSTED = _("Posted as %(code)s.")
REQUESTS = ("change", CommitmentRequest)


def _posted(made) -> str:
    return str(POSTED) % {"code": made.code}


# --- a fund ----------------------------------------------------------------------------------------------------------


def _receive(fund, by, *, instalment, agreement, **facts) -> str:
    agreement = agreement or (instalment.agreement if instalment else None)
    return _posted(
        actions.record_receipt(fund=fund, agreement=agreement, instalment=instalment, by=by, **facts)
    )


def _instalment(row) -> str:
    return f"{row.agreement.code}, {row}"


RECEIVE = act(
    _("Record a receipt"),
    _("Money that arrived. It is kept at the rate of its day; the levy of its agreement is charged with it."),
    _receive,
    lambda fund: {
        "kind": forms.ChoiceField(label=_("Kind"), choices=Receipt.Kind.choices, initial=Receipt.Kind.CONTRIBUTION),
        "agreement": one_of(_("Agreement"), fund.agreements.filter(withdrawn_on=None), required=False),
        "instalment": one_of(
            _("Instalment"), Instalment.objects.filter(agreement__fund=fund).select_related("agreement"),
            required=False, told=_instalment, help_text=_("Left empty, it pays the earliest that is open."),
        ),
        "on": day(), "amount": money(), "currency": currency(fund),
        "reference": words(_("Reference"), required=False, longest=120),
    },
)  # fmt: skip


def _allot(fund, by, *, lines, **facts) -> str:
    return _posted(actions.issue_allotment(fund=fund, lines=by_class(lines, fund), by=by, **facts))


ALLOT = act(
    _("Issue an allotment"),
    _("Authority to commit, by class, within the cash there is: support costs and the reserve are counted in."),
    _allot,
    lambda fund: {
        "agreement": one_of(_("Agreement"), fund.agreements.filter(withdrawn_on=None), required=False),
        "on": day(), "valid_from": day(_("Valid from"), today=False), "valid_to": day(_("Valid to"), today=False),
        "lines": forms.CharField(
            label=_("Classes"), widget=forms.Textarea(attrs={"rows": 5}),
            help_text=_("A class and its amount on a line: 145 20000"),
        ),
        "reference": words(_("Reference"), required=False, longest=120),
    },
)  # fmt: skip


def _ask(fund, by, *, activity, **facts) -> str:
    made = actions.request_commitment(by=by, **facts, **for_what(activity))
    return _now("%(code)s is requested. A colleague reviews it next.") % {"code": made.code}


ASK = act(
    _("Ask for a commitment"),
    _("An order, a contract or a journey. Somebody else reviews it, a third certifies it, a fourth approves it."),
    _ask,
    lambda fund: {
        "title": words(_("What for")), "line": one_of(_("Line"), lines_of(fund)), "amount": money(),
        "currency": currency(fund), "activity": activity_field(),
        "vendor": words(_("Vendor"), required=False, longest=200),
    },
    ("add", CommitmentRequest),
)  # fmt: skip


def _spend(fund, by, *, activity, **facts) -> str:
    return _posted(actions.record_expense(by=by, **facts, **for_what(activity)))


SPEND = act(
    _("Record an expense without a commitment"),
    _("Paid straight from a line, by the number of the voucher that headquarters certified and approved."),
    _spend,
    lambda fund: {
        "title": words(_("What for")), "line": one_of(_("Line"), lines_of(fund)), "on": day(),
        "amount": money(), "currency": currency(fund), "activity": activity_field(),
        "reference": words(_("Voucher"), longest=120),
    },
)  # fmt: skip

EXCHANGE = act(
    _("Record an exchange difference"),
    _("What the fund lost by a rate; below nought, what it gained. What was posted stays as it was."),
    lambda fund, by, **facts: _posted(actions.record_exchange_difference(fund=fund, by=by, **facts)),
    lambda fund: {"on": day(), "amount": money(signed=True), "because": reason()},
)


def _close(fund, by, **facts) -> str:
    made = actions.close_period(fund=fund, by=by, **facts)
    return _now("Closed through %(day)s.") % {"day": date_words(made.last_day)}


CLOSE = act(
    _("Close a period"),
    _("Nothing is posted into it any more. Support costs must be charged, and the period before it closed."),
    _close,
    lambda fund: {"first_day": day(_("First day"), today=False), "last_day": day(_("Last day"), today=False)},
)  # fmt: skip


def _post_waiting(fund, by) -> str:
    told = actions.post_entries(
        entries=LedgerEntry.objects.filter(fund=fund, posted_as="", withdrawn_on=None), by=by
    )
    refused = " ".join(f"{entry.code}: {words}" for entry, words in told.refused[:5])
    said = _now("%(posted)d posted, %(refused)d wait on.") % {
        "posted": told.posted,
        "refused": len(told.refused),
    }
    return f"{said} {refused}".strip()


POST_WAITING = act(
    _("Post what waits"),
    _("Entries that came with a workbook are posted one by one, by the same rules as here. What is refused waits on, with the reason."),
    _post_waiting,
    lambda fund: {},
)  # fmt: skip

# --- an agreement ----------------------------------------------------------------------------------------------------


def _charge(agreement, by, *, on) -> str:
    made = actions.charge_support_costs(agreement=agreement, on=on, by=by)
    return _posted(made) if made else _now("Everything through that day is charged.")


CHARGE = act(
    _("Charge support costs"),
    _("What the direct expenditure of this agreement has earned through a day and is not charged yet."),
    _charge,
    lambda agreement: {"on": day()},
)
RETURN = act(
    _("Return money to the donor"),
    _("It leaves the balance of the fund and is no expenditure."),
    lambda agreement, by, **facts: _posted(actions.return_to_donor(agreement=agreement, by=by, **facts)),
    lambda agreement: {
        "on": day(),
        "amount": money(),
        "reference": words(_("Reference"), longest=120),
    },
)

# --- a request -------------------------------------------------------------------------------------------------------


def _officer() -> dict[str, forms.Field]:
    return {
        "officer": words(
            _("Officer at headquarters"), required=False, longest=150,
            help_text=_("Where somebody without an account here did it. Left empty, you do it yourself."),
        ),
        "reference": words(_("Reference"), required=False, help_text=_("The e-mail or document in which they did."), longest=200),
        "comment": words(_("Comment"), required=False, longest=400),
    }  # fmt: skip


def _stepped(made) -> str:
    return _now("%(code)s is %(state)s.") % {"code": made.code, "state": made.get_state_display()}


REVIEW = act(
    _("Review"),
    _("Is it needed, and are price, class and activity right?"),
    lambda request, by, **facts: _stepped(actions.review_request(request=request, by=by, **facts)),
    lambda request: {"comment": words(_("Comment"), required=False, longest=400)},
    REQUESTS,
)
CERTIFY = act(
    _("Certify"),
    _("Is it in line with purpose, budget and rules, and are the funds there?"),
    lambda request, by, **facts: _stepped(actions.certify_request(request=request, by=by, **facts)),
    lambda request: _officer(),
    REQUESTS,
)
APPROVE = act(
    _("Approve"),
    _("The funds are bound. The line is asked once more."),
    lambda request, by, **facts: _posted(actions.approve_request(request=request, by=by, **facts)),
    lambda request: {"on": day(), **_officer()},
    REQUESTS,
)
SEND_BACK = act(
    _("Send back"),
    _("It is asked for anew as another request."),
    lambda request, by, **facts: _stepped(actions.return_request(request=request, by=by, **facts)),
    lambda request: {"comment": words(_("What is wrong with it"), longest=400)},
    REQUESTS,
)

# --- a commitment, an allotment, a line ------------------------------------------------------------------------------

SPEND_OF_IT = act(
    _("Record an expense"),
    _("Goods or services received, within what is open."),
    lambda order, by, **facts: _posted(actions.record_expense(commitment=order, by=by, **facts)),
    lambda order: {
        "on": day(),
        "amount": money(),
        "currency": currency(order),
        "reference": words(_("Voucher"), longest=120),
    },
)
SETTLE = act(
    _("Settle at its own rate"),
    _(
        "An order in another currency is paid: its line is charged what was bound for it, and what the rate of the day makes "
        "more or less is an exchange difference, posted with it."
    ),
    lambda order, by, **facts: _posted(actions.settle_commitment(commitment=order, by=by, **facts)),
    lambda order: {
        "on": day(),
        "amount": money(_("Amount in the order's currency"), begins=order.amount, help_text=order.currency),
        "reference": words(_("Voucher"), longest=120),
    },
)
LOWER = act(
    _("Lower"),
    _("A part of what is bound is freed, in the fund's currency."),
    lambda order, by, **facts: _posted(actions.lower_commitment(commitment=order, by=by, **facts)),
    lambda order: {"by_how_much": money(_("By how much")), "on": day(), "because": reason()},
)
LIQUIDATE = act(
    _("Liquidate"),
    _("Nothing more will come: what is open is freed, and nothing is charged to it any more."),
    lambda order, by, **facts: _posted(actions.liquidate_commitment(commitment=order, by=by, **facts)),
    lambda order: {"on": day(), "because": reason()},
)
LAPSE = act(
    _("Let it lapse"),
    _("What is neither bound nor spent lapses, and may be allotted anew."),
    lambda allotment, by, **facts: _posted(actions.lapse_allotment(allotment=allotment, by=by, **facts)[-1]),
    lambda allotment: {"on": day(), "because": reason()},
)
MOVE = act(
    _("Move to another class"),
    _("An amount that is neither bound nor spent goes to another class of the same allotment."),
    lambda line, by, **facts: _posted(actions.move_allotment(from_line=line, by=by, **facts)[0]),
    lambda line: {
        "to_line": one_of(_("To"), line.allotment.lines.exclude(pk=line.pk).select_related("allotment", "budget_class")),
        "amount": money(), "on": day(), "because": reason(),
    },
)  # fmt: skip
ASK_OVERRIDE = act(
    _("Ask for an override"),
    _("The line may then be passed by so much, once a second person agrees."),
    lambda line, by, **facts: (
        actions.ask_override(rule="line", line=line, by=by, **facts) and _now("It is asked for.")
    ),
    lambda line: {"amount": money(), "because": reason()},
)

ASK_CEILING = act(
    _("Ask to pass the cash ceiling"),
    _("More may then be allotted than there is in cash, by so much, once a second person agrees."),
    lambda fund, by, **facts: (
        actions.ask_override(rule="ceiling", fund=fund, by=by, **facts) and _now("It is asked for.")
    ),
    lambda fund: {"amount": money(), "because": reason()},
)

# --- lines of the ledger, periods, overrides, budgets ----------------------------------------------------------------

REVERSE = act(
    _("Reverse"),
    _("The same with the opposite sign, linked to it. What is right is posted as a new line."),
    lambda posting, by, **facts: _posted(actions.reverse(posting=posting, by=by, **facts)),
    lambda posting: {"on": day(), "because": reason()},
)


def _correct(expense, by, *, activity, line=None, **facts) -> str:
    """What differs is given to the action; what is the same follows the expense."""
    right = dict(facts)
    if line is not None and line != expense.line:
        right |= {"line": line}
    if expense.commitment_id is None or "line" in right:
        right |= {"activity": None, "programme_wide": False} | for_what(activity)
    made = actions.correct_expense(expense=expense, by=by, **right)
    told = {"back": expense.reversed_by.code, "code": made.code, "wrong": expense.code}
    return _now("%(wrong)s is reversed by %(back)s; %(code)s stands instead.") % told


CORRECT = act(
    _("Correct"),
    _("The line is reversed and the right one posted instead; the three are linked and the reason is kept. Change what is wrong."),
    _correct,
    lambda expense: {
        "amount": money(begins=expense.amount), "currency": currency(expense, expense.currency),
        "line": one_of(_("Line"), lines_of(expense.fund), begins=expense.line_id),
        "activity": activity_field(expense.activity.code if expense.activity else ""),
        "title": words(_("What for"), required=False, begins=expense.title),
        "reference": words(_("Voucher"), longest=120, begins=expense.reference),
        "on": day(_("Date of the correction")), "because": reason(),
    },
    more=lambda expense: _now("It is of the order %(code)s, and stays with it unless another line is chosen.") % {"code": expense.commitment.code}
    if expense.commitment else "",
)  # fmt: skip
REFUND = act(
    _("Record a refund"),
    _("What the supplier paid back, in the currency of the expense and at its rate."),
    lambda expense, by, **facts: _posted(actions.record_refund(expense=expense, by=by, **facts)),
    lambda expense: {"on": day(), "amount": money(), "reference": words(_("Reference"), longest=120)},
)
ASK_REOPENING = act(
    _("Ask to open it again"),
    _("It is open once a second person agrees; those who own its reports are told."),
    lambda period, by, because: actions.ask_override(rule="reopen", period=period, because=because, by=by) and _now("It is asked for."),
    lambda period: {"because": reason()},
    more=lambda period: _who_is_told(),
)  # fmt: skip


def _told():
    """Heads and finance own the reports of a fund: they are told when a period is open again."""
    return (
        Account.objects.filter(groups__name__in=("Head", "Finance"), is_active=True).distinct().order_by("pk")
    )


def _who_is_told() -> str:
    return _now("A letter will go to: %(names)s.") % {"names": ", ".join(map(str, _told())) or "–"}


def _agree(override, by) -> str:
    actions.agree_override(override=override, by=by, tell=_told())
    return _now("Agreed.")


def _asked_for(override) -> str:
    asked = _now("%(what)s, asked for by %(who)s: %(because)s") % {
        "what": override.get_rule_display(), "who": override.asked_by, "because": override.because,
    }  # fmt: skip
    return f"{asked}. {_who_is_told()}" if override.rule == Override.Rule.REOPEN else f"{asked}."


AGREE = act(
    _("Agree"),
    _("You are the second person: the rule gives way as asked, and both names and the reason are kept."),
    _agree,
    lambda override: {},
    more=_asked_for,
)
APPROVE_BUDGET = act(
    _("Approve"),
    _("The budget stands from now on; what changes later is the next revision."),
    lambda version, by: (
        _now("%(code)s is approved.") % {"code": actions.approve_budget(version=version, by=by).code}
    ),
    lambda version: {},
)
