"""What those who submit and those who judge are told by mail, in their language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from colonnade.office.queries import office_name_on
from colonnade.people.models import Message
from colonnade.people.outbox import post
from colonnade.records.languages import site_language
from colonnade.research.case_links import judge_address, submission_address
from colonnade.research.models import Call, Judge, Submission
from colonnade.research.rules.calls import by_its_clock
from colonnade.values.languages import known
from colonnade.values.words import date_words


def title_in(call: Call, language: str) -> str:
    """The title of a call in a language, or in its own."""
    return next((text.title for text in call.texts.all() if text.language == known(language)), call.title)


def _closing(call: Call, language: str) -> str:
    office, _short = office_name_on(date.today(), known(language))
    lines = [office]
    if call.contact:
        lines.append(_("Questions: %(address)s") % {"address": call.contact})
    return "\n".join(lines)


def _to_submitter(submission: Submission, occasion: str, subject: str, *words: str) -> Message | None:
    """A letter to whoever wrote a submission, with the link to it. The words come translated."""
    if not submission.email:
        return None
    paragraphs = [
        _("Dear %(name)s,") % {"name": submission.contact_name}
        if submission.contact_name
        else _("Good day,"),
        *words,
        _("Your submission:") + f"\n{submission_address(submission)}",
        _("Whoever has this link can see and change the submission. Please do not pass it on."),
        _closing(submission.call, submission.language),
    ]
    return post(
        key=f"submission/{submission.code}/{occasion}", to_address=submission.email, to_name=submission.contact_name,
        subject=subject % {"title": title_in(submission.call, submission.language)}, body="\n\n".join(paragraphs),
        language=submission.language, person=submission.person, ref=submission.ref,
    )  # fmt: skip


def _until(submission: Submission) -> str:
    closes = submission.call.closes_at
    if closes is None:
        return ""
    return _("Until %(moment)s you can correct it and take it back.") % {
        "moment": by_its_clock(closes, submission.call)
    }


def draft_kept(submission: Submission) -> Message | None:
    """Where the draft is, to go on with it."""
    with override(site_language(submission.language)):
        closes = submission.call.closes_at
        words = _(
            "Your draft is kept. Nothing has been sent yet: go on with it by the link below, and send it."
        )
        until = (
            _("The call closes on %(moment)s.") % {"moment": by_its_clock(closes, submission.call)}
            if closes
            else ""
        )
        occasion = f"draft-{submission.link_version}"
        return _to_submitter(submission, occasion, _("Your draft: %(title)s"), words, until)


def received(submission: Submission) -> Message | None:
    """That it has come, and what can still be done."""
    with override(site_language(submission.language)):
        words = _("Your submission “%(submission)s” has reached us. Its number is %(code)s.") % {
            "submission": submission.title, "code": submission.code,
        }  # fmt: skip
        return _to_submitter(submission, "received", _("Received: %(title)s"), words, _until(submission))


def new_link(submission: Submission) -> Message | None:
    """A link that replaces an earlier one."""
    with override(site_language(submission.language)):
        words = _("Here is the link to your submission. Earlier links no longer open it.")
        occasion = f"link-{submission.link_version}"
        return _to_submitter(submission, occasion, _("Your submission: %(title)s"), words)


def taken_back(submission: Submission) -> Message | None:
    with override(site_language(submission.language)):
        words = _("You took your submission “%(submission)s” back. It is not judged.") % {
            "submission": submission.title
        }
        return _to_submitter(submission, "taken-back", _("Taken back: %(title)s"), words)


def outcome(submission: Submission) -> Message | None:
    """What was decided: selected, not selected, not eligible and why, or a duplicate of another."""
    state, call = Submission.State(submission.state), submission.call
    with override(site_language(submission.language)):
        award = call.kind == Call.Kind.AWARD
        words = {
            Submission.State.SELECTED: (
                _("We are glad to tell you that your submission “%(submission)s” was selected.")
                if not award
                else _("We are glad to tell you that “%(submission)s” receives the award.")
            ),
            Submission.State.DECLINED: _("Your submission “%(submission)s” was not selected. Thank you for the work you put into it."),
            Submission.State.NOT_ELIGIBLE: _("Your submission “%(submission)s” could not be considered."),
            Submission.State.DUPLICATE: _("Your submission “%(submission)s” tells of what another submission tells; that one was considered."),
        }[state] % {"submission": submission.title}  # fmt: skip
        more = []
        if state == Submission.State.SELECTED:
            more.append(
                _("Before it is published we shall send you the text. Nothing else is needed from you now.")
            )
        if state == Submission.State.NOT_ELIGIBLE:
            more.append(_("Reason: %(reason)s") % {"reason": submission.get_reason_display()})
        return _to_submitter(submission, f"outcome-{state}", _("The outcome: %(title)s"), words, *more)


def asked_to_judge(judge: Judge, number: int) -> Message:
    """The link to what a reviewer is asked to judge; the first time, or again with how much is left."""
    call = judge.call
    with override(site_language(judge.language)):
        again = judge.reminders > 0
        title = title_in(call, judge.language)
        waiting = ngettext(
            "%(number)s submission waits for your review.",
            "%(number)s submissions wait for your review.",
            number,
        ) % {"number": number}
        by = (
            _("Please send your reviews by %(day)s.")
            % {"day": date_words(call.reviews_by, known(judge.language))}
            if call.reviews_by
            else ""
        )
        paragraphs = [
            _("Dear %(name)s,") % {"name": judge.name},
            _("You review submissions to “%(title)s”.") % {"title": title} + f" {waiting} {by}".rstrip(),
            _("You will not see who sent them. Where you recognise one all the same, or have a part in it, say so on its page: somebody else then reviews it."),
            judge_address(judge),
            _("The link is yours alone. Please do not pass it on."),
            _closing(call, judge.language),
        ]  # fmt: skip
        subject = _("Reminder: reviews for “%(title)s”") if again else _("Reviews for “%(title)s”")
        return post(
            key=f"judge/{judge.code}/{judge.link_version}-{judge.reminders}", to_address=judge.email,
            to_name=judge.name, subject=subject % {"title": title}, body="\n\n".join(paragraphs),
            language=judge.language, ref=judge.ref,
        )  # fmt: skip
