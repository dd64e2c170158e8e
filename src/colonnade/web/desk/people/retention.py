"""How long personal data is kept: the rules that hold, what is due today, what was removed, and a rule set anew."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from colonnade.people.actions import due_for_retention, set_retention_rule
from colonnade.people.models import Disposal, RetentionRule
from colonnade.people.queries import rules_on
from colonnade.records.errors import Refused
from colonnade.research.forgetting import DRAFTS, SUBMISSIONS
from colonnade.web.desk.people.acts import RETAINED
from colonnade.web.desk.people.doubles import PeoplePage, PeoplePages
from colonnade.web.desk.rights import may

DISPOSALS_SHOWN = 30

CATEGORIES = {
    "identities": gettext_lazy("names of those who registered by the public form"),
    "likenesses": gettext_lazy("reasons why two persons were thought to be one"),
    "restricted_details": gettext_lazy("answers kept apart, such as food and health"),
    "travel_documents": gettext_lazy("passports and visas"),
    SUBMISSIONS.key: SUBMISSIONS.label,
    DRAFTS.key: DRAFTS.label,
}
"""The kinds of personal data that rules are for, in the words of the desk."""


class RuleForm(forms.Form):
    """A rule as it is to be from a day on."""

    category = forms.ChoiceField(label=gettext_lazy("Kind of personal data"))
    trigger = forms.ChoiceField(label=gettext_lazy("Counted from"), choices=RetentionRule.Trigger.choices)
    years = forms.IntegerField(label=gettext_lazy("Years"), min_value=0, max_value=100, initial=0)
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=0, max_value=10_000, initial=0)
    disposition = forms.ChoiceField(
        label=gettext_lazy("Then"), choices=RetentionRule.Disposition.choices, initial="destroy"
    )
    schedule = forms.CharField(
        label=gettext_lazy("Where the rule comes from"), max_length=200, widget=forms.TextInput
    )
    on = forms.DateField(label=gettext_lazy("From"), initial=date.today, widget=AdminDateInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        held = rules_on(date.today()).values_list("category", flat=True)
        self.fields["category"].choices = [(one, CATEGORIES.get(one, one)) for one in held]


class Retention(PeoplePage):
    """The rules, and the form for whoever may change them."""

    template_name = "desk/people/retention.html"
    page_title = gettext_lazy("Retention")
    header_icon = "time"
    form: RuleForm | None = None

    @property
    def may_set(self) -> bool:
        return may(self.request.user, "change", RetentionRule)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        due = due_for_retention(day=date.today(), categories=RETAINED)
        rows = [
            {
                "words": CATEGORIES.get(one.rule.category, one.rule.category),
                "rule": one.rule,
                "due": len(one.rows) if one.category else None,
            }
            for one in due
        ]
        later = RetentionRule.objects.filter(valid_from__gt=date.today()).order_by("valid_from")
        return super().get_context_data(
            rows=rows, later=[(CATEGORIES.get(rule.category, rule.category), rule) for rule in later],
            disposals=Disposal.objects.select_related("rule")[:DISPOSALS_SHOWN],
            form=(self.form or RuleForm()) if self.may_set else None, **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        if not self.may_set:
            raise PermissionDenied
        self.form = RuleForm(request.POST)
        if self.form.is_valid():
            try:
                set_retention_rule(**self.form.cleaned_data, today=date.today())
            except Refused as refusal:
                self.form.add_error(None, str(refusal))
            except ValidationError as error:
                self.form.add_error(None, error)
            else:
                messages.success(request, _("The rule is set."))
                return redirect("retention:index")
        return self.render_to_response(self.get_context_data(), status=422)


class RetentionPages(PeoplePages):
    """The menu's way to how long personal data is kept."""

    name = "retention"
    url_prefix = "retention"
    icon = menu_icon = "time"
    menu_label = gettext_lazy("Retention")

    def get_urlpatterns(self) -> list:
        return [path("", Retention.as_view(), name="index")]
