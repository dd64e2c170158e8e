"""Studies, who makes them, the phases of work on them, and the drafts that come out of it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.partners.models import Organisation
from colonnade.people.models import Account, Person
from colonnade.programme.models import Activity
from colonnade.records.models import PRECISION_CHOICES, Record, Tracked, partial
from colonnade.values.dates import PartialDate


class StudyStage(models.TextChoices):
    """How far a study is, in the office's own steps. Each belongs to one state of its activity."""

    CONCEPT = "concept", _("concept and terms of reference")
    CONTRACTED = "contracted", _("authors contracted")
    OUTLINE = "outline", _("outline")
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("peer review")
    REVISION = "revision", _("revision")
    CLEARANCE = "clearance", _("clearance")
    PUBLISHED = "published", _("published")
    CLOSED = "closed", _("disseminated and closed")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Reviewed(models.TextChoices):
    """Whether a study was peer-reviewed, as far as the record knows."""

    YES = "yes", _("peer-reviewed")
    NO = "no", _("not peer-reviewed")
    NOT_RECORDED = "not_recorded", _("not recorded")


class Study(Record):
    """A piece of research under one title.

    ``listed_from`` and ``listed_to`` are the years of a report that lists the title
    where no source gives its own: it then counts in that period as a whole and
    in no single year. ``stage`` is empty for a study that was never moved: its activity's state says how far it is.
    Countries, themes and the reason of a state are the activity's.
    """

    activity = models.OneToOneField(
        Activity, models.PROTECT, related_name="study", verbose_name=_("activity")
    )
    stage = models.CharField(
        _("stage"), max_length=12, choices=StudyStage.choices, blank=True, editable=False
    )
    group = models.CharField(_("group in the matrix"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    listed_from = models.PositiveSmallIntegerField(_("listed from year"), null=True, blank=True)
    listed_to = models.PositiveSmallIntegerField(_("listed to year"), null=True, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Printed on the study's public page."))
    terms = models.TextField(_("terms of reference"), blank=True)
    terms_file = models.FileField(
        _("terms of reference as a file"), upload_to="studies/terms/%Y/", blank=True
    )
    peer_reviewed = models.CharField(
        _("peer review"), max_length=12, choices=Reviewed.choices, default=Reviewed.NOT_RECORDED
    )
    public = models.BooleanField(_("shown on the public site"), default=True)

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("study")
        verbose_name_plural = _("studies")

    def __str__(self) -> str:
        return self.activity.title


class Contributor(Record):
    """A part that a person, an institution, or a name as it was printed had in a study.

    ``name`` is the name as printed; alone, it is all that is known. ``may_be_named`` says that the person agreed to
    stand on public pages; an institution is named without being asked.
    """

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        EDITOR = "editor", _("editor")
        REVIEWER = "reviewer", _("reviewer")
        TRANSLATOR = "translator", _("translator")

    study = models.ForeignKey(Study, models.PROTECT, related_name="contributors", verbose_name=_("study"))
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.AUTHOR)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="contributions", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="contributions",
        verbose_name=_("institution"),
    )  # fmt: skip
    name = models.CharField(_("name as printed"), max_length=250, blank=True)
    may_be_named = models.BooleanField(
        _("agreed to be named on public pages"), default=False,
        help_text=_("Asked of persons; an institution is always named."),
    )  # fmt: skip

    class Meta:
        ordering = ["study", "role", "order", "code"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [
            models.UniqueConstraint(
                fields=["study", "role", "person"],
                condition=models.Q(withdrawn_on=None),
                name="a_person_once_in_a_role_of_a_study",
            )
        ]

    def __str__(self) -> str:
        return self.printed or self.code

    @property
    def printed(self) -> str:
        """The name as it stands on the title page; of an institution its own."""
        if self.name:
            return self.name
        return (
            self.person.full_name
            if self.person_id
            else self.organisation.name
            if self.organisation_id
            else ""
        )

    @property
    def is_institution(self) -> bool:
        return bool(self.organisation_id) and not self.person_id and not self.name

    def clean(self) -> None:
        super().clean()
        if not (self.person_id or self.organisation_id or self.name.strip()):
            raise ValidationError(
                _("Say who it is: a person, an institution, or the name as it was printed.")
            )


class Phase(Record):
    """A stretch of work on a study, planned and as it was. A start that no source gives stays empty: the matrix then
    fills the end only."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="phases", verbose_name=_("study"))
    title = models.CharField(_("title"), max_length=250, blank=True)
    planned_starts_on = models.DateField(_("planned to start on"), null=True, blank=True)
    planned_starts_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")
    planned_ends_on = models.DateField(_("planned to end on"), null=True, blank=True)
    planned_ends_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    starts_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    ends_precision = models.CharField(max_length=8, choices=PRECISION_CHOICES, default="year")

    class Meta:
        ordering = ["study", "starts_on", "code"]
        verbose_name = _("phase")

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def planned_starts(self) -> PartialDate | None:
        return partial(self.planned_starts_on, self.planned_starts_precision)

    @property
    def planned_ends(self) -> PartialDate | None:
        return partial(self.planned_ends_on, self.planned_ends_precision)

    @property
    def starts(self) -> PartialDate | None:
        return partial(self.starts_on, self.starts_precision)

    @property
    def ends(self) -> PartialDate | None:
        return partial(self.ends_on, self.ends_precision)

    def clean(self) -> None:
        super().clean()
        for first, last, name in (
            (self.planned_starts, self.planned_ends, "planned_ends_on"),
            (self.starts, self.ends, "ends_on"),
        ):
            if first and last and last.last_day < first.first_day:
                raise ValidationError({name: _("The end is before the start.")})


class Draft(Tracked):
    """A version of a study's text as a file, numbered within the study; what is reviewed and cleared is one of these.

    ``sha256`` is the file's fingerprint: what reviewers read can be told from what came later.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="drafts", verbose_name=_("study"))
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=250, blank=True)
    file = models.FileField(_("file"), upload_to="studies/drafts/%Y/")
    kind = models.CharField(_("kind of file"), max_length=4)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    brought_on = models.DateField(_("brought on"))
    brought_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("brought by")
    )

    class Meta:
        ordering = ["study", "-version"]
        verbose_name = _("draft")
        constraints = [
            models.UniqueConstraint(fields=["study", "version"], name="a_version_of_a_draft_once_a_study")
        ]

    def __str__(self) -> str:
        return f"{self.study.code} v{self.version}"
