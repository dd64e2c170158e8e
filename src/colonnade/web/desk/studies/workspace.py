"""What the pages of one study share: the tabs between them, the way back, and its files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from colonnade.research.actions.studies import MEDIA_TYPES
from colonnade.research.models import (
    Clearance,
    ClearanceOverride,
    ClearanceStep,
    Draft,
    PeerReviewer,
    ReviewComment,
    ReviewRound,
    Study,
)
from colonnade.web.desk.rights import RecordPolicy, govern, may_see
from colonnade.web.desk.workspace import Tab, WorkPage

for kind in (Draft, ReviewRound, PeerReviewer, ReviewComment, Clearance, ClearanceStep, ClearanceOverride):
    govern(kind, RecordPolicy)

TABS: tuple[Tab, ...] = (
    Tab(_("Study"), "study_plan", Study),
    Tab(_("Peer review"), "study_reviews", ReviewRound),
    Tab(_("Clearance"), "study_clearance", Clearance),
)
"""The pages of a study, in the order of its life."""


class StudyPage(WorkPage):
    """One page of a study. The template extends ``desk/studies/base.html`` and fills ``work``."""

    header_icon = "search"
    right_on: type[Model] = Study

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.study = get_object_or_404(Study.objects.select_related("activity__kind"), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.study)

    def get_page_subtitle(self) -> str:
        return self.study.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("study:index"), "label": _("Studies")},
            {"url": "", "label": str(self.study)},
        ]

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(study=self.study, tabs=self.tabs(TABS, self.study.pk), **kwargs)


def handed(file, name: str) -> FileResponse:
    """A file of ours, always as a download: what somebody uploaded is never opened as a page of ours."""
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


class DraftFile(View):
    """A version of the text, to those who may see drafts."""

    def get(self, request, pk: int, version: int):
        if not may_see(request.user, Draft):
            raise PermissionDenied
        held = get_object_or_404(Draft.objects.select_related("study"), study=pk, version=version)
        response = handed(held.file, f"{held.study.code}-v{held.version}.{held.kind}")
        response["Content-Type"] = MEDIA_TYPES[held.kind]
        return response


class TermsFile(View):
    """The terms of reference as a file, to those who may see studies."""

    def get(self, request, pk: int):
        if not may_see(request.user, Study):
            raise PermissionDenied
        held = get_object_or_404(Study.objects.exclude(terms_file=""), pk=pk)
        suffix = held.terms_file.name.rsplit(".", 1)[-1]
        return handed(held.terms_file, f"{held.code}-terms.{suffix}")


URLS = [
    path("<int:pk>/drafts/<int:version>/", DraftFile.as_view(), name="study_draft"),
    path("<int:pk>/terms/", TermsFile.as_view(), name="study_terms"),
]
