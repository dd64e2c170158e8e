"""The page of one registration, opened by the person's own signed link: where they stand, and all they may do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, path, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from colonnade.capacity.actions import cancel_registration, correct_registration, hand_in
from colonnade.capacity.actions.documents import LARGEST, handed_in
from colonnade.capacity.actions.registration import may_not_change
from colonnade.capacity.links import token_of
from colonnade.capacity.models import Certificate, Participation, Registration
from colonnade.capacity.notices import state_sentence, when_and_where
from colonnade.capacity.rules import OVER, SEATED, stage_of
from colonnade.outreach.actions import follow_consents
from colonnade.people.actions import give_consent, withdraw_consent
from colonnade.people.models import Consent
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.values.languages import known
from colonnade.web.events import badges, letters
from colonnade.web.events.certificates import pdf_response
from colonnade.web.events.forms import (
    WORDINGS,
    RegistrationForm,
    as_written,
    country_choices,
    purposes_of,
)
from colonnade.web.events.private import gone, kept_private, registration_of, sent_file
from colonnade.web.events.visitors import for_visitors, in_their_language


@dataclass(frozen=True)
class Paper:
    """Something that the person may fetch: a letter, a certificate."""

    label: str
    address: str
    note: str = ""


Provider = Callable[[Registration, str], Iterable[Paper]]
"""What there is to fetch for a registration; also told the token of the link, for addresses under it."""


def calendar_entry(registration: Registration, token: str) -> Iterable[Paper]:
    """The event for one's own calendar, while it is to come."""
    event = registration.participation.event
    address = f"/events/{event.code}/event.ics"
    if registration.participation.status in ("registered", "applied", "waiting") and leads_somewhere(address):
        yield Paper(_("Add to your calendar"), address)


@lru_cache(maxsize=64)
def leads_somewhere(address: str) -> bool:
    """Is there a page at an address of this office?"""
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def letter_papers(registration: Registration, token: str) -> Iterable[Paper]:
    """The letters written to the person, and the passport page where the office asked for it."""
    return (Paper(*row) for row in letters.to_fetch(registration, token))


def certificate_papers(registration: Registration, token: str) -> Iterable[Paper]:
    """Valid certificates; and each as a signed credential where the office offers that."""
    for held in valid_certificates(registration):
        words = held.get_kind_display()
        address = reverse("registration_certificate", args=(token, held.code))
        yield Paper(_("Certificate of %(kind)s") % {"kind": words}, address, held.code)
        if badges.offered() and registration.participation.person.email:
            address = reverse("registration_credential", args=(token, held.code))
            yield Paper(_("The same as a digital credential (Open Badges 3.0)"), address, held.code)


def valid_certificates(registration: Registration) -> QuerySet[Certificate]:
    rows = standing(Certificate.objects).filter(participation=registration.participation_id)
    return rows.filter(status=Certificate.Status.VALID).select_related(
        "participation__person", "participation__event"
    )


PROVIDERS: tuple[Provider, ...] = (calendar_entry, letter_papers, certificate_papers)
"""What the page offers to fetch, in this order. Whoever makes papers for participants adds a provider here."""


def papers_of(registration: Registration, token: str) -> list[Paper]:
    return [paper for provider in PROVIDERS for paper in provider(registration, token)]


# The link ---------------------------------------------------------------------------------------------------


def by_link(
    view: Callable[..., HttpResponse], read: Callable[[int, int], Registration | None] | None = None
) -> Callable[..., HttpResponse]:
    """A page opened by a personal link: kept by nobody on the way, told to no other site, found by no search.

    ``read`` brings what a page needs that must be quick, by the key and the version of the link.
    """

    @for_visitors
    @wraps(view)
    def answer(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        registration = registration_of(token, read)
        if registration is None:
            return gone(
                request,
                _("It was replaced by a newer one, or a part of it is missing. Look for the latest letter about your "
                  "registration, and copy the whole link."),
            )  # fmt: skip
        in_their_language(request, site_language(registration.language))
        return kept_private(view(request, registration, token, **kwargs))

    return answer


def _online(at: Participation) -> str:
    """Where one takes part online: told to whoever has a seat, every day until the event is over."""
    event, ends = at.event, at.event.activity.ends or at.event.activity.starts
    past = stage_of(event) in OVER or (ends and timezone.localdate(timezone=event.zone) > ends.last_day)
    return "" if past or at.withdrawn_on or at.status not in SEATED else event.online_address


def told_of(registration: Registration, token: str, **more: Any) -> dict[str, Any]:
    at = registration.participation
    return {
        "registration": registration,
        "at": at,
        "person": at.person,
        "event": at.event,
        "when": when_and_where(at.event, known(get_language() or "en")),
        "state": _("Your registration is cancelled.") if at.withdrawn_on else state_sentence(at.status),
        "waits": at.status in ("applied", "waiting"),
        "out": bool(at.withdrawn_on) or at.status in ("cancelled", "declined"),
        "token": token,
        "lang": get_language(),
        **more,
    }


def _back(name: str, token: str, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(name, args=(token,))}?lang={get_language()}{anchor}", status=303)


# The pages --------------------------------------------------------------------------------------------------


@by_link
@require_safe
def own(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Where the person stands, what they wrote and agreed to, what there is to fetch."""
    at = registration.participation
    return render(
        request,
        "events/own.html",
        told_of(
            registration,
            token,
            online=_online(at),
            papers=papers_of(registration, token),
            fixed=may_not_change(at),
            facts=_facts(registration),
            documents=handed_in(registration),
            consents=_consents(registration),
            largest=LARGEST // 1_000_000,
        ),
    )


def _facts(registration: Registration) -> list[tuple[str, str]]:
    """What the person wrote, in the words and order of the form."""
    form = RegistrationForm(
        initial=as_written(registration), event=registration.participation.event,
        questions=registration.participation.event.questions.all(), agreeing=False,
    )  # fmt: skip
    told = []
    for field in form:
        value = field.value()
        choices = dict(getattr(field.field, "choices", ()))
        if field.name == "country":
            held = registration.participation.country
            value = dict(country_choices(get_language() or "en")).get(held.code, held) if held else ""
        elif isinstance(value, list):
            value = ", ".join(str(choices.get(one, one)) for one in value)
        elif value is True:
            value = _("yes")
        elif value and choices:
            value = "" if value == "not_recorded" else choices.get(value, value)
        if value:
            told.append((str(field.label), str(value)))
    return told


def _consents(registration: Registration) -> list[tuple[str, Any, Consent | None]]:
    """Every purpose the event asks about: its words, and the consent that is held, or None."""
    at = registration.participation
    held = {
        consent.purpose: consent
        for consent in Consent.objects.filter(person=at.person, ref=at.event.ref, withdrawn_at=None)
    }
    return [(purpose, WORDINGS[purpose], held.get(purpose)) for purpose in purposes_of(at.event)]


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """The form once more, with what was written."""
    at, refused = registration.participation, ""
    if may_not_change(at):
        return _back("registration_own", token)
    facts = {"event": at.event, "questions": at.event.questions.all(), "agreeing": False}
    form = RegistrationForm(request.POST or None, initial=as_written(registration), **facts)
    if request.method == "POST" and form.is_valid():
        try:
            held = correct_registration(registration=registration, entry=form.entry())
        except Refused as refusal:
            refused = str(refusal)
        else:
            return _back("registration_own", token_of(held), "&done=corrected")
    told = told_of(registration, token, form=form, refused=refused)
    return render(request, "events/correct.html", told)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Giving the registration back, after being asked once."""
    if why := may_not_change(registration.participation):
        return render(request, "events/cancel.html", told_of(registration, token, why=why))
    if request.method == "POST":
        cancel_registration(registration=registration)
        return _back("registration_own", token, "&done=cancelled")
    return render(request, "events/cancel.html", told_of(registration, token))


@by_link
@require_POST
def send_document(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """A document that the person sends; one that is too large is not read."""
    try:
        file = sent_file(request, "document", LARGEST)
        hand_in(registration=registration, title=request.POST.get("title", ""), content=file.read())
    except Refused as refusal:
        told = told_of(registration, token, refused=str(refusal), largest=LARGEST // 1_000_000)
        return render(request, "events/document.html", told)
    return _back("registration_own", token, "&done=document#documents")


@by_link
@require_POST
def consent(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """What was agreed to is taken back, or something more is agreed to."""
    at = registration.participation
    purpose = request.POST.get("purpose", "")
    if purpose not in purposes_of(at.event):
        raise Http404
    held = Consent.objects.filter(
        person=at.person, purpose=purpose, ref=at.event.ref, withdrawn_at=None
    ).first()
    if held and request.POST.get("agree") == "no":
        withdraw_consent(consent=held)
        follow_consents()
    elif not held and request.POST.get("agree") == "yes":
        give_consent(
            person=at.person, purpose=purpose, wording=str(WORDINGS[purpose]), language=known(get_language() or "en"),
            channel=Consent.Channel.FORM, ref=at.event.ref,
        )  # fmt: skip
    return _back("registration_own", token, "&done=consent#consents")


@by_link
@require_safe
def certificate(request: HttpRequest, registration: Registration, token: str, code: str) -> HttpResponse:
    """A certificate of the person's own, on paper."""
    return pdf_response(get_object_or_404(valid_certificates(registration), code=code))


@by_link
@require_safe
def credential(request: HttpRequest, registration: Registration, token: str, code: str) -> HttpResponse:
    """The same as a signed credential, for a wallet."""
    return badges.download(get_object_or_404(valid_certificates(registration), code=code))


@by_link
@require_safe
def data(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Everything that is held of the person with this registration, for a machine to read."""
    at: Participation = registration.participation
    person = at.person
    told = {
        "as_of": timezone.now().isoformat(timespec="seconds"),
        "event": {"code": at.event.code, "title": at.event.activity.title},
        "person": {
            "full_name": person.full_name, "name_latin": person.name_latin, "family_name": person.family_name,
            "given_name": person.given_name, "form_of_address": person.form_of_address, "email": person.email,
            "sex": person.sex,
        },
        "participation": {
            "code": at.code, "status": at.status, "role": at.role, "country": at.country.code if at.country else None,
            "function": at.function, "sector": at.sector, "sex": at.sex, "modality": at.modality, "days": at.days,
            "completed": at.completed,
        },
        "registration": {
            "sent_at": registration.sent_at.isoformat(timespec="seconds"), "language": registration.language,
            "institution": registration.organisation_name, "answers": registration.answers,
        },
        "consents": [
            {
                "purpose": row.purpose, "wording": row.wording, "version": row.version, "language": row.language,
                "given_at": row.given_at.isoformat(timespec="seconds"),
                "withdrawn_at": row.withdrawn_at.isoformat(timespec="seconds") if row.withdrawn_at else None,
            }
            for row in Consent.objects.filter(person=person, ref=at.event.ref).order_by("pk")
        ],
        "documents": [
            {"title": row.title, "added_on": row.added_on.isoformat(), "sha256": row.sha256}
            for row in handed_in(registration)
        ],
        "letters": [
            {"subject": row.subject, "to": row.to_address, "made_at": row.made_at.isoformat(timespec="seconds"), "state": row.state}
            for row in person.letters.filter(ref=at.ref).order_by("pk")
        ],
        "certificates": [
            {"number": row.code, "kind": row.kind, "name": row.name, "issued_on": row.issued_on.isoformat(), "status": row.status}
            for row in at.certificates.order_by("pk")
        ],
    }  # fmt: skip
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{at.code}.json"'
    return response


@by_link
@require_safe
def document(request: HttpRequest, registration: Registration, token: str, pk: int) -> HttpResponse:
    """A document that was sent here, back to whoever sent it."""
    held = get_object_or_404(handed_in(registration), pk=pk)

    response = FileResponse(
        held.file.open("rb"), as_attachment=True, filename=held.file.name.rpartition("/")[2]
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


_HERE = "registration/<str:token>/"

URLS = [
    path(_HERE, own, name="registration_own"),
    path(f"{_HERE}correct/", correct, name="registration_correct"),
    path(f"{_HERE}cancel/", cancel, name="registration_cancel"),
    path(f"{_HERE}document/", send_document, name="registration_document"),
    path(f"{_HERE}document/<int:pk>/", document, name="registration_document_file"),
    path(f"{_HERE}consent/", consent, name="registration_consent"),
    path(f"{_HERE}certificates/<str:code>/", certificate, name="registration_certificate"),
    path(f"{_HERE}credentials/<str:code>/", credential, name="registration_credential"),
    path(f"{_HERE}data.json", data, name="registration_data"),
]
