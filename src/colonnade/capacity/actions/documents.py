"""Documents that a participant sends: letters, proofs, kept as evidence of their participation."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from colonnade.capacity.models import Registration
from colonnade.records.actions import add_evidence
from colonnade.records.errors import Refused
from colonnade.records.models import Evidence
from colonnade.records.uploads import checked, kept_as

LARGEST, MOST_FILES = 5_000_000, 5
"""Bytes of a file that somebody sends, and how many they may send."""

HANDED_IN = "sent-by-participant-"
"""So begins the name of a file that the person sent, by which it is told from the office's own evidence."""


@transaction.atomic
def hand_in(*, registration: Registration, title: str, content: bytes) -> Evidence:
    """Keep a document that the person sends: a letter, a proof. What it is, its content says."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related("participation")
    held = rows.get(pk=registration.pk)
    if handed_in(held).count() >= MOST_FILES:
        raise Refused(
            _("You have sent %(most)s documents; no more can be taken here. Please write to the office.")
            % {"most": MOST_FILES}
        )
    kind = checked(content, most=LARGEST)
    file = kept_as(content, kind)
    file.name = f"{HANDED_IN}{file.name}"
    return add_evidence(
        record=held.participation,
        title=title.strip()[:200] or _("Document sent by the participant"),
        file=file,
    )


def handed_in(registration: Registration) -> QuerySet[Evidence]:
    """What the person sent; never what the office keeps of its own with their participation."""
    held = Evidence.objects.filter(ref=registration.participation.ref, file__contains=f"/{HANDED_IN}")
    return held.order_by("pk")
