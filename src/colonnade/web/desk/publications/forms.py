"""What the page of a publication asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.records.queries import standing
from colonnade.research.actions.files import KINDS
from colonnade.research.models import LanguageVersion, Product, PublicationFile
from colonnade.research.rules.products import S, next_states
from colonnade.values.dates import NotADate, PartialDate


class PartialDateField(forms.CharField):
    """A date as precise as it is known: 2014-06-05, 2014-06 or 2014."""

    def __init__(self, **facts) -> None:
        super().__init__(**{"max_length": 10, "help_text": _("2014-06-05, 2014-06 or 2014")} | facts)

    def clean(self, value: Any) -> PartialDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except NotADate as error:
            raise forms.ValidationError(str(error)) from error


class DayForm(forms.Form):
    """On which day it came out."""

    on = PartialDateField(label=_("Released on"))


class MoveForm(forms.Form):
    """To which state, why, and what took its place."""

    to = forms.ChoiceField(label=_("New state"))
    because = forms.CharField(
        label=_("Reason"), required=False, max_length=300,
        help_text=_("Needed to withdraw, to abandon and to supersede; printed on its page."),
    )  # fmt: skip
    superseded_by = forms.CharField(
        label=_("Code of what takes its place"),
        required=False,
        max_length=60,
        help_text=_("Only where it is superseded."),
    )

    def __init__(self, *args, product: Product, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state, S(state).label) for state in next_states(product)]

    def clean_superseded_by(self) -> Product | None:
        code = self.cleaned_data["superseded_by"].strip()
        if not code:
            return None
        held = standing(Product.objects).filter(code=code).first()
        if held is None:
            raise forms.ValidationError(_("No publication has the code %(code)s.") % {"code": code})
        return held


class PutOffForm(forms.Form):
    """To when, and why."""

    to = PartialDateField(label=_("Put off to"))
    because = forms.CharField(label=_("Reason"), max_length=300)


class FileForm(forms.Form):
    """A file of one language."""

    version = forms.ModelChoiceField(label=_("Language version"), queryset=LanguageVersion.objects.none())
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ",".join(f".{end}" for end in KINDS)})
    )
    what = forms.ChoiceField(label=_("What it is"), choices=PublicationFile.What.choices)
    replaces = forms.ModelChoiceField(
        label=_("Replaces"),
        queryset=PublicationFile.objects.none(),
        required=False,
        empty_label=_("nothing: a new file"),
    )
    because = forms.CharField(
        label=_("Why it is replaced"), required=False, max_length=300,
        help_text=_("Printed beside the file: the erratum in a sentence."),
    )  # fmt: skip

    def __init__(self, *args, product: Product, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        versions = standing(LanguageVersion.objects).filter(product=product)
        self.fields["version"].queryset = versions
        self.fields["version"].label_from_instance = lambda one: f"{one.language}: {one.title}"
        newest = standing(PublicationFile.objects).filter(version__in=versions, replaced_by=None)
        self.fields["replaces"].queryset = newest.select_related("version")
        self.fields["replaces"].label_from_instance = lambda one: f"{one.code} ({one.get_what_display()})"


class AltForm(forms.Form):
    """What a cover shows, in words."""

    alt = forms.CharField(label=_("What the cover shows, for those who do not see it"), max_length=300)
