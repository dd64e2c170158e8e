"""The ranking of a call with what each reviewer said, the votes of the office, and the decision of two."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages

from colonnade.records.errors import Refused
from colonnade.research.actions import decide_cases, vote_on_case
from colonnade.research.models import CaseVote, Submission
from colonnade.research.queries import Placed, ranking
from colonnade.research.queries.judging import mean_of
from colonnade.values.agreeing import agreed
from colonnade.web.desk.cases.workspace import CallPage
from colonnade.web.desk.rights import may_see
from colonnade.web.lines import as_csv

SIZE = 100


def shown(number: Fraction | float | None) -> str:
    return "–" if number is None else f"{float(number):.2f}"


class RankingPage(CallPage):
    """By weighted mean, with spread and how many have judged; ties are ties, and nobody is ranked before enough have."""

    tab = "call_ranking"
    template_name = "desk/cases/ranking.html"
    right_on = CaseVote

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ranking(self.call, words=True)
        category = self.request.GET.get("category", "")
        if category:
            rows = [one for one in rows if one.submission.category == category]
        page = Paginator(rows, SIZE).get_page(self.request.GET.get("page"))
        words = [
            agreed(vote.verdict for vote in one.votes)
            for one in rows
            if one.submission.state == Submission.State.ELIGIBLE
        ]
        return super().get_context_data(
            rows=[self._row(one) for one in page],
            page=page,
            category=category,
            categories=self.call.category_list,
            weights=dict(self.call.criteria.values_list("label", "weight")),
            verdicts=CaseVote.Verdict.choices,
            votes=self.may("change"),
            ready=sum(word not in ("", "divided") for word in words),
            divided=sum(word == "divided" for word in words),
            one_voice=sum(word == "" for word in words),
            **kwargs,
        )

    def _row(self, one: Placed) -> dict[str, Any]:
        weights = self._weights
        own = one.voice_of(self.request.user.pk)
        word = agreed(vote.verdict for vote in one.votes)
        labels = dict(CaseVote.Verdict.choices)
        return {
            "one": one.submission,
            "standing": one.standing,
            "mean": shown(one.standing.mean),
            "spread": f"{shown(one.standing.least)}–{shown(one.standing.most)}" if one.standing.mean is not None else "",
            "even": shown(one.standing.even),
            "said": [
                (held.judge, shown(mean_of(held, weights)), [(name, *held.scores[name]) for name in weights if name in held.scores], held.comment)
                for held in one.judgements
            ],
            "voices": [(vote.member.get_full_name() or vote.member.get_username(), labels[vote.verdict], vote.reason) for vote in one.votes],
            "own": own,
            "agreed": labels.get(word, _("divided") if word == "divided" else ""),
            "open": one.submission.state == Submission.State.ELIGIBLE,
        }  # fmt: skip

    @property
    def _weights(self) -> dict[str, int]:
        if not hasattr(self, "_held_weights"):
            self._held_weights = dict(self.call.criteria.values_list("name", "weight"))
        return self._held_weights

    def done(self, told: Any) -> str:
        kept, refused = self._vote(told)
        for words in refused[:5]:
            messages.error(self.request, words)
        if "decide" not in told:
            if not kept and not refused:
                raise Refused(_("No vote was changed."))
            return _("Your votes are kept.") if kept else ""
        chosen = decide_cases(call=self.call)
        if chosen.divided:
            names = ", ".join(one.code for one in chosen.divided[:8])
            messages.warning(self.request, _("The office is divided about %(names)s.") % {"names": names})
        if chosen.early:
            names = ", ".join(one.code for one in chosen.early[:8])
            messages.warning(
                self.request, _("Not decided before every reviewer has sent: %(names)s.") % {"names": names}
            )
        return _("%(selected)s selected, %(declined)s not selected; %(told)s letters are on their way.") % {
            "selected": len(chosen.selected), "declined": len(chosen.declined), "told": chosen.told,
        }  # fmt: skip

    def _vote(self, told: Any) -> tuple[int, list[str]]:
        """Keep each vote that differs from the one held; how many, and what was refused, in sentences."""
        keys = [int(name[2:]) for name in told if name.startswith("v-") and name[2:].isdigit() and told[name]]
        mine = {
            vote.submission_id: vote
            for vote in CaseVote.objects.filter(member=self.request.user, submission__in=keys)
        }
        kept, refused = 0, []
        for one in Submission.objects.filter(pk__in=keys, call=self.call).order_by("pk"):
            verdict, reason = told[f"v-{one.pk}"], told.get(f"r-{one.pk}", "").strip()
            held = mine.get(one.pk)
            if held and (held.verdict, held.reason) == (verdict, reason):
                continue
            try:
                vote_on_case(submission=one, member=self.request.user, verdict=verdict, reason=reason)
                kept += 1
            except Refused as refusal:
                refused.append(f"{one.code}: {refusal}")
        return kept, refused


def ranking_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranking as CSV."""
    if not may_see(request.user, CaseVote):
        raise PermissionDenied
    page = RankingPage()
    page.setup(request, pk=pk)

    def told() -> Iterator[list[str]]:
        yield [
            str(word)
            for word in (
                _("Rank"), _("Tied"), _("Code"), _("Title"), _("Category"), _("State"), _("Reviews"), _("Asked"), _("Mean"), _("Least"),
                _("Most"), _("Mean, severity evened out"), _("Rank, severity evened out"),
            )
        ]  # fmt: skip
        for one in ranking(page.call):
            held, row = one.standing, one.submission
            yield [
                str(held.rank or ""), _("yes") if held.tied else "", row.code, row.title, row.category, str(row.get_state_display()),
                str(held.count), str(held.needed), shown(held.mean), shown(held.least), shown(held.most), shown(held.even),
                str(held.even_rank or ""),
            ]  # fmt: skip

    response = StreamingHttpResponse(as_csv(told()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="{page.call.code}-ranking-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    return response


URLS = [
    path("<int:pk>/ranking/", RankingPage.as_view(), name="call_ranking"),
    path("<int:pk>/ranking.csv", ranking_file, name="call_ranking_file"),
]
