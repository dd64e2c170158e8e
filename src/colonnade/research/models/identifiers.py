"""How the models of the room keep the numbers a publication is known by: checked, and in one form."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models

from colonnade.values import identifiers

KEPT_AS = {"isbn": identifiers.isbn, "issn": identifiers.issn, "doi": identifiers.doi}


def settle_identifiers(record: models.Model, **fields: Sequence[str]) -> None:
    """Bring each field into the form it is printed in; what has a wrong digit is said at its field."""
    wrong = {}
    for kind, names in fields.items():
        for name in names:
            if held := getattr(record, name).strip():
                try:
                    setattr(record, name, KEPT_AS[kind](held))
                except identifiers.NotAnIdentifier as error:
                    wrong[name] = str(error)
    if wrong:
        raise ValidationError(wrong)
