"""Letters on paper: for the person by their signed link, for the desk, and as files of the mail that brings them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from colonnade.capacity.actions.vault import passport_in
from colonnade.capacity.links import personal_address
from colonnade.capacity.models import Letter, Registration
from colonnade.capacity.models.letters import PASSPORT
from colonnade.capacity.queries.letters import letters_of
from colonnade.capacity.wording import letter_sent
from colonnade.office.models import Office
from colonnade.office.queries import the_office
from colonnade.people.outbox import Attachment, could_not_post, post
from colonnade.places.queries import name_on
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.renderers.papers.letters import Fact
from colonnade.renderers.papers.letters import Letter as Paper
from colonnade.renderers.papers.letters import letters as printed
from colonnade.renderers.papers.names import Name
from colonnade.renderers.papers.press import Printed, Signatory
from colonnade.renderers.pdf import NotPrinted
from colonnade.reports.compiling import brand_on
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words
from colonnade.web.events.passport import asked_of
from colonnade.web.events.private import gone, kept_private, registration_of

PDF: Final = "application/pdf"


def paper_of(letter: Letter, passport: Mapping[str, str]) -> Paper:
    """A letter as it is printed. ``passport`` is what its paragraph of details prints; empty where it was deleted."""
    said = letter.language
    parts = letter.body.split("\n\n")
    salutation, closing = parts[0], parts[-1] if len(parts) > 1 else ""
    middle = parts[1:-1]
    at = middle.index(PASSPORT) if PASSPORT in middle else len(middle)
    before, after = tuple(middle[:at]), tuple(middle[at + 1 :])
    first, *lines = letter.recipient.split("\n")
    with override(site_language(said)):
        facts = _facts(passport, said) if at < len(middle) else ()
        if at < len(middle) and not facts:
            before = (*before, _("(The details of the passport have been deleted.)"))
        signed_for = _("For: %(post)s") % {"post": letter.signed_for} if letter.signed_for else ""
    person = letter.participation.person if letter.participation else None
    latin = person.name_latin if person and person.full_name in first else ""
    office = the_office()
    return Paper(
        brand=brand_on(letter.issued_on), reference=letter.reference, on=letter.issued_on, recipient=Name(first, latin),
        salutation=salutation, subject=letter.subject, paragraphs=before, closing=closing,
        signatory=Signatory(letter.signatory, letter.signatory_function, signed_for),
        office_lines=tuple(filter(None, (_address(office, letter.issued_on, said), office.email))), recipient_lines=tuple(lines), facts=facts,
        paragraphs_after=after, language=said,
    )  # fmt: skip


def _address(office: Office, day: date, language: str) -> str:
    country = name_on(office.country, day, language) if office.country else ""
    return ", ".join(filter(None, (office.city, country)))


def _facts(passport: Mapping[str, str], language: str) -> tuple[Fact, ...]:
    if not passport:
        return ()
    expires = passport.get("expires_on", "")
    return (
        Fact(_("Name as printed in the passport"), Name(passport.get("name", ""))),
        Fact(_("Passport number"), passport.get("number", "")),
        Fact(_("Nationality"), passport.get("nationality", "")),
        Fact(_("Date of expiry"), date_words(PartialDate.parse(expires), language) if expires else ""),
    )


def print_letter(letter: Letter, passport: Mapping[str, str]) -> Printed:
    """The letter as PDF."""
    return next(printed([paper_of(letter, passport)]))


def pdf_response(letter: Letter, made: Printed) -> HttpResponse:
    response = HttpResponse(made.content, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="{letter.code}.pdf"'
    return kept_private(response)


@require_safe
def own_letter(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """A letter for the person it is addressed to, by the signed link of their registration."""
    registration = registration_of(token)
    if registration is None:
        return gone(request, _("This link does not lead to a letter any more. Please write to the office."))
    letter = letters_of(registration.participation).filter(code=code).first()
    if letter is None:
        raise Http404
    passport = passport_in(letter, member=None) if PASSPORT in letter.body else {}
    return pdf_response(letter, print_letter(letter, passport))


def to_fetch(registration: Registration, token: str) -> Iterator[tuple[str, str, str]]:
    """What the person's own page offers of this kind: words, address, note. Letters that stand, and the passport asked for."""
    for letter in letters_of(registration.participation):
        place = reverse("registration_letter", args=(token, letter.code))
        yield str(letter.get_kind_display()), place, letter.reference
    if asked_of(registration):
        yield (
            _("Passport details"),
            reverse("registration_passport", args=(token,)),
            _("asked for by the office"),
        )


def send_asked(go_on: Callable[[], bool] = lambda: True) -> int:
    """Print the letters that wait to be sent, and put each in the outbox; how many. Stopped anywhere, it goes on later.

    A letter that carries passport details is not attached: the person is sent the link of their own copy.
    """
    sent = 0
    related = ("participation__person", "participation__event__activity", "event")
    waiting = Letter.objects.filter(to_send=True, withdrawn_on=None).select_related(*related).order_by("pk")
    for letter in waiting[:50]:
        if not go_on():
            break
        try:
            _post(letter)
        except (Refused, NotPrinted, ValueError) as error:
            _note(letter, str(error))
        else:
            sent += 1
    return sent


@transaction.atomic
def _post(letter: Letter) -> None:
    taken = Letter.objects.filter(pk=letter.pk, to_send=True).update(to_send=False)
    one = letter.participation
    if not taken or one is None or not one.person.email:
        return
    files, link = [], ""
    if PASSPORT in letter.body:
        registration, _new = Registration.objects.get_or_create(
            participation=one, defaults={"language": site_language(letter.language)}
        )
        link = personal_address(
            registration, f"letters/{letter.code}/", language=site_language(letter.language)
        )
    else:
        files = [Attachment(f"{letter.code}.pdf", PDF, print_letter(letter, {}).content)]
    words = letter_sent(one, letter.language, letter.subject, link)
    post(
        key=f"letter/{letter.code}", to_address=one.person.email, to_name=one.person.full_name, subject=words.subject,
        body=words.body, language=letter.language, person=one.person, ref=letter.ref, files=files,
    )  # fmt: skip


@transaction.atomic
def _note(letter: Letter, why: str) -> None:
    """A letter that cannot leave waits no longer: why stands with it, and it is sent anew when that was mended."""
    one = letter.participation
    Letter.objects.filter(pk=letter.pk).update(to_send=False)
    could_not_post(
        key=f"letter/{letter.code}", why=why, subject=letter.subject, language=letter.language, ref=letter.ref,
        person=one.person if one else None, to_name=one.person.full_name if one else "",
    )  # fmt: skip


URLS = [path("registration/<str:token>/letters/<str:code>/", own_letter, name="registration_letter")]
