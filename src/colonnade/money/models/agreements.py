"""What a donor and the office signed: phases, instalments, earmark, and what is charged at which rate from when."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.money.models.exact import ExactField, validate_currency
from colonnade.money.models.funds import Fund
from colonnade.partners.models import Organisation
from colonnade.programme.models import Activity
from colonnade.records.models import PRECISION_CHOICES, Dated, Record, Tracked
from colonnade.values.numbers import Amount
from colonnade.values.words import date_words


class Agreement(Record):
    """A signed contribution or hosting text that binds the parties."""

    class Earmark(models.TextChoices):
        NONE = "none", _("not earmarked")
        SOFT = "soft", _("softly earmarked: a theme or a region")
        TIGHT = "tight", _("tightly earmarked: a project")

    title = models.CharField(_("title"), max_length=250)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="agreements", verbose_name=_("fund"))
    partner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="agreements", verbose_name=_("party")
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="day")
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[validate_currency])
    earmark = models.CharField(_("earmark"), max_length=8, choices=Earmark.choices, default=Earmark.NONE)
    earmarked_for = models.CharField(_("earmarked for"), max_length=250, blank=True)
    reporting_terms = models.TextField(_("reporting terms"), blank=True)

    class Meta:
        ordering = ["signed_on", "code"]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return self.title


class AgreementPhase(Tracked):
    """A span of an agreement with an amount of its own: “phase II, 2013–2016”. In the agreement's currency."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="phases", verbose_name=_("agreement")
    )
    name = models.CharField(_("name"), max_length=100)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    amount = ExactField(_("amount"), null=True, blank=True)

    class Meta:
        ordering = ["agreement", "first_day"]
        verbose_name = _("phase of an agreement")
        verbose_name_plural = _("phases of agreements")

    def __str__(self) -> str:
        return f"{self.name}: {date_words(self.first_day)} – {date_words(self.last_day)}"

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The end is before the beginning.")})


class Instalment(Tracked):
    """What is due under an agreement on a day, in its currency, and on which condition."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="instalments", verbose_name=_("agreement")
    )
    due_on = models.DateField(_("payment due on"))
    amount = ExactField(_("amount"), validators=[MinValueValidator(0)])
    condition = models.CharField(_("condition"), max_length=250, blank=True)

    class Meta:
        ordering = ["agreement", "due_on"]
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")

    def __str__(self) -> str:
        currency = self.agreement.currency or self.agreement.fund.currency
        return f"{date_words(self.due_on)}: {Amount(self.amount, currency)}"


class AgreementCharge(Dated, Tracked):
    """What an agreement is charged, in per cent, from a day on: support costs on direct expenditure, the levy on receipts.

    An exemption is a charge of nought with its reason.
    """

    class Kind(models.TextChoices):
        SUPPORT = "support", _("support costs, of direct expenditure")
        LEVY = "levy", _("coordination levy, of receipts")

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="charges", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.SUPPORT)
    percent = ExactField(_("per cent"), validators=[MinValueValidator(0), MaxValueValidator(100)])
    because = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["agreement", "kind", "valid_from"]
        verbose_name = _("charge of an agreement")
        verbose_name_plural = _("charges of agreements")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.percent} %" + (f" ({self.because})" if self.because else "")

    def clean(self) -> None:
        super().clean()
        if self.percent is not None and not self.percent and not self.because.strip():
            raise ValidationError(
                {"because": _("An exemption has a reason: say by which text nothing is charged.")}
            )


class InKind(Dated, Record):
    """What a partner gives that is no money: goods, services, premises, people. It has a value and is never cash."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("goods")
        SERVICES = "services", _("services")
        PREMISES = "premises", _("premises")
        PERSONNEL = "personnel", _("seconded personnel")

    class Method(models.TextChoices):
        MARKET = "market", _("market price")
        COST = "cost", _("cost to the giver")
        STANDARD = "standard", _("standard cost of the organisation")
        STATED = "stated", _("as the giver states it")

    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="in_kind", verbose_name=_("giver"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="in_kind", verbose_name=_("agreement")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=250)
    valuation = ExactField(_("valuation"), validators=[MinValueValidator(0)])
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    method = models.CharField(_("method of valuation"), max_length=10, choices=Method.choices)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("activity")
    )

    class Meta:
        ordering = ["valid_from", "code"]
        verbose_name = _("contribution in kind")
        verbose_name_plural = _("contributions in kind")

    def __str__(self) -> str:
        return self.title
