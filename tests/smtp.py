"""A real mail server for tests, on a port of this machine, that fails as it is told.

    with MailServer() as server:
        server.serve(settings)                                       # Django now sends to it
        server.fails(Fault("451 4.7.1 Come back later", times=2))    # the next two letters are put off
        ...
        server.subjects()                                            # what arrived, in order

``down()`` closes the port and ``up()`` opens the same one again.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

ALWAYS = 1_000_000


@dataclass
class Fault:
    """One way to fail. ``at`` the sender (``mail``), a recipient (``rcpt``) or the text (``data``); ``to`` one address,
    or everybody.

    ``wait`` is before the answer; ``cut`` breaks the connection instead of answering, and ``kept`` says whether the
    letter was taken before.
    """

    reply: str = ""
    at: str = "data"
    to: str = ""
    times: int = 1
    wait: float = 0.0
    cut: bool = False
    kept: bool = False


class MailServer:
    """Takes letters and keeps them in ``letters``, in the order in which it took them."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.senders: list[str] = []
        self.faults: list[Fault] = []
        self.connections = 0
        self._lock = threading.Lock()
        with socket.socket() as free:
            free.bind((self.host, 0))
            self.port = free.getsockname()[1]
        self._controller: Controller | None = None

    def __enter__(self) -> MailServer:
        self.up()
        return self

    def __exit__(self, *_what: Any) -> None:
        self.down()

    def up(self) -> None:
        self._controller = Controller(_Handler(self), hostname=self.host, port=self.port, ready_timeout=20)
        self._controller.start()

    def down(self) -> None:
        controller, self._controller = self._controller, None
        if controller is not None:
            controller.stop()

    @property
    def url(self) -> str:
        """As ``COLONNADE_MAIL_URL`` wants it, for a process of its own."""
        return f"smtp://{self.host}:{self.port}"

    def serve(self, settings: Any, timeout: float = 5.0) -> None:
        """Make it the mail server of Django's settings."""
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = self.host, self.port, timeout
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False

    def fails(self, *faults: Fault) -> None:
        self.faults += faults

    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in list(self.letters)]

    def fault(self, at: str, addresses: list[str]) -> Fault | None:
        """The next failure that is meant for this moment and these addresses; used up by being asked for."""
        with self._lock:
            for fault in self.faults:
                if fault.at == at and fault.times > 0 and (not fault.to or fault.to in addresses):
                    fault.times -= 1
                    return fault
        return None

    def take(self, content: bytes) -> None:
        with self._lock:
            self.letters.append(message_from_bytes(content, policy=default))  # type: ignore[arg-type]


class _Handler:
    """The server's answers, in the words of aiosmtpd."""

    def __init__(self, held: MailServer) -> None:
        self.held = held

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.held.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if fault := self.held.fault("mail", [address]):
            return fault.reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if fault := self.held.fault("rcpt", [address]):
            await asyncio.sleep(fault.wait)
            if fault.cut:
                server.transport.abort()
            if fault.reply:
                return fault.reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        fault = self.held.fault("data", envelope.rcpt_tos) or Fault()
        await asyncio.sleep(fault.wait)
        if fault.kept or not (fault.reply or fault.cut):
            self.held.senders.append(envelope.mail_from)
            self.held.take(envelope.content)
        if fault.cut:
            server.transport.abort()
        return fault.reply or "250 OK"
