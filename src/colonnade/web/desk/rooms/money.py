"""Money at the desk: what has terms is edited, what is posted is acted upon."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import Model
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import HeaderButton

from colonnade.money.actions import delegate
from colonnade.money.actions.commitments import NEXT
from colonnade.money.models import (
    Agreement,
    AgreementCharge,
    AgreementPhase,
    Allotment,
    AllotmentLine,
    AnnualBudget,
    BudgetClass,
    BudgetLine,
    BudgetVersion,
    Commitment,
    CommitmentRequest,
    Delegation,
    Expense,
    Fund,
    InKind,
    Instalment,
    LedgerEntry,
    LedgerPeriod,
    Override,
    Rate,
    Receipt,
)
from colonnade.money.queries import account_of, classes_of, open_of, overdue_on, room_of, years_of
from colonnade.records.errors import Refused
from colonnade.values.numbers import Amount
from colonnade.web.desk.links import Link
from colonnade.web.desk.money import account, exchange, postings, rates
from colonnade.web.desk.money.account import DUE
from colonnade.web.desk.money.acts import Rightful
from colonnade.web.desk.rights import RecordPolicy, may, may_see
from colonnade.web.desk.views import RecordCreate, RecordPage
from colonnade.web.desk.viewsets import ReadingViewSet, RecordViewSet


class Acting:
    """A kind of record with acts: each has an address of its own, and a button where it may be used now."""

    acts: ClassVar[dict[str, type[Rightful]]] = {}

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),  # type: ignore[misc]
            *(
                path(f"act/{name}/<int:pk>/", self.construct_view(view), name=name)  # type: ignore[attr-defined]
                for name, view in self.acts.items()
            ),
        ]

    def open_acts(self, record: Any) -> list[str]:
        """Those that can follow now."""
        return list(self.acts)

    def more_buttons(self, record: Model, user) -> list[HeaderButton]:
        return self.act_buttons(record, user)

    def act_buttons(self, record: Model, user) -> list[HeaderButton]:
        return [
            HeaderButton(str(self.acts[name].title), url=self.address(name, record), icon_name="edit")  # type: ignore[attr-defined]
            for name in self.open_acts(record)
            if may(user, *self.acts[name].needs)
        ]


class FundPage(RecordPage):
    """A fund with its balance by class, its account of the year and what waits."""

    template_name = "desk/money/fund.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        fund, user = self.object, self.request.user
        told: dict[str, Any] = {"acts": self.viewset.act_buttons(fund, user)}
        if may_see(user, Expense):
            accounts = [
                account_of(fund, date(year, 1, 1), date(year, 12, 31)) for year in years_of(fund)[-5:]
            ]
            due = overdue_on(date.today(), fund)
            told |= {
                "classes": [
                    (line.budget_class, plain(line.allotted, line.committed, line.spent, line.left))
                    for line in classes_of(fund)
                ],
                "accounts": [
                    (one.first.year, plain(one.opening, one.contributions, one.interest, one.exchange, -one.gone,
                                           -one.direct, -one.support, one.closing))
                    for one in accounts
                ],
                "room": room_of(fund),
                "due": [(one, DUE[one.state], self.viewset.url_of(one.instalment.agreement, user)) for one in due],
                "waiting": LedgerEntry.objects.filter(fund=fund, posted_as="", withdrawn_on=None).count(),
            }  # fmt: skip
        return super().get_context_data(**told, **kwargs)


def plain(*amounts: Amount) -> list[str]:
    """Amounts of one currency, which stands in the heading."""
    return [account.plain(amount) for amount in amounts]


class Funds(Acting, RecordViewSet):
    model = Fund
    icon = "folder-open-inverse"
    code_prefix = "FU"
    inspect_view_class = FundPage
    lines = ("code", "name", ("kind", "currency", "scheme"), ("reserve", "tolerance"), "held_in", "donor")
    list_display = ["code", "name", "kind", "currency", "donor"]
    list_related = ("donor", "source")
    list_filter_fields = ("kind",)
    search_fields = ["code", "name", "donor__name"]
    belonging = (
        (Agreement, "fund"), (AnnualBudget, "fund"), (BudgetVersion, "fund"), (Allotment, "fund"),
        (CommitmentRequest, "fund"), (Commitment, "fund"), (Receipt, "fund"), (Expense, "fund"), (LedgerPeriod, "fund"),
        (Override, "fund"), (LedgerEntry, "fund"),
    )  # fmt: skip
    acts: ClassVar = {
        "account": account.AccountPage, "receive": postings.RECEIVE, "allot": postings.ALLOT, "ask": postings.ASK, "spend": postings.SPEND,
        "exchange": postings.EXCHANGE, "revalue": exchange.RevaluePage, "close": postings.CLOSE, "ceiling": postings.ASK_CEILING, "post": postings.POST_WAITING,
    }  # fmt: skip

    def more_buttons(self, record, user) -> list[HeaderButton]:
        """None: a fund has more acts than a header has room for, and shows them on its page."""
        return []

    def open_acts(self, record) -> list[str]:
        waits = LedgerEntry.objects.filter(fund=record, posted_as="", withdrawn_on=None).exists()
        left_out = {"post": not waits, "revalue": not record.currencies_held}
        return [
            name
            for name in self.acts
            if not left_out.get(name) and (name == "account" or not record.withdrawn_on)
        ]

    def allowed(self, record) -> None:
        """What was posted was posted in a currency and by a scheme: they stand."""
        before = Fund.objects.filter(pk=record.pk).first() if record.pk else None
        if before is None or not hasattr(before, "ledger"):
            return
        for name in ("currency", "kind", "scheme"):
            if getattr(before, name) != getattr(record, name):
                raise Refused(
                    _(
                        "Something is posted to this fund: its currency, kind and scheme stay. Make another fund."
                    )
                )


class Agreements(Acting, RecordViewSet):
    model = Agreement
    icon = "doc-full-inverse"
    code_prefix = "AG"
    inspect_view_class = account.AgreementPage
    lines = (
        "code", "title", ("fund", "partner"), ("signed_on", "signed_precision"), "ends_on", ("amount", "currency"),
        ("earmark", "earmarked_for"), "reporting_terms",
    )  # fmt: skip
    list_display = ["code", "title", "fund", "partner", "signed_on", "ends_on", "currency", "amount"]
    list_related = ("fund", "partner", "source")
    list_filter_fields = ("fund",)
    year_field = "signed_on"
    search_fields = ["code", "title", "partner__name"]
    links = (
        Link("phases", AgreementPhase, "agreement", _("Phases"), ("name", "first_day", "last_day", "amount")),
        Link("instalments", Instalment, "agreement", _("Instalments"), ("due_on", "amount", "condition")),
        Link("charges", AgreementCharge, "agreement", _("Support costs and levy"),
             ("kind", "percent", "valid_from", "valid_to", "because")),
    )  # fmt: skip
    belonging = ((Receipt, "agreement"), (InKind, "agreement"))
    acts: ClassVar = {"charge": postings.CHARGE, "return": postings.RETURN}


class AnnualBudgets(RecordViewSet):
    model = AnnualBudget
    icon = "calendar"
    code_prefix = "AB"
    lines = ("code", "fund", ("purpose", "amount"), ("valid_from", "valid_to"))
    list_display = [
        "code",
        "fund",
        "purpose",
        Column("currency", label=_("Currency"), accessor="fund.currency"),
        "amount",
        "valid_from",
        "valid_to",
    ]
    list_related = ("fund", "source")
    list_filter_fields = ("fund", "purpose")
    search_fields = ["code", "fund__name"]


class BudgetVersions(Acting, RecordViewSet):
    model = BudgetVersion
    icon = "calendar-check"
    code_prefix = "BV"
    lines = ("code", ("fund", "number"))
    list_display = ["code", "fund", "number", "approved_on", "approved_by"]
    list_related = ("fund", "approved_by", "source")
    list_filter_fields = ("fund",)
    search_fields = ["code", "fund__name"]
    links = (
        Link("lines", BudgetLine, "version", _("Lines"),
             ("activity", "result", "budget_class", "first_day", "last_day", "amount"), ("activity", "budget_class")),
    )  # fmt: skip
    acts: ClassVar = {"approve": postings.APPROVE_BUDGET}

    def open_acts(self, record) -> list[str]:
        return [] if record.approved_on or record.withdrawn_on else ["approve"]

    def allowed(self, record) -> None:
        if record.approved_on:
            raise Refused(_("This budget is approved. Draft the next revision and change it there."))

    rows_allowed = allowed


class PostedViewSet(Acting, ReadingViewSet):
    """Lines of a ledger: read, reversed and acted upon; never edited."""

    inspect_view_class = account.PostedPage
    year_field = "on"
    ordering = "-on"
    list_filter_fields: ClassVar[tuple[str, ...]] = ("fund",)
    not_shown = ("rate", "fund_rate")


class Receipts(PostedViewSet):
    model = Receipt
    icon = "download"
    list_display = ["code", "on", "fund", "kind", "amount", "currency", "value", "agreement", "reference"]
    list_related = ("fund", "agreement", "source", "reverses")
    list_filter_fields = ("fund", "kind")
    search_fields = ["code", "reference", "agreement__title"]
    acts: ClassVar = {"reverse": postings.REVERSE}

    def open_acts(self, record) -> list[str]:
        done = record.reverses_id or Receipt.objects.filter(reverses=record).exists()
        return [] if done else ["reverse"]


class Allotments(PostedViewSet):
    model = Allotment
    icon = "key"
    list_display = ["code", "on", "fund", "agreement", "valid_from", "valid_to", "amount"]
    list_related = ("fund", "agreement", "source", "reverses")
    search_fields = ["code", "reference", "agreement__title"]
    belonging = ((AllotmentLine, "allotment"),)
    acts: ClassVar = {"lapse": postings.LAPSE}


class AllotmentLines(Acting, ReadingViewSet):
    model = AllotmentLine
    inspect_view_class = account.PostedPage
    icon = "list-ul"
    list_display = ["code", "allotment", "budget_class", "amount"]
    list_related = ("allotment", "budget_class")
    list_filter_fields = ("budget_class",)
    search_fields = ["code"]
    belonging = ((CommitmentRequest, "line"), (Commitment, "line"), (Expense, "line"))
    acts: ClassVar = {"move": postings.MOVE, "override": postings.ASK_OVERRIDE}


class Commitments(PostedViewSet):
    model = Commitment
    icon = "lock"
    list_display = ["code", "on", "fund", "title", "vendor", "amount", "currency", "value"]
    list_related = ("fund", "line", "request", "activity", "source", "reverses")
    search_fields = ["code", "title", "vendor", "reference"]
    belonging = ((Expense, "commitment"),)
    acts: ClassVar = {"spend": postings.SPEND_OF_IT, "settle": postings.SETTLE, "lower": postings.LOWER,
                      "liquidate": postings.LIQUIDATE}  # fmt: skip

    def open_acts(self, record) -> list[str]:
        foreign = record.currency != record.fund.currency
        return [name for name in self.acts if foreign or name != "settle"] if open_of(record).value else []


class Expenses(PostedViewSet):
    model = Expense
    icon = "upload"
    list_display = ["code", "on", "fund", "kind", "budget_class", "title", "amount", "currency", "value"]
    list_related = (
        "fund", "budget_class", "line", "commitment", "agreement", "receipt", "refunds", "settles", "activity", "source",
        "reverses", "corrects",
    )  # fmt: skip
    list_filter_fields = ("fund", "kind", "budget_class")
    search_fields = ["code", "title", "reference"]
    acts: ClassVar = {"correct": postings.CORRECT, "reverse": postings.REVERSE, "refund": postings.REFUND}

    def open_acts(self, record) -> list[str]:
        Kind = Expense.Kind
        if (
            record.reverses_id
            or record.settles_id
            or Expense.objects.filter(reverses=record).exists()
            or record.kind in (Kind.SUPPORT, Kind.LEVY)
        ):
            return []
        return list(self.acts) if record.kind == Kind.ACTUAL and record.value > 0 else ["reverse"]


class RequestPage(RecordPage):
    """A request with the steps it took, by whom and by which authority."""

    template_name = "desk/money/request.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        steps = self.object.steps.select_related("by", "delegation__given_by")
        return super().get_context_data(steps=steps, **kwargs)


class CommitmentRequests(Acting, RecordViewSet):
    model = CommitmentRequest
    icon = "doc-empty"
    inspect_view_class = RequestPage
    list_display = ["code", "fund", "title", "amount", "currency", "state", "requested_by"]
    list_related = ("fund", "line", "activity", "raises", "requested_by", "source")
    list_filter_fields = ("fund", "state")
    search_fields = ["code", "title", "vendor"]
    belonging = ((Commitment, "request"),)
    acts: ClassVar = {"review": postings.REVIEW, "certify": postings.CERTIFY, "approve": postings.APPROVE,
                      "return": postings.SEND_BACK}  # fmt: skip

    def open_acts(self, record) -> list[str]:
        following = NEXT.get(record.state)
        return [str(following), "return"] if following and not record.withdrawn_on else []


class GiftsInKind(RecordViewSet):
    model = InKind
    icon = "tag"
    code_prefix = "IK"
    lines = (
        "code", "title", ("kind", "partner"), ("valuation", "currency", "method"), ("valid_from", "valid_to"),
        ("agreement", "activity"),
    )  # fmt: skip
    list_display = ["code", "title", "kind", "partner", "valuation", "currency", "valid_from"]
    list_related = ("partner", "agreement", "activity", "source")
    list_filter_fields = ("kind",)
    year_field = "valid_from"
    search_fields = ["code", "title", "partner__name"]


class LedgerPeriods(Acting, ReadingViewSet):
    model = LedgerPeriod
    icon = "calendar-alt"
    list_display = ["fund", "first_day", "last_day", "state", "state_reason", "changed_by"]
    list_related = ("fund", "changed_by")
    list_filter_fields = ("fund", "state")
    ordering = "-first_day"
    search_fields = ["fund__code", "fund__name"]
    acts: ClassVar = {"reopen": postings.ASK_REOPENING}

    def open_acts(self, record) -> list[str]:
        return ["reopen"] if record.state == LedgerPeriod.State.CLOSED else []


class Overrides(Acting, ReadingViewSet):
    model = Override
    icon = "warning"
    list_display = ["rule", "fund", "amount", "because", "asked_by", "agreed_by"]
    list_related = ("fund", "line", "period", "asked_by", "agreed_by")
    list_filter_fields = ("fund", "rule")
    search_fields = ["because", "fund__code"]
    acts: ClassVar = {"agree": postings.AGREE}

    def open_acts(self, record) -> list[str]:
        return [] if record.agreed_by_id else ["agree"]


class AddingPolicy(RecordPolicy):
    """Added and withdrawn, never changed."""

    forbidden = frozenset({"change", "delete"})


class AddDelegation(RecordCreate):
    """An authority as it was given; never by the one who gets it."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self):
        told = {name: self.form.cleaned_data[name] for name in
                ("code", "function", "holder", "given_by", "authority", "valid_from", "valid_to")}  # fmt: skip
        if told["valid_from"] is None:
            raise Refused(_("Give the day from which the authority holds."))
        return delegate(**told, by=self.request.user)


class Delegations(RecordViewSet):
    model = Delegation
    icon = "key"
    code_prefix = "DE"
    policy = AddingPolicy
    add_view_class = AddDelegation
    lines = ("code", ("function", "holder"), "given_by", "authority", ("valid_from", "valid_to"))
    list_display = ["code", "holder", "function", "given_by", "authority", "valid_from", "valid_to"]
    list_related = ("holder", "given_by", "source")
    list_filter_fields = ("function",)
    search_fields = ["code", "authority"]


class LedgerEntries(RecordViewSet):
    """Entries of a workbook that wait. Posted, they are read only; what they became is in the ledger."""

    model = LedgerEntry
    icon = "time"
    code_prefix = "LE"
    lines = (
        "code", ("kind", "fund"), ("on", "amount", "currency"), "agreement", ("allotment", "until", "budget_class"),
        "activity", "reference",
    )  # fmt: skip
    list_display = ["code", "kind", "fund", "on", "amount", "currency", "allotment", "posted_as"]
    list_related = ("fund", "agreement", "budget_class", "activity", "source")
    list_filter_fields = ("fund", "kind")
    year_field = "on"
    search_fields = ["code", "reference", "allotment"]

    def allowed(self, record) -> None:
        if record.posted_as:
            raise Refused(_("It is posted. Reverse the line of the ledger and enter what is right anew."))

    def withdraw(self, record, because: str) -> None:
        self.allowed(record)
        super().withdraw(record, because)


class BudgetClasses(ReadingViewSet):
    model = BudgetClass
    icon = "list-ul"
    list_display = ["code", "name", "scheme", Column("mapping", label=_("Told in"), accessor="mapping.other")]
    list_related = ("mapping__other",)
    list_filter_fields = ("scheme",)
    search_fields = ["code", "name"]


class Rates(ReadingViewSet):
    """Units of a currency for one dollar. Shipped ones come with their publisher; an officer enters the UN's own."""

    policy = AddingPolicy
    model = Rate
    icon = "order"
    index_view_class = rates.RatesIndex
    list_display = ["currency", "on", "per_usd", "kind", rates.STANDING, "source"]
    list_filter_fields = ("currency", "kind")
    year_field = "on"
    ordering = "-on"
    search_fields = ["currency", "source"]

    def get_urlpatterns(self) -> list:
        own = [
            path("united-nations/", rates.EnterRates.as_view(), name="un"),
            path("united-nations/template/", rates.RatesTemplate.as_view(), name="template"),
            path("late/", rates.LateRates.as_view(), name="late"),
        ]
        return [*super().get_urlpatterns(), *own]


class MoneyMenu(ViewSetGroup):
    menu_label = _("Money")
    menu_icon = "folder-open-inverse"
    menu_order = 180
    items = (
        Funds, Agreements, AnnualBudgets, BudgetVersions, CommitmentRequests, Commitments, Receipts, Expenses, Allotments,
        AllotmentLines, GiftsInKind, LedgerEntries, LedgerPeriods, Overrides, Delegations, BudgetClasses, Rates,
    )  # fmt: skip
