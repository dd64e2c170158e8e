"""Lists of participants at the desk: brought in for one event, understood, asked about, and written when confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.capacity.lists.layouts import LISTS, proposal_for
from colonnade.capacity.lists.listed import REGISTERED, left_out
from colonnade.capacity.lists.plan import Choices, ListPlan, plan_list
from colonnade.capacity.lists.questions import KINDS, TAKE, Question
from colonnade.capacity.lists.register import Register, as_workbook, is_register, read_register
from colonnade.capacity.models import Event, Role
from colonnade.records.actions import keep_answers, remember_mapping
from colonnade.records.errors import Refused
from colonnade.records.intake.books import NotReadable
from colonnade.records.intake.findings import Findings
from colonnade.records.intake.reasons import with_reasons
from colonnade.records.queries import answers_about, standing
from colonnade.web.desk.columns import WaitingTable, columns_chosen, columns_told
from colonnade.web.desk.imports import (
    CHANGES_SHOWN,
    FINDINGS_SHOWN,
    confirmed,
    download,
    keep,
    not_allowed,
)
from colonnade.web.desk.list_forms import ChoicesForm, ListForm, may_bring

PASTED = "pasted.txt"
ROWS_SHOWN, EVENTS_SHOWN = 25, 50


class ListPage(WagtailAdminTemplateMixin, TemplateView):
    """What the steps share: who may, the title, and the way here."""

    page_title = gettext_lazy("List of participants")
    header_icon = "group"
    event: Event | None = None

    def dispatch(self, request, *args, **kwargs):
        if not may_bring(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.event or "")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": reverse("import"), "label": _("Import")}]
        if self.event:
            items.append({"url": reverse("event:inspect", args=(self.event.pk,)), "label": str(self.event)})
        return [*items, {"url": "", "label": self.page_title}]


class ChooseEvent(ListPage):
    """Which event the list is of."""

    template_name = "desk/lists/events.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()
        events = standing(Event.objects).select_related("activity").order_by("-activity__starts_on", "code")
        if asked:
            events = events.filter(Q(activity__title__icontains=asked) | Q(code__icontains=asked))
        return super().get_context_data(events=events[:EVENTS_SHOWN], asked=asked, **kwargs)


class BringList(ListPage):
    """The first step for an event: the file, or the pasted cells."""

    template_name = "desk/lists/upload.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.event = get_object_or_404(standing(Event.objects).select_related("activity"), pk=kwargs["pk"])

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kwargs.setdefault("form", ListForm())
        return super().get_context_data(event=self.event, **kwargs)

    def post(self, request, *args, **kwargs):
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        pasted = form.cleaned_data["pasted"]
        file = form.cleaned_data["file"] or SimpleUploadedFile(PASTED, pasted.encode())
        token = keep([file])
        # A list of people is of one event, and waits for whoever brought it, under that event.
        waiting = request.session.get("imports", {})
        request.session["imports"] = {
            **waiting,
            token: {"event": self.event.pk, "pasted": not form.cleaned_data["file"]},
        }
        held = WaitingList(request, token)
        try:
            book = held.book()
        except NotReadable as error:
            held.forget()
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form))
        known = is_register(book) or (held.block(book) and proposal_for(held.block(book)).remembered)
        return redirect(reverse("list_plan" if known else "list_columns", args=(token,)))


class WaitingList(WaitingTable):
    """A list of people that waits, for the event it was brought in for."""

    vocabulary = LISTS

    def __init__(self, request: HttpRequest, token: str) -> None:
        super().__init__(request, token)
        if "event" not in self.chosen:
            raise Http404
        self.event = get_object_or_404(
            standing(Event.objects).select_related("activity"), pk=self.chosen["event"]
        )

    def choices(self) -> Choices:
        return Choices(
            status=self.chosen.get("status", REGISTERED), role=self.chosen.get("role", ""),
            overwrite=self.chosen.get("overwrite", False), add_organisations=self.chosen.get("add_organisations", False),
        )  # fmt: skip

    def plan(self) -> ListPlan:  # type: ignore[override]
        book = self.book()
        return plan_list(book, self.event, self.choices(), block=self.block(book))

    def register(self) -> tuple[Register, Findings]:
        findings = Findings()
        answers = answers_about(self.event.ref)
        return read_register(self.book(), self.content[1], findings, answers), findings


class OfAList(ListPage):
    """A step with a list that waits."""

    event: Event

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if may_bring(request.user):
            self.waiting = WaitingList(request, kwargs["token"])
            self.event = self.waiting.event

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(**kwargs | {"token": self.waiting.token, "event": self.event})


class Columns(OfAList):
    """What each column holds: proposed, or as it was the last time; and what holds for all of the list."""

    template_name = "desk/lists/columns.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        told = columns_told(self.waiting, kwargs.pop("proposal", None))
        kwargs.setdefault("form", ChoicesForm(initial=self._initial(), user=self.request.user))
        return super().get_context_data(**told, **kwargs)

    def _initial(self) -> dict[str, Any]:
        before = {"status": REGISTERED, "role": Role.PARTICIPANT}
        return before | {name: value for name, value in self.waiting.chosen.items() if value}

    def post(self, request, *args, **kwargs):
        if self.waiting.choose_table(request.POST):
            return redirect("list_columns", token=self.waiting.token)
        block = self.waiting.block(self.waiting.book())
        if block is None:
            return redirect("list_columns", token=self.waiting.token)
        proposal, wrong = columns_chosen(request.POST, block, LISTS)
        form = ChoicesForm(request.POST, user=request.user)
        form.is_valid()
        for words in wrong:
            form.add_error(None, words)
        if not proposal.has_names:
            form.add_error(None, _("Say which column has the full name, or the given and family names."))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, proposal=proposal))
        remember_mapping(
            headings=proposal.headings, columns=proposal.as_columns(), layout=proposal.layout, by=request.user
        )
        self.waiting.choose(**form.cleaned_data)
        return redirect("list_plan", token=self.waiting.token)


class Planned(OfAList):
    """What the list would do, what is open, who may be whom; and, nothing open, the button that writes."""

    template_name = "desk/lists/plan.html"

    def get(self, request, *args, **kwargs):
        if is_register(self.waiting.book()):
            return self._register()
        return self.render_to_response(self._told(self.waiting.plan()))

    def _register(self):
        self.template_name = "desk/lists/register.html"
        register, findings = self.waiting.register()
        tables = [(name, rows, sum(not row.cancelled for row in rows), sum(row.people or 0 for row in rows if not row.cancelled))
                  for name, rows in register.tables().items()]  # fmt: skip
        stopped = any(finding.stops for finding in findings)
        return self.render_to_response(self.get_context_data(
            register=register, findings=list(findings), tables=tables, groups=list(grouped(register.questions)),
            writable=not (register.open or stopped),
        ))  # fmt: skip

    def _told(self, plan: ListPlan) -> dict[str, Any]:
        refused = not_allowed(self.request.user, plan)
        told = [finding for finding in plan.findings if finding.severity != "question" or not finding.stops]
        changed = [] if refused else [change for change in plan.changes if not change.new]
        return self.get_context_data(
            plan=plan, refused=refused, groups=list(grouped(plan.listing.questions)), open=len(plan.open),
            findings=told[:FINDINGS_SHOWN], findings_more=max(0, len(told) - FINDINGS_SHOWN),
            left=[(person, f"left-{key[:24]}") for person, key in left_out(plan.listing.people)],
            changed=[(change.code, change.words()) for change in changed[:CHANGES_SHOWN]],
            changed_more=max(0, len(changed) - CHANGES_SHOWN), rows=plan.listing.taken[:ROWS_SHOWN],
            rows_more=max(0, len(plan.listing.taken) - ROWS_SHOWN), known=len(plan.known),
            writable=not (plan.stopped or plan.empty or refused),
        )  # fmt: skip

    def post(self, request, *args, token: str, **kwargs):
        if "forget" in request.POST:
            self.waiting.forget()
            return redirect("list_bring", pk=self.event.pk)
        if is_register(self.waiting.book()):
            return self._post_register(request)
        plan = self.waiting.plan()
        if "answers" in request.POST:
            return self._answer(request, plan)
        if not_allowed(request.user, plan):
            raise PermissionDenied
        if request.POST.get("confirmed") != confirmed(plan):
            messages.warning(request, _("The record changed meanwhile. Look again, and confirm."))
            return redirect("list_plan", token=token)
        return self._write(request, plan)

    def _answer(self, request, plan: ListPlan):
        taken = {key: f"left-{key[:24]}" in request.POST for _person, key in left_out(plan.listing.people)}
        answers = {("left", key): TAKE for key, take in taken.items() if take}
        self._keep(request, plan.listing.questions, answers)
        return redirect("list_plan", token=self.waiting.token)

    def _keep(self, request, questions: list[Question], answers: dict[tuple[str, str], str]) -> None:
        for question in questions:
            answer = request.POST.get(question.name, "")
            if answer in {value for value, _words in question.options}:
                answers[question.kind, question.key] = answer
        kept = keep_answers(about=self.event.ref, answers=answers, by=request.user)
        if kept:
            messages.success(request, _("The answers are kept."))
        else:
            messages.warning(request, _("Nothing was answered: choose one of each, and keep the answers."))

    def _write(self, request, plan: ListPlan):
        try:
            batch = plan.write(by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("list_plan", token=self.waiting.token)
        self.waiting.forget()
        if batch is None:
            messages.success(request, _("Nothing to do: the record holds all of it already."))
            return redirect("event:inspect", self.event.pk)
        told = {"new": plan.new, "changed": plan.changed, "same": plan.same}
        messages.success(request, _("Written: %(new)s new, %(changed)s changed, %(same)s the same.") % told)
        return redirect("batch:inspect", batch.pk)

    def _post_register(self, request):
        register, findings = self.waiting.register()
        if "answers" in request.POST:
            self._keep(request, register.questions, {})
            return redirect("list_plan", token=self.waiting.token)
        if register.open or any(finding.stops for finding in findings):
            return redirect("list_plan", token=self.waiting.token)
        # The sessions go through the same door as every workbook: explained again, confirmed, and undone as one.
        name = f"{Path(self.waiting.content[0]).stem}-sessions.xlsx"
        token = keep([SimpleUploadedFile(name, as_workbook(register, self.event))])
        self.waiting.forget()
        request.session["imports"] = {
            **request.session.get("imports", {}),
            token: {"dates": "", "overwrite": False},
        }
        return redirect("import_plan", token=token)


def grouped(questions: list[Question]) -> Iterator[dict[str, Any]]:
    """The questions of a list by their sort, those in which two sides are compared last."""
    order = list(KINDS)
    held = sorted(questions, key=lambda question: (order.index(question.kind), question.rows))
    for kind, group in groupby(held, key=lambda question: question.kind):
        each = list(group)
        title, why = KINDS[kind]
        yield {"kind": kind, "title": title, "why": why, "questions": each, "open": sum(q.open for q in each)}


class ListReasons(View):
    """A copy of the list with its reasons beside each row."""

    def get(self, request, token: str) -> HttpResponse:
        if not may_bring(request.user):
            raise PermissionDenied
        plan = WaitingList(request, token).plan()
        return download(with_reasons(plan), f"{Path(plan.file_name).stem}-reasons.xlsx")
