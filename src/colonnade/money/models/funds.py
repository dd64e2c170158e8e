"""Money with its own terms: funds, what they give a year, and the accounting periods that close."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.exact import ExactField, validate_currencies, validate_currency
from colonnade.partners.models import Organisation
from colonnade.records.models import Dated, Record, Tracked
from colonnade.values.numbers import Amount
from colonnade.values.words import date_words


class Scheme(models.TextChoices):
    """Whose budget classes a fund uses."""

    SECRETARIAT = "secretariat", _("United Nations Secretariat")
    UNSDG = "unsdg", _("UNSDG harmonised")


class Fund(Record):
    """Money with its own terms and its own currency. A counterpart's money stands beside the trust fund, never in it.

    ``reserve`` is never allotted. ``tolerance`` is what a line may be passed by, in per cent of it. ``held_in`` are other
    currencies in which it keeps money.
    """

    class Kind(models.TextChoices):
        TRUST_FUND = "trust_fund", _("trust fund")
        DEVELOPMENT_ACCOUNT = "development_account", _("Development Account")
        REGULAR = "regular", _("regular budget")
        COUNTERPART = "counterpart", _("counterpart budget")
        IN_KIND = "in_kind", _("in kind")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    donor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="funds", verbose_name=_("donor")
    )
    scheme = models.CharField(
        _("budget classes of"), max_length=12, choices=Scheme.choices, default=Scheme.SECRETARIAT
    )
    reserve = ExactField(_("reserve"), default=0, help_text=_("In the fund's currency; never allotted."))
    held_in = models.CharField(
        _("accounts in other currencies"), max_length=80, blank=True, validators=[validate_currencies],
        help_text=_(
            "Currencies in which the fund keeps money, such as KRW EUR: what comes and goes in them is valued anew at the "
            "end of each period. Empty where all is changed into the fund's currency as it comes."
        ),
    )  # fmt: skip
    tolerance = ExactField(
        _("tolerance"), default=0, validators=[MinValueValidator(0), MaxValueValidator(Decimal(10))],
        help_text=_("Per cent by which a line of an allotment may be passed."),
    )  # fmt: skip

    class Meta:
        ordering = ["code"]
        verbose_name = _("fund")
        verbose_name_plural = _("funds")

    def __str__(self) -> str:
        return self.name

    def amount(self, value: Decimal | int) -> Amount:
        """So much in the fund's currency."""
        return Amount(Decimal(value), self.currency)

    @property
    def currencies_held(self) -> list[str]:
        """The other currencies it keeps money in."""
        return [code for code in self.held_in.upper().replace(",", " ").split() if code != self.currency]


class AnnualBudget(Dated, Record):
    """What a fund gives a year, in its own currency, while it is valid."""

    class Purpose(models.TextChoices):
        PROJECT = "project", _("project")
        OPERATING = "operating", _("operating")

    class Basis(models.TextChoices):
        GROSS = "gross", _("gross: support costs are in it")
        NET = "net", _("net: support costs come on top")
        NONE = "none", _("it carries no support costs")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="budgets", verbose_name=_("fund"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    amount = models.DecimalField(_("amount a year"), max_digits=18, decimal_places=2)
    basis = models.CharField(
        _("gross or net"),
        max_length=8,
        choices=Basis.choices,
        blank=True,
        help_text=_("Empty: the source does not say."),
    )
    stated_usd = models.DecimalField(
        _("in US dollars, as the source states it"), max_digits=18, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["fund", "valid_from", "code"]
        verbose_name = _("annual budget")
        verbose_name_plural = _("annual budgets")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.a_year}"

    @property
    def a_year(self) -> Amount:
        return Amount(self.amount, self.fund.currency)


class Ledger(models.Model):
    """A fund's book: the last number given, and the day through which it is closed. Whoever posts holds it alone."""

    fund = models.OneToOneField(Fund, models.PROTECT, related_name="ledger")
    last_number = models.PositiveIntegerField(default=0)
    closed_through = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("ledger")

    def __str__(self) -> str:
        return f"{self.fund_id}: {self.last_number}"


class LedgerPeriod(Tracked):
    """A span of a fund's ledger that is closed, and may be opened again by two people with a reason.

    Periods follow one another without a gap; the last closed one is the first to be opened again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="periods", verbose_name=_("fund"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    state_reason = models.CharField(_("reason for the state"), max_length=300, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)

    class Meta:
        ordering = ["fund", "first_day"]
        verbose_name = _("accounting period")
        verbose_name_plural = _("accounting periods")
        constraints = [
            models.UniqueConstraint(fields=["fund", "first_day"], name="a_period_begins_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_period_ends_after_it_begins"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{date_words(self.first_day)} – {date_words(self.last_day)}"
