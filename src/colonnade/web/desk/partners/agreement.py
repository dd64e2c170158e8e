"""The page of a cooperation agreement, and what happens to it after it was signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.partners.actions import end_agreement, renew_agreement
from colonnade.programme.models import Activity
from colonnade.programme.partnering import under_agreement
from colonnade.web.desk.people.person import ActPage
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.views import RecordPage
from colonnade.web.desk.viewsets import KNOWN

SHOWN = 15


class AgreementPage(RecordPage):
    """An agreement whole: how far it is today, until when notice can be given, what was done under it."""

    template_name = "desk/partners/agreement.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        held, today = self.object, date.today()
        activities = under_agreement(held, today)
        seen = may_see(self.request.user, Activity)
        return super().get_context_data(
            state=held.state_on(today),
            days_left=(held.valid_to - today).days if held.valid_to and held.valid_to >= today else None,
            renewals=held.renewals.all(),
            together=activities.count(),
            activities=[(one, KNOWN[Activity].address("inspect", one)) for one in activities[:SHOWN]] if seen else [],
            **kwargs,
        )  # fmt: skip


class RenewForm(forms.Form):
    """Until when an agreement holds on, and what says so."""

    until = forms.DateField(label=gettext_lazy("Valid to"), widget=forms.DateInput(attrs={"type": "date"}))
    signed_on = forms.DateField(
        label=gettext_lazy("Signed on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Left empty, it renewed itself."),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


class Renew(ActPage):
    """An agreement is to hold on."""

    form_class = RenewForm
    header_icon = "date"
    title = gettext_lazy("Renew")
    lead = gettext_lazy(
        "Its end moves to a later day, and the renewal is kept with it. The signed text goes to its evidence."
    )
    button = gettext_lazy("Renew")

    def act(self, asked):
        renew_agreement(agreement=self.object, **(asked or {}))
        return _("%(code)s holds on.") % {"code": self.object.code}


class EndForm(forms.Form):
    """The last day, and why."""

    on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    because = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who gave notice, or what took its place."),
    )  # fmt: skip


class EndAgreement(ActPage):
    """An agreement ends before its time."""

    form_class = EndForm
    header_icon = "cross"
    title = gettext_lazy("End early")
    lead = gettext_lazy("Its end is brought forward and the reason kept. What was done under it stays.")
    button = gettext_lazy("End early")

    def act(self, asked):
        end_agreement(agreement=self.object, **(asked or {}))
        return _("%(code)s ends on the day given.") % {"code": self.object.code}
