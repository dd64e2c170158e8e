"""The ledger of quotes at the desk: both versions beside each other, the consent, where the words stand, and withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from colonnade.outreach.actions import withdraw_consent_to_quote
from colonnade.outreach.models import Quote
from colonnade.outreach.queries import ledger, reaching
from colonnade.records.errors import Refused
from colonnade.values.languages import LANGUAGES, direction, known
from colonnade.web.desk.rights import may, may_see
from colonnade.web.desk.views import OfARecord, RecordPage
from colonnade.web.desk.viewsets import KNOWN
from colonnade.web.quoting import Use, uses

A_PAGE = 25
TONES = {
    Quote.State.MISSING: "no",
    Quote.State.WITHDRAWN: "no",
    Quote.State.OVER: "no",
    Quote.State.ENDING: "soon",
    Quote.State.ALLOWED: "yes",
}


class Entry:
    """One quote as the ledger shows it: how its consent stands today, and where its words are."""

    def __init__(self, quote: Quote, used: list[Use], day: date) -> None:
        self.quote, self.used = quote, used
        self.state = quote.state_on(day)
        self.tone = TONES[self.state]
        self.url = KNOWN[Quote].address("inspect", quote)
        self.direction = direction(known(quote.language))
        self.tongue = LANGUAGES.get(quote.language, quote.language)
        channels = dict(Quote.Channel.choices)
        self.channels = [channels.get(name, name) for name in quote.channels]

    @property
    def flagged(self) -> list[Use]:
        """Where words still stand that may not: editions are never edited, so that a new one has to follow."""
        gone = self.state not in (Quote.State.ALLOWED, Quote.State.ENDING)
        return [use for use in self.used if use.how == "latest"] if gone else []

    @property
    def waits(self) -> bool:
        """An edited version that the person has not approved is not printed."""
        return bool(self.quote.edited and not self.quote.approved_on)


class AskForm(forms.Form):
    """Which quotes are looked for."""

    state = forms.ChoiceField(
        label=gettext_lazy("Consent"),
        required=False,
        choices=[("", gettext_lazy("All")), *Quote.State.choices],
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"),
        required=False,
        choices=[("", gettext_lazy("All")), *Quote.Channel.choices],
    )


class Ledger(WagtailAdminTemplateMixin, TemplateView):
    """Every quote with its consent and where it stands; those that need somebody can be asked for."""

    template_name = "desk/outreach/ledger.html"
    page_title = gettext_lazy("Ledger of quotes")
    header_icon = "openquote"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user, Quote):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        today, form = date.today(), AskForm(self.request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        rows = ledger()
        if asked.get("state"):
            rows = rows.filter(reaching(asked["state"], today))
        if asked.get("channel"):
            keys = [key for key, held in rows.values_list("pk", "channels") if asked["channel"] in held]
            rows = rows.filter(pk__in=keys)
        page = Paginator(rows, A_PAGE).get_page(self.request.GET.get("p"))
        used = uses(list(page))
        return super().get_context_data(
            form=form,
            page=page,
            kept="&".join(f"{name}={value}" for name, value in asked.items() if value),
            entries=[Entry(quote, used[quote.code], today) for quote in page],
            counts=[(state, capfirst(str(label)), ledger().filter(reaching(state, today)).count())
                    for state, label in Quote.State.choices],
            add_url=reverse(KNOWN[Quote].get_url_name("add")) if may(self.request.user, "add", Quote) else "",
            **kwargs,
        )  # fmt: skip


class QuotePage(RecordPage):
    """One quote whole: both versions, the consent, where it stands."""

    template_name = "desk/outreach/quote.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        quote = self.object
        changes = may(self.request.user, "change", Quote)
        context["entry"] = Entry(quote, uses([quote])[quote.code], date.today())
        if changes and not quote.consent_withdrawn_on:
            context["consent_url"] = self.viewset.address("consent", quote)
        return context


class ConsentForm(forms.Form):
    """The day on which somebody took their consent back."""

    on = forms.DateField(
        label=gettext_lazy("Withdrawn on"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The day on which the person said so."),
    )  # fmt: skip

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > date.today():
            raise forms.ValidationError(
                _("That day has not come. What is withdrawn is withdrawn from today.")
            )
        return on


class WithdrawConsent(OfARecord, TemplateView):
    """A person takes their words back. Shown first: what goes at once, and what stays printed and is flagged."""

    template_name = "desk/outreach/withdraw.html"
    header_icon = "openquote"

    def get_page_title(self) -> str:
        return _("The person withdrew the consent")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kwargs.setdefault("form", ConsentForm(initial={"on": date.today().isoformat()}))
        used = uses([self.object])[self.object.code]
        told = [
            (
                gettext_lazy("Gone at once from these pages"),
                [use for use in used if use.how == "page"],
            ),
            (
                gettext_lazy("Left out of these reports whenever they are made again"),
                [use for use in used if use.how == "arranged"],
            ),
            (
                gettext_lazy("Flagged: the latest edition prints the words until a new one is published"),
                [use for use in used if use.how == "latest"],
            ),
            (
                gettext_lazy("Kept as printed, and said so"),
                [use for use in used if use.how == "older"],
            ),
        ]
        return super().get_context_data(
            record=self.object,
            back=self.back(),
            told=[(words, held) for words, held in told if held],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = ConsentForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            withdraw_consent_to_quote(quote=self.object, on=form.cleaned_data["on"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.warning(
            request,
            _("%(code)s is on no page and in no later report. What is printed is listed below.")
            % {"code": self.object.code},
        )
        return redirect(self.back())


class LedgerItem(MenuItem):
    """Shown to those who may read quotes."""

    def is_shown(self, request) -> bool:
        return may_see(request.user, Quote)


class LedgerPages(ViewSet):
    """The menu's way to the ledger."""

    name = "quote_ledger"
    url_prefix = "quotes/ledger"
    icon = menu_icon = "openquote"
    menu_label = gettext_lazy("Ledger of quotes")

    def get_menu_item(self, order=None):
        return LedgerItem(
            label=self.menu_label, url=reverse(f"{self.name}:index"), name=self.name, icon_name=self.menu_icon,
            order=order or 0,
        )  # fmt: skip

    def get_urlpatterns(self) -> list:
        return [path("", Ledger.as_view(), name="index")]
