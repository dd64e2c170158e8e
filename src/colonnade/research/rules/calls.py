"""What holds for every call: when it takes submissions, what may become of one, and who may not judge it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from colonnade.research.models import Call, Judge, Submission
from colonnade.values.comparing import folded
from colonnade.values.words import moment_words

State = Submission.State

IN_HAND: Final = (
    State.SENT,
    State.ELIGIBLE,
    State.NOT_ELIGIBLE,
    State.DUPLICATE,
    State.SELECTED,
    State.DECLINED,
)
"""Submissions that were sent and not taken back: those the office answers for."""

ADMITTED: Final = (State.ELIGIBLE, State.SELECTED, State.DECLINED)
"""Those that were found eligible, whatever was decided afterwards."""

ANYBODYS_MAIL: Final = frozenset({
    "gmail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "icloud.com", "qq.com", "163.com", "126.com", "mail.ru",
    "yandex.ru", "naver.com", "daum.net", "hanmail.net", "proton.me", "protonmail.com", "aol.com", "gmx.net", "yahoo.fr",
    "example.org", "example.com",
})  # fmt: skip
"""Where anybody has a mailbox: two who share it need not be colleagues."""

SHORTEST_NAME: Final = 8
"""Letters of an institution's name that is looked for within another."""


def takes_submissions(call: Call, now: datetime) -> str:
    """Why a call takes no submission at a moment, in a word; empty where it takes them."""
    if call.withdrawn_on or not call.public or call.closes_at is None:
        return "not_public"
    if call.opens_at and now < call.opens_at:
        return "not_yet"
    return "over" if now >= call.closes_at else ""


def why_closed(call: Call, word: str) -> str:
    """The same in a sentence, in the language of the page."""
    if word == "not_yet" and call.opens_at:
        return _("This call opens on %(moment)s.") % {"moment": by_its_clock(call.opens_at, call)}
    if word == "over" and call.closes_at:
        return _("This call closed on %(moment)s.") % {"moment": by_its_clock(call.closes_at, call)}
    return _("Nothing can be sent in answer to this call.")


def by_its_clock(moment: datetime, call: Call) -> str:
    return moment_words(moment, call.zone, get_language() or "en")


def may_not_change(submission: Submission, now: datetime | None = None) -> str:
    """Why the person who sent it can change nothing any more; empty where they can."""
    if submission.state == State.TAKEN_BACK:
        return _("You took this submission back. It is not judged.")
    if word := takes_submissions(submission.call, now or timezone.now()):
        return why_closed(submission.call, word)
    if submission.state not in (State.DRAFT, State.SENT):
        return _(
            "The office has begun to work on this submission. Please write to the office to have it corrected."
        )
    return ""


def why_not_judge(judge: Judge, submission: Submission) -> str:
    """Why a reviewer is not given a submission: from the same country, institution or office; empty where they may be."""
    if judge.call_id != submission.call_id:
        return _("another call")
    if judge.email and judge.email.casefold() == submission.email.casefold():
        return _("sent it")
    if judge.country_id and judge.country_id == submission.country_id:
        return _("the same country")
    if same_institution(judge.organisation_name, submission.organisation_name):
        return _("the same institution")
    ours, theirs = (address.rpartition("@")[2].casefold() for address in (judge.email, submission.email))
    if ours and ours == theirs and ours not in ANYBODYS_MAIL:
        return _("the same institution, by their e-mail")
    return ""


def same_institution(one: str, other: str) -> bool:
    """Are these names of one institution? Alike without case and accents, or one within the other."""
    first, second = sorted((" ".join(folded(name).split()) for name in (one, other)), key=len)
    return bool(first) and (first == second or (len(first) >= SHORTEST_NAME and first in second))
