"""Taking an import back: what would leave the counts, what would get its old values, what stays and why; one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.records.actions import Touched, undo_batch
from colonnade.records.errors import Refused
from colonnade.records.models import Batch
from colonnade.records.undoing import Undoing, what_undoing_does
from colonnade.web.desk.rights import may, may_see
from colonnade.web.sheets import SHEETS

LEFT_SHOWN = 300


def kept_after() -> Mapping[type[Model], Sequence[Touched]]:
    """What must be worked out again for each kind of record that a workbook holds: the tallies of events."""
    calls: dict[type[Model], list[Touched]] = {}
    for sheet in SHEETS:
        if sheet.after is not None:
            for model in (sheet.model, *([sheet.base.model] if sheet.base else [])):
                if sheet.after not in calls.setdefault(model, []):
                    calls[model].append(sheet.after)
    return calls


def not_allowed(user, undoing: Undoing) -> list[str]:
    """The kinds of record that the account may not take back."""
    return sorted(
        str(model._meta.verbose_name_plural)
        for model, actions in undoing.models.items()
        if not all(may(user, action, model) for action in actions)
    )


class UndoBatch(WagtailAdminTemplateMixin, TemplateView):
    """The page and its button."""

    page_title = gettext_lazy("Undo an import")
    header_icon = "history"
    template_name = "desk/lists/undo.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.batch = get_object_or_404(Batch, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user, Batch):
            raise PermissionDenied
        self.undoing = Undoing(self.batch) if self.batch.undone_at else what_undoing_does(self.batch)
        self.refused = not_allowed(request.user, self.undoing)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.batch.file_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("batch:index"), "label": _("Batches")},
            {"url": reverse("batch:inspect", args=(self.batch.pk,)), "label": str(self.batch)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        left = [] if self.refused else self.undoing.left
        return super().get_context_data(
            batch=self.batch, undoing=self.undoing, refused=self.refused, left=left[:LEFT_SHOWN],
            left_more=max(0, len(left) - LEFT_SHOWN), left_before=[] if self.refused else self.batch.left, **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        if self.refused:
            raise PermissionDenied
        try:
            undone = undo_batch(batch=self.batch, by=request.user, after=kept_after())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("batch_undo", pk=self.batch.pk)
        told = (
            _("The import is undone. %(left)s of its rows were left as they are.")
            if undone.left
            else _("The import is undone.")
        )
        messages.success(request, told % {"left": len(undone.left)})
        return redirect("batch_undo", pk=self.batch.pk)
