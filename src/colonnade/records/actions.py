"""What can happen to any record: it can be withdrawn, restored, and shown to be true by a file."""

from __future__ import annotations

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from colonnade.records.errors import Refused
from colonnade.records.models import Evidence, Record


@transaction.atomic
def withdraw(*, record: Record, because: str, on: date | None = None) -> Record:
    """Take a record out of every count, and keep it with the reason."""
    held = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if not because.strip():
        raise Refused(f"Say why {held.code} is withdrawn: the reason is kept with it.")
    if held.withdrawn_on:
        raise Refused(f"{held.code} was withdrawn on {held.withdrawn_on} ({held.withdrawn_because}).")
    held.withdrawn_on, held.withdrawn_because = on or date.today(), because.strip()
    held.save(update_fields=["withdrawn_on", "withdrawn_because"])
    return held


@transaction.atomic
def restore(*, record: Record) -> Record:
    """Put a withdrawn record back into every count; the history keeps that it was out."""
    held = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if not held.withdrawn_on:
        raise Refused(f"{held.code} is not withdrawn.")
    held.withdrawn_on, held.withdrawn_because = None, ""
    try:
        held.validate_constraints()
    except ValidationError as error:
        raise Refused(
            f"{held.code} cannot be restored: another record has taken its place. Withdraw that one first."
        ) from error
    held.save(update_fields=["withdrawn_on", "withdrawn_because"])
    return held


@transaction.atomic
def add_evidence(*, record: Record, title: str, file: UploadedFile) -> Evidence:
    """Keep a file that shows the record to be true, with its fingerprint."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return Evidence.objects.create(ref=record.ref, title=title, file=file, sha256=digest.hexdigest())
