"""How fields of the record are filled in at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from colonnade.places.models import Country
from colonnade.places.recognise import Recognised, recogniser
from colonnade.records.errors import Refused

LONGEST_TITLE = 200


class CountryLines(forms.Textarea):
    """Countries, one on a line, by name in any of the office's languages, by old name or by ISO code."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 4, **(attrs or {})})

    def value_from_datadict(self, data, files, name) -> list[str]:
        lines = [line.strip() for line in data.get(name, "").replace(";", "\n").splitlines()]
        written = [line for line in lines if line]
        answers = map(recogniser().read, written) if written else ()
        # What was not recognised goes on as it was typed, so that the form can say which line it is.
        return [str(told.country.pk) if isinstance(told, Recognised) else told.text for told in answers]

    def format_value(self, value) -> str:
        keys = [str(part) for part in value or ()]
        names = Country.objects.in_bulk([int(key) for key in keys if key.isdigit()])
        return "\n".join(
            names[int(key)].name_en if key.isdigit() and int(key) in names else key for key in keys
        )


class Listed(forms.MultipleChoiceField):
    """Several of a few fixed words, kept as a list: the roles that count, the channels allowed."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial, data) -> bool:
        return sorted(initial or []) != sorted(data or [])


class DayLines(forms.Field):
    """Things to do, one on a line, each with its day before or after the first: ``-30; Letters out``."""

    widget = forms.Textarea(attrs={"rows": 8, "dir": "auto"})

    def __init__(self, **facts) -> None:
        told = _("One on a line: days from the first day, a semicolon, what is to do: -30; Letters out")
        super().__init__(**{"required": False, "help_text": told} | facts)

    def prepare_value(self, value):
        if not isinstance(value, list):
            return value
        return "\n".join(f"{item['days']}; {item['title']}" for item in value)

    def to_python(self, value) -> list[dict]:
        lines = [line.strip() for line in (value or "").splitlines()]
        return [self._item(line) for line in lines if line]

    def _item(self, line: str) -> dict:
        days, _semicolon, title = (part.strip() for part in line.partition(";"))
        found = re.fullmatch(r"[+-]?[0-9]{1,4}", days.replace("\N{MINUS SIGN}", "-"))
        if not found or not title or len(title) > LONGEST_TITLE:
            raise forms.ValidationError(
                gettext("“%(line)s” is not understood. Write it like this: -30; Letters out") % {"line": line}
            )
        return {"title": title, "days": int(found[0])}


class RecordForm(WagtailAdminModelForm):
    """The form of any record. A code, once given, is for ever; left empty, the next free one is given."""

    code_prefix = ""
    listed: dict[str, tuple | forms.Field] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._settle_code()
        for name, told in self.listed.items():
            own = isinstance(told, forms.Field)
            self.fields[name] = (
                deepcopy(told) if own else Listed(label=told[0], choices=told[1], required=False)
            )
        for field in self.fields.values():
            if isinstance(field.widget, CountryLines):
                field.help_text = _("One on a line: name in any language, or ISO code.")
                unknown = _(
                    "“%(pk)s” is no country, or may mean several: write its name in full or its code."
                )
                field.error_messages["invalid_pk_value"] = unknown

    def _settle_code(self) -> None:
        field = self.fields.get("code")
        if field is None:
            return
        if self.instance.pk:
            field.disabled = True
            field.help_text = _("A code never changes.")
        elif self.code_prefix:
            field.required = False
            field.help_text = _("Left empty, the next free code is given.")

    def clean_code(self) -> str:
        code = self.cleaned_data.get("code", "")
        return code or next_code(self._meta.model, self.code_prefix)

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            self.allowed(self.instance)
        except Refused as refusal:
            self.add_error(None, str(refusal))

    @staticmethod
    def allowed(record: models.Model) -> None:
        """Refuse what the record's room would refuse; a room with rules of its own puts them here."""

    def _get_validation_exclusions(self) -> set[str]:
        # Rules such as “a person once at an event” hold among the rows that stand, so they must see the field.
        return super()._get_validation_exclusions() - {"withdrawn_on"}


def next_code(model: type[models.Model], prefix: str) -> str:
    """The first code of the kind that is not taken: ``ACT-0042``."""
    start = f"{prefix}-"
    taken = model._default_manager.filter(code__startswith=start).values_list("code", flat=True)
    numbers = [int(code[len(start) :]) for code in taken if code[len(start) :].isdigit()]
    return f"{start}{max(numbers, default=0) + 1:04d}"


def form_for(
    prefix: str,
    listed: dict[str, tuple | forms.Field] | None = None,
    allowed: Callable[[models.Model], None] = RecordForm.allowed,
) -> type[RecordForm]:
    """The form of one kind of record, with its prefix for codes and its room's own rules."""
    own = {"code_prefix": prefix, "listed": listed or {}, "allowed": staticmethod(allowed)}
    return type("RecordForm", (RecordForm,), own)


def rows(model: type[models.Model], *lines: str | tuple[str, ...]) -> list:
    """Panels for a form: a word is a field on its own line, a tuple is fields side by side."""
    return [
        field(model, line) if isinstance(line, str) else FieldRowPanel([field(model, name) for name in line])
        for line in lines
    ]


def field(model: type[models.Model], name: str) -> FieldPanel:
    """One field, with the way of entry its kind needs."""
    try:
        held = model._meta.get_field(name)
    except FieldDoesNotExist:
        return FieldPanel(name)
    if isinstance(held, models.ManyToManyField):
        widget = CountryLines if held.related_model is Country else forms.CheckboxSelectMultiple
        return FieldPanel(name, widget=widget)
    return FieldPanel(name)


def provenance() -> MultiFieldPanel:
    """Where the fact comes from: the last part of every form."""
    return MultiFieldPanel(
        [FieldRowPanel([FieldPanel("source"), FieldPanel("source_detail")]), FieldPanel("note")],
        heading=_("Source and note"),
    )
