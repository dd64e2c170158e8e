"""What a mail server means when it does not take a letter: for good or for now, the letter or the address."""

from __future__ import annotations

import re
import smtplib
from typing import Final

FINER_CODE: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
"""A status of RFC 3463 at the beginning of a server's words: 5.1.1."""


def refused_for_good(error: Exception) -> bool:
    """Whether the server said that this letter will never be taken: an unknown address, words or a size it refuses.

    That the office itself may not send (a wrong password, a sender not known) is no fault of the letter, which waits.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code == 552
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def address_refused(error: Exception) -> str:
    """The code, and the finer code if there is one, by which the server refused the address; empty where it refused the letter."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    code, words = next(iter(error.recipients.values()))
    finer = FINER_CODE.match(_decoded(words))
    return f"{code} {finer[0]}" if finer else str(code)


def said(error: Exception) -> str:
    """The server's own words, or the system's."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        told = [f"{code} {_decoded(words)}" for code, words in error.recipients.values()]
        return f"The mail server said: {'; '.join(told)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"The mail server said: {error.smtp_code} {_decoded(error.smtp_error)}"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "The mail server did not answer in time."
    return str(getattr(error, "strerror", None) or error or type(error).__name__)


def _decoded(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
