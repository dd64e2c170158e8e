"""Screening: which submissions are judged, and which are not and why; what is hidden from those who judge."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.records.uploads import checked, kept_as
from colonnade.research.actions.submissions import LARGEST, locked
from colonnade.research.attachments import plain_text, without_properties
from colonnade.research.blinding import Blind
from colonnade.research.models import Judgement, Submission, SubmissionFile

State = Submission.State

OPEN = (State.SENT, State.ELIGIBLE, State.NOT_ELIGIBLE, State.DUPLICATE)
"""States in which the office may still say whether a submission is judged."""


@transaction.atomic
def screen(
    *, submission: Submission, verdict: str, by: Account, reason: str = "", words: str = "",
    duplicate_of: Submission | None = None,
) -> Submission:  # fmt: skip
    """Say that a submission is eligible; or not, with a reason of the list; or a duplicate of another of the same call."""
    held = locked(submission)
    if held.state not in OPEN:
        raise Refused(
            _("%(code)s is “%(state)s”: there is nothing to screen.")
            % {"code": held.code, "state": held.get_state_display()}
        )
    if verdict not in (State.ELIGIBLE, State.NOT_ELIGIBLE, State.DUPLICATE):
        raise Refused(_("Say whether it is eligible, not eligible, or a duplicate."))
    if verdict == State.NOT_ELIGIBLE:
        if reason not in Submission.Reason.values:
            raise Refused(_("Choose why it is not eligible: the reason is told to the submitter."))
        if reason == Submission.Reason.OTHER and not words.strip():
            raise Refused(_("Say in words which other reason there is."))
    if verdict == State.DUPLICATE:
        _refuse_false_duplicate(held, duplicate_of)
    held.state, held.screened_by, held.screened_on = verdict, by, date.today()
    held.reason = reason if verdict == State.NOT_ELIGIBLE else ""
    held.reason_words = words.strip()[:400] if verdict != State.ELIGIBLE else ""
    held.duplicate_of = duplicate_of if verdict == State.DUPLICATE else None
    held.save(update_fields=["state", "screened_by", "screened_on", "reason", "reason_words", "duplicate_of"])
    if verdict != State.ELIGIBLE:
        # What nobody has begun to judge is taken out of their hands; what was sent stays with its reasons.
        held.judgements.filter(state=Judgement.State.GIVEN, scores={}).delete()
    return held


def _refuse_false_duplicate(held: Submission, other: Submission | None) -> None:
    other = Submission.objects.filter(pk=other.pk).first() if other else None
    if other is None or other.call_id != held.call_id or other.pk == held.pk:
        raise Refused(_("Name the submission of this call that it is a duplicate of."))
    if other.state in (State.DRAFT, State.TAKEN_BACK, State.DUPLICATE):
        raise Refused(
            _("%(code)s is “%(state)s”: choose the one that is judged.")
            % {"code": other.code, "state": other.get_state_display()}
        )


@transaction.atomic
def hide_words(*, submission: Submission, words: str) -> Submission:
    """Say which words besides names and addresses are struck out before a reviewer reads the submission."""
    held = locked(submission)
    held.hidden_words = "\n".join(
        dict.fromkeys(told for line in words.splitlines() if (told := line.strip()))
    )
    held.save(update_fields=["hidden_words"])
    for file in held.files.exclude(shown=""):
        if Blind(held).finds(file.text):
            _unshow(file)
    return held


@transaction.atomic
def show_file(*, file: SubmissionFile, by: Account, redacted: bytes | None = None) -> SubmissionFile:
    """Let reviewers see a file, after somebody has looked at it: a copy without its properties, of it or of a redacted one.

    Refused where its text still says who sent it. What stands in pictures no machine reads: that is what looking is for.
    """
    held = locked(file.submission)
    row = SubmissionFile.objects.select_for_update().get(pk=file.pk)
    if redacted is not None:
        content, kind = redacted, checked(redacted, most=LARGEST)
    else:
        with row.file.open("rb") as sent:
            content, kind = sent.read(), row.kind
    if Blind(held, [row.name.rpartition(".")[0]]).finds(plain_text(content, kind)):
        raise Refused(
            _(
                "The text of this file says who sent it. Send a copy in which that is blackened, or leave its plain text only."
            )
        )
    bare = without_properties(content, kind)
    if row.shown:
        _unshow(row)
    row.shown.save(f"x.{kind}", kept_as(bare, kind), save=False)
    row.shown_by = by
    row.save(update_fields=["shown", "shown_by"])
    return row


@transaction.atomic
def unshow_file(*, file: SubmissionFile) -> SubmissionFile:
    """Take the copy away from reviewers again."""
    row = SubmissionFile.objects.select_for_update().get(pk=file.pk)
    _unshow(row)
    return row


def _unshow(row: SubmissionFile) -> None:
    if row.shown:
        held = row.shown.name
        storage = row.shown.storage
        transaction.on_commit(lambda: storage.delete(held))
    row.shown, row.shown_by = "", None
    row.save(update_fields=["shown", "shown_by"])
