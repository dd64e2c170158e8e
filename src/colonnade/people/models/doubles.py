"""Persons who may be one, and those found to be."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from colonnade.people.models.persons import Person

REASONS = {
    "same_name": _("same name"),
    "same_name_other_script": _("same name, written in another script"),
    "same_name_other_order": _("same name, in another order"),
    "same_name_spelt_otherwise": _("same name, spelt otherwise"),
    "name_within_name": _("one name is part of the other"),
    "initials": _("one name has initials where the other is written out"),
    "similar_name": _("similar name"),
    "different_name": _("different name"),
    "same_email": _("same e-mail"),
    "shared_mailbox": _("same e-mail, which others use too"),
    "different_email": _("different e-mails at one address of an institution"),
    "same_organisation": _("same organisation"),
    "different_organisation": _("different organisations"),
    "same_country": _("same country"),
    "different_country": _("different countries"),
    "different_sex": _("different sex on record"),
    "common_name": _("a name that many bear"),
    "at_one_event": _("both stand at one event"),
}
"""Why two persons are taken for one, and what speaks against it, in words."""


class Likeness(models.Model):
    """Two persons who may be one: a proposal with its reasons, decided by somebody and by nothing else.

    ``reasons`` are keys of ``REASONS`` and hold no personal data. While one is open, a count of different people
    says between how many and how many. ``lost``: one of the two was erased before anybody decided; it
    can no longer be told, and counts go on saying so.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DIFFERENT = "different", _("different people")
        MERGED = "merged", _("the same person")
        LOST = "lost", _("can no longer be told")

    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("other person"))
    score = models.PositiveSmallIntegerField(_("likeness"), default=0)
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    found_on = models.DateField(_("found on"), auto_now_add=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="a_likeness_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="in_one_order"),
        ]
        indexes = [models.Index(fields=["state", "-score"])]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    @property
    def reasons_in_words(self) -> str:
        """“same e-mail, different name”."""
        return ", ".join(_t(str(REASONS[key])) if key in REASONS else key for key in self.reasons)


class Merge(models.Model):
    """Two rows found to be one person: what was moved from the one to the other, so that it can be moved back.

    ``moved`` lists each change as data: the row (model, key, ref), the field, what it held before, and how it was
    changed (``pointed``: now at the kept person; ``withdrawn``: both stood where one may; ``filled``: an empty field
    of the kept person). It holds no name and no address. ``left`` is what an undoing could not put back, in words.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    kept = models.ForeignKey(
        Person, models.PROTECT, related_name="merges_kept", verbose_name=_("kept as one person")
    )
    absorbed = models.ForeignKey(
        Person, models.PROTECT, related_name="merges_absorbed", verbose_name=_("merged into it")
    )
    on = models.DateField(_("merged on"))
    by = models.CharField(_("by"), max_length=150, blank=True)
    because = models.CharField(_("because"), max_length=300)
    moved = models.JSONField(_("moved"), default=list)
    undone_on = models.DateField(_("undone on"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=150, blank=True)
    left = models.JSONField(_("not put back"), default=list, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self) -> str:
        return f"{self.code}: {self.absorbed.code} → {self.kept.code}"

    def moves(self, how: str) -> list[dict[str, Any]]:
        """What was changed in one way."""
        return [move for move in self.moved if move["how"] == how]
