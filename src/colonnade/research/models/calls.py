"""Calls: for cases of good practice, or for nominations to an award. One machinery for both."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.programme.models import Activity
from colonnade.records.models import FormQuestion, Record, Tracked, validate_time_zone
from colonnade.values.languages import LANGUAGES, known

LANGUAGE_CHOICES = list(LANGUAGES.items())


def worded(text: str) -> dict[str, list[str]]:
    """Words in other languages, as somebody wrote them: ``fr: Sector | public | private``, a language on a line.

    >>> worded("fr: Pertinence\\nes: Sector | uno | dos")
    {'fr': ['Pertinence'], 'es': ['Sector', 'uno', 'dos']}
    """
    told = {}
    for line in text.splitlines():
        language, _colon, words = line.partition(":")
        if words.strip():
            told[language.strip().lower()] = [part.strip() for part in words.split("|")]
    return told


def refuse_unknown_languages(text: str) -> None:
    for line in filter(str.strip, text.splitlines()):
        if not re.match(rf"\s*({'|'.join(LANGUAGES)})\s*:\s*\S", line):
            raise ValidationError(
                _("“%(line)s” begins with no language. Write it like this: fr: Pertinence"),
                params={"line": line},
            )


class Call(Record):
    """A call for cases, or for nominations to an award: who may send what until when, and how it is judged.

    ``words`` and ``title`` are in ``language``; other languages have a ``CallText`` each. Hours are by ``time_zone``.
    ``reviews_needed`` is how many judge each submission; where ``hides_country`` they do not see where it comes from.
    ``anchors`` are the words of the scale, from its least to its best.
    """

    class Kind(models.TextChoices):
        CASES = "cases", _("call for cases")
        AWARD = "award", _("award")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.CASES)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGE_CHOICES, default="en")
    words = models.TextField(_("what is called for"))
    who = models.TextField(_("who may submit"), blank=True)
    award = models.CharField(
        _("name of the award"), max_length=200, blank=True,
        help_text=_("The same every year; its winners stand together by year."),
    )  # fmt: skip
    categories = models.TextField(
        _("categories"), blank=True, help_text=_("Of an award; one on a line. Empty: there is one list.")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("activity")
    )
    public = models.BooleanField(_("public"), default=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="UTC", validators=[validate_time_zone]
    )
    languages = models.JSONField(_("languages accepted"), default=list, blank=True)
    reviews_needed = models.PositiveSmallIntegerField(
        _("reviewers for each submission"), default=2, validators=[MinValueValidator(2), MaxValueValidator(9)]
    )
    reviews_by = models.DateField(_("reviews wanted by"), null=True, blank=True)
    hides_country = models.BooleanField(_("reviewers do not see the country"), default=True)
    best = models.PositiveSmallIntegerField(
        _("scale from 1 to"), default=5, validators=[MinValueValidator(2), MaxValueValidator(10)]
    )
    anchors = models.TextField(
        _("words of the scale"), blank=True, help_text=_("From the least to the best, one on a line.")
    )
    licence = models.CharField(
        _("licence of what is published"), max_length=120, blank=True, help_text=_("For example CC BY 4.0.")
    )
    contact = models.EmailField(_("questions to"), blank=True)

    class Meta:
        ordering = ["-closes_at", "code"]
        verbose_name = _("call")
        verbose_name_plural = _("calls")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The call would close before it opens.")})
        if self.anchors.strip() and len(self.scale_words) != self.best:
            raise ValidationError({
                "anchors": _("The scale has %(best)s steps: write %(best)s lines.") % {"best": self.best}
            })  # fmt: skip

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def category_list(self) -> list[str]:
        return [line.strip() for line in self.categories.splitlines() if line.strip()]

    @property
    def scale_words(self) -> list[str]:
        return [line.strip() for line in self.anchors.splitlines() if line.strip()]

    def scale_in(self, language: str) -> list[tuple[int, str]]:
        """Every step with its words, in the language where it has them all; a number alone where there are none."""
        text = next((one for one in self.texts.all() if one.language == known(language)), None)
        told = [line.strip() for line in text.anchors.splitlines() if line.strip()] if text else []
        words = told if len(told) == self.best else self.scale_words
        return [
            (step, words[step - 1] if len(words) == self.best else "") for step in range(1, self.best + 1)
        ]


class CallText(Tracked):
    """The words of a call in another language."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="texts", verbose_name=_("call"))
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=300)
    words = models.TextField(_("what is called for"))
    who = models.TextField(_("who may submit"), blank=True)
    anchors = models.TextField(_("words of the scale"), blank=True)

    class Meta:
        ordering = ["call", "language"]
        verbose_name = _("words of a call")
        verbose_name_plural = _("words in other languages")
        constraints = [
            models.UniqueConstraint(fields=["call", "language"], name="a_call_once_a_language"),
        ]

    def __str__(self) -> str:
        return self.title


class CallCriterion(Tracked):
    """What submissions are judged by, with its weight among the criteria of the call."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="criteria", verbose_name=_("call"))
    name = models.SlugField(_("short name"), max_length=40, help_text=_("Heads its column in spreadsheets."))
    label = models.CharField(_("criterion"), max_length=250)
    words = models.TextField(_("what is looked for"), blank=True)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1, validators=[MinValueValidator(1)])
    in_others = models.TextField(
        _("in other languages"), blank=True,
        help_text=_("One language on a line, its code first, then what is looked for: “fr: Pertinence | Utile ailleurs”."),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["call", "order", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [models.UniqueConstraint(fields=["call", "name"], name="a_criterion_once_a_call")]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        refuse_unknown_languages(self.in_others)

    def label_in(self, language: str) -> str:
        return worded(self.in_others).get(known(language), [self.label])[0]

    def words_in(self, language: str) -> str:
        """What is looked for, where the line of the language says it after the label; else as it was first written."""
        return next(iter(worded(self.in_others).get(known(language), [])[1:]), self.words)


class CallQuestion(FormQuestion):
    """A question of the call's own form. Where it would say who submits, it is not shown to those who judge."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="questions", verbose_name=_("call"))
    keep_days = models.PositiveSmallIntegerField(_("kept for (days after the call closes)"), default=730)
    in_others = models.TextField(
        _("in other languages"), blank=True,
        help_text=_("One language on a line, its code first, then the choices: “fr: Secteur | public | privé”."),
    )  # fmt: skip
    shown_to_judges = models.BooleanField(_("shown to reviewers"), default=True)

    class Meta:
        ordering = ["call", "order", "pk"]
        verbose_name = _("question of a call")
        verbose_name_plural = _("questions of calls")
        constraints = [models.UniqueConstraint(fields=["call", "name"], name="a_question_once_a_call")]

    def clean(self) -> None:
        super().clean()
        refuse_unknown_languages(self.in_others)

    @property
    def translations(self) -> dict[str, dict[str, str]]:
        """In the shape in which the questions of a registration keep theirs."""
        return {
            language: {"label": words[0], "choices": "\n".join(words[1:])}
            for language, words in worded(self.in_others).items()
        }


class CallDocument(Tracked):
    """A paper of the call: terms, a template, guidance."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="documents", verbose_name=_("call"))
    title = models.CharField(_("title"), max_length=250)
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGE_CHOICES, default="en")
    file = models.FileField(_("file"), upload_to="calls/%Y/")

    class Meta:
        ordering = ["call", "pk"]
        verbose_name = _("document of a call")
        verbose_name_plural = _("documents of calls")

    def __str__(self) -> str:
        return self.title
