"""What is asked of who brings in a list: the list itself, and what holds for everybody on it."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.capacity.lists.listed import ATTENDED, REGISTERED
from colonnade.capacity.models import Participation, Role
from colonnade.partners.models import Organisation
from colonnade.people.models import Person
from colonnade.web.desk.imports import (
    READ,
)
from colonnade.web.desk.rights import may

TEXT = (*READ, ".tsv", ".txt")


def may_bring(user) -> bool:
    """Whoever may add both persons and who took part."""
    return may(user, "add", Participation) and may(user, "add", Person)


class ListForm(forms.Form):
    """The list, as a file or as pasted cells, and what it cannot say itself."""

    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy("A workbook (.xlsx), or text with any separator and in any encoding (.csv, .tsv, .txt)."),
    )  # fmt: skip
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the cells, with their headings"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "dir": "auto"}),
    )  # fmt: skip

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and Path(file.name).suffix.lower() not in TEXT:
            raise forms.ValidationError(
                _("Only .xlsx, .csv, .tsv and .txt are read. Save it as one of these first.")
            )
        return file

    def clean(self):
        held = super().clean()
        given = [bool(held.get("file")), bool((held.get("pasted") or "").strip())]
        if sum(given) != 1 and "file" not in self.errors:
            raise forms.ValidationError(_("Give a file or paste a list: one of the two."))
        return held


class ChoicesForm(forms.Form):
    """What holds for everybody on the list."""

    status = forms.ChoiceField(
        label=gettext_lazy("Where the list does not say, these people"),
        choices=[(REGISTERED, gettext_lazy("registered")), (ATTENDED, gettext_lazy("took part"))],
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Their role, where the list does not say"), choices=Role.choices, required=False
    )
    overwrite = forms.BooleanField(
        label=gettext_lazy("Put the list's values over what was edited by hand"), required=False
    )
    add_organisations = forms.BooleanField(
        label=gettext_lazy("Add the organisations that are not in the record"), required=False,
        help_text=gettext_lazy("Otherwise their names are kept in the note of each participation."),
    )  # fmt: skip

    def __init__(self, *args, user=None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not may(user, "add", Organisation):
            del self.fields["add_organisations"]
