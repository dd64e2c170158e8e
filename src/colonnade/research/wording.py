"""What the office writes to peer reviewers, in their language: subject and text of each letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from colonnade.office.queries import office_name_on
from colonnade.research.models import PeerReviewer
from colonnade.values.languages import known
from colonnade.values.words import date_words


@dataclass(frozen=True)
class Words:
    """A letter before it is posted."""

    subject: str
    body: str


def site_language(language: str) -> str:
    """The name that the public pages give a language: ``zh`` is ``zh-hans`` there."""
    return next((code for code, _name in settings.LANGUAGES if known(code) == known(language)), "en")


def invitation_to_review(reviewer: PeerReviewer, link: str, *, again: bool = False) -> Words:
    """To a reviewer: which draft, until when, who will read what they write, and where."""
    held = reviewer.round
    with override(site_language(held.language)):
        title = str(held.study)
        subject = _("Reminder: review of “%(title)s”") if again else _("Please review: %(title)s")
        parts = (
            _("Dear %(name)s,") % {"name": reviewer.called},
            _("You are asked to review a draft of the study “%(title)s” (version %(version)s).")
            % {"title": title, "version": held.draft.version},
            held.words.strip(),
            _("Please send your review by %(day)s.") % {"day": date_words(held.due_on, known(held.language))}
            if held.due_on
            else "",
            _("The authors are not told who wrote which review.")
            if held.anonymous
            else _("The authors read who wrote which review."),
            _("Read the draft and write your comments on this page. It is yours alone and needs no account:"),
            link,
            _("The draft is not published: please do not hand it on."),
            office_name_on(date.today(), known(held.language))[0],
        )
        return Words(subject % {"title": title}, "\n\n".join(part for part in parts if part))
