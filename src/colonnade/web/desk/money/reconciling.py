"""A reconciliation at the desk: what is matched, what is only ours, what is only theirs; explained and signed."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from colonnade.money import actions
from colonnade.money.actions.reconciling import signed
from colonnade.money.matching import Group
from colonnade.money.models import ErpMatch, Fund, Reconciliation, ReconcilingItem
from colonnade.money.queries.erp import Entry, entry_of, lines_named, ours_open, theirs_open
from colonnade.money.queries.reconciled import still_signed
from colonnade.money.queries.reconciliation import Difference, held_of, line_of, proposals_of
from colonnade.records.errors import Refused
from colonnade.web.desk.money.acts import MoneyAct, act, day, reason, words
from colonnade.web.desk.money.words import plain, plains
from colonnade.web.desk.rights import may
from colonnade.web.desk.views import RecordPage
from colonnade.web.desk.viewsets import KNOWN

SHOWN = 60
"""Lines of a column that a page shows; the search finds the others, and the files have all."""

WHY = {
    "number": gettext_lazy("the same number and amount"),
    "parts": gettext_lazy("one paid in parts"),
    "amount_only": gettext_lazy("the same amount, day and class"),
    "reversal": gettext_lazy("two lines that take one another back"),
    "far": gettext_lazy("the same number, more than half a year apart"),
    "several": gettext_lazy("the same number: several lines that come to the same"),
    "amount": gettext_lazy("the same number, another amount"),
    "sign": gettext_lazy("the same number, the opposite sign"),
    "doubled": gettext_lazy("the same number and amount, more often on one side"),
    "equals": gettext_lazy("the same amount within a few days, and more than one could be meant"),
    "numbers differ": gettext_lazy("the same amount within a few days under another number"),
    "class": gettext_lazy("the same amount within a few days in another class"),
}


def _begin(fund, by, *, first_day: date, last_day: date) -> str:
    made = actions.begin_reconciliation(fund=fund, first_day=first_day, last_day=last_day, by=by)
    return _("%(code)s is begun: it stands below, among the fund’s reconciliations.") % {"code": made.code}


BEGIN = act(
    gettext_lazy("Reconcile a period"),
    gettext_lazy("The days to be held against the system of record. They are over, and no other reconciliation has one of them."),
    _begin,
    lambda fund: {
        "first_day": day(gettext_lazy("First day"), today=False), "last_day": day(gettext_lazy("Last day"), today=False),
    },
)  # fmt: skip


def _sign(reconciliation, by, **told) -> str:
    actions.sign_off(reconciliation=reconciliation, by=by, **told)
    return _("Signed off. Reports of these days say nothing more about it, as long as no line comes.")


SIGN = act(
    gettext_lazy("Sign off"),
    gettext_lazy("That the ledger less the system of record is what is explained, line by line. Whoever had a hand in it does not sign."),
    _sign,
    lambda _record: {"comment": words(gettext_lazy("Comment"), required=False, longest=400)},
    ("change", Reconciliation),
)  # fmt: skip


def _reopen(reconciliation, by, *, because: str) -> str:
    actions.reopen_reconciliation(reconciliation=reconciliation, because=because, by=by)
    return _("Open again. Reports of these days say that they are not reconciled.")


REOPEN = act(
    gettext_lazy("Open again"),
    gettext_lazy("Reports of these days say again that they are not reconciled, until it is signed anew."),
    _reopen,
    lambda _record: {"because": reason()},
    ("change", Reconciliation),
)  # fmt: skip


def _take_back(erp_import, by, *, because: str) -> str:
    actions.take_back_erp_import(erp_import=erp_import, because=because, by=by)
    return _("Taken back: its lines count no more, and are kept to be read.")


TAKE_BACK = act(
    gettext_lazy("Take back"),
    gettext_lazy("For an export brought in by mistake. Its matches are undone; nothing is deleted."),
    _take_back,
    lambda _record: {"because": reason()},
)


class ExplainForm(forms.Form):
    """Why chosen lines differ."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ReconcilingItem.Kind.choices)
    text = forms.CharField(label=gettext_lazy("Explanation"), max_length=300)


class ReconciliationPage(RecordPage):
    """Both totals and what makes them differ, in three columns."""

    template_name = "desk/money/reconciliation.html"

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        one, user = self.object, self.request.user
        fund, asked = one.fund, self.request.GET.get("q", "").strip()
        held = held_of(one)
        under = signed(one)
        open_ = not under and not one.withdrawn_on
        working = open_ and may(user, "change", Fund)
        lines = {each.about.key: each for each in held.differences if each.match is None}
        found = _matches(one, asked)
        count = found.count()
        left = fund.amount(held.difference - held.explained)
        return super().get_context_data(
            held=held, currency=fund.currency, asked=asked, working=working, under=under,
            stands=under and still_signed(one), acts=self.viewset.act_buttons(one, user),
            sums=zip((_("Ledger"), _("System of record"), _("Difference"), _("Explained"), _("Not explained")), plains(
                fund.amount(held.ledger_total), fund.amount(held.erp_total), fund.amount(held.difference),
                fund.amount(held.explained), left), strict=True),
            columns=[
                _column(fund, _("Only in the ledger"), [lines[each.key] for each in held.only_ours], asked),
                _column(fund, _("Only in the system of record"), [lines[each.key] for each in held.only_theirs], asked),
            ],
            uneven=[_line(fund, each) for each in held.differences if each.match is not None],
            matched=[(each, [entry_of(line_of(row)) for row in each.lines.all()]) for each in found[:SHOWN]],
            matched_count=count, matched_more=max(0, count - SHOWN),
            undone=ErpMatch.objects.filter(**_touching(one)).exclude(undone_at=None).select_related("undone_by")[:20],
            idle=held.idle, explanations=[(each, plain(fund.amount(each.amount))) for each in held.items],
            form=ExplainForm(), proposals=_told(fund, proposals_of(held)) if working else [],
            steps=one.steps.select_related("by", "delegation__given_by"), **kwargs,
        )  # fmt: skip


def _touching(one: Reconciliation) -> dict[str, Any]:
    return {"fund": one.fund, "first_day__lte": one.last_day, "last_day__gte": one.first_day}


def _matches(one: Reconciliation, asked: str) -> QuerySet[ErpMatch]:
    rows = ErpMatch.objects.filter(**_touching(one), undone_at=None)
    if asked:
        ways = Q()
        for way in ("receipt__code", "receipt__reference", "expense__code", "expense__reference", "expense__title",
                    "erp_line__document", "erp_line__reference", "erp_line__text"):  # fmt: skip
            ways |= Q(**{f"lines__{way}__icontains": asked})
        rows = rows.filter(ways).distinct()
    related = ("lines__receipt", "lines__expense__budget_class", "lines__erp_line")
    return rows.select_related("made_by").prefetch_related(*related)


def _column(fund: Fund, heading: str, lines: list[Difference], asked: str) -> dict[str, Any]:
    total = sum((each.about.amount for each in lines), fund.amount(0).value)
    if asked:
        lines = [each for each in lines if _has(each.about, asked)]
    return {
        "heading": heading, "count": len(lines), "total": plain(fund.amount(total)),
        "lines": [_line(fund, each) for each in lines[:SHOWN]], "more": max(0, len(lines) - SHOWN),
    }  # fmt: skip


def _has(entry: Entry, asked: str) -> bool:
    told = f"{entry.number} {entry.reference} {entry.text} {entry.amount} {abs(entry.amount):,}"
    return asked.casefold() in told.casefold()


def _line(fund: Fund, each: Difference) -> dict[str, Any]:
    amount = each.amount if each.match else each.about.amount
    return {
        "entry": each.about, "amount": plain(fund.amount(amount)), "item": each.item, "words": each.words,
        "match": each.match, "suggested": ReconcilingItem.Kind(each.suggested(fund)).label,
    }  # fmt: skip


def _told(fund: Fund, groups: list[Group]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Proposals by what keeps them from being sure, each with its lines and what it differs by."""
    entries = {entry.key: entry for entry in (*ours_open(fund), *theirs_open(fund))} if groups else {}

    def why(group: Group) -> str:
        return "amount_only" if group.why == "amount" and not group.difference else group.why

    told = []
    for name, held in groupby(sorted(groups, key=why), key=why):
        each = [
            {
                "value": " ".join(str(line.key) for line in (*group.ours, *group.theirs)),
                "lines": [(entry, plain(fund.amount(entry.amount))) for entry in (entries[str(line.key)] for line in (*group.ours, *group.theirs))],
                "difference": plain(fund.amount(group.difference)) if group.difference else "",
            }
            for group in held
        ]  # fmt: skip
        told.append((name, str(WHY[name]), each[:SHOWN]))
    return told


class Work(MoneyAct):
    """What the buttons of the page do: match by the rules, match what is ticked, take proposals, explain."""

    title = gettext_lazy("Reconcile")

    def get(self, request, *args, **kwargs):
        return redirect(self.back())

    def post(self, request, *args, **kwargs):
        does = {
            "rules": self._rules,
            "match": self._match,
            "propose": self._propose,
            "explain": self._explain,
        }
        try:
            messages.success(request, does.get(request.POST.get("do", ""), self._nothing)(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.back())

    def _nothing(self, _request) -> str:
        raise Refused(_("Choose what is to be done."))

    def _rules(self, request) -> str:
        told = actions.match_automatically(fund=self.object.fund, by=request.user)
        said = _("%(count)s matches were made; %(open)s proposals wait for you.") % {
            "count": told.total, "open": told.proposed,
        }  # fmt: skip
        if told.signed:
            said += " " + _("%(count)s were left, because their days are signed off.") % {
                "count": told.signed
            }
        return said

    def _ticked(self, request) -> list[Any]:
        return lines_named(self.object.fund, request.POST.getlist("line"))

    def _match(self, request) -> str:
        text = request.POST.get("text", "")
        actions.match_lines(fund=self.object.fund, lines=self._ticked(request), by=request.user, because=text)
        return _("Matched.")

    def _propose(self, request) -> str:
        chosen, fund = request.POST.getlist("group"), self.object.fund
        if not chosen:
            raise Refused(_("Tick the proposals that are right."))
        because = request.POST.get("text", "").strip() or str(_("A proposal that was looked at."))
        for keys in chosen:
            actions.match_lines(
                fund=fund, lines=lines_named(fund, keys.split()), by=request.user, because=because
            )
        return _("%(count)s proposals were taken.") % {"count": len(chosen)}

    def _explain(self, request) -> str:
        form = ExplainForm(request.POST)
        if not form.is_valid():
            raise Refused(_("Give the kind of the difference and what explains it."))
        made = actions.explain(reconciliation=self.object, lines=self._ticked(request), by=request.user, **form.cleaned_data)  # fmt: skip
        return _("%(count)s differences are explained.") % {"count": len(made)}


# --- one match, one explanation -----------------------------------------------------------------------------------


class ReasonForm(forms.Form):
    """Why it is undone."""

    because = reason()


class Undoing(WagtailAdminTemplateMixin, TemplateView):
    """What was done, by whom and when; and a reason that undoes it."""

    template_name = "desk/money/undo.html"
    header_icon = "tasks"
    model: type[Any]
    button: Any

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "change", Fund):
            raise PermissionDenied
        self.one = get_object_or_404(self.model, pk=kwargs["pk"])
        self.back = KNOWN[Reconciliation].address(
            "inspect", get_object_or_404(Reconciliation, pk=kwargs["of"])
        )
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": self.back, "label": _("Reconciliation")}, {"url": "", "label": self.page_title}]  # fmt: skip

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(
            one=self.one, back=self.back, button=self.button, told=self.told(), **kwargs
        )

    def post(self, request, *args, **kwargs):
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                self.undo(form.cleaned_data["because"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Undone, with its reason."))
                return redirect(self.back)
        return self.render_to_response(self.get_context_data(form=form))

    def belongs(self, of: Reconciliation) -> dict[str, Any]:
        raise NotImplementedError  # each kind says its own

    def told(self) -> dict[str, Any]:
        raise NotImplementedError  # each kind says its own

    def undo(self, because: str) -> None:
        raise NotImplementedError  # each kind says its own


class OneMatch(Undoing):
    """A match with its lines."""

    model = ErpMatch
    page_title = gettext_lazy("Match")
    button = gettext_lazy("Undo the match")

    def belongs(self, of: Reconciliation) -> dict[str, Any]:
        return {"fund": of.fund_id}

    def told(self) -> dict[str, Any]:
        one, fund = self.one, self.one.fund
        rows = one.lines.select_related("receipt", "expense__budget_class", "erp_line")
        entries = [entry_of(line_of(row)) for row in rows]
        return {
            "what": one.get_rule_display(), "by": one.made_by, "at": one.made_at, "because": one.because,
            "undone_by": one.undone_by, "undone_at": one.undone_at, "undone_because": one.undone_because,
            "lines": [(entry, plain(fund.amount(entry.amount))) for entry in entries],
            "difference": str(fund.amount(one.difference)) if one.difference else "",
        }  # fmt: skip

    def undo(self, because: str) -> None:
        actions.unmatch(match=self.one, because=because, by=self.request.user)


class OneItem(Undoing):
    """An explanation with its line."""

    model = ReconcilingItem
    page_title = gettext_lazy("Explanation")
    button = gettext_lazy("Take the explanation back")

    def belongs(self, of: Reconciliation) -> dict[str, Any]:
        return {"reconciliation": of}

    def told(self) -> dict[str, Any]:
        one, fund = self.one, self.one.reconciliation.fund
        entry = entry_of(line_of(one))
        return {
            "what": one.get_kind_display(), "by": one.written_by, "at": one.written_at, "because": one.text,
            "undone_by": one.taken_back_by, "undone_at": one.taken_back_at, "undone_because": one.taken_back_because,
            "lines": [(entry, plain(fund.amount(entry.amount)))], "difference": str(fund.amount(one.amount)),
        }  # fmt: skip

    def undo(self, because: str) -> None:
        actions.take_back_explanation(item=self.one, because=because, by=self.request.user)


URLS = [
    path("reconciliation/<int:of>/match/<int:pk>/", OneMatch.as_view(), name="erp_match"),
    path("reconciliation/<int:of>/explanation/<int:pk>/", OneItem.as_view(), name="erp_item"),
]
