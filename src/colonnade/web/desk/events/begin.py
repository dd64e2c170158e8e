"""Planning a new event: what, when and where; the rest begins as its kind of event does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.capacity.actions import plan_event
from colonnade.capacity.models import Event
from colonnade.office.models import ActivityKind
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.errors import Refused
from colonnade.records.models import validate_time_zone
from colonnade.records.queries import standing
from colonnade.web.desk.forms import next_code
from colonnade.web.desk.rights import may


def day_field(label: Any, **facts: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **facts)


class BeginForm(forms.Form):
    """What one knows on the day an event is thought of."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=400)
    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind"), queryset=ActivityKind.objects.none(),
        help_text=gettext_lazy("It decides the rules, deadlines and checklist with which the event begins."),
    )  # fmt: skip
    starts_on = day_field(gettext_lazy("First day"), required=False)
    ends_on = day_field(gettext_lazy("Last day"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    host_country = forms.ModelChoiceField(
        label=gettext_lazy("Host country"), queryset=Country.objects.none(), required=False
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"), initial="UTC", validators=[validate_time_zone],
        help_text=gettext_lazy("Of the place, such as Asia/Seoul: deadlines and hours are by its clock."),
    )  # fmt: skip
    code = forms.SlugField(
        label=gettext_lazy("Code"), max_length=60, required=False,
        help_text=gettext_lazy("Stands in the address of the public page. Left empty, the next free code is given."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = standing(ActivityKind.objects).filter(pillar__code=Event._meta.app_label)
        self.fields["kind"].queryset = kinds
        self.fields["host_country"].queryset = standing(Country.objects).order_by("name_en")

    def clean_code(self) -> str:
        code = self.cleaned_data["code"] or next_code(Event, "EV")
        if Event.objects.filter(code=code).exists() or Activity.objects.filter(code=code).exists():
            raise ValidationError(_("This code is taken. Choose another."))
        return code


class BeginPage(WagtailAdminTemplateMixin, FormView):
    """A new activity and its event in one step."""

    page_title = gettext_lazy("Plan an event")
    header_icon = "group"
    template_name = "desk/events/begin.html"
    form_class = BeginForm
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (may(request.user, "add", Event) and may(request.user, "add", Activity)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        events = {"url": reverse("event:index"), "label": _("Events")}
        return [*self.breadcrumbs_items, events, {"url": "", "label": self.get_page_title()}]

    def form_valid(self, form: BeginForm) -> HttpResponse:
        try:
            made = self._begun(dict(form.cleaned_data))
        except (Refused, ValidationError) as refusal:
            form.add_error(None, refusal.messages if isinstance(refusal, ValidationError) else str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("%(code)s is begun.") % {"code": made.code})
        return redirect("event_plan", made.pk)

    @transaction.atomic
    def _begun(self, told: dict[str, Any]) -> Event:
        code, zone = told.pop("code"), told.pop("time_zone")
        activity = Activity(code=code, state=Activity.State.IDEA, **told)
        activity.full_clean()
        activity.save()
        return plan_event(activity=activity, code=code, time_zone=zone)


URLS = [path("begin/", BeginPage.as_view(), name="event_begin")]
