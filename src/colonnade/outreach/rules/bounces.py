"""Reading what comes back: messages of failed delivery (RFC 3464) and complaints (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final, Literal

Kind = Literal["hard", "soft", "complaint"]

WORST_FIRST: Final[tuple[Kind, ...]] = ("complaint", "hard", "soft")
"""Which kind a message is of that speaks of several."""

HARD: Final = re.compile(r"5\.1\.(?:0|1|2|3|6|10)|5\.2\.1|5\.4\.4")
"""No such mailbox or domain, or a mailbox that is shut. Anything else of class 5 (full, too large, refused by a policy) is
about this letter or this day, and counts as put back."""
HARD_CODES: Final = frozenset({"550", "551", "553"})
"""The same by a server that says no finer status."""
COMPLAINTS: Final = frozenset({"abuse", "fraud", "opt-out"})
"""Other reports are not a reader's: that a signature failed, or that a letter was no spam after all."""
_MARK: Final = re.compile(r"\+([0-9a-f]{32})@")
_MESSAGE_ID: Final = re.compile(r"<([0-9a-f]{32})@")
_GIVES_ADDRESS: Final = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


@dataclass(frozen=True)
class Returned:
    """What one message that came back says: about which letter, and of what kind it is."""

    mark: str
    kind: Kind


def kind_of(status: str) -> Kind | None:
    """What a status means: ``5.1.1``, ``550 5.7.1``, ``550``; None for a letter that is only late."""
    code, _space, finer = status.strip().rpartition(" ")
    finer, code = (finer, code) if "." in finer else ("", finer)
    if finer:
        if finer[0] == "5":
            return "hard" if HARD.fullmatch(finer) else "soft"
        return "soft" if finer[0] == "4" else None
    if code in HARD_CODES:
        return "hard"
    return "soft" if code[:1] in ("4", "5") else None


def read(message: Message) -> Returned | None:
    """The letter a message is about and what became of it; None for anything else, such as an answer of somebody away."""
    marks = list(_marks(message))
    if not marks or message.get_content_type() != "multipart/report":
        return None
    kinds = {kind for part in message.walk() if (kind := _kind(part))}
    worst = next((kind for kind in WORST_FIRST if kind in kinds), None)
    return Returned(marks[0], worst) if worst else None


def _kind(part: Message) -> Kind | None:
    held = part.get_content_type()
    if held == "message/feedback-report":
        told = part.get_payload()
        kinds = {
            str(one.get("Feedback-Type", "")).strip().lower() for one in told if isinstance(one, Message)
        }
        return "complaint" if kinds & COMPLAINTS else None
    if held != "message/delivery-status":
        return None
    fields = part.get_payload()
    told = [_of_recipient(each) for each in fields if isinstance(each, Message)]
    return "hard" if "hard" in told else "soft" if "soft" in told else None


def _of_recipient(fields: Message) -> Kind | None:
    """What is said of one recipient. A letter that will still be tried is no bounce; one given up after days is put back."""
    if str(fields.get("Action", "")).strip().lower() != "failed":
        return None
    status = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})", str(fields.get("Status", "")))
    return kind_of(status[1]) if status else "soft"


def _marks(message: Message) -> Iterator[str]:
    """The marks of our letters in it: in the address it came to, then in the headers of the letter it brings back."""
    for name in _GIVES_ADDRESS:
        for value in message.get_all(name, ()):
            yield from _MARK.findall(str(value))
    for part in message.walk():
        yield from _MESSAGE_ID.findall(str(part.get("Message-ID", "")))
        if part.get_content_type() == "text/rfc822-headers":
            yield from _MESSAGE_ID.findall(str(part.get_payload()))
    for name in ("In-Reply-To", "References"):
        yield from _MESSAGE_ID.findall(str(message.get(name, "")))
