"""The figures of the newsletter: who has it, what was sent, what came back. Of opening and clicking nothing is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import Figure, Row
from colonnade.figures.dimensions import READERS, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.outreach.queries import NewsletterFact, SubscriberFact
from colonnade.values.units import LETTERS, NEWSLETTERS, SUBSCRIBERS


class Subscribers(Figure):
    """Mailboxes that have confirmed that they wish the newsletter and have it, as counted at the end of the as-of date.

    Whoever asked and did not confirm, left, or cannot be reached is not among them. One person may have two mailboxes.
    """

    key = "outreach.subscribers"
    label = _("Subscribers to the newsletter")
    unit = SUBSCRIBERS
    dimensions = (READERS,)
    clock = "the as-of date"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        wanted = scope.narrowed.get(READERS.key)
        last: dict[str, SubscriberFact] = {}
        for count in record.subscribers:
            if count.on <= scope.as_of and wanted in (None, count.language):
                last[count.language] = count
        for count in last.values():
            shares = {count.language: count.number} if by == READERS.key else {}
            yield Row(count.ref, count.code, count.on.isoformat(), count.number, shares)


class OfNewsletters(Figure):
    """A figure of the newsletters whose sending began in the period."""

    clock = "the day on which sending began"

    def letters(self, fact: NewsletterFact) -> Mapping[str, int]:
        """What one newsletter brings, by language."""
        raise NotImplementedError  # each kind says its own

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        wanted = scope.narrowed.get(READERS.key)
        for fact in record.newsletters:
            if fact.on not in scope.period:
                continue
            brought = {
                language: n for language, n in self.letters(fact).items() if wanted in (None, language)
            }
            shares = brought if by == READERS.key else {}
            facets = {YEAR.key: (str(fact.on.year),)}
            yield Row(fact.ref, fact.title, fact.on.isoformat(), sum(brought.values()), shares, facets)


class Newsletters(OfNewsletters):
    """Issues of the newsletter whose sending began in the period, each counted once in however many languages it went out."""

    key = "outreach.newsletters"
    label = _("Newsletters sent")
    unit = NEWSLETTERS
    dimensions = (YEAR,)

    def letters(self, fact: NewsletterFact) -> Mapping[str, int]:
        return {"": 1}


class Delivered(OfNewsletters):
    """Letters of newsletters that a mail server took and that did not come back. Whether they were read is not known, nor asked."""

    key = "outreach.newsletter_letters"
    label = _("Letters of the newsletter delivered")
    unit = LETTERS
    dimensions = (YEAR, READERS)

    def letters(self, fact: NewsletterFact) -> Mapping[str, int]:
        return fact.letters("sent", less="returned")


class Bounced(OfNewsletters):
    """Letters of newsletters that a mail server refused to deliver, at the door or afterwards, for good or for that time."""

    key = "outreach.newsletter_bounces"
    label = _("Letters of the newsletter that came back")
    unit = LETTERS
    dimensions = (YEAR, READERS)

    def letters(self, fact: NewsletterFact) -> Mapping[str, int]:
        return fact.letters("bounced")


class Left(OfNewsletters):
    """Subscribers whose subscription ended after a newsletter reached them, whether they left, complained or were erased: told of the last they got."""

    key = "outreach.newsletter_left"
    label = _("Subscribers who left after a newsletter")
    unit = SUBSCRIBERS
    dimensions = (YEAR, READERS)

    def letters(self, fact: NewsletterFact) -> Mapping[str, int]:
        return fact.letters("left")
