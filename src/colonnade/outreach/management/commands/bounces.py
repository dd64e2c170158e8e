"""Read what came back of the newsletter: messages that it could not be delivered, and complaints."""

from __future__ import annotations

import mailbox
import sys
from collections import Counter
from collections.abc import Iterator
from email import message_from_binary_file
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from colonnade.outreach.actions import note_returned
from colonnade.outreach.rules.bounces import read

WORDS = (
    ("hard", "mailboxes that do not exist"),
    ("soft", "letters put back"),
    ("complaint", "complaints"),
    ("known", "known already"),
    ("unknown", "about no newsletter of this office"),
    ("other", "no report of failed delivery"),
)


class Command(BaseCommand):
    """A mailbox may be read again and again: what is told twice counts once. Nothing is deleted from it."""

    help = "Read bounces and complaints of the newsletter from a mailbox, a folder, or what is piped in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "place", nargs="?", default="-",
            help="an mbox file, a Maildir, a folder of .eml files or one of them; - reads one message that is piped in",
        )  # fmt: skip

    def handle(self, *, place: str, **options: Any) -> None:
        told: Counter[str] = Counter()
        for message in _messages(place):
            returned = read(message)
            told[note_returned(returned=returned) if returned else "other"] += 1
        if not told:
            raise CommandError(f"There is no message in {place}.")
        said = ", ".join(f"{told[kind]:,} {words}" for kind, words in WORDS if told[kind])
        self.stdout.write(f"{sum(told.values()):,} read: {said}.")


def _messages(place: str) -> Iterator[Message]:
    if place == "-":
        yield message_from_binary_file(sys.stdin.buffer)
        return
    path = Path(place)
    if not path.exists():
        raise CommandError(f"{place} does not exist.")
    if path.is_dir() and (path / "cur").is_dir():
        yield from mailbox.Maildir(path, create=False)
    elif path.is_dir() or path.suffix == ".eml":
        for file in sorted(path.glob("*.eml")) if path.is_dir() else [path]:
            with file.open("rb") as held:
                yield message_from_binary_file(held)
    else:
        yield from mailbox.mbox(path, create=False)
