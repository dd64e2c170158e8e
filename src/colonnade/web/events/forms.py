"""The form by which somebody registers: what every event asks, then the event's own questions, then what one agrees to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.db.models import Max
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.contrib.forms.forms import FormBuilder

from colonnade.capacity.actions import Entry
from colonnade.capacity.actions.registration import NEEDS_A_LETTER
from colonnade.capacity.models import Event, Modality, Question, Registration, Sector
from colonnade.people.models import Consent, RetentionRule, Sex
from colonnade.people.queries import rules_on
from colonnade.places.models import Country
from colonnade.places.queries import country_names
from colonnade.records.composed import Question as Composed
from colonnade.records.queries import standing
from colonnade.values.comparing import folded, has_letter
from colonnade.values.languages import known

Purpose = Consent.Purpose

NO_COUNTRY = "-"
"""Who comes for an international organization represents no country."""

WORDINGS: dict[Any, Any] = {
    Purpose.PARTICIPANT_LIST: gettext_lazy(
        "My name, function, institution and country may stand in the list of participants given to those who take part."
    ),
    Purpose.PHOTO: gettext_lazy(
        "I may be seen in photographs and films of the event that the office publishes."
    ),
    Purpose.QUOTE: gettext_lazy("The office may quote in its reports what I say or write about the event."),
    Purpose.MAILING_LIST: gettext_lazy("The office may write to me about other events and publications."),
    Purpose.FOLLOW_UP: gettext_lazy(
        "The office may ask me some months after the event what I could use of it."
    ),
    Purpose.CERTIFICATE_CHECK: gettext_lazy(
        "My name may stand on the page on which others check that my certificate is genuine."
    ),
}
"""What is agreed to, purpose by purpose, in the words that are kept with a consent."""

VERSION = "1"
"""Of these wordings. A change of their meaning is another version."""


def purposes_of(event: Event) -> list[str]:
    """What the event asks agreement to: about certificates only where it gives some."""
    return [purpose for purpose in WORDINGS if purpose != Purpose.CERTIFICATE_CHECK or event.certificate_kind]


# Countries --------------------------------------------------------------------------------------------------


def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Code and name of every country or area, in the order of the reader's language."""
    return _choices(
        known(language), date.today(), Country.history.aggregate(last=Max("history_id"))["last"] or 0
    )


@lru_cache(maxsize=16)
def _choices(language: str, day: date, version: int) -> tuple[tuple[str, str], ...]:
    names = country_names(language, day)
    standing_ones = standing(Country.objects).values_list("code", flat=True)
    return tuple(sorted(((code, names[code]) for code in standing_ones), key=lambda pair: folded(pair[1])))


_country = Composed(
    lambda code: standing(Country.objects).filter(code=code).only("code", "name_en").order_by()
)


class CountrySelect(forms.Select):
    """A plain list to choose from. Written in one go: 250 options through a template each would be slow."""

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        chosen = str(value or "")
        first = [("", _("Choose")), (NO_COUNTRY, _("None: I come for an international organization"))]
        options = "".join(
            f"<option value={code or chr(34) * 2}{' selected' if code == chosen else ''}>{conditional_escape(words)}"
            for code, words in (*first, *country_choices(get_language() or "en"))
        )
        given = self.build_attrs(self.attrs, attrs)
        return format_html(
            '<select name="{}"{}>{}</select>', name, mark_safe(flatatt(given)), mark_safe(options)
        )


class CountryField(forms.Field):
    """The country that somebody represents; None for who represents none."""

    widget = CountrySelect

    def clean(self, value: Any) -> Country | None:
        if value == NO_COUNTRY:
            return None
        super().clean(value)
        held = _country.first(str(value)) if value else None
        if held is None:
            raise forms.ValidationError(_("Choose a country from the list."))
        return held

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Country) else value


# The event's own questions ----------------------------------------------------------------------------------


class Asked:
    """A question of a form in the reader's language, in the shape that Wagtail's form builder knows."""

    default_value = ""

    def __init__(self, question: Any, language: str) -> None:
        told = question.translations.get(known(language), {})
        self.field_type, self.required = question.kind, question.required
        self.clean_name = f"q_{question.name.replace('-', '_')}"
        self.label = told.get("label") or question.label
        self.choices, self.shown = question.choices, told.get("choices") or question.choices
        self.help_text = format_html(
            "<bdi>{}</bdi> {}", told.get("purpose") or question.purpose, self.kept(question.keep_days)
        )

    def kept(self, days: int) -> str:
        return _("Kept for %(days)s days after the event.") % {"days": days}


class Builder(FormBuilder):
    """Wagtail's builder, with choices that are kept in the words of the record and shown in the reader's."""

    def get_formatted_field_choices(self, field) -> list[tuple[str, str]]:
        values = [value for value, _same in super().get_formatted_field_choices(field)]
        shown = [line.strip() for line in field.shown.strip().splitlines()]
        words = shown if len(shown) == len(values) else values
        first = [("", _("Choose"))] if field.field_type == Question.Kind.LIST else []
        return [*first, *zip(values, words, strict=True)]

    def create_multiline_field(self, field, options):
        return super().create_multiline_field(
            field, options | {"max_length": 4000, "widget": forms.Textarea({"rows": 4, "cols": 40})}
        )

    def create_date_field(self, field, options):
        return super().create_date_field(field, options | {"widget": forms.DateInput({"type": "date"})})


# The form ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Fields that belong together, with what they are for and how long they are kept."""

    heading: str
    note: str
    fields: Sequence[forms.BoundField]


def kept_words(category: str) -> str:
    """How long a kind of personal data is kept, as the rule that holds today says."""
    rule = next((rule for rule in rules_on(date.today()) if rule.category == category), None)
    if rule is None:
        return _("Kept until you ask the office to remove it.")
    after = {
        RetentionRule.Trigger.EVENT_END: _("after the event"),
        RetentionRule.Trigger.FISCAL_YEAR_END: _("after the year of the event"),
        RetentionRule.Trigger.CASE_CLOSE: _("after the case is closed"),
    }[RetentionRule.Trigger(rule.trigger)]
    if rule.years:
        return _("Kept for %(years)s years %(after)s, then removed.") % {"years": rule.years, "after": after}
    return _("Kept for %(days)s days %(after)s, then removed.") % {"days": rule.days, "after": after}


def _words(name: str, **attrs: str) -> forms.TextInput:
    return forms.TextInput({"autocomplete": name, **attrs})


class Grouped(forms.Form):
    """A form of visitors that its page shows group by group, with every error at its field."""

    def _of(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _asked_and_agreed(self, asking: str, note: str) -> list[Group]:
        """What is asked beyond the usual, and what is agreed to, each where there is any."""
        asked = self._of(name for name in self.fields if name.startswith("q_"))
        agreed = self._of(name for name in self.fields if name.startswith("consent_"))
        groups = (Group(asking, "", asked), Group(_("What you agree to"), note, agreed))
        return [group for group in groups if group.fields]

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Every error with the field it stands at: address on the page, label, words."""
        return [
            (self[name].id_for_label or self[name].auto_id, str(self.fields[name].label), " ".join(errors))
            for name, errors in self.errors.items()
            if name in self.fields
        ]


class RegistrationForm(Grouped):
    """What somebody writes of themselves. ``agreeing`` adds what they may agree to."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=200, widget=_words("name"),
        help_text=gettext_lazy("As you write it, in any script. One name is enough."),
    )  # fmt: skip
    name_latin = forms.CharField(
        label=gettext_lazy("The same in Latin letters"), max_length=200, required=False,
        widget=forms.TextInput({"lang": "en", "dir": "auto"}),
        help_text=gettext_lazy("If your name is in another script and should stand so on badge and certificate."),
    )  # fmt: skip
    form_of_address = forms.CharField(
        label=gettext_lazy("Form of address"), max_length=30, required=False, widget=_words("honorific-prefix"),
        help_text=gettext_lazy("For example Ms., Dr., H.E. Leave it empty if you like none."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
        help_text=gettext_lazy("The confirmation and your personal link go there."),
    )  # fmt: skip
    country = CountryField(label=gettext_lazy("Country you represent"))
    organisation_name = forms.CharField(
        label=gettext_lazy("Institution"), max_length=250, required=False, widget=_words("organization")
    )
    function = forms.CharField(
        label=gettext_lazy("Function"), max_length=200, required=False, widget=_words("organization-title")
    )
    sector = forms.ChoiceField(label=gettext_lazy("Sector"), required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"), required=False,
        help_text=gettext_lazy("As you say; for counts only. You may leave it open."),
    )  # fmt: skip
    modality = forms.ChoiceField(label=gettext_lazy("How will you take part?"), widget=forms.RadioSelect)

    ABOUT = ("full_name", "name_latin", "form_of_address", "email")
    REPRESENTS = ("country", "organisation_name", "function", "sector", "sex", "modality")

    def __init__(
        self, *args, event: Event, questions: Iterable[Question], agreeing: bool = True, **kwargs
    ) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.event, self.questions = event, list(questions)
        language = get_language() or "en"
        self.fields["sector"].choices = _offered(Sector)
        self.fields["sex"].choices = _offered(Sex)
        if event.format == Event.Format.HYBRID:
            self.fields["modality"].choices = [
                choice for choice in Modality.choices if choice[0] in (Modality.IN_PERSON, Modality.ONLINE)
            ]
        else:
            del self.fields["modality"]
        self.fields |= Builder([Asked(question, language) for question in self.questions]).formfields
        for purpose in purposes_of(event) if agreeing else ():
            self.fields[f"consent_{purpose}"] = forms.BooleanField(label=WORDINGS[purpose], required=False)

    def clean_full_name(self) -> str:
        name = str(self.cleaned_data["full_name"])
        if not has_letter(name):
            raise forms.ValidationError(NEEDS_A_LETTER)
        return name

    # As the page shows it.

    @property
    def groups(self) -> list[Group]:
        kept = kept_words("identities")
        told = [
            Group(_("You"), _("To write to you, and for badge and certificate. %(kept)s") % {"kept": kept},
                  self._of(self.ABOUT)),
            Group(_("For whom you come"),
                  _("For the list of those who come, and for figures that name nobody. %(kept)s") % {"kept": kept},
                  self._of(self.REPRESENTS)),
        ]  # fmt: skip
        note = _(
            "Each is your own choice. Taking part depends on none, and you can take each back on your personal page."
        )
        return told + self._asked_and_agreed(_("For this event"), note)

    # What becomes of it.

    def entry(self) -> Entry:
        """What was written, as the record takes it."""
        told = self.cleaned_data
        facts = {name: told[name] for name in (*self.ABOUT, *self.REPRESENTS) if name in told}
        facts["sector"] = facts["sector"] or Sector.NOT_RECORDED
        facts["sex"] = facts["sex"] or Sex.NOT_RECORDED
        return Entry(**facts, answers=self._answers())

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
            purpose: str(WORDINGS[purpose])
            for purpose in purposes_of(self.event)
            if self.cleaned_data.get(f"consent_{purpose}")
        }


def _offered(kinds: Any) -> list[tuple[str, Any]]:
    return [("", "–"), *(choice for choice in kinds.choices if choice[0] != "not_recorded")]


def as_written(registration: Registration) -> dict[str, Any]:
    """A registration as the form shows it again, to be corrected."""
    at = registration.participation
    told: dict[str, Any] = {
        name: getattr(at.person, name) for name in ("full_name", "name_latin", "form_of_address", "email")
    }
    told |= {
        "country": at.country.code if at.country else NO_COUNTRY, "organisation_name": registration.organisation_name,
        "function": at.function, "sector": at.sector, "sex": at.sex, "modality": at.modality,
    }  # fmt: skip
    return told | {f"q_{name.replace('-', '_')}": answer for name, answer in registration.answers.items()}
