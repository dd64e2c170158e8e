"""A letter in the form of mail: its headers, its lines in their direction, its files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.header import Header
from email.utils import formataddr, parseaddr
from typing import Any, Final
from unicodedata import bidirectional, category

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

from colonnade.people.models import Message
from colonnade.values.languages import RIGHT_TO_LEFT

RIGHT_TO_LEFT_MARK: Final = "\N{RIGHT-TO-LEFT MARK}"


@dataclass(frozen=True)
class Sender:
    """In whose name letters leave, and where answers go."""

    name: str = ""
    reply_to: str = ""


def one_line(text: str) -> str:
    """One line without marks that control: nothing typed by anybody can begin another header."""
    return "".join(mark for mark in " ".join(text.split()) if category(mark) != "Cc")


class _Mail(EmailMultiAlternatives):
    """Mail whose subject begins on the line of its name: Django would fold a long first word of another script away from
    it, and some readers then see a subject that begins with a space."""

    def message(self) -> Any:
        mail = super().message()
        if not self.subject.isascii():
            mail.replace_header("Subject", Header(self.subject, "utf-8", header_name="Subject"))
        if leave := mail["List-Unsubscribe"]:
            # One address on one line: it is longer than lines usually are, and not every reader joins it again.
            mail.replace_header("List-Unsubscribe", Header(leave))
        return mail


def letter(message: Message, sender: Sender) -> EmailMessage:
    """The letter in the form in which it leaves."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    mail = _Mail(
        subject=_in_order(message.subject, message.language),
        body="\n".join(_in_order(line, message.language) for line in message.body.split("\n")),
        from_email=envelope(message, address),
        to=[_named(message.to_name, message.to_address)],
        reply_to=[_named(sender.name, sender.reply_to)] if sender.reply_to else None,
        headers={
            **message.headers,
            "From": _named(sender.name or name, address),
            "Message-ID": message_id(message, address),
            "Content-Language": message.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    for file in message.files.all():
        mail.attach(file.name, bytes(file.content), file.media_type)
    return mail


def message_id(message: Message, address: str) -> str:
    """The same for every copy of a letter, and for no other letter of this office or of a copy of it."""
    return f"<{mark_of(message)}@{address.rpartition('@')[2] or 'localhost'}>"


def mark_of(message: Message) -> str:
    """What tells a letter from every other, and what nobody can guess who has not received it."""
    return hashlib.sha256(f"{message.key} {message.made_at.isoformat()}".encode()).hexdigest()[:32]


def envelope(message: Message, address: str) -> str:
    """Where a letter goes back to if it cannot be delivered. One to a list comes back under an address of its own, where
    the office has a mailbox for that: the bounce then says which letter it is about, whatever else it says."""
    if not settings.BOUNCES or "List-Id" not in message.headers:
        return address
    local, _at, domain = settings.BOUNCES.rpartition("@")
    return f"{local}+{mark_of(message)}@{domain}"


def _named(name: str, address: str) -> str:
    return formataddr((one_line(name), address))


def _in_order(line: str, language: str) -> str:
    """A line as written; in a language that runs from right to left, one that begins with a Latin word is marked, or a
    mail program would lay the whole of it from left to right."""
    if language not in RIGHT_TO_LEFT:
        return line
    strong = [kind for kind in map(bidirectional, line) if kind in {"L", "R", "AL"}]
    return RIGHT_TO_LEFT_MARK + line if strong[:1] == ["L"] and {"R", "AL"} & set(strong) else line
