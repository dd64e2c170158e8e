"""Letters of an event: written for many at once, looked at, printed, sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages

from colonnade.capacity.actions import send_letters, write_letters
from colonnade.capacity.actions.letters import sample_letter
from colonnade.capacity.actions.vault import passport_in
from colonnade.capacity.models import Letter, LetterKind, Participation
from colonnade.capacity.models.letters import PASSPORT
from colonnade.capacity.rules import SEATED
from colonnade.people.models import Message
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import LANGUAGES, direction
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may_see
from colonnade.web.events.letters import pdf_response, print_letter

Status = Participation.Status


def may_write(user) -> bool:
    """May the account write letters? No form writes one by hand, so the record's own policy knows readers only."""
    return user.has_perm("capacity.add_letter")


class WriteForm(forms.Form):
    """Which letter, in which language, of which day."""

    kind = forms.ChoiceField(label=gettext_lazy("Letter"), choices=LetterKind.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    on = forms.DateField(label=gettext_lazy("Dated"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("each in their own")), *LANGUAGES.items()]
        self.fields["on"].initial = timezone.localdate()


class LettersPage(EventPage):
    """People with the letters that stand for them; what is to be done with those ticked."""

    tab = "event_letters"
    template_name = "desk/events/letters.html"
    right_on = Letter

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        people = (
            standing(Participation.objects)
            .filter(event=self.event, status__in=(Status.APPLIED, Status.WAITING, *SEATED))
            .select_related("person", "country")
            .order_by("country__name_en", "person__full_name")
        )
        held = list(standing(Letter.objects).filter(event=self.event).order_by("-issued_on", "code"))
        words = dict(Message.State.choices)
        states = {
            key: f"{words.get(state, state)}: {why}"
            if why and state == Message.State.FAILED
            else words.get(state, "")
            for key, state, why in Message.objects.filter(
                key__in=[f"letter/{one.code}" for one in held]
            ).values_list("key", "state", "last_error")
        }
        letters: dict[int | None, list[tuple[Letter, str]]] = {}
        for one in held:
            said = states.get(f"letter/{one.code}", "")
            letters.setdefault(one.participation_id, []).append(
                (one, _("being printed") if one.to_send else str(said))
            )
        kwargs.setdefault("form", WriteForm())
        return super().get_context_data(
            people=[(one, letters.get(one.pk, []), one.status in SEATED) for one in people],
            writes=may_write(self.request.user),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not may_write(request.user):
            raise PermissionDenied
        form = WriteForm(request.POST)
        people = self._chosen(request.POST)
        if "send" in request.POST:
            return self._send(people)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if not people:
            messages.error(request, _("Tick at least one person."))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        told = form.cleaned_data
        if "look" in request.POST:
            seen = sample_letter(
                kind=told["kind"], participation=people[0], on=told["on"], language=told["language"]
            )
            return self.render_to_response(self.get_context_data(form=form, seen=seen, **paragraphs(seen)))
        try:
            made = write_letters(event=self.event, participations=people, member=request.user, **told)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        words = ngettext("%(count)s letter was written.", "%(count)s letters were written.", len(made))
        messages.success(request, words % {"count": len(made)})
        return redirect(self.tab, self.event.pk)

    def _chosen(self, told) -> list[Participation]:
        self.ticked = {int(key) for key in told.getlist("person") if key.isdecimal()}
        related = ("person", "country", "organisation", "event__activity__host_country")
        return list(
            standing(Participation.objects)
            .filter(event=self.event, pk__in=self.ticked)
            .select_related(*related)
        )

    def _send(self, people: list[Participation]):
        count = send_letters(
            letters=standing(Letter.objects).filter(event=self.event, participation__in=people)
        )
        if count:
            words = ngettext(
                "%(count)s letter will be printed and sent.",
                "%(count)s letters will be printed and sent.",
                count,
            )
            messages.success(self.request, words % {"count": count})
        else:
            messages.error(
                self.request, _("None of these has a letter and an e-mail address. Write the letters first.")
            )
        return redirect(self.tab, self.event.pk)


def paragraphs(letter: Letter) -> dict[str, Any]:
    """A letter to look at on a page: details of a passport are not shown."""
    hidden = _("(The passport details stand here when it is printed.)")
    return {
        "direction": direction(letter.language),
        "paragraphs": [hidden if part == PASSPORT else part for part in letter.body.split("\n\n")],
    }


class LetterPdf(View):
    """A letter as PDF. One with passport details opens the vault, which is written down."""

    def get(self, request, pk: int, code: str):
        if not may_see(request.user, Letter):
            raise PermissionDenied
        letter = get_object_or_404(
            Letter.objects.select_related("participation__person"), event=pk, code=code
        )
        passport: dict[str, str] = {}
        if PASSPORT in letter.body:
            if not may_write(request.user):
                raise PermissionDenied
            try:
                passport = passport_in(letter, member=request.user)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect("event_letters", pk)
        made = print_letter(letter, passport)
        return pdf_response(letter, made)


URLS = [
    path("<int:pk>/letters/", LettersPage.as_view(), name="event_letters"),
    path("<int:pk>/letters/<str:code>/pdf/", LetterPdf.as_view(), name="event_letter_pdf"),
]
