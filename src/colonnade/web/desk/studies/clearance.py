"""Clearance at the desk: of each product its steps, who took which and when, and the next one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin import messages

from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.research.actions import override_clearance, submit_for_clearance, take_step
from colonnade.research.actions.clearance import is_head
from colonnade.research.models import Clearance, ClearanceStep, Product
from colonnade.research.queries import (
    clearance_of,
    latest_draft,
    override_of,
    products_of,
    why_not_published,
    wrote,
)
from colonnade.research.rules.studies import is_cleared, is_returned, steps_of
from colonnade.web.desk.studies.workspace import StudyPage

State, Kind = ClearanceStep.State, ClearanceStep.Kind


class ClearancePage(StudyPage):
    """Every product that comes out of the study, with how far its clearance is."""

    tab = "study_clearance"
    template_name = "desk/studies/clearance.html"
    right_on = Clearance

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            products=[self._product(one) for one in products_of(self.study)],
            submits=self.may("add"),
            takes=self.may("change", ClearanceStep),
            head=is_head(user),
            author=wrote(user, self.study),
            draft=latest_draft(self.study),
            **kwargs,
        )

    def _product(self, product: Product) -> dict[str, Any]:
        held = clearance_of(product)
        steps = list(held.steps.all()) if held else []
        waiting = next((one for one in steps if one.state == State.WAITING), None)
        returned = bool(held and is_returned(held))
        newest = latest_draft(product.study)
        out = held is None and product.state == Product.State.PUBLISHED
        newer = bool(held and newest and (held.draft is None or newest.version > held.draft.version))
        return {
            "product": product,
            "clearance": held,
            "steps": steps,
            "to_come": [str(Kind(kind).label) for kind in steps_of(product)],
            "next": None if returned else waiting,
            "cleared": bool(held) and is_cleared(held),
            "returned": returned,
            "may_submit": not out and (held is None or returned or newer),
            "out": out,
            "override": override_of(product),
            "why": "" if out else why_not_published(product),
        }

    def post(self, request, *args, **kwargs):
        told = request.POST
        try:
            if "submit" in told:
                self._submit(told)
            elif "step" in told:
                self._step(told)
            else:
                product = self._found("override")
                override_clearance(product=product, by=request.user, because=told.get("because", ""))
                messages.success(request, _("It may be published without clearance; your reason is kept."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.tab, self.study.pk)

    def _found(self, name: str) -> Product:
        return get_object_or_404(standing(Product.objects), pk=self.key_told(name), study=self.study)

    def _submit(self, told) -> None:
        if not self.may("add"):
            raise PermissionDenied
        submit_for_clearance(product=self._found("submit"), by=self.request.user)
        messages.success(self.request, _("It is submitted for clearance."))

    def _step(self, told) -> None:
        if not self.may("change", ClearanceStep):
            raise PermissionDenied
        step = get_object_or_404(
            ClearanceStep, pk=self.key_told("step"), clearance__product__study=self.study
        )
        taken = take_step(
            step=step, to=told.get("to", ""), by=self.request.user, comment=told.get("comment", "")
        )
        words = {"step": taken.get_kind_display(), "state": taken.get_state_display()}
        messages.success(self.request, _("%(step)s: %(state)s.") % words)


URLS = [path("<int:pk>/clearance/", ClearancePage.as_view(), name="study_clearance")]
