"""The outbox: letters are written in the transaction of what they tell of, and leave when the mail server takes them.

A letter arrives at least once. It can arrive twice only where a sender was stopped, or lost the connection, between the
server's taking it and our noting so; both copies then bear one Message-ID, by which mail programs drop the second.
No transaction is open while the office talks to the mail server.
"""

from __future__ import annotations

import random
import smtplib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from colonnade.people.mail import Sender, letter, one_line
from colonnade.people.models import Message, MessageFile, Person
from colonnade.people.refusals import address_refused, refused_for_good, said
from colonnade.records.composed import write_new
from colonnade.records.errors import Refused
from colonnade.values.languages import known

CLAIM: Final = timedelta(minutes=15)
"""How long a letter is one sender's own: longer than the longest talk with a server (a step may take EMAIL_TIMEOUT)."""
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=4)
DAYS_OF_TRYING: Final = timedelta(days=5)
SERVER_AWAY_AT_LEAST, SERVER_AWAY_AT_MOST = timedelta(seconds=15), timedelta(minutes=5)
WORTH_SAYING: Final = timedelta(hours=1)
"""A letter that has waited so long is shown to the office, though it will still be tried."""
LARGEST: Final = 10_000_000
"""Bytes of the files of one letter; many servers take no more."""
HEADERS: Final = frozenset(
    {"In-Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "References"}
)
"""What a room may add; the rest of the envelope is written here alone."""


@dataclass(frozen=True)
class Attachment:
    """A file to go with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Run:
    """What came of one run of the outbox. ``away`` says why no letter can leave now; empty where the server answers."""

    sent: int = 0
    later: int = 0
    failed: int = 0
    cancelled: int = 0
    away: str = ""

    @property
    def handled(self) -> int:
        return self.sent + self.later + self.failed + self.cancelled


# Writing ----------------------------------------------------------------------------------------------------


def post(
    *,
    key: str,
    to_address: str,
    subject: str,
    body: str,
    html: str = "",
    to_name: str = "",
    language: str = "en",
    person: Person | None = None,
    ref: str = "",
    files: Iterable[Attachment] = (),
    headers: Mapping[str, str] | None = None,
    until: datetime | None = None,
) -> Message:
    """Put a letter in the outbox, in the caller's transaction. The same occasion again gives back the same letter.

    Where it could not be written before, for want of an address, it is written now. After ``until`` it is of no use and not sent. A letter to somebody who is not to be written to is kept as cancelled,
    without address and words, so that the act it belongs to goes on.
    """
    silent = not_written_to(person)
    files = [] if silent else list(files)
    words: dict[str, Any] = {}
    if not silent:
        words = {
            "to_address": _address(to_address),
            "to_name": one_line(to_name)[:200],
            "subject": _subject(subject),
            "body": _text(body),
            "html": _text(html) if html else "",
            "headers": _headers(headers or {}),
        }
        _refuse_heavy(files)
    now = timezone.now()
    state = Message.State.CANCELLED if silent else Message.State.WAITING
    message = Message(
        key=key, person=person, language=known(language), ref=ref, made_at=now, give_up_at=until, state=state,
        last_error=silent, next_try_at=None if silent else now, **words,
    )  # fmt: skip
    with transaction.atomic(savepoint=False):
        if not write_new(message, unless="key"):
            message = Message.objects.get(key=key)
            if not (words and message.state == Message.State.FAILED and not message.to_address):
                return message
            # It could not be written before, for want of an address: now it can.
            for name, value in (
                words | {"state": state, "last_error": "", "made_at": now, "next_try_at": now}
            ).items():
                setattr(message, name, value)
            message.give_up_at = until
            message.save()
        if files:
            MessageFile.objects.bulk_create(
                MessageFile(
                    message=message,
                    name=one_line(f.name)[:150],
                    media_type=one_line(f.media_type),
                    content=f.content,
                )
                for f in files
            )
    return message


@transaction.atomic
def could_not_post(
    *, key: str, why: str, subject: str, to_name: str = "", language: str = "en", person: Person | None = None, ref: str = ""
) -> Message:  # fmt: skip
    """Note in the outbox that a letter could not be written, and why, so that the office sees it; no other waits for it."""
    words = {"person": person, "language": known(language), "ref": ref, "made_at": timezone.now()}
    words |= {"subject": one_line(subject)[:250], "to_name": one_line(to_name)[:200]}
    message, _new = Message.objects.get_or_create(
        key=key, defaults=words | {"state": Message.State.FAILED, "last_error": why[:2000]}
    )
    return message


def not_written_to(person: Person | None) -> str:
    """Why somebody is not to be written to; empty where they may be."""
    if person is not None and person.erased_on:
        return "The person was erased from the record and is not written to."
    if person is not None and person.restricted_on:
        return "The use of this person's data is restricted, and they are not written to."
    return ""


def _address(address: str) -> str:
    try:
        validate_email(address := address.strip())
    except ValidationError as error:
        raise Refused(f"“{one_line(address)}” is no e-mail address a letter can be sent to.") from error
    return address


def _subject(subject: str) -> str:
    subject = one_line(subject)
    if not subject:
        raise Refused("A letter needs a subject.")
    return subject if len(subject) <= 250 else f"{subject[:249]}…"


def _text(body: str) -> str:
    return body.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip("\n") + "\n"


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    if strange := sorted(set(headers) - HEADERS):
        raise Refused(f"A letter cannot carry the header {strange[0]}.")
    return {name: one_line(value) for name, value in headers.items()}


def _refuse_heavy(files: Iterable[Attachment]) -> None:
    if (weight := sum(len(file.content) for file in files)) > LARGEST:
        raise Refused(
            f"The files of a letter weigh {weight // 1_000_000} MB; mail servers take {LARGEST // 1_000_000} MB. "
            "Send a link instead."
        )


# Sending ----------------------------------------------------------------------------------------------------


def send_due(
    *,
    limit: int = 50,
    sender: Sender | None = None,
    go_on: Callable[[], bool] = lambda: True,
    clock: Callable[[], datetime] = timezone.now,
) -> Run:
    """Send what is due, oldest first, over one connection. Several may do so at once, and may be killed at any point."""
    counts: dict[str, Any] = {}
    if not _due(clock()).exists():
        return Run()
    if not has_server():
        return Run(away="No mail server is set (COLONNADE_MAIL_URL), so letters wait.")
    connection = get_connection()
    try:
        for _number in range(limit):
            if not go_on() or not _due(clock()).exists():
                break
            try:
                connection.open()
            except (OSError, smtplib.SMTPException) as error:
                return Run(**counts, away=_server_away(error, clock()))
            if (message := _claim(clock())) is None:
                break
            what = _send(message, connection, sender or Sender(), clock)
            counts[what] = counts.get(what, 0) + 1
    finally:
        _close(connection)
    return Run(**counts)


def has_server() -> bool:
    """Whether letters leave this machine: an office that set no mail server must not believe them sent."""
    return not settings.EMAIL_BACKEND.endswith(".console.EmailBackend")


def _due(now: datetime) -> QuerySet[Message]:
    return Message.objects.filter(next_try_at__lte=now).order_by("next_try_at", "pk")


@transaction.atomic
def _claim(now: datetime) -> Message | None:
    """The next letter, taken so that no other sender takes it too: rows locked by another are passed over."""
    message = _due(now).select_for_update(skip_locked=True, of=("self",)).first()
    if message is not None:
        message.state = Message.State.SENDING
        message.tries += 1
        message.next_try_at = now + CLAIM
        message.save(update_fields=["state", "tries", "next_try_at"])
    return message


def _send(message: Message, connection: Any, sender: Sender, clock: Callable[[], datetime]) -> str:
    """Hand one claimed letter to the server and note what came of it; which counter of the run it goes to."""
    if silent := not_written_to(message.person):
        return _settle(message, Message.State.CANCELLED, silent)
    if message.give_up_at and message.give_up_at < clock():
        late = f"Its last day passed before it could be sent. {message.last_error}".strip()
        return _settle(message, Message.State.FAILED, late)
    try:
        connection.send_messages([letter(message, sender)])
    except (OSError, smtplib.SMTPException) as error:
        if refused_for_good(error):
            return _settle(message, Message.State.FAILED, said(error), refusal=address_refused(error))
        _close(connection)
        return _later(message, said(error), clock())
    except (ValueError, LookupError) as error:
        return _settle(
            message, Message.State.FAILED, f"The letter cannot be put in the form of mail: {error}"
        )
    # Whoever else took it up meanwhile: it is sent, and what they find does not undo it.
    Message.objects.filter(pk=message.pk).exclude(state=Message.State.SENT).update(
        state=Message.State.SENT, sent_at=clock(), next_try_at=None, last_error=""
    )
    return "sent"


def _settle(message: Message, state: Any, words: str, **more: Any) -> str:
    """Note the end of a try, unless another sender has taken the letter up since."""
    ours = Message.objects.filter(pk=message.pk, state=Message.State.SENDING, tries=message.tries)
    ours.update(state=state, last_error=words[:2000], **{"next_try_at": None, **more})
    return "later" if state == Message.State.WAITING else str(state)


def _later(message: Message, words: str, now: datetime) -> str:
    """Try again after a pause that doubles; not beyond the last day, which begins to run with the first refusal."""
    give_up_at = message.give_up_at or now + DAYS_OF_TRYING
    pause = min(FIRST_PAUSE * 2 ** min(message.tries - 1, 20), LONGEST_PAUSE)
    next_try_at = now + _roughly(pause)
    if next_try_at > give_up_at:
        words = f"Given up after {message.tries} tries. {words}"
        return _settle(message, Message.State.FAILED, words, give_up_at=give_up_at)
    return _settle(message, Message.State.WAITING, words, next_try_at=next_try_at, give_up_at=give_up_at)


def _server_away(error: Exception, now: datetime) -> str:
    """Nothing can leave: all that is due waits together, first seconds, then minutes; no letter is held to account."""
    words = f"The mail server cannot be reached. {said(error)}"
    with transaction.atomic():
        waiting = _due(now).filter(state=Message.State.WAITING)
        if (oldest := waiting.order_by("made_at").first()) is not None:
            waited = (now - oldest.made_at) / 4
            pause = min(max(waited, SERVER_AWAY_AT_LEAST), SERVER_AWAY_AT_MOST)
            waiting.order_by().update(next_try_at=now + _roughly(pause), last_error=words[:2000])
    return words


def _roughly(pause: timedelta) -> timedelta:
    """A quarter more or less, so that letters refused together do not come back together."""
    return pause * random.uniform(0.75, 1.25)  # noqa: S311  (no secret)


def _close(connection: Any) -> None:
    with suppress(OSError, smtplib.SMTPException):
        connection.close()


# What the office does about it ------------------------------------------------------------------------------


@transaction.atomic
def try_again(*, message: Message) -> Message:
    """Send a letter at the next round, whatever was said before; its days of trying begin anew."""
    held = _held(message, "tried again")
    if not held.to_address:
        raise Refused("This letter has no address any more and cannot be tried again.")
    held.state, held.next_try_at, held.give_up_at, held.tries = Message.State.WAITING, timezone.now(), None, 0
    held.save(update_fields=["state", "next_try_at", "give_up_at", "tries"])
    return held


@transaction.atomic
def cancel(*, message: Message) -> Message:
    """Keep a letter that has not left from leaving; also the end of one that could not be sent."""
    held = _held(message, "cancelled")
    held.state, held.next_try_at = Message.State.CANCELLED, None
    held.save(update_fields=["state", "next_try_at"])
    return held


@transaction.atomic
def forget_letters(*, person: Person) -> int:
    """Take address, name and words out of every letter to somebody who is erased; nothing that waits is sent."""
    theirs = Message.objects.filter(person=person)
    forget_words(letters=theirs)
    return theirs.update(to_address="", to_name="", subject="", headers={}, last_error="", refusal="")


@transaction.atomic
def forget_words(*, letters: QuerySet[Message]) -> int:
    """Take the words and files out of letters that speak of somebody who is erased; whom they went to stays."""
    waiting = Q(state__in=[Message.State.WAITING, Message.State.SENDING, Message.State.FAILED])
    letters.filter(waiting).update(state=Message.State.CANCELLED, next_try_at=None)
    MessageFile.objects.filter(message__in=letters.order_by().values("pk")).delete()
    return letters.update(body="", html="")


@transaction.atomic
def take_out(*, letters: QuerySet[Message]) -> int:
    """Take letters out of the outbox whole, because what became of them is kept elsewhere or nobody may know it any more.

    One that waits is not sent; one that its sender has in hand at this moment leaves, and is not tried again.
    """
    return letters.delete()[1].get(Message._meta.label, 0)


def _held(message: Message, act: str) -> Message:
    held = Message.objects.select_for_update().get(pk=message.pk)
    if held.state not in (Message.State.WAITING, Message.State.FAILED):
        raise Refused(f"This letter is {held.get_state_display()} and cannot be {act}.")
    return held


def not_left(now: datetime) -> QuerySet[Message]:
    """Letters that the office should know of: they could not be sent, or have waited for more than an hour."""
    waiting = Q(state__in=[Message.State.WAITING, Message.State.SENDING], made_at__lt=now - WORTH_SAYING)
    return Message.objects.filter(Q(state=Message.State.FAILED) | waiting)
