"""What somebody who comes to an event is told: on the page and by mail, in their language."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from colonnade.capacity.links import personal_address
from colonnade.capacity.models import Event, Participation, Registration
from colonnade.people.models import Message
from colonnade.people.outbox import post
from colonnade.records.languages import site_language
from colonnade.values.dates import PartialDate
from colonnade.values.languages import known
from colonnade.values.words import span_words

Status = Participation.Status


def by_the_events_clock(moment: datetime, event: Event) -> str:
    """A moment as the event's own clock shows it, with the name of its time zone."""
    local = timezone.localtime(moment, event.zone)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} ({event.time_zone})"


def why_not(event: Event, word: str) -> str:
    """Why nobody can register at this moment, in a sentence; ``word`` is what ``rules.takes_registrations`` says."""
    if word == "not_yet" and event.registration_opens_at and event.registration_opens_at > timezone.now():
        return _("Registration has not opened yet. It opens on %(moment)s.") % {
            "moment": by_the_events_clock(event.registration_opens_at, event)
        }
    if word == "not_yet":
        return _("Registration has not opened yet.")
    if word == "over" and event.registration_closes_at and event.registration_closes_at <= timezone.now():
        return _("Registration closed on %(moment)s.") % {
            "moment": by_the_events_clock(event.registration_closes_at, event)
        }
    if word == "over":
        return _("Registration is closed.")
    if word == "called_off":
        return _("This event does not take place as announced. Nobody can register for it now.")
    return _("One cannot register for this event here.")


def when_and_where(event: Event, language: str) -> str:
    """The days and the place of an event, in words."""
    activity = event.activity
    days = ""
    if activity.starts_on:
        starts = PartialDate(activity.starts_on, activity.starts_precision)
        ends = PartialDate(activity.ends_on, activity.ends_precision) if activity.ends_on else None
        days = span_words(starts, ends, known(language))
    return ", ".join(part for part in (days, event.venue or activity.place) if part)


def state_sentence(status: str) -> str:
    """What a state means for the person."""
    return {
        Status.APPLIED: _("Your application has reached us. You will hear from us when participants have been selected."),
        Status.WAITING: _("All seats are taken. You are on the waiting list, and will be told if a seat becomes free."),
        Status.DECLINED: _("You were not selected for this event."),
        Status.REGISTERED: _("You are registered. A seat is kept for you."),
        Status.ATTENDED: _("You took part in this event."),
        Status.ABSENT: _("You were registered and are recorded as absent."),
        Status.CANCELLED: _("Your registration is cancelled."),
    }[Status(status)]  # fmt: skip


def own_address(registration: Registration) -> str:
    """The address of the person's own page."""
    return personal_address(registration, language=site_language(registration.language))


def tell(registration: Registration, occasion: str, subject: str, *words: str) -> Message:
    """Write a letter to whoever registered; the words come translated, what every letter ends with is added."""
    participation = registration.participation
    person, event = participation.person, participation.event
    paragraphs = [
        _("Dear %(name)s,") % {"name": f"{person.form_of_address} {person.full_name}".strip()},
        *words,
        "\n".join(
            part for part in (event.activity.title, when_and_where(event, registration.language)) if part
        ),
        _("Your personal page, where you can correct, add to and cancel your registration:")
        + f"\n{own_address(registration)}",
        _("Whoever has this link can see and change your registration. Please do not pass it on."),
    ]
    if event.contact:
        paragraphs.append(_("Questions: %(address)s") % {"address": event.contact})
    return post(
        key=f"registration/{registration.pk}/{occasion}", to_address=person.email, to_name=person.full_name,
        subject=subject, body="\n\n".join(paragraphs), language=registration.language, person=person,
        ref=participation.ref,
    )  # fmt: skip


def confirm(registration: Registration) -> Message | None:
    """The letter that follows a registration: where the person stands now."""
    if not registration.participation.person.email:
        return None
    with translation.override(site_language(registration.language)):
        title, status = registration.participation.event.activity.title, registration.participation.status
        subject = {
            Status.APPLIED: _("Application received: %(event)s"),
            Status.WAITING: _("Waiting list: %(event)s"),
        }.get(Status(status), _("Registered: %(event)s"))
        return tell(registration, "confirmation", subject % {"event": title}, state_sentence(status))


def told_of_change(registration: Registration, occasion: str, *words: str) -> Message | None:
    """The letter that follows a change of state that the person may not know of."""
    if not registration.participation.person.email:
        return None
    with translation.override(site_language(registration.language)):
        title, status = registration.participation.event.activity.title, registration.participation.status
        subject = {
            Status.REGISTERED: _("A seat is yours: %(event)s"),
            Status.CANCELLED: _("Cancelled: %(event)s"),
        }.get(Status(status), _("Your registration: %(event)s"))
        return tell(registration, occasion, subject % {"event": title}, state_sentence(status), *words)


def new_link(registration: Registration) -> Message | None:
    """The letter with a personal link that replaces an earlier one."""
    if not registration.participation.person.email:
        return None
    with translation.override(site_language(registration.language)):
        title = registration.participation.event.activity.title
        return tell(
            registration,
            f"link-{registration.link_version}",
            _("Your personal page: %(event)s") % {"event": title},
            _("Here is the link to your registration. Earlier links no longer open it."),
        )
