"""What the room knows of its newsletter: who has it, who would get an issue, what became of the letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from colonnade.outreach.models import NewsletterIssue, Recipient, SubscriberCount, Subscription
from colonnade.people.models import Person
from colonnade.records.queries import standing

State = Recipient.State


def written_to() -> Q:
    """Who may be written to: confirmed, with an address, not erased, not restricted, nothing taken back."""
    nobody_or_usable = Q(person=None) | Q(
        person__erased_on=None, person__restricted_on=None, person__withdrawn_on=None
    )
    agreed = Q(consent=None) | Q(consent__withdrawn_at=None)
    return Q(state=Subscription.State.CONFIRMED) & ~Q(address="") & nobody_or_usable & agreed


def subscribers(
    segment: Mapping[str, Sequence[str]], persons: QuerySet[Person] | None = None
) -> QuerySet[Subscription]:
    """Who would get a newsletter for a segment today. ``persons`` narrows it to those known to be among them."""
    rows = Subscription.objects.filter(written_to())
    if languages := segment.get("languages"):
        rows = rows.filter(language__in=languages)
    if themes := segment.get("themes"):
        some = Subscription.themes.through.objects.values("subscription_id")
        wished = some.filter(theme__code__in=themes)
        rows = rows.filter(~Q(pk__in=some) | Q(pk__in=wished))
    if persons is not None:
        rows = rows.filter(person__in=persons.order_by().values("pk"))
    return rows.order_by("pk")


def states() -> dict[str, int]:
    """How many subscriptions are in each state."""
    return dict(Subscription.objects.order_by().values_list("state").annotate(Count("pk")))


def by_language() -> dict[str, int]:
    """How many have the newsletter now, by language."""
    rows = Subscription.objects.filter(state=Subscription.State.CONFIRMED).order_by()
    return dict(rows.values_list("language").annotate(number=Count("pk")).order_by("-number", "language"))


def counted(issue: int) -> dict[str, dict[str, int]]:
    """What became of the letters of an issue, by language, counted from its recipients."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    rows = Recipient.objects.filter(issue=issue).order_by()
    for language, state, bounce, number, left in rows.values_list("language", "state", "bounce").annotate(
        Count("pk"), Count("left_at")
    ):
        told["fixed"][language] += number
        if state in (State.SENT, State.FAILED, State.NOT_WRITTEN):
            told[state][language] += number
        if bounce in (Recipient.Bounce.SOFT, Recipient.Bounce.HARD):
            told["bounced"][language] += number
            if state == State.SENT:
                told["returned"][language] += number
        if bounce == Recipient.Bounce.COMPLAINT:
            told["complained"][language] += number
        if left:
            told["left"][language] += left
    return {what: dict(sorted(by.items())) for what, by in sorted(told.items())}


def wrong_counts() -> list[str]:
    """The codes of issues whose counts differ from their letters; empty when all is well."""
    issues = NewsletterIssue.objects.exclude(fixed_at=None).order_by("pk")
    return [issue.code for issue in issues if counted(issue.pk) != issue.counts]


def outcomes(issue: NewsletterIssue) -> list[tuple[str, int]]:
    """Why letters of an issue were not written or not taken, the most frequent first."""
    rows = issue.recipients.exclude(because="").order_by()
    return list(rows.values_list("because").annotate(number=Count("pk")).order_by("-number", "because"))


@dataclass(frozen=True, slots=True)
class NewsletterFact:
    """One newsletter that was sent, as figures see it."""

    code: str
    title: str
    on: date
    counts: Mapping[str, Mapping[str, int]]

    @property
    def ref(self) -> str:
        return f"outreach/newsletterissue/{self.code}"

    def letters(self, what: str, less: str = "") -> dict[str, int]:
        """How many by language; without those that came back later, where ``less`` names them."""
        fewer = self.counts.get(less, {})
        return {language: n - fewer.get(language, 0) for language, n in self.counts.get(what, {}).items()}


def newsletter_facts() -> list[NewsletterFact]:
    """Every standing newsletter whose sending has begun."""
    rows = standing(NewsletterIssue.objects).exclude(sent_on=None).order_by("sent_on", "code")
    return [NewsletterFact(*row) for row in rows.values_list("code", "title", "sent_on", "counts")]


@dataclass(frozen=True, slots=True)
class SubscriberFact:
    """How many were subscribed in a language from the end of a day on."""

    code: str
    on: date
    language: str
    number: int

    @property
    def ref(self) -> str:
        return f"outreach/subscribercount/{self.code}"


def subscriber_facts() -> list[SubscriberFact]:
    """Every count of subscribers, in the order of its days."""
    rows: Any = standing(SubscriberCount.objects).order_by("on", "language")
    return [SubscriberFact(*row) for row in rows.values_list("code", "on", "language", "number")]
