"""Peer review at the desk: drafts as they come, rounds of review with who was asked and who has answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import formfield_for_dbfield

from colonnade.records.errors import Refused
from colonnade.research.actions import (
    Invited,
    bring_draft,
    call_off_round,
    close_review_link,
    close_round,
    invite_again,
    open_round,
)
from colonnade.research.actions.studies import LARGEST
from colonnade.research.models import Draft, PeerReviewer, ReviewRound, Study
from colonnade.research.queries import comments_of, is_writer, rounds_of, unanswered
from colonnade.research.review_links import address_of
from colonnade.research.rules.studies import LEAST_REVIEWERS
from colonnade.research.wording import site_language
from colonnade.values.languages import LANGUAGES
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.studies.workspace import StudyPage

ROWS = 4
"""Rows offered for reviewers; two are needed."""


class DraftForm(forms.Form):
    """A new version of the text."""

    draft = forms.FileField(
        label=gettext_lazy("File"), widget=forms.FileInput({"accept": ".pdf,.docx"}),
        help_text=gettext_lazy("PDF or Word."),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("What is new in it"), max_length=250, required=False)


class RoundForm(forms.Form):
    """What a round needs beside its reviewers."""

    draft = forms.ModelChoiceField(Draft.objects.none(), label=gettext_lazy("Draft"), empty_label=None)
    due_on = forms.DateField(
        label=gettext_lazy("Reviews by"), required=False, widget=forms.DateInput({"type": "date"})
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letters"), choices=list(LANGUAGES.items())
    )
    anonymous = forms.BooleanField(
        label=gettext_lazy("Reviewers are not named to the authors"), required=False, initial=True
    )
    words = forms.CharField(
        label=gettext_lazy("What reviewers are asked"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args, study: Study, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draft"].queryset = study.drafts.order_by("-version")
        self.fields["draft"].label_from_instance = lambda one: f"v{one.version} {one.title}".strip()


def reviewers_form(data=None):
    """Rows for those who are asked: a person or an institution of the record, or a name with an address."""
    made = forms.modelformset_factory(
        PeerReviewer, fields=("person", "organisation", "name", "email", "because"), extra=ROWS,
        formfield_callback=formfield_for_dbfield,
    )  # fmt: skip
    return made(data, queryset=PeerReviewer.objects.none(), prefix="reviewer")


class ReviewsPage(StudyPage):
    """Drafts and rounds. Who reviewed is told to whoever may see reviewers and did not write the study."""

    tab = "study_reviews"
    template_name = "desk/studies/reviews.html"
    right_on = ReviewRound

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        study, user = self.study, self.request.user
        author = is_writer(user, study)
        asks = self.may("add") and may_see(user, PeerReviewer)
        kwargs.setdefault("draft_form", DraftForm(prefix="new"))
        if asks:
            kwargs.setdefault("round_form", RoundForm(study=study))
            kwargs.setdefault("reviewers", reviewers_form())
        rounds = [self._round(held, author, asks) for held in rounds_of(study)]
        return super().get_context_data(
            drafts=study.drafts.select_related("brought_by").order_by("-version"),
            rounds=rounds,
            open_round=any(told["round"].is_open for told in rounds),
            brings=self.may("add", Draft),
            asks=asks,
            least=LEAST_REVIEWERS,
            **kwargs,
        )

    def _round(self, held: ReviewRound, author: bool, asks: bool) -> dict[str, Any]:
        hidden = (held.anonymous and author) or not may_see(self.request.user, PeerReviewer)
        comments = comments_of(held)
        rows = [
            {
                "reviewer": one,
                "name": one.anonymous_name if hidden else str(one),
                "email": "" if hidden else one.email,
                "link": address_of(one, site_language(held.language))
                if asks and not hidden and held.is_open
                else "",
                "comments": sum(comment.reviewer_id == one.pk for comment in comments),
            }
            for one in held.reviewers.all()
        ]
        return {
            "round": held,
            "rows": rows,
            "comments": len(comments),
            "unanswered": len(unanswered(comments)),
            "hidden": hidden,
            "sent": sum(bool(one.sent_at) for one in held.reviewers.all()),
        }

    def post(self, request, *args, **kwargs):
        told = request.POST
        try:
            if "bring" in told:
                return self._bring()
            if not (self.may("change") and may_see(request.user, PeerReviewer)):
                raise PermissionDenied
            if "open" in told:
                return self._open()
            self._end(told)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.tab, self.study.pk)

    def _bring(self):
        if not self.may("add", Draft):
            raise PermissionDenied
        form = DraftForm(self.request.POST, self.request.FILES, prefix="new")
        if form.is_valid():
            file = form.cleaned_data["draft"]
            try:
                if file.size > LARGEST:
                    raise Refused(_("The file is too large: at most %(most)s MB can be kept.") % {"most": LARGEST // 1_000_000})  # fmt: skip
                made = bring_draft(
                    study=self.study,
                    content=file.read(),
                    title=form.cleaned_data["title"],
                    by=self.request.user,
                )
            except Refused as refusal:
                form.add_error("draft", str(refusal))
            else:
                messages.success(self.request, _("Version %(version)s is kept.") % {"version": made.version})
                return redirect(self.tab, self.study.pk)
        return self.render_to_response(self.get_context_data(draft_form=form), status=422)

    def _open(self):
        form, rows = RoundForm(self.request.POST, study=self.study), reviewers_form(self.request.POST)
        fine = form.is_valid()
        if rows.is_valid() and fine:
            asked = [
                Invited(**{name: row.cleaned_data[name] for name in ("name", "email", "person", "organisation", "because")})
                for row in rows
                if row.has_changed()
            ]  # fmt: skip
            try:
                open_round(study=self.study, reviewers=asked, by=self.request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(self.request, _("The letters to the reviewers are on their way."))
                return redirect(self.tab, self.study.pk)
        return self.render_to_response(self.get_context_data(round_form=form, reviewers=rows), status=422)

    def _end(self, told) -> None:
        """What is done with a round that runs, or with one of its reviewers."""
        if "again" in told or "close_link" in told:
            name = "again" if "again" in told else "close_link"
            held = get_object_or_404(PeerReviewer, pk=self.key_told(name), round__study=self.study)
            if name == "again":
                invite_again(reviewer=held)
                messages.success(self.request, _("The reminder is on its way."))
            else:
                close_review_link(reviewer=held)
                messages.success(self.request, _("The link is closed. A reminder sends a new one."))
            return
        name = "close" if "close" in told else "call_off"
        held_round = get_object_or_404(ReviewRound, pk=self.key_told(name), study=self.study)
        if name == "close":
            close_round(held=held_round, by=self.request.user)
            messages.success(self.request, _("The round is closed, and the study is peer-reviewed."))
        else:
            call_off_round(held=held_round, by=self.request.user, because=told.get("because", ""))
            messages.success(self.request, _("The round is called off."))


URLS = [path("<int:pk>/reviews/", ReviewsPage.as_view(), name="study_reviews")]
