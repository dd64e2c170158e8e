"""The comments matrix: what reviewers said, what is answered, what was done; on a page and as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from colonnade.records.errors import Refused
from colonnade.renderers.labels import label
from colonnade.renderers.papers import accounts, matrices
from colonnade.renderers.papers.accounts import EventReport, Grid, Part, Words
from colonnade.renderers.papers.letters import Fact
from colonnade.reports.compiling import brand_on
from colonnade.research.actions import answer_comment
from colonnade.research.models import ReviewComment, ReviewRound
from colonnade.research.queries import comments_of, unanswered
from colonnade.values.languages import known
from colonnade.values.words import date_words
from colonnade.web.desk.studies.workspace import StudyPage

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


class RoundPage(StudyPage):
    """A page of one round. Reviewers stand in it under the name that the round gives them: where they are not named to
    the authors, the matrix names them to nobody, for it is handed to the authors."""

    tab = "study_reviews"
    right_on = ReviewRound

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = ReviewRound.objects.select_related("draft", "study__activity", "closed_by")
        self.round = get_object_or_404(rows, study=self.study, number=kwargs["number"])

    def reviews(self) -> list[tuple[str, str, str]]:
        """Of each reviewer who sent: the name in the matrix, the recommendation, the remarks on the whole."""
        rows = self.round.reviewers.exclude(sent_at=None).select_related("round", "person", "organisation")
        return [(one.shown, str(one.get_recommendation_display()), one.remarks) for one in rows]


class CommentsPage(RoundPage):
    """The matrix to work in: every comment with a field for the answer and one for what was done."""

    template_name = "desk/studies/comments.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        comments = comments_of(self.round)
        return super().get_context_data(
            round=self.round,
            reviews=self.reviews(),
            comments=comments,
            unanswered=len(unanswered(comments)),
            answers=self.round.is_open and self.may("change", ReviewComment),
            formats=[(suffix, suffix.upper()) for suffix in MEDIA],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Every answer that changed, all or none."""
        if not self.may("change", ReviewComment):
            messages.error(request, _("Your account may not answer comments."))
            return redirect(request.path)
        changed, told = 0, request.POST
        typed: dict[int, tuple[str, str]] = {}
        try:
            with transaction.atomic():
                for comment in comments_of(self.round):
                    if f"answer-{comment.pk}" not in told:
                        continue
                    answer, done = told[f"answer-{comment.pk}"].replace("\r\n", "\n"), told.get(f"done-{comment.pk}", "").replace("\r\n", "\n")  # fmt: skip
                    typed[comment.pk] = (answer, done)
                    if (answer.strip(), done.strip()) != (comment.answer, comment.done):
                        answer_comment(comment=comment, by=request.user, answer=answer, done=done)
                        changed += 1
        except Refused as refusal:
            return self._again(str(refusal))
        words = ngettext("%(count)s answer is kept.", "%(count)s answers are kept.", changed)
        messages.success(request, words % {"count": changed})
        return redirect(request.path)

    def _again(self, words: str):
        """The page as it was typed, with what is wrong."""
        messages.error(self.request, words)
        context = self.get_context_data()
        told = self.request.POST
        for comment in context["comments"]:
            comment.answer = told.get(f"answer-{comment.pk}", comment.answer)
            comment.done = told.get(f"done-{comment.pk}", comment.done)
        return self.render_to_response(context, status=422)


class CommentsFile(RoundPage):
    """The matrix as a file: a workbook to go on in, a Word document, or a PDF."""

    def get(self, request, *args, suffix: str, **kwargs):
        if suffix not in MEDIA:
            raise Http404
        language = known(get_language() or "en")
        content = {"xlsx": self._xlsx, "docx": self._docx, "pdf": self._pdf}[suffix](language)
        response = HttpResponse(content, content_type=MEDIA[suffix])
        name = f"{self.study.code}-review-{self.round.number}.{suffix}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _title(self) -> str:
        return _("%(study)s: peer review, round %(number)s") % {
            "study": self.study,
            "number": self.round.number,
        }

    def _under(self, language: str) -> list[str]:
        draft = self.round.draft
        told = [
            _("Draft: version %(version)s, checksum %(sha)s")
            % {"version": draft.version, "sha": draft.sha256}
        ]
        if self.round.closed_on and not self.round.called_off_because:
            told.append(_("Closed on %(day)s") % {"day": date_words(self.round.closed_on, language)})
        return told

    def _answered(self, comment: ReviewComment, language: str) -> str:
        """By whom and when."""
        if comment.answered_at is None:
            return ""
        day = date_words(timezone.localdate(comment.answered_at), language)
        return f"{comment.answered_by.get_full_name() or comment.answered_by}, {day}"

    def _xlsx(self, language: str) -> bytes:
        header = (
            (_("No."), 8), (_("Reviewer"), 20), (_("Place"), 20), (_("Comment"), 60), (_("Weight"), 18),
            (_("Answer"), 50), (_("What was done"), 40), (_("Answered by"), 26),
        )  # fmt: skip
        rows = [
            (str(one), one.reviewer.shown, one.place, one.text, str(one.get_kind_display()), one.answer, one.done,
             self._answered(one, language))
            for one in comments_of(self.round)
        ]  # fmt: skip
        return matrices.xlsx(
            matrices.Matrix(
                brand_on(date.today()), label("comments_matrix", language), self._title(), date.today(), header, tuple(rows),
                [*self._under(language), *(f"{name}: {said}" for name, said, _remarks in self.reviews())], language,
            )
        )  # fmt: skip

    def _report(self, language: str) -> EventReport:
        """Portrait, so four columns: who said where, the comment, the answer, and what was done."""
        rows = [
            (
                "\n".join(filter(None, (str(one), one.reviewer.shown, one.place))),
                f"{one.text}\n({one.get_kind_display()})",
                "\n".join(filter(None, (one.answer, self._answered(one, language)))),
                one.done,
            )
            for one in comments_of(self.round)
        ]
        header = (_("No., reviewer, place"), _("Comment"), _("Answer"), _("What was done"))
        overall = tuple(
            f"{name}: {said}." + (f" {remarks}" if remarks else "") for name, said, remarks in self.reviews()
        )
        parts = (
            *([Part(_("Recommendations"), (Words(overall, bullets=True),))] if overall else []),
            Part(_("Comments"), (Grid(header, tuple(rows)),)) if rows else Part(_("Comments"), (Words((_("No comments."),)),)),
        )  # fmt: skip
        facts = (
            Fact(_("Study"), self.study.code),
            Fact(_("Draft"), _("version %(version)s") % {"version": self.round.draft.version}),
            Fact(_("Checksum"), self.round.draft.sha256),
        )
        return EventReport(
            brand=brand_on(date.today()), event=str(self.study), on=date.today(), facts=facts, parts=parts,
            under=(_("Round %(number)s") % {"number": self.round.number},), language=language, kind="comments_matrix",
        )  # fmt: skip

    def _docx(self, language: str) -> bytes:
        return accounts.docx(self._report(language))

    def _pdf(self, language: str) -> bytes:
        return accounts.pdf(self._report(language)).content


URLS = [
    path("<int:pk>/reviews/<int:number>/", CommentsPage.as_view(), name="study_comments"),
    path(
        "<int:pk>/reviews/<int:number>/comments.<slug:suffix>",
        CommentsFile.as_view(),
        name="study_comments_file",
    ),
]
