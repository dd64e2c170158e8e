"""Where somebody who was selected gives the details of their passport, once the office has asked for them.

What was given is not shown again on this page: it can be replaced, is printed in the person's own letter for a visa (which
is written down as an opening), and is deleted after the event.
"""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from colonnade.capacity.actions.vault import LARGEST_SCAN, put
from colonnade.capacity.models import Registration, VaultItem
from colonnade.capacity.rules import SEATED
from colonnade.records.errors import Refused
from colonnade.values.languages import known
from colonnade.values.words import date_words
from colonnade.web.events.private import gone, kept_private, registration_of


class PassportForm(forms.Form):
    """What a visa letter needs, and the scan where the embassy asks for one."""

    use_required_attribute = False
    error_css_class = ""

    name = forms.CharField(
        label=gettext_lazy("Name as printed in the passport"), max_length=200,
        help_text=gettext_lazy("In the letters of the lines at the foot of the page, if there are any."),
    )  # fmt: skip
    number = forms.CharField(label=gettext_lazy("Passport number"), max_length=30)
    nationality = forms.CharField(label=gettext_lazy("Nationality as printed"), max_length=100)
    expires_on = forms.DateField(
        label=gettext_lazy("Date of expiry"),
        help_text=gettext_lazy("Year, month, day: 2031-03-04."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )
    scan = forms.FileField(
        label=gettext_lazy("Scan of the page with the photograph"), required=False,
        help_text=gettext_lazy("Only if the embassy asks for it. PDF, JPEG or PNG, 2 MB at most."),
    )  # fmt: skip

    def clean_expires_on(self) -> date:
        day = self.cleaned_data["expires_on"]
        if day < date.today():
            raise forms.ValidationError(_("This passport has expired. Please give the new one."))
        return day

    def clean_scan(self):
        scan = self.cleaned_data["scan"]
        if scan and scan.size > LARGEST_SCAN:
            raise forms.ValidationError(
                _("The scan is larger than 2 MB. Scan it in grey, or with fewer dots.")
            )
        return scan


# The link is the key: no cookie says who is there, so no other site can borrow one.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def passport(request: HttpRequest, token: str) -> HttpResponse:
    """The form, or what was given when and until when it is kept."""
    registration = registration_of(token)
    item = asked_of(registration) if registration else None
    if item is None:
        return gone(
            request,
            _("The office does not ask for passport details by this link. Please write to the office."),
        )
    form, refused, status = PassportForm(), "", 200
    if request.method == "POST":
        form = PassportForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                _put(item, form.cleaned_data)
            except Refused as refusal:
                refused, status = str(refusal), 422
            else:
                language = f"?lang={request.GET['lang']}" if "lang" in request.GET else ""
                return kept_private(HttpResponseRedirect(request.path + language))
        else:
            status = 422
    told = {
        "form": form,
        "event": item.participation.event,
        "person": item.participation.person,
        "given": item.put_at is not None,
        "refused": refused,
        "until": date_words(item.delete_on, known(get_language() or "en")),
    }
    return kept_private(render(request, "events/passport.html", told, status=status))


def asked_of(registration: Registration) -> VaultItem | None:
    """The passport that the office asked this person for, while they have a seat."""
    return (
        VaultItem.objects.filter(
            participation=registration.participation_id, kind=VaultItem.Kind.PASSPORT, deleted_at=None,
            participation__status__in=SEATED, participation__withdrawn_on=None,
        )
        .select_related("participation__event__activity", "participation__person")
        .first()
    )  # fmt: skip


def _put(item: VaultItem, told: dict) -> None:
    scan = told.get("scan")
    facts = {name: told[name] for name in ("name", "number", "nationality")}
    put(
        item=item,
        facts=facts | {"expires_on": told["expires_on"].isoformat()},
        scan=scan.read() if scan else b"",
    )


URLS = [path("registration/<str:token>/passport/", passport, name="registration_passport")]
