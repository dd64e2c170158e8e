"""Peer review: a round on one draft, those who read it, what each said, and what was done about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.partners.models import Organisation
from colonnade.people.models import Account, Person
from colonnade.records.models import Tracked
from colonnade.research.models.studies import Draft, Study


class ReviewRound(Tracked):
    """One asking of reviewers about one draft. ``anonymous``: authors are not told who said what.

    It ends by being closed, when every comment that must be answered is, or by being called off with a reason.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="rounds", verbose_name=_("study"))
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="rounds", verbose_name=_("draft"))
    number = models.PositiveSmallIntegerField(_("number"))
    words = models.TextField(_("what reviewers are asked"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    anonymous = models.BooleanField(_("reviewers are not named to the authors"), default=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    opened_on = models.DateField(_("opened on"))
    opened_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opened by")
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    called_off_because = models.CharField(_("called off because"), max_length=300, blank=True)

    class Meta:
        ordering = ["study", "number"]
        verbose_name = _("round of peer review")
        verbose_name_plural = _("rounds of peer review")
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="a_number_of_a_round_once_a_study")
        ]

    def __str__(self) -> str:
        return f"{self.study.code} R{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class PeerReviewer(Tracked):
    """Somebody asked to review a draft, who works through a personal link; and what they recommend.

    ``kept`` is what they have written and not sent yet: read by nobody else. ``link_version`` closes the links sent
    before. ``because`` is why a colleague of an author may review all the same.
    """

    class Recommendation(models.TextChoices):
        PUBLISH = "publish", _("publish as it is")
        MINOR = "minor", _("publish after small changes")
        MAJOR = "major", _("publish after large changes")
        NOT = "not", _("do not publish")

    round = models.ForeignKey(
        ReviewRound, models.PROTECT, related_name="reviewers", verbose_name=_("round of peer review")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="reviews",
        verbose_name=_("institution"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    because = models.CharField(_("why a colleague of an author may review"), max_length=300, blank=True)
    link_version = models.PositiveIntegerField(default=1, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)
    kept = models.JSONField(default=dict, blank=True, editable=False)
    recommendation = models.CharField(
        _("recommendation"), max_length=8, choices=Recommendation.choices, blank=True
    )
    remarks = models.TextField(_("remarks on the whole"), blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ["round", "number"]
        verbose_name = _("peer reviewer")
        verbose_name_plural = _("peer reviewers")
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="a_number_of_a_reviewer_once_a_round")
        ]

    def __str__(self) -> str:
        return self.called or self.anonymous_name

    @property
    def called(self) -> str:
        """The name the office knows the reviewer by."""
        return self.name or (self.person.full_name if self.person_id else "") or str(self.organisation or "")

    @property
    def anonymous_name(self) -> str:
        """What authors read where reviewers are not named to them."""
        return str(_("Reviewer %(number)s")) % {"number": self.number}

    @property
    def shown(self) -> str:
        """The name in the comments matrix."""
        return self.anonymous_name if self.round.anonymous else str(self)


class ReviewComment(Tracked):
    """One comment of a reviewer, and what the authors answered and did. The comment itself never changes."""

    class Kind(models.TextChoices):
        MUST = "must", _("must be dealt with")
        SHOULD = "should", _("should be dealt with")
        MAY = "may", _("may be dealt with")

    reviewer = models.ForeignKey(
        PeerReviewer, models.PROTECT, related_name="comments", verbose_name=_("peer reviewer")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    place = models.CharField(_("place in the draft"), max_length=200, blank=True)
    text = models.TextField(_("comment"))
    kind = models.CharField(_("weight"), max_length=6, choices=Kind.choices, default=Kind.SHOULD)
    answer = models.TextField(_("answer"), blank=True)
    done = models.TextField(_("what was done"), blank=True)
    answered_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["reviewer", "number"]
        verbose_name = _("comment of a reviewer")
        verbose_name_plural = _("comments of reviewers")
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "number"], name="a_number_of_a_comment_once_a_reviewer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer.number}.{self.number}"
