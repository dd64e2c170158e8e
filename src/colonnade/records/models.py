"""What every row of the office's record has: a code, a source, a history, and withdrawal instead of deletion."""

from __future__ import annotations

from datetime import date
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from colonnade.values.dates import PartialDate, Precision

PRECISION_CHOICES = [("day", _("day")), ("month", _("month")), ("year", _("year"))]


def validate_code(code: str) -> None:
    """A code is printed, typed and put in addresses: no spaces, no slashes."""
    if any(mark in code for mark in " /\\?#&"):
        raise ValidationError(
            _("“%(code)s” cannot be a code: leave out spaces and the marks / \\ ? # &."),
            params={"code": code},
        )


def validate_time_zone(name: str) -> None:
    """A name of the IANA list, such as Asia/Seoul."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Write one such as Asia/Seoul or Pacific/Apia."),
            params={"name": name},
        )


class Tracked(models.Model):
    """A row whose every change is kept: who, when, which field. Links between records are of this kind."""

    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True


class Source(Tracked):
    """Where a fact comes from: a document with its page, a web page, a data set, a person's statement."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("document")
        PAGE = "page", _("web page")
        DATASET = "dataset", _("data set")
        STATEMENT = "statement", _("statement")

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[validate_code])
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.DOCUMENT)
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class Record(Tracked):
    """A fact of the office, under a code that never changes.

    A wrong record is not deleted but withdrawn with a reason: it leaves every
    count and stays to be read. ``ref`` names it in trails: ``capacity/event/EV-2010-01``.
    """

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[validate_code])
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    source_detail = models.CharField(
        _("place in the source"), max_length=400, blank=True, help_text=_("page, slide, sheet or row")
    )
    note = models.TextField(_("note"), blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(_("withdrawn because"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def ref(self) -> str:
        """The record's name in every trail and address: room, noun, code."""
        return f"{self._meta.app_label}/{self._meta.model_name}/{self.code}"


class Dated(models.Model):
    """A fact that holds for a time; both ends included, an empty end is open."""

    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end is before the beginning.")})

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class FormQuestion(Tracked):
    """A question that somebody at the office puts on a form for people outside, beside those every form asks.

    ``purpose`` says why it is asked, and stands under the field; ``keep_days`` for how many days the answer is kept.
    ``kind`` is a kind of field of Wagtail's form builder.
    """

    class Kind(models.TextChoices):
        LINE = "singleline", _("a line of text")
        TEXT = "multiline", _("several lines of text")
        NUMBER = "number", _("a number")
        CHOICE = "radio", _("one of several")
        LIST = "dropdown", _("one of many")
        CHOICES = "checkboxes", _("any of several")
        TICK = "checkbox", _("a tick")
        DATE = "date", _("a date")

    name = models.SlugField(_("short name"), max_length=40, help_text=_("Heads its column in spreadsheets."))
    label = models.CharField(_("question"), max_length=250)
    kind = models.CharField(_("answered by"), max_length=12, choices=Kind.choices, default=Kind.LINE)
    choices = models.TextField(_("choices"), blank=True, help_text=_("One on a line."))
    required = models.BooleanField(_("must be answered"), default=False)
    purpose = models.CharField(_("why it is asked"), max_length=250)
    keep_days = models.PositiveSmallIntegerField(_("kept for (days)"), default=90)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label


class Evidence(Tracked):
    """A file that shows a record to be true: the signed list, the letter, the printed page."""

    ref = models.CharField(_("record"), max_length=160, db_index=True)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(_("file"), upload_to="evidence/%Y/")
    sha256 = models.CharField(max_length=64, editable=False)
    added_on = models.DateField(_("added on"), auto_now_add=True)

    class Meta:
        ordering = ["ref", "pk"]
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")

    def __str__(self) -> str:
        return self.title


class Batch(models.Model):
    """One confirmed import: which file, what it added and changed. Its rows share the transaction.

    ``about`` is the record that a list was brought in for, an event's; empty for a workbook. An undone
    batch says when and by whom, and in ``left`` which of its rows were not taken back, and why.
    """

    about = models.CharField(_("about"), max_length=160, blank=True, db_index=True)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.CharField(max_length=150, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True, editable=False)
    left = models.JSONField(_("not taken back"), default=list, blank=True, editable=False)

    class Meta:
        ordering = ["-imported_at"]
        verbose_name = _("batch")
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"{self.file_name}, {self.imported_at:%Y-%m-%d %H:%M}"


class BatchPart(models.Model):
    """What one import did to one kind of record, so that it can be taken back.

    ``added`` are the keys of its new rows; ``changed`` has for each changed row the old and the new value of each
    field: ``{"17": {"function": ["Director", "Minister"]}}``. ``history`` is the last line of the kind's
    history when the import ended: whatever comes after it was done since.
    """

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="parts")
    model = models.CharField(max_length=100)
    added = models.JSONField(default=list)
    changed = models.JSONField(default=dict)
    history = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["batch", "pk"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.model}"


class Mapping(Tracked):
    """How the columns of a foreign list were understood, remembered by its set of headings.

    ``columns`` maps a heading to what it holds; a heading that stands there twice carries its number.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    layout = models.CharField(_("layout"), max_length=60, blank=True)
    headings = models.JSONField(_("headings"), default=list)
    columns = models.JSONField(_("columns"), default=dict)
    used_at = models.DateTimeField(_("last used"), auto_now=True)
    used_by = models.CharField(_("used by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-used_at"]
        verbose_name = _("mapping")

    def __str__(self) -> str:
        return self.layout or ", ".join(self.headings[:4])


class Answer(Tracked):
    """What somebody answered to a question that a list raised, kept so that it is asked once.

    ``about`` is the record the list was for, ``kind`` the sort of question. ``key`` is a fingerprint of what was asked
    about: no name and no address stands in it.
    """

    about = models.CharField(_("about"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20)
    key = models.CharField(max_length=64)
    answer = models.CharField(_("answer"), max_length=200)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered at"), auto_now=True)

    class Meta:
        ordering = ["about", "kind", "pk"]
        verbose_name = _("answer")
        constraints = [
            models.UniqueConstraint(fields=["about", "kind", "key"], name="a_question_is_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer}"


def partial(day: date | None, precision: str) -> PartialDate | None:
    """A stored day and its precision as the date they stand for; None where the date is not known."""
    known: Precision = precision if precision in ("day", "month", "year") else "day"  # type: ignore[assignment]
    return PartialDate(day, known) if day else None
