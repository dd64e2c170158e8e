"""The import at the desk: a file is read and explained, then confirmed, then written; nothing before that."""

from __future__ import annotations

import secrets
import shutil
import time
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.capacity.models import Event, Participation
from colonnade.people.models import Person
from colonnade.records.errors import Refused
from colonnade.records.intake.books import NotReadable
from colonnade.records.intake.plan import Options, Plan, plan_import
from colonnade.records.intake.reasons import with_reasons
from colonnade.records.intake.template import template
from colonnade.web.desk.rights import may
from colonnade.web.sheets import SHEETS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ = (".xlsx", ".csv")
KEPT_FOR = 7 * 24 * 3600
"""A file that was never confirmed is thrown away after a week."""

FINDINGS_SHOWN, CHANGES_SHOWN = 500, 300


class Files(forms.FileField):
    """One workbook, or several CSVs together."""

    widget = type("Several", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data, initial=None) -> list[UploadedFile]:
        files = data if isinstance(data, (list, tuple)) else [data]
        kept = [super(Files, self).clean(file, initial) for file in files]
        wrong = [file.name for file in kept if Path(file.name).suffix.lower() not in READ]
        if wrong:
            raise forms.ValidationError(
                _("%(names)s: only .xlsx and .csv are read. Save it as one of these first."),
                params={"names": ", ".join(wrong)},
            )
        return kept


class ImportForm(forms.Form):
    """The file, and what cannot be known from it."""

    files = Files(label=gettext_lazy("Workbook, or CSV files"))
    dates = forms.ChoiceField(
        label=gettext_lazy("What 04/09/2014 means in this file"),
        required=False,
        choices=[
            ("", gettext_lazy("ask me where a date can be read in two ways")),
            ("dmy", gettext_lazy("4 September 2014")),
            ("mdy", gettext_lazy("9 April 2014")),
        ],
    )
    columns = forms.CharField(
        label=gettext_lazy("Columns of a table with a column for each indicator"),
        required=False,
        help_text=gettext_lazy(
            "Only where they are not called as the indicators are: egdi=EGDI; rank=EGDI:rank. Remembered."
        ),
    )
    overwrite = forms.BooleanField(
        label=gettext_lazy("Put the file's values over what was edited by hand"), required=False
    )

    def clean_columns(self) -> dict[str, str]:
        pieces = [piece for piece in self.cleaned_data["columns"].split(";") if piece.strip()]
        parted = [piece.partition("=") for piece in pieces]
        pairs = [(heading.strip(), meaning.strip()) for heading, _mark, meaning in parted]
        if not all(heading and meaning for heading, meaning in pairs):
            raise forms.ValidationError(
                _("Write what stands over each column and what it means: egdi=EGDI; rank=EGDI:rank.")
            )
        return dict(pairs)


def may_import(user) -> bool:
    """Whoever may add any kind of record that a workbook holds; each kind is asked again for the file at hand."""
    return any(may(user, "add", model) for model in (Participation, Event))


class ImportPage(WagtailAdminTemplateMixin, TemplateView):
    """What the steps share: who may, the title, and the folder in which a file waits."""

    page_title = gettext_lazy("Import")
    header_icon = "upload"

    def dispatch(self, request, *args, **kwargs):
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class Upload(ImportPage):
    """The first step: choose a file."""

    template_name = "desk/import.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kwargs.setdefault("form", ImportForm())
        kwargs["may_bring_lists"] = may(self.request.user, "add", Participation) and may(
            self.request.user, "add", Person
        )
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        token = keep(form.cleaned_data["files"])
        waiting = request.session.get("imports", {})
        chosen = {"dates": form.cleaned_data["dates"], "overwrite": form.cleaned_data["overwrite"],
                  "columns": form.cleaned_data["columns"]}  # fmt: skip
        request.session["imports"] = {**waiting, token: chosen}
        return redirect(reverse("import_plan", args=(token,)))


def keep(files: list[UploadedFile]) -> str:
    """Put uploaded files into a folder of their own, and clear away those nobody came back for."""
    place = folder()
    for old in place.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_FOR:
            shutil.rmtree(old, ignore_errors=True)
    token = secrets.token_urlsafe(16)
    (place / token).mkdir(mode=0o700)
    for file in files:
        with (place / token / Path(file.name).name.lstrip(".")).open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
    return token


def folder() -> Path:
    place = Path(settings.DATA) / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


class Waiting:
    """A file that its own uploader comes back to."""

    def __init__(self, request: HttpRequest, token: str) -> None:
        chosen = request.session.get("imports", {}).get(token)
        self.place = folder() / token
        if chosen is None or not self.place.is_dir():
            raise Http404
        self.request, self.token, self.chosen = request, token, chosen
        self.options = Options(dates=chosen.get("dates", ""), overwrite=chosen.get("overwrite", False), columns=chosen.get("columns") or {})  # fmt: skip

    def plan(self) -> Plan:
        """What the file would do, as the record stands now."""
        files = sorted(self.place.iterdir())
        return plan_import(files[0] if len(files) == 1 else self.place, SHEETS, self.options)

    def forget(self) -> None:
        waiting = self.request.session.get("imports", {})
        waiting.pop(self.token, None)
        self.request.session["imports"] = waiting
        shutil.rmtree(self.place, ignore_errors=True)


def not_allowed(user, plan: Plan) -> list[str]:
    """The kinds of record in a file that the account may not write."""
    asked = {(change.part.model, "add" if change.new else "change") for change in plan.changes}
    refused = {model for model, action in asked if not may(user, action, model)}
    return sorted(str(model._meta.verbose_name_plural) for model in refused)


class Planned(ImportPage):
    """The second step: what was understood, what would change, what is wrong; and the button that writes."""

    template_name = "desk/import_plan.html"

    def get(self, request, *args, token: str, **kwargs):
        waiting = Waiting(request, token)
        try:
            plan = waiting.plan()
        except NotReadable as error:
            waiting.forget()
            messages.error(request, str(error))
            return redirect("import")
        return self.render_to_response(self._told(token, plan))

    def _told(self, token: str, plan: Plan) -> dict[str, Any]:
        refused = not_allowed(self.request.user, plan)
        changed = [] if refused else [change for change in plan.changes if not change.new]
        return self.get_context_data(
            token=token,
            plan=plan,
            refused=refused,
            findings=plan.findings[:FINDINGS_SHOWN],
            findings_more=max(0, len(plan.findings) - FINDINGS_SHOWN),
            changed=[
                (change.part.understood.name, change.code, change.words())
                for change in changed[:CHANGES_SHOWN]
            ],
            changed_more=max(0, len(changed) - CHANGES_SHOWN),
            writable=not (plan.stopped or plan.empty or refused),
        )

    def post(self, request, *args, token: str, **kwargs):
        waiting = Waiting(request, token)
        if "forget" in request.POST:
            waiting.forget()
            return redirect("import")
        plan = waiting.plan()
        if not_allowed(request.user, plan):
            raise PermissionDenied
        if request.POST.get("confirmed") != confirmed(plan):
            messages.warning(request, _("The record changed meanwhile. Look again, and confirm."))
            return redirect("import_plan", token=token)
        return self._write(request, waiting, plan)

    def _write(self, request, waiting: Waiting, plan: Plan):
        try:
            batch = plan.write(by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("import_plan", token=waiting.token)
        waiting.forget()
        if batch is None:
            messages.success(request, _("Nothing to do: the record holds all of it already."))
            return redirect("import")
        told = {"new": plan.new, "changed": plan.changed, "same": plan.same}
        messages.success(request, _("Written: %(new)s new, %(changed)s changed, %(same)s the same.") % told)
        return redirect("batch:inspect", batch.pk)


def confirmed(plan: Plan) -> str:
    """What somebody saw when they pressed the button; another state of the record makes it another."""
    return f"{plan.sha256}:{plan.new}:{plan.changed}:{plan.same}"


class Reasons(View):
    """A copy of the file with its reasons beside each row."""

    def get(self, request, token: str) -> HttpResponse:
        if not may_import(request.user):
            raise PermissionDenied
        plan = Waiting(request, token).plan()
        name = f"{Path(plan.file_name).stem}-reasons.xlsx"
        return download(with_reasons(plan), name)


class Template(View):
    """The empty workbook to fill in."""

    def get(self, request) -> HttpResponse:
        if not may_import(request.user):
            raise PermissionDenied
        return download(template(SHEETS), "colonnade.xlsx")


def download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
