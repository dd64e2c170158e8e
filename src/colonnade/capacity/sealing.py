"""Links that only their holders have, and the box in which answers lie until a form closes.

Everything here rests on the office's signing key, which is in no database and no backup of one. What is known from a
copy of the database alone: who was asked, who has answered, and how many kilobytes the box has.
"""

from __future__ import annotations

import base64
import json
import secrets
from hashlib import sha256
from random import SystemRandom
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

from colonnade.capacity.models import EvaluationBox
from colonnade.records.errors import Refused

PAD: Final = 16_384
"""A box grows by so many bytes at a time, so that its size does not tell how much somebody wrote."""

shuffle = SystemRandom().shuffle


class BoxCannotBeOpened(Refused):
    """The signing key is not the one the box was sealed with."""


def new_salt() -> bytes:
    return secrets.token_bytes(32)


def link_of(box: EvaluationBox, participation: int) -> str:
    """The secret word of one person's link to one form: worked out when a letter is written, and kept nowhere."""
    return _word("link", box, participation)[:32]


def pair_of(box: EvaluationBox, participation: int) -> str:
    """What joins one person's tests before and after, from the salt of the test before and the signing key."""
    return _word("pair", box, participation)


def digest_of(link: str) -> str:
    """By what a link is recognised when it comes back."""
    return sha256(link.encode()).hexdigest()


def _word(purpose: str, box: EvaluationBox, participation: int) -> str:
    told = salted_hmac(
        f"colonnade.evaluation.{purpose}", f"{bytes(box.salt).hex()}:{participation}", algorithm="sha256"
    )
    return base64.urlsafe_b64encode(told.digest()).decode().rstrip("=").replace("_", "x").replace("-", "y")


def unsealed(box: EvaluationBox) -> list[dict[str, Any]]:
    """What lies in the box."""
    if not box.sealed:
        return []
    try:
        told = _seals(box).decrypt(bytes(box.sealed))
    except InvalidToken as error:
        raise BoxCannotBeOpened(
            "The answers were sealed with another signing key. Name the old one in COLONNADE_OLD_SECRET_KEYS "
            "until the form is closed."
        ) from error
    held: list[dict[str, Any]] = json.loads(told)
    return held


def put_in(box: EvaluationBox, entries: list[dict[str, Any]]) -> None:
    """Add what was answered, shuffle, and seal all of it anew: nothing of the row is as it was, and no order is left."""
    held = [*unsealed(box), *entries]
    shuffle(held)
    plain = json.dumps(held, ensure_ascii=False).encode()
    plain += b" " * (-len(plain) % PAD)
    # The time is left out of the seal: it would tell when the last answer came.
    box.sealed = Fernet(_key(box, settings.SECRET_KEY)).encrypt_at_time(plain, 0)


def _seals(box: EvaluationBox) -> MultiFernet:
    """Today's key, and those before it that are still set."""
    return MultiFernet(
        [Fernet(_key(box, key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(box: EvaluationBox, secret: str) -> bytes:
    told = salted_hmac("colonnade.evaluation.box", bytes(box.salt).hex(), secret=secret, algorithm="sha256")
    return base64.urlsafe_b64encode(told.digest())
