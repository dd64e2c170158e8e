"""Pages of one record: the form, the page that shows it whole, withdrawal, restoration and evidence."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, EditView, InspectView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from colonnade.records.actions import add_evidence
from colonnade.records.errors import Refused
from colonnade.records.models import Evidence
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words
from colonnade.web.desk.history import changes_of
from colonnade.web.desk.rights import may, may_see


class RecordCreate(CreateView):
    """A new record. What its room must keep up with it is kept in the same transaction."""

    viewset: Any = None

    def get_initial(self) -> dict[str, Any]:
        """What the address says: `?event=12` from the page of an event."""
        fields = {field.name for field in self.model._meta.fields}
        return {name: value for name, value in self.request.GET.items() if name in fields}

    def save_instance(self):
        instance = super().save_instance()
        self.viewset.kept(instance, before=None)
        return instance

    def get_success_url(self) -> str:
        return self.viewset.afterwards(self.object)


class RecordEdit(EditView):
    """The form of a record."""

    viewset: Any = None

    def save_instance(self):
        before = self.model._default_manager.get(pk=self.form.instance.pk)
        instance = super().save_instance()
        self.viewset.kept(instance, before=before)
        return instance

    def get_success_url(self) -> str:
        return self.viewset.afterwards(self.object)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        page = self.viewset.address("inspect", self.object)
        return [HeaderButton(_("Page"), url=page, icon_name="view"), *self.viewset.link_buttons(self.object)]

    @cached_property
    def header_more_buttons(self) -> list:
        return []


class RecordPage(InspectView):
    """A record whole: its facts, what hangs on it, its evidence and its latest changes; and the next step."""

    viewset: Any = None
    page_title = ""
    template_name = "desk/record.html"
    any_permission_required = ["add", "change", "view"]

    def get_fields(self) -> list[str]:
        hidden = {"id", "withdrawn_on", "withdrawn_because", *self.viewset.not_shown}
        own = [f.name for f in self.model._meta.get_fields() if f.concrete and f.name not in hidden]
        last = [name for name in ("source", "source_detail", "note") if name in own]
        return [name for name in own if name not in last] + last

    def get_field_display_value(self, field_name, field):
        day = self._day(field_name)
        value = day if day is not None else super().get_field_display_value(field_name, field)
        if value is True or value is False:
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return "" if value is None or value == "-" else value

    def _day(self, name: str) -> str | None:
        """A date that is known to the month or the year, as far as it is known."""
        precision = getattr(self.object, f"{name.removesuffix('_on')}_precision", None)
        held = getattr(self.object, name)
        if not precision or not isinstance(held, date):
            return None
        return date_words(PartialDate(held, precision), get_language() or "en")

    def get_fields_context(self) -> list[dict[str, Any]]:
        told = [self.get_context_for_field(name) for name in self.fields]
        for name, context in zip(self.fields, told, strict=True):
            held = getattr(self.object, name, None)
            context["url"] = self.viewset.url_of(held, self.request.user) if hasattr(held, "pk") else ""
        return [context for context in told if context["value"] or context["value"] == 0]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if edit_url := self.get_edit_url():
            buttons.append(HeaderButton(_("Edit"), url=edit_url, icon_name="edit", priority=1))
        more = self.viewset.more_buttons(self.object, self.request.user)
        return [*buttons, *self.viewset.link_buttons(self.object), *more]

    @cached_property
    def header_more_buttons(self) -> list:
        return []

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user, record = self.request.user, self.object
        withdrawable = self.viewset.withdrawable and may(user, "withdraw", self.model)
        parts = self.viewset.parts(record, user)
        kept = hasattr(self.model, "history")
        linked = [link for link in self.viewset.links if link.shown_to(user)]
        context.update(
            record=record,
            withdrawn=bool(getattr(record, "withdrawn_on", None)),
            withdraw_url=self.viewset.address("withdraw", record) if withdrawable else "",
            history_url=self.viewset.address("history", record) if kept else "",
            changes=changes_of(record, linked, latest=5) if kept else None,
            parts=parts,
            adding=[part for part in parts if part.may_add],
            links=[(link, link.rows_of(record)) for link in linked],
        )
        if self.viewset.withdrawable:
            context["evidence"] = Evidence.objects.filter(ref=record.ref) if may_see(user, Evidence) else []
            if may(user, "change", self.model) and may(user, "add", Evidence):
                context["evidence_form"] = EvidenceForm()
                context["evidence_url"] = self.viewset.address("evidence", record)
        return context


class ReasonForm(forms.Form):
    """Why a record is withdrawn; kept with it for ever."""

    because = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with the record: entered twice, wrong event, never took place."),
    )


class OfARecord(BaseObjectMixin, WagtailAdminTemplateMixin):
    """What the small pages around one record share: the record, its right, the way back."""

    viewset: Any = None
    model: Any = None
    right = "change"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, self.right, self.model):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        kind = capfirst(str(self.model._meta.verbose_name_plural))
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.viewset.get_url_name("index")), "label": kind},
            {"url": self.back(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def back(self) -> str:
        return self.viewset.address("inspect", self.object)


class Withdraw(OfARecord, TemplateView):
    """Take a record out of every count with a reason, or put it back."""

    right = "withdraw"
    template_name = "desk/withdraw.html"
    header_icon = "bin"

    def get_page_title(self) -> str:
        return _("Restore") if self.object.withdrawn_on else _("Withdraw")

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(record=self.object, back=self.back(), **kwargs)

    def post(self, request, *args, **kwargs):
        return self._restored(request) if self.object.withdrawn_on else self._withdrawn(request)

    def _withdrawn(self, request):
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                self.viewset.withdraw(self.object, form.cleaned_data["because"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("%(code)s is withdrawn.") % {"code": self.object.code})
                return redirect(self.back())
        return self.render_to_response(self.get_context_data(form=form))

    def _restored(self, request):
        try:
            self.viewset.restore(self.object)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(code)s counts again.") % {"code": self.object.code})
        return redirect(self.back())


class EvidenceForm(forms.Form):
    """A file that shows the record to be true."""

    title = forms.CharField(label=gettext_lazy("What it is"), max_length=200)
    file = forms.FileField(label=gettext_lazy("File"))


class EvidenceDownload(View):
    """A file handed to whoever may see both evidence and the record it proves."""

    def get(self, request, pk: int):
        evidence = get_object_or_404(Evidence, pk=pk)
        model = model_of(evidence.ref)
        if not (model and may_see(request.user, Evidence) and may_see(request.user, model)):
            raise PermissionDenied
        name = evidence.file.name.rsplit("/", 1)[-1]
        # Always a download: a file somebody uploaded is never opened as a page of ours.
        return FileResponse(evidence.file.open("rb"), as_attachment=True, filename=name)


def model_of(ref: str) -> type[Model] | None:
    """The kind of record a trail's name speaks of: ``capacity/event/EV-2010-01``."""
    room, noun, *_code = [*ref.split("/", 2), "", ""]
    try:
        return apps.get_model(room, noun)
    except LookupError:
        return None


class AddEvidence(OfARecord, View):
    """Keep a file with a record."""

    def post(self, request, *args, **kwargs):
        if not may(request.user, "add", Evidence):
            raise PermissionDenied
        form = EvidenceForm(request.POST, request.FILES)
        if form.is_valid():
            with transaction.atomic():
                add_evidence(record=self.object, **form.cleaned_data)
            messages.success(request, _("“%(title)s” is kept.") % {"title": form.cleaned_data["title"]})
        else:
            wrong = " ".join(f"{form[name].label}: {' '.join(said)}" for name, said in form.errors.items())
            messages.error(request, _("The file was not kept. %(wrong)s") % {"wrong": wrong})
        return redirect(self.back())
