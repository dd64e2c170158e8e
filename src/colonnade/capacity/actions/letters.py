"""Letters: written from a template as at a day, numbered without gaps, kept as written, sent through the outbox."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from colonnade.capacity.actions.vault import read_passport
from colonnade.capacity.models import Event, Letter, LetterKind, LetterTemplate, Participation
from colonnade.capacity.models.letters import PASSPORT, PLACE
from colonnade.capacity.numbering import last_number, stem_for
from colonnade.capacity.queries.letters import institution_of
from colonnade.capacity.rules import SEATED
from colonnade.capacity.wording import addressed, dates_words, language_of, place_words
from colonnade.office.models import Office
from colonnade.office.queries import SignatoryFact, office_name_on, signatory_on, the_office
from colonnade.people.models import Account
from colonnade.places.queries import country_names
from colonnade.places.shipped import FOLDER
from colonnade.records.actions import withdraw
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.values.languages import known
from colonnade.values.words import moment_words

Status = Participation.Status

IN_THE_REFERENCE: Final = {
    LetterKind.INVITATION: "INV",
    LetterKind.CONFIRMATION: "CONF",
    LetterKind.VISA: "VISA",
}
MOST: Final = 500
"""Letters written at once."""

_UNKNOWN: Final = "\0"
_IN_A_LIST: Final = re.compile(r"\s*[,،，、]\s*\0|\0\s*[,،，、]\s*|\s*[(（]\0[)）]")


@dataclass(frozen=True)
class Text:
    """The words of a kind of letter in one language, with places to be filled in."""

    subject: str
    body: str
    own: bool = False


def text_for(kind: str, language: str) -> Text:
    """The office's own words where it has some, else those that come with the product."""
    held = standing(LetterTemplate.objects).filter(kind=kind, language=known(language)).first()
    return Text(held.subject, held.body, own=True) if held else shipped_text(kind, known(language))


@cache
def shipped_text(kind: str, language: str) -> Text:
    """The words that come with the product: the first line is the subject."""
    told = (FOLDER / "letters" / f"{kind}.{language}.txt").read_text(encoding="utf-8")
    subject, _line, body = told.strip().partition("\n")
    return Text(subject.strip(), body.strip())


def write_letter(
    *, kind: str, participation: Participation, member: Account, on: date | None = None, language: str = ""
) -> Letter:
    """Write one letter to somebody who takes part; an earlier one of the kind is replaced."""
    return write_letters(
        kind=kind,
        event=participation.event,
        participations=[participation],
        member=member,
        on=on,
        language=language,
    )[0]


@transaction.atomic
def write_letters(
    *, kind: str, event: Event, participations: Iterable[Participation], member: Account, on: date | None = None,
    language: str = "",
) -> list[Letter]:  # fmt: skip
    """Write a letter of a kind to each, in their own language or the one given: all of them, or none.

    Each is kept as written, signed by whoever signs for the office on the day. Of one kind somebody has one letter: an
    earlier one is withdrawn. For a visa letter the passport is opened here to see that it is complete; it is not kept.
    """
    day = on or timezone.localdate(timezone=event.zone)
    wanted = [one.pk for one in participations]
    related = (
        "person",
        "country",
        "organisation",
        "registration",
        "nomination__focal_point",
        "event__activity__host_country",
    )
    people = list(
        standing(Participation.objects).filter(event=event, pk__in=wanted).select_related(*related)
        .order_by("country__name_en", "person__full_name", "pk")
    )  # fmt: skip
    if not people:
        raise Refused("Choose at least one person to write to.")
    if len(people) > MOST:
        raise Refused(f"These are {len(people)} letters; {MOST} are written at once. Choose fewer.")
    for one in people:
        _refuse_wrong_kind(kind, one)
    signatory = signatory_on(day)
    if signatory is None:
        raise Refused(
            f"Nobody is named who signs on {day}. Enter who holds the first post of the office on that day."
        )
    stem = stem_for(IN_THE_REFERENCE[LetterKind(kind)], day)
    last = last_number(Letter, stem)
    filler = _Filler(event, the_office(), day)
    made = []
    for number, one in enumerate(people, last + 1):
        letter = filler.letter(kind, one, signatory, language or language_of(one))
        letter.code = f"{stem}{number:04d}"
        if kind == LetterKind.VISA:
            read_passport(participation=one, member=member, reason=f"Letter {letter.code} written")
        made.append(letter)
    for old in standing(Letter.objects).filter(participation__in=people, kind=kind):
        by = next(letter for letter in made if letter.participation_id == old.participation_id)
        withdraw(record=old, because=f"Replaced by {by.reference}.")
    return bulk_create_with_history(made, Letter, default_user=member)


def _refuse_wrong_kind(kind: str, one: Participation) -> None:
    if kind not in LetterKind.values:
        raise Refused(f"There is no letter of the kind “{kind}”.")
    told = f"{one.person} is {one.get_status_display()}"
    if kind == LetterKind.INVITATION and one.status in (Status.DECLINED, Status.CANCELLED):
        raise Refused(f"{told} and is not invited.")
    if kind != LetterKind.INVITATION and one.status not in SEATED:
        raise Refused(
            f"{told}: a letter of {dict(LetterKind.choices)[kind]} is written to those who have a seat."
        )


class _Filler:
    """Fills the places of letters of one event; what is the same for all is looked up once a language."""

    def __init__(self, event: Event, office: Office, day: date) -> None:
        self.event, self.office, self.day = event, office, day
        self._texts: dict[tuple[str, str], Text] = {}
        self._common: dict[str, dict[str, str]] = {}
        self._countries: dict[str, dict[str, str]] = {}

    def letter(self, kind: str, one: Participation, signatory: SignatoryFact, language: str) -> Letter:
        language = known(language)
        if (kind, language) not in self._texts:
            self._texts[kind, language] = text_for(kind, language)
        text, values = self._texts[kind, language], self.values(one, language)
        recipient = (addressed(one), values["function"], values["organisation"], values["country"])
        return Letter(
            event=self.event, participation=one, kind=kind, language=language, issued_on=self.day,
            recipient="\n".join(filter(None, recipient)), subject=filled(text.subject, values)[:250],
            body=filled(text.body, values), signatory=signatory.name, signatory_function=signatory.function,
            signed_for=signatory.signed_for,
        )  # fmt: skip

    def values(self, one: Participation, language: str) -> dict[str, str]:
        if language not in self._common:
            self._common[language] = self._of_the_event(language)
            self._countries[language] = country_names(language, self.day)
        return self._common[language] | {
            "name": one.person.full_name,
            "addressed": addressed(one),
            "function": one.function,
            "organisation": institution_of(one),
            "country": self._countries[language].get(one.country.code, one.country.name_en)
            if one.country
            else "",
        }

    def _of_the_event(self, language: str) -> dict[str, str]:
        event, closes = self.event, self.event.registration_closes_at
        return {
            "event": str(event),
            "dates": dates_words(event, language),
            "place": place_words(event, language),
            "deadline": moment_words(closes, event.zone, language) if closes else "",
            "office": office_name_on(self.day, language)[0],
            "contact": event.contact or self.office.email,
        }


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its places filled in. What is not known leaves an enumeration, or takes its whole paragraph along.

    >>> filled("To {name}, {function}, {country}.", {"name": "Asha", "function": "", "country": "Fiji"})
    'To Asha, Fiji.'
    """
    kept = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        if paragraph.strip() == PASSPORT:
            kept.append(PASSPORT)
            continue
        told = PLACE.sub(lambda place: _plain(values.get(place[1], "")) or _UNKNOWN, paragraph)
        while _IN_A_LIST.search(told):
            told = _IN_A_LIST.sub("", told)
        if _UNKNOWN not in told:
            kept.append(told.strip())
    return "\n\n".join(kept)


def _plain(value: str) -> str:
    """Words without marks that would be taken for places or paragraphs when the letter is printed."""
    return " ".join(value.replace("{", "(").replace("}", ")").split())


@transaction.atomic
def send_letters(*, letters: Iterable[Letter]) -> int:
    """Ask that letters be printed and sent; the worker does it. How many there is an address for and will be sent."""
    wanted = standing(Letter.objects).filter(pk__in=[letter.pk for letter in letters])
    return wanted.exclude(participation__person__email="").update(to_send=True)


def sample_letter(*, kind: str, participation: Participation, on: date, language: str = "") -> Letter:
    """What a letter would say, for the eye only: without a number, and not kept."""
    signatory = signatory_on(on) or SignatoryFact("–", "–")
    filler = _Filler(participation.event, the_office(), on)
    return filler.letter(kind, participation, signatory, language or language_of(participation))
