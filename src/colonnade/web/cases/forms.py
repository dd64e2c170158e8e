"""The form of a call: who sends, what they tell, the call's own questions, what they agree to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from colonnade.people.models import Consent
from colonnade.people.queries import rules_on
from colonnade.research.actions.submissions import MUST, Told
from colonnade.research.models import Call, CallQuestion, Submission
from colonnade.values.languages import LANGUAGES, known
from colonnade.web.events.forms import (
    NO_COUNTRY,
    Asked,
    Builder,
    CountryField,
    Group,
    Grouped,
    country_choices,
)

Purpose = Consent.Purpose

WORDINGS: dict[Any, Any] = {
    Purpose.PUBLICATION: gettext_lazy("If this is published, my name and function may stand with it."),
    Purpose.FOLLOW_UP: gettext_lazy("The office may write to me later to ask what became of it."),
}
"""What is agreed to, purpose by purpose, in the words that are kept with a consent."""

LONGEST = 6000
"""Letters of each part of what is told."""


def kept_words() -> str:
    """How long what is sent is kept, as the rule that holds today says."""
    rule = next((rule for rule in rules_on(date.today()) if rule.category == "submissions"), None)
    if rule is None:
        return _("Kept until you ask the office to remove it.")
    if rule.years:
        return _(
            "Kept for %(years)s years after the call has closed, then removed unless it is published."
        ) % {"years": rule.years}
    return _("Kept for %(days)s days after the call has closed, then removed unless it is published.") % {
        "days": rule.days
    }


class AskedInACall(Asked):
    def kept(self, days: int) -> str:
        return _("Kept for %(days)s days after the call has closed.") % {"days": days}


class OwnCountry(CountryField):
    """The country of whoever writes; open in a draft."""

    def clean(self, value: Any) -> Any:
        return None if not value and not self.required else super().clean(value)


def _line(label: Any, most: int, complete: str = "", **facts: Any) -> forms.CharField:
    given = {"autocomplete": complete} if complete else {"dir": "auto"}
    return forms.CharField(
        label=label, max_length=most, required=False, widget=forms.TextInput(given), **facts
    )


def _text(label: Any, help_text: Any, rows: int = 6) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=False,
        widget=forms.Textarea({"rows": rows, "cols": 40, "dir": "auto"}),
    )  # fmt: skip


class CallForm(Grouped):
    """What somebody writes. A ``draft`` needs the e-mail address only; ``agreeing`` adds what they may agree to."""

    contact_name = _line(gettext_lazy("Your name"), 200, "name",
                         help_text=gettext_lazy("As you write it, in any script. One name is enough."))  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        help_text=gettext_lazy("Your personal link goes there: with it you come back to what you wrote."),
    )  # fmt: skip
    function = _line(gettext_lazy("Function"), 200, "organization-title")
    organisation_name = _line(gettext_lazy("Institution"), 250, "organization")
    country = OwnCountry(label=gettext_lazy("Country"), required=False)
    nominee = _line(gettext_lazy("Who is nominated"), 250,
                    help_text=gettext_lazy("The institution or team; leave it empty if it is your own."))  # fmt: skip
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language in which you write"), required=False)
    title = _line(gettext_lazy("Title"), 300)
    problem = _text(gettext_lazy("The problem"), gettext_lazy("Whom it touched, and how much."))
    done = _text(gettext_lazy("What was done"), gettext_lazy("By whom, when, with what means."))
    results = _text(
        gettext_lazy("Results"), gettext_lazy("What is different now, with numbers where there are some.")
    )
    lessons = _text(gettext_lazy("Lessons"), gettext_lazy("What others should know who try the same."), 4)
    evidence = _text(
        gettext_lazy("Evidence"),
        gettext_lazy("Reports, evaluations, statistics: one on a line, with its address."),
        4,
    )

    YOU = ("contact_name", "email", "function")
    FOR_WHOM = ("organisation_name", "country", "nominee")
    TELLS = ("category", "language", "title", "problem", "done", "results", "lessons", "evidence")

    def __init__(
        self, *args: Any, call: Call, questions: Iterable[CallQuestion], draft: bool = False, agreeing: bool = True,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, label_suffix="", **kwargs)
        self.call, self.questions, self.draft = call, list(questions), draft
        language = get_language() or "en"
        if call.kind != Call.Kind.AWARD:
            del self.fields["nominee"]
        self._choose(
            "category", [("", _("Choose")), *((one, one) for one in call.category_list)], call.category_list
        )
        accepted = call.languages or list(LANGUAGES)
        self._choose(
            "language", [(one, LANGUAGES[one]) for one in accepted if one in LANGUAGES], len(accepted) > 1
        )
        if "language" in self.fields:
            self.fields["language"].initial = known(language) if known(language) in accepted else accepted[0]
        self.fields |= Builder([AskedInACall(question, language) for question in self.questions]).formfields
        for name in (*MUST, "country", "category"):
            if name in self.fields:
                self.fields[name].required = True
        self.asked = {name: field.required for name, field in self.fields.items()}
        if draft:
            for name, field in self.fields.items():
                field.required = name == "email"
        for purpose in WORDINGS if agreeing else ():
            self.fields[f"consent_{purpose}"] = forms.BooleanField(label=WORDINGS[purpose], required=False)

    def _choose(self, name: str, choices: list, wanted: Any) -> None:
        if wanted:
            self.fields[name].choices = choices
        else:
            del self.fields[name]

    # As the page shows it.

    @property
    def groups(self) -> list[Group]:
        kept = kept_words()
        told = [
            Group(_("You"), _("To write to you. Those who judge do not see it. %(kept)s") % {"kept": kept}, self._of(self.YOU)),
            Group(_("For whom you write"), _("To count countries and find colleagues, who do not judge it. %(kept)s") % {"kept": kept},
                  self._of(self.FOR_WHOM)),
            Group(_("What you tell"), _("To be judged and, if it is selected, published. %(kept)s") % {"kept": kept},
                  self._of(self.TELLS)),
        ]  # fmt: skip
        note = _(
            "Each is your own choice. The decision depends on none, and you can take each back at any time."
        )
        return told + self._asked_and_agreed(_("For this call"), note)

    # What becomes of it.

    def told(self) -> Told:
        """What was written, as the record takes it."""
        names = (*self.YOU, *self.FOR_WHOM, *self.TELLS)
        facts = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        accepted = self.call.languages or ["en"]
        facts["language"] = facts.get("language") or accepted[0]
        return Told(**facts, answers=self._answers())

    def _answers(self) -> dict[str, Any]:
        told = {}
        for question in self.questions:
            answer = self.cleaned_data.get(f"q_{question.name.replace('-', '_')}")
            if answer not in (None, "", [], False):
                told[question.name] = answer if isinstance(answer, (str, bool, list)) else str(answer)
        return told

    def consents(self) -> dict[str, str]:
        """What was ticked, with the words that stood beside it."""
        return {
            str(purpose): str(words)
            for purpose, words in WORDINGS.items()
            if self.cleaned_data.get(f"consent_{purpose}")
        }


def as_written(submission: Submission) -> dict[str, Any]:
    """A submission as the form shows it again."""
    names = (*CallForm.YOU, *CallForm.FOR_WHOM, *CallForm.TELLS)
    told: dict[str, Any] = {name: getattr(submission, name) for name in names}
    none = NO_COUNTRY if submission.state != Submission.State.DRAFT else ""
    told["country"] = submission.country.code if submission.country else none
    return told | {f"q_{name.replace('-', '_')}": answer for name, answer in submission.answers.items()}


def facts_of(submission: Submission) -> list[tuple[str, str]]:
    """What somebody wrote, in the words and order of the form."""
    form = CallForm(
        initial=as_written(submission),
        call=submission.call,
        questions=submission.call.questions.all(),
        agreeing=False,
    )
    told = []
    for field in form:
        value = field.value()
        choices = dict(getattr(field.field, "choices", ()))
        if field.name == "country":
            held = submission.country
            value = dict(country_choices(get_language() or "en")).get(held.code, held) if held else ""
        elif isinstance(value, list):
            value = ", ".join(str(choices.get(one, one)) for one in value)
        elif value is True:
            value = _("yes")
        elif value and choices:
            value = choices.get(value, value)
        if value:
            told.append((str(field.label), str(value)))
    return told
