"""What the office writes to focal points and applicants, in the reader's language: subject and text of each letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from colonnade.capacity.models import Event, FocalPoint, Participation
from colonnade.office.queries import office_name_on
from colonnade.places.queries import name_on
from colonnade.records.languages import site_language
from colonnade.values.languages import known
from colonnade.values.words import NOT_KNOWN, moment_words, span_words

Status = Participation.Status


@dataclass(frozen=True)
class Words:
    """A letter before it is posted."""

    subject: str
    body: str


def language_of(participation: Participation) -> str:
    """The language to write to somebody in: of their own form, else of whoever nominated them, else English."""
    registration = getattr(participation, "registration", None)
    if registration:
        return known(registration.language)
    nomination = getattr(participation, "nomination", None)
    return known(nomination.focal_point.language) if nomination else "en"


def dates_words(event: Event, language: str) -> str:
    """When the event is held."""
    starts = event.activity.starts
    return span_words(starts, event.activity.ends, language) if starts else NOT_KNOWN


def place_words(event: Event, language: str) -> str:
    """Where the event is held: venue, city and country, or that it is online."""
    if event.format == Event.Format.ONLINE:
        with override(site_language(language)):
            return _("online")
    host = event.activity.host_country
    country = name_on(host, event.activity.starts_on or date.today(), language) if host else ""
    parts = dict.fromkeys(part for part in (event.venue, event.activity.place, country) if part)
    return ", ".join(parts) or NOT_KNOWN


def addressed(participation: Participation) -> str:
    """The person with the form of address they gave, and none where they gave none."""
    person = participation.person
    return f"{person.form_of_address} {person.full_name}".strip()


def represented(point: FocalPoint, language: str) -> str:
    """For whom a focal point nominates."""
    if point.country:
        return name_on(point.country, date.today(), language)
    return str(point.organisation) if point.organisation else ""


def _closing(event: Event, language: str) -> list[str]:
    office, _short = office_name_on(date.today(), known(language))
    lines = [office]
    if event.contact:
        lines.append(_("Questions: %(address)s") % {"address": event.contact})
    return ["\n".join(lines)]


def _words(subject: str, paragraphs: Iterable[str]) -> Words:
    return Words(subject, "\n\n".join(filter(None, paragraphs)))


def _facts(event: Event, language: str) -> str:
    return "\n".join((str(event), dates_words(event, language), place_words(event, language)))


def invitation_to_nominate(point: FocalPoint, link: str) -> Words:
    """To a focal point: for which event, for whom, how many, until when, and where."""
    event, language = point.event, point.language
    with override(site_language(language)):
        deadline = event.nominations_close_at
        return _words(
            _("Nominations for: %(event)s") % {"event": event},
            (
                _("Dear %(name)s,") % {"name": point.name},
                _("You are invited to nominate candidates for:"),
                _facts(event, language),
                _("You nominate for: %(country)s") % {"country": represented(point, language)}
                if represented(point, language)
                else "",
                _(
                    "Up to %(most)s candidates can be nominated, in order of priority. Please consider women and men equally."
                )
                % {"most": point.most},
                _("Nominations close on %(deadline)s.")
                % {"deadline": moment_words(deadline, event.zone, language)}
                if deadline
                else "",
                _(
                    "This is your personal page; it needs no password. Until the deadline you can correct, add and withdraw there:"
                ),
                link,
                *_closing(event, language),
            ),
        )


DECIDED: Final = (Status.REGISTERED, Status.WAITING, Status.DECLINED)


def decision(participation: Participation, language: str, link: str) -> Words:
    """To an applicant: selected, on the waiting list, or not selected; with a link where facts are to be completed."""
    event = participation.event
    with override(site_language(language)):
        subject, said = _said(participation.status, event)
        complete = (
            (_("Please complete your registration on your personal page; it needs no password:"), link)
            if link and participation.status == Status.REGISTERED
            else ()
        )
        dear = _("Dear %(name)s,") % {"name": addressed(participation)}
        return _words(subject, (dear, said, _facts(event, language), *complete, *_closing(event, language)))


def _said(status: str, event: Event) -> tuple[str, str]:
    if status == Status.REGISTERED:
        return (
            _("You are selected: %(event)s") % {"event": event},
            _("We are pleased to tell you that you have been selected to take part in:"),
        )
    if status == Status.WAITING:
        return (
            _("You are on the waiting list: %(event)s") % {"event": event},
            _(
                "All seats are given at this time. You are on the waiting list, and we shall write to you if a seat becomes free:"
            ),
        )
    return (
        _("Your application: %(event)s") % {"event": event},
        _(
            "Thank you for your interest. There were more applicants than seats, and we regret that you could not be selected for:"
        ),
    )


def outcome(point: FocalPoint, decided: Sequence[Participation]) -> Words:
    """To a focal point: what was decided of their candidates."""
    event, language = point.event, point.language
    with override(site_language(language)):
        labels = {
            Status.REGISTERED: _("selected"),
            Status.WAITING: _("on the waiting list"),
            Status.DECLINED: _("not selected"),
        }
        lines = [f"{one.person}: {labels[Status(one.status)]}" for one in decided]
        return _words(
            _("Your nominations for: %(event)s") % {"event": event},
            (
                _("Dear %(name)s,") % {"name": point.name},
                _("This was decided of the candidates whom you nominated for:"),
                _facts(event, language),
                "\n".join(lines),
                _("They are told by us as well, where an e-mail address was given."),
                *_closing(event, language),
            ),
        )


def passport_asked(participation: Participation, language: str, link: str) -> Words:
    """To somebody selected: that passport details are needed for a letter of visa support, and where to give them."""
    event = participation.event
    with override(site_language(language)):
        return _words(
            _("Passport details for your visa letter: %(event)s") % {"event": event},
            (
                _("Dear %(name)s,") % {"name": addressed(participation)},
                _(
                    "To write a letter in support of your visa we need the details of your passport. Please give them on this page, and never by e-mail:"
                ),
                link,
                _(
                    "They are encrypted, seen only by those who prepare your travel, and deleted 30 days after the event."
                ),
                *_closing(event, language),
            ),
        )


def certificate_ready(participation: Participation, language: str, link: str) -> Words:
    """To the holder of a new certificate: where it is fetched."""
    event = participation.event
    with override(site_language(language)):
        dear = _("Dear %(name)s,") % {"name": addressed(participation)}
        said = _("Your certificate is ready. Download it on your personal page, which needs no password:")
        return _words(
            _("Your certificate: %(event)s") % {"event": event},
            (dear, said, link, _facts(event, language), *_closing(event, language)),
        )


def letter_sent(participation: Participation, language: str, subject: str, link: str) -> Words:
    """With a letter of the office: attached, or on the person's own page where it carries passport details."""
    with override(site_language(language)):
        said = (
            (
                _(
                    "Your letter is ready. As it carries details of your passport it is not sent by e-mail; it can be downloaded on this page:"
                ),
                link,
            )
            if link
            else (_("Please find the letter of our office attached."),)
        )
        dear = _("Dear %(name)s,") % {"name": addressed(participation)}
        return _words(subject, (dear, *said, *_closing(participation.event, language)))
