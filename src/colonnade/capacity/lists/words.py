"""The words by which lists say what is known: states of a registration, sex, nothing, and the bodies that are no countries."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from colonnade.capacity.lists.listed import (
    ABSENT,
    ATTENDED,
    DUPLICATE,
    NOT_ATTENDING,
    REGISTERED,
    TEST,
    TRANSFERRED,
)
from colonnade.people.models import Sex
from colonnade.places.shipped import rows as shipped
from colonnade.records.intake.cells import folded

EMPTY: Final = frozenset({"na", "n/a", "n.a.", "-", "–", "—", "#n/a"})
STATUS: Final[dict[str, str]] = (
    dict.fromkeys(
        ("attending", "registered", "completed", "complete", "paid", "confirmed", "inscrit", "inscrito", "pending",
         "unpaid", "awaiting payment", "pending payment", "approval pending", "accepted"), REGISTERED)
    | dict.fromkeys(("checked in", "attended", "present", "présent", "presente"), ATTENDED)
    | dict.fromkeys(("absent", "no show", "did not attend"), ABSENT)
    | dict.fromkeys(
        ("not attending", "cancelled", "canceled", "withdrawn", "rejected", "deleted", "refunded", "expired", "declined",
         "annulé", "cancelado", "canceled (paid fee)"), NOT_ATTENDING)
    | dict.fromkeys(("transferred", "transféré", "transferido"), TRANSFERRED)
)  # fmt: skip
SEX: Final[dict[str, str]] = (
    dict.fromkeys(("f", "female", "woman", "femme", "féminin", "mujer", "femenino", "женский", "ж", "女", "여", "여성", "أنثى"),
                  str(Sex.FEMALE))
    | dict.fromkeys(("m", "male", "man", "homme", "masculin", "hombre", "masculino", "мужской", "м", "男", "남", "남성", "ذكر"),
                    str(Sex.MALE))
    | dict.fromkeys(("another", "other", "non binary", "x", "autre", "otro"), str(Sex.ANOTHER))
    | dict.fromkeys(("prefer not to say", "prefers not to say", "undisclosed"), str(Sex.UNDISCLOSED))
)  # fmt: skip
TEST_NAME: Final = re.compile(r"test(er|ing)?\d*|asdf\w*|xxx+", re.IGNORECASE)
WHY_LEFT: Final = {
    DUPLICATE: "It is a second registration of the person in row %(row)s: the same e-mail and name.",
    NOT_ATTENDING: "The list says “%(word)s”.",
    TRANSFERRED: "The list says “%(word)s”: the ticket went to somebody else.",
    TEST: "It looks like a test.",
}


def body_called(text: str) -> str:
    """The name by which a body is usually called: UN DESA for the Department."""
    wanted = folded(text)
    return next((short or name for name, short in bodies().items() if folded(name) == wanted), text)


@cache
def bodies() -> dict[str, str]:
    """The bodies that stand where a country is expected, with their short names."""
    return {row["name"]: row["short"] for row in shipped("bodies")}
