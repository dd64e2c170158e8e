"""Letters of an event: invitation, confirmation, visa support."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models.events import Event
from colonnade.capacity.models.participations import Participation
from colonnade.records.models import Record
from colonnade.values.languages import LANGUAGES

PLACE: Final = re.compile(r"\{(\w*)\}")


class LetterKind(models.TextChoices):
    """What a letter is for."""

    INVITATION = "invitation", _("invitation")
    CONFIRMATION = "confirmation", _("confirmation")
    VISA = "visa_letter", _("visa support")


PLACES: Final = {
    "name": _("the name of the person, as they write it"),
    "addressed": _("the form of address and the name"),
    "function": _("their function"),
    "organisation": _("their institution"),
    "country": _("the country they represent"),
    "event": _("the title of the event"),
    "dates": _("when it is held"),
    "place": _("where it is held"),
    "deadline": _("when registration closes, by the event’s own clock"),
    "office": _("the name of the office"),
    "contact": _("the address for questions"),
    "passport": _("the passport details; a paragraph of its own, in letters of visa support"),
}
"""The places that the text of a letter may have, and what is put there."""

PASSPORT: Final = "{passport}"


class LetterTemplate(Record):
    """The words of a kind of letter in one language, with places such as {name}, {event} and {dates} to be filled in.

    The product brings one for each kind; an office's own stands before it.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=7, default="en", choices=list(LANGUAGES.items()))
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("template of a letter")
        verbose_name_plural = _("templates of letters")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                condition=models.Q(withdrawn_on=None),
                name="one_template_a_kind_and_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"

    def clean(self) -> None:
        super().clean()
        wrong = {
            name: told for name in ("subject", "body") if (told := wrong_places(getattr(self, name) or ""))
        }
        if self.kind != LetterKind.VISA and PASSPORT in self.body:
            wrong.setdefault("body", _("Passport details stand in letters of visa support only."))
        elif any(PASSPORT in part and part.strip() != PASSPORT for part in self.body.split("\n\n")):
            wrong.setdefault(
                "body", _("{passport} stands in a paragraph of its own, with an empty line above and below.")
            )
        if PASSPORT in self.subject:
            wrong.setdefault("subject", _("Passport details do not belong in a subject."))
        if wrong:
            raise ValidationError(wrong)


def wrong_places(text: str) -> str:
    """A sentence about the first place in the text that cannot be filled in; empty where all can."""
    for name in PLACE.findall(text):
        if name not in PLACES:
            known = ", ".join(f"{{{place}}}" for place in PLACES)
            return str(_("{%(name)s} is no place that a letter has. There are: %(known)s.")) % {
                "name": name,
                "known": known,
            }
    if re.search(r"[{}]", PLACE.sub("", text)):
        return str(_("A brace stands alone. Places are written like {name}."))
    return ""


class Letter(Record):
    """A letter as it was written: its text, signatory and function on that day. Its code is its reference number.

    It is never edited: a new one is written, and this one withdrawn. Of the text, the first paragraph is the salutation and
    the last the closing. A paragraph ``{passport}`` stays as it is: the details come from the vault whenever the letter is
    printed, and are never kept here. ``to_send`` while the letter waits to be printed and put in the outbox.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="letters", verbose_name=_("event"))
    participation = models.ForeignKey(
        Participation, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=7, default="en", choices=list(LANGUAGES.items()))
    recipient = models.TextField(_("addressed to"), blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    signatory = models.CharField(_("signed by"), max_length=200, blank=True)
    signatory_function = models.CharField(_("function of the signatory"), max_length=200, blank=True)
    signed_for = models.CharField(
        _("signed for"), max_length=200, blank=True,
        help_text=_("Whose place the signatory took: “Head of Office”, where an officer in charge signed."),
    )  # fmt: skip
    issued_on = models.DateField(_("issued on"))
    to_send = models.BooleanField(_("to be sent"), default=False, editable=False)

    class Meta:
        ordering = ["-issued_on", "code"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"{self.code}, {self.subject}"

    @property
    def reference(self) -> str:
        """The reference as printed: UNPOG/2026/INV/0042."""
        return self.code.replace("-", "/")
