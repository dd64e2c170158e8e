"""Letters asked for: those of a person, and what they are written from."""

from __future__ import annotations

from django.db.models import QuerySet

from colonnade.capacity.models import Letter, Participation
from colonnade.records.queries import standing


def letters_of(participation: Participation) -> QuerySet[Letter]:
    """The letters that stand for somebody: what was replaced is not among them."""
    return standing(Letter.objects).filter(participation=participation).order_by("-issued_on", "code")


def institution_of(participation: Participation) -> str:
    """The institution as the record has it, else as the person or the focal point wrote it."""
    if participation.organisation:
        return str(participation.organisation)
    forms = (getattr(participation, "registration", None), getattr(participation, "nomination", None))
    return next((form.organisation_name for form in forms if form and form.organisation_name), "")
