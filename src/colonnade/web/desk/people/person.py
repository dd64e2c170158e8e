"""The page of a person: everything held, where it is used, and what they may ask of the office."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from colonnade.figures.models import Edition
from colonnade.figures.queries import editions_quoting
from colonnade.outreach.models import Quote
from colonnade.people.actions import (
    hold_person,
    lift_restriction,
    release_hold,
    restrict_person,
    withdraw_consent,
)
from colonnade.people.models import Consent, Erasure, Likeness, Merge, Person
from colonnade.people.queries import consents_of, one_with
from colonnade.records.errors import Refused
from colonnade.web.desk.people.acts import erase
from colonnade.web.desk.people.export import own_data, workbook
from colonnade.web.desk.people.preview import preview
from colonnade.web.desk.rights import may, may_see
from colonnade.web.desk.views import OfARecord, RecordPage
from colonnade.web.desk.viewsets import KNOWN

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PersonPage(RecordPage):
    """A person whole, with what may be done for them."""

    template_name = "desk/people/person.html"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        gone = self.object.erased_on or self.object.merged_into_id
        return [] if gone else super().header_buttons

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        person, user = self.object, self.request.user
        changing = may(user, "change", Person)
        pairs = (Likeness.objects.filter(first=person) | Likeness.objects.filter(second=person)).filter(
            state=Likeness.State.OPEN
        )
        context.update(
            may_change=changing,
            may_erase=may(user, "withdraw", Person),
            gone=bool(person.erased_on or person.merged_into_id),
            merged_url=self.viewset.address("inspect", person.merged_into) if person.merged_into_id else "",
            erasure=Erasure.objects.filter(person=person).first(),
            absorbed=[(one, self.viewset.address("inspect", one)) for one in one_with(person)[1:]],
            merges=Merge.objects.filter(kept=person).select_related("absorbed"),
            pairs=pairs.select_related("first", "second") if changing else [],
            consents=consents_of(person),
            said=where_quoted(person) if may_see(user, Quote) else [],
            acts={
                name: self.viewset.address(name, person)
                for name in ("restrict", "hold", "erase", "json", "xlsx", "consent")
            },
        )
        if person.merged_into_id or person.erased_on:
            context["withdraw_url"], context["adding"], context["withdrawn"] = "", [], False
        return context


def where_quoted(person: Person) -> list[tuple[Quote, str, list[Edition]]]:
    """The words of a person, each with its page and the editions that printed it: what a withdrawal cannot reach."""
    quotes = list(Quote.objects.filter(person=person))
    printed = editions_quoting([quote.code for quote in quotes])
    return [(quote, KNOWN[Quote].address("inspect", quote), printed[quote.code]) for quote in quotes]


class ReasonForm(forms.Form):
    """Why something is done about a person."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Who asked, or which rule. Write no name here: the reason is kept."),
    )


class HoldForm(ReasonForm):
    """Why a person is not to be erased, and until when."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Left empty, until it is released."),
    )


class ActPage(OfARecord, TemplateView):
    """One act on a person: what it means, a reason, a button; or, where it holds already, the way back."""

    template_name = "desk/people/act.html"
    header_icon = "user"
    form_class: type[forms.Form] = ReasonForm
    title: Any = ""
    lead: Any = ""
    button: Any = ""

    def get_page_title(self) -> str:
        return str(self.title)

    @property
    def standing(self) -> str:
        """What holds already, in a sentence; empty where nothing does."""
        return ""

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kwargs.setdefault("form", self.form_class())
        return super().get_context_data(
            record=self.object,
            back=self.back(),
            lead=self.lead,
            button=self.button,
            standing=self.standing,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        form = self.form_class(request.POST)
        if not self.standing and not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            said = self.act(None if self.standing else form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, said)
        return redirect(self.back())

    def act(self, asked: dict[str, Any] | None) -> str:
        raise NotImplementedError  # each kind says its own


class Restrict(ActPage):
    """Show a person and use them for nothing, or use them again."""

    title = gettext_lazy("Restrict")
    lead = gettext_lazy(
        "A person whose use is restricted is shown here and is in no mailing and in no list that is handed out. Counts stay."
    )
    button = gettext_lazy("Restrict")

    @property
    def standing(self) -> str:
        return self.object.restricted_because if self.object.restricted_on else ""

    def act(self, asked):
        if asked is None:
            lift_restriction(person=self.object)
            return _("%(code)s is used again.") % {"code": self.object.code}
        restrict_person(person=self.object, because=asked["because"])
        return _("The use of %(code)s is restricted.") % {"code": self.object.code}


class Hold(ActPage):
    """Keep a person from being erased, or release them."""

    right = "withdraw"
    form_class = HoldForm
    title = gettext_lazy("Legal hold")
    lead = gettext_lazy(
        "While an audit, a payment or an investigation needs a person, they cannot be erased; whoever asks is told why."
    )
    button = gettext_lazy("Hold")

    @property
    def standing(self) -> str:
        return self.object.hold_because

    def act(self, asked):
        if asked is None:
            release_hold(person=self.object)
            return _("%(code)s is held no more.") % {"code": self.object.code}
        hold_person(person=self.object, because=asked["because"], until=asked["until"])
        return _("%(code)s is held.") % {"code": self.object.code}


class Erase(ActPage):
    """Remove who somebody was. Shown first: that no figure changes."""

    right = "withdraw"
    title = gettext_lazy("Erase")
    lead = gettext_lazy(
        "Name, e-mail, functions, notes and files of this person are removed, from the history too, and cannot be brought "
        "back. Consents end. The row stays under its code, so that every count stays true."
    )
    button = gettext_lazy("Erase for ever")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        shown = preview(lambda: erase(person=self.object, because="preview", by=""))
        return super().get_context_data(preview=shown, grave=True, **kwargs)

    def act(self, asked):
        because = asked["because"] if asked else ""
        erasure = erase(person=self.object, because=because, by=self.request.user.get_username())
        self.object.refresh_from_db()
        return _("%(code)s is erased (%(erasure)s). No figure has changed.") % {
            "code": self.object.code, "erasure": erasure.code,
        }  # fmt: skip


class OwnData(OfARecord, View):
    """A person's own data as a file, for whoever may change them: it is theirs to ask for."""

    form = ""

    def get(self, request, *args, **kwargs):
        data = own_data(self.object)
        name = f"{self.object.code}.{self.form}"
        response: HttpResponse
        if self.form == "xlsx":
            response = HttpResponse(workbook(data), content_type=XLSX)
        else:
            response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response


class TakeBack(OfARecord, View):
    """A consent the person has withdrawn."""

    def post(self, request, *args, **kwargs):
        consent = Consent.objects.filter(person=self.object, pk=int(request.POST.get("consent") or 0)).first()
        try:
            if consent is None:
                raise Refused(_("This consent is not held."))
            withdraw_consent(consent=consent)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The consent is withdrawn."))
        return redirect(self.back())
