"""A study on its way: through its stages with a reason where one is asked, and its drafts as they come."""

from __future__ import annotations

import hashlib
import io
import uuid
import zipfile
from datetime import date
from typing import Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.research.actions.clearance import override_clearance
from colonnade.research.models import Draft, Product, ReviewRound, Study, StudyStage
from colonnade.research.queries.studies import products_of, why_not_published
from colonnade.research.rules.studies import ORDER, OUT, STATE_OF, next_stages, reason_needed, stage_of

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LARGEST: Final = 40_000_000
"""Bytes of a draft."""


@transaction.atomic
def move_study(
    *, study: Study, to: str, by: Account | None = None, because: str = "", override: str = ""
) -> Study:
    """Take a study to another stage, and its activity to the state that belongs to it.

    Putting off, calling off and stepping back need a reason, which stays with the activity and in its history. Nothing
    is cleared while its review is open, and nothing published before what comes out of it is cleared, unless the head
    overrides with a reason.
    """
    held = (
        Study.objects.select_for_update(no_key=True, of=("self",)).select_related("activity").get(pk=study.pk)
    )
    now = stage_of(held)
    if to not in next_stages(held):
        ways = ", ".join(str(StudyStage(stage).label) for stage in next_stages(held)) or "nowhere"
        raise Refused(
            f"{held.code} is at “{StudyStage(now).label}” and cannot go to “{StudyStage(to).label}” from there. "
            f"It can go to: {ways}."
        )
    because = because.strip()
    if reason_needed(held, to) and not because:
        raise Refused(f"Say why {held.code} goes to “{StudyStage(to).label}”: the reason is kept with it.")
    if to in ORDER and ORDER.index(to) >= ORDER.index(StudyStage.CLEARANCE):
        _refuse_under_review(held)
    if to in OUT and now not in OUT:
        _refuse_unpublished(held, by, override)
    held.stage = to
    held._change_reason = because[:100]  # type: ignore[attr-defined]  # read by the history
    held.save(update_fields=["stage"])
    activity = held.activity
    activity.state, activity.state_reason = STATE_OF[to], because[:300]
    activity._change_reason = because[:100]  # type: ignore[attr-defined]  # read by the history
    activity.save(update_fields=["state", "state_reason"])
    return held


def _refuse_under_review(study: Study) -> None:
    """An open round is closed or called off first."""
    round_ = ReviewRound.objects.filter(study=study, closed_on=None).order_by("number").first()
    if round_:
        raise Refused(
            f"Round {round_.number} of the peer review of {study.code} is open. Close it, or call it off, first."
        )


def _refuse_unpublished(study: Study, by: Account | None, override: str) -> None:
    """What comes out of a study is cleared, or out already; where the head decides otherwise, the decision is kept."""
    products = [one for one in products_of(study) if one.state != Product.State.ABANDONED]
    if not products:
        raise Refused(f"{study.code} has no product that could be published. Add what comes out of it first.")
    for product in products:
        if product.state == Product.State.PUBLISHED:
            continue
        why = why_not_published(product)
        if why and override.strip() and by is not None:
            override_clearance(product=product, by=by, because=override)
        elif why:
            raise Refused(why)


# --- drafts ----------------------------------------------------------------------------------------------------------


def kind_of(content: bytes) -> str:
    """``pdf`` or ``docx``, told by what is in it and never by its name; empty for anything else."""
    if content[:1024].lstrip().startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if not content.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return ""
    # One with macros is another kind of file, and runs what somebody else wrote.
    return "docx" if "word/document.xml" in names and "word/vbaProject.bin" not in names else ""


@transaction.atomic
def bring_draft(
    *, study: Study, content: bytes, title: str = "", by: Account | None = None, on: date | None = None
) -> Draft:
    """Keep the next version of a study's text, with its fingerprint. The same file twice is one version."""
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    kind = kind_of(content)
    if not kind:
        raise Refused(
            "The file is no PDF and no Word document (DOCX) that can be opened. Save it as one of these."
        )
    if len(content) > LARGEST:
        raise Refused(
            f"The file has {len(content) // 1_000_000} MB; at most {LARGEST // 1_000_000} MB can be kept."
        )
    sha256 = hashlib.sha256(content).hexdigest()
    versions = Draft.objects.filter(study=study)
    same = versions.filter(sha256=sha256).first()
    if same:
        raise Refused(f"This file is version {same.version} of {study.code} already.")
    last = versions.aggregate(last=Max("version"))["last"] or 0
    return Draft.objects.create(
        study=study, version=last + 1, title=title.strip()[:250], kind=kind, size=len(content), sha256=sha256, brought_by=by,
        brought_on=on or timezone.localdate(), file=ContentFile(content, name=f"{uuid.uuid4().hex}.{kind}"),
    )  # fmt: skip
