"""What the office does to be known and understood."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.programme.models import Activity
from colonnade.records.models import Record


class Promotion(Record):
    """An outreach activity: a lecture, a booth, a campaign, a website; told apart by purpose, audience and form.

    What it reached stands in rows of ``Reach``, each in its own unit; what was made for it in ``Material``.
    """

    class Purpose(models.TextChoices):
        INSTITUTIONAL = "institutional", _("institutional promotion")
        THEMATIC = "thematic", _("thematic promotion")
        OTHER = "other", _("other public outreach")

    class Scope(models.TextChoices):
        INTERNATIONAL = "international", _("international")
        NATIONAL = "national", _("national")

    class Form(models.TextChoices):
        LECTURE = "lecture", _("lecture")
        PRESENTATION = "presentation", _("presentation")
        BOOTH = "booth", _("booth")
        EXHIBITION = "exhibition", _("exhibition")
        SIDE_EVENT = "side_event", _("side event")
        FORUM = "forum", _("public forum")
        CONTEST = "contest", _("contest")
        MEETING = "meeting", _("meeting")
        CEREMONY = "ceremony", _("ceremony")
        VISIT = "visit", _("visit")
        PRESS = "press", _("press work")
        CAMPAIGN = "campaign", _("campaign")
        WEBSITE = "website", _("website")
        SOCIAL_MEDIA = "social_media", _("social media")
        NEWSLETTER = "newsletter", _("newsletter")
        BROCHURE = "brochure", _("brochure")
        VIDEO = "video", _("video")
        OTHER = "other", _("other")

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="promotion", verbose_name=_("activity")
    )
    purpose = models.CharField(_("purpose"), max_length=14, choices=Purpose.choices)
    scope = models.CharField(_("scope"), max_length=14, choices=Scope.choices, blank=True)
    form = models.CharField(_("form"), max_length=14, choices=Form.choices, blank=True)

    class Meta:
        ordering = ["activity__starts_on", "code"]
        verbose_name = _("outreach activity")
        verbose_name_plural = _("outreach activities")

    def __str__(self) -> str:
        return self.activity.title
