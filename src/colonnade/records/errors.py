"""Errors that speak to the person who caused them: what happened, to what, and what to do next."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model


class Refused(Exception):
    """An act that the record does not allow. Its text is shown to the user as it stands."""


def refuse_unsound(record: Model) -> None:
    """Refuse a record that breaks a rule of its kind, in the words of that rule."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
