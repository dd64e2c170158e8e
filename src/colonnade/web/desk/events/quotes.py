"""Quotes of an event at the desk: words offered in evaluation forms, the ledger's own, and the reports that print them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from colonnade.capacity.actions import settle_offer
from colonnade.capacity.models import Event, OfferedQuote, Participation
from colonnade.capacity.queries import quotes_offered
from colonnade.figures.models import Edition
from colonnade.figures.queries import editions_quoting
from colonnade.outreach.actions import record_quote, withdraw_consent_to_quote
from colonnade.outreach.models import Quote
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may, may_see
from colonnade.web.desk.viewsets import KNOWN


class TakeForm(forms.Form):
    """Whose words they are, and an edited version where one is needed."""

    participation = forms.ModelChoiceField(
        label=gettext_lazy("Who said it"), queryset=Participation.objects.none()
    )
    edited = forms.CharField(
        label=gettext_lazy("Edited version"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Printed only once the person approved it; until then the words stand as they were said."),
    )  # fmt: skip
    edit_note = forms.CharField(label=gettext_lazy("What was edited"), required=False, max_length=300)
    note = forms.CharField(
        label=gettext_lazy("Why this one"), required=False, max_length=300,
        help_text=gettext_lazy("Words that praise are easily chosen: say what speaks for these."),
    )  # fmt: skip

    def __init__(self, *args, event: Event, offer: OfferedQuote, **kwargs) -> None:
        super().__init__(*args, prefix=offer.number.hex, **kwargs)
        field = self.fields["participation"]
        field.queryset = (
            standing(event.participations.all()).select_related("person").order_by("person__full_name")
        )
        field.label_from_instance = lambda one: str(one.person)
        same = [one for one in field.queryset if one.person.full_name.casefold() == offer.name.casefold()]
        if len(same) == 1:
            field.initial = same[0].pk


class QuotesPage(EventPage):
    """What participants allowed to be quoted, and what became of it."""

    tab = "event_evaluation"
    template_name = "desk/events/quotes.html"
    right_on = Quote

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        ledger = list(
            standing(Quote.objects)
            .filter(activity=self.event.activity)
            .select_related("person")
            .order_by("code")
        )
        used = editions_quoting([quote.code for quote in ledger])
        wrong = kwargs.get("wrong", {})
        takes = may(self.request.user, "add", Quote) and may_see(self.request.user, Participation)
        return super().get_context_data(
            offers=[
                (
                    offer,
                    wrong.get(offer.pk) or TakeForm(event=self.event, offer=offer)
                    if offer.with_name
                    else None,
                )
                for offer in quotes_offered(self.event)
            ],
            ledger=[(quote, used[quote.code]) for quote in ledger],
            takes=takes,
            quote_url=KNOWN[Quote].get_url_name("inspect"),
            edition_url=KNOWN[Edition].get_url_name("inspect"),
            changes=may(self.request.user, "change", Quote),
        )

    def post(self, request, *args, **kwargs):
        acts = {
            "take": (self._take, "add"),
            "aside": (self._aside, "add"),
            "withdraw": (self._withdraw, "change"),
        }
        act, right = acts.get(request.POST.get("act", ""), (None, ""))
        if act is None or not self.may(right):
            messages.error(request, _("Your account may read this and not change it."))
            return redirect("event_quotes", self.event.pk)
        try:
            answer = act()
        except Refused as refusal:
            messages.error(request, str(refusal))
            answer = None
        return answer or redirect("event_quotes", self.event.pk)

    @property
    def _offer(self) -> OfferedQuote:
        told = self.request.POST.get("offer", "")
        offer = next((one for one in quotes_offered(self.event) if str(one.pk) == told), None)
        if offer is None:
            raise Refused(_("These words are not waiting here any more."))
        return offer

    def _take(self):
        offer = self._offer
        if not offer.with_name:
            raise Refused(_("These words were given without a name and cannot be put under one."))
        if not may_see(self.request.user, Participation):
            raise Refused(
                _("Your account may not see who took part, and so cannot say whose words these are.")
            )
        given = TakeForm(self.request.POST, event=self.event, offer=offer)
        if not given.is_valid():
            return self.render_to_response(self.get_context_data(wrong={offer.pk: given}))
        quote = take(offer, **given.cleaned_data)
        messages.success(self.request, _("%(code)s stands in the ledger of quotes.") % {"code": quote.code})
        return None

    def _aside(self):
        settle_offer(offer=self._offer)

    def _withdraw(self):
        quote = get_object_or_404(Quote, pk=self.key_told("quote"), activity=self.event.activity)
        withdraw_consent_to_quote(quote=quote, on=timezone.localdate())
        editions = editions_quoting([quote.code])[quote.code]
        messages.warning(
            self.request,
            _("%(code)s is on no page and in no later report. Printed editions keep it: %(editions)s.")
            % {"code": quote.code, "editions": ", ".join(edition.code for edition in editions) or "–"},
        )


@transaction.atomic
def take(
    offer: OfferedQuote, *, participation: Participation, edited: str, edit_note: str, note: str
) -> Quote:
    """Offered words into the ledger, as they were said, under the consent they were given with; nothing is left here."""
    code = f"QU-{offer.evaluation.code}-{offer.number.hex[:6]}"[:60]
    quote = record_quote(
        person=participation.person, text=offer.text, code=code, language=offer.language, origin=Quote.Origin.SURVEY,
        said_on=offer.offered_on, activity=offer.evaluation.event.activity,
        function=(offer.function or participation.function)[:200], country=participation.country,
        body=str(participation.organisation or "")[:250], edited=edited, edit_note=edit_note, note=note,
        consent_basis=Quote.Basis.WRITTEN, consent_on=offer.offered_on, consent_wording=offer.wording,
        channels=offer.channels, with_name=offer.with_name, with_function=offer.with_function,
    )  # fmt: skip
    settle_offer(offer=offer, taken_as=quote.ref)
    return quote


URLS = [path("<int:pk>/quotes/", QuotesPage.as_view(), name="event_quotes")]
