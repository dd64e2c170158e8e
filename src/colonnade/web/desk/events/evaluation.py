"""The evaluation of an event at the desk: forms and their questions, who was asked, and what may be told of the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from colonnade.capacity.actions import (
    ask_evaluation,
    change_wording,
    close_evaluation,
    draft_evaluation,
    drop_question,
    put_question,
    remind_evaluation,
)
from colonnade.capacity.evaluating import CAUTION, INDICATIVE, REMINDERS, current_items
from colonnade.capacity.models import Evaluation, EvaluationItem, Participation
from colonnade.capacity.queries import (
    ItemResult,
    learning_of,
    not_answered,
    quotes_offered,
    results_of,
)
from colonnade.office.models import Office
from colonnade.outreach.models import Quote
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.renderers import drawings
from colonnade.renderers.document import Bound, Chart, Series
from colonnade.values.languages import known
from colonnade.values.numbers import Ratio
from colonnade.values.units import ANSWERS
from colonnade.values.words import number_words
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may, may_see
from colonnade.web.events.evaluation import address_of


class QuestionForm(forms.ModelForm):
    """A question of a form that has not been sent."""

    class Meta:
        model = EvaluationItem
        fields = ("name", "wording", "scale", "choices", "right", "required")
        widgets = {"choices": forms.Textarea(attrs={"rows": 3}), "wording": forms.Textarea(attrs={"rows": 2})}


class DaysForm(forms.ModelForm):
    """When a form is open, and what stands above its questions."""

    class Meta:
        model = Evaluation
        fields = ("opens_on", "closes_on", "introduction")
        widgets = {
            "opens_on": forms.DateInput(attrs={"type": "date"}),
            "closes_on": forms.DateInput(attrs={"type": "date"}),
            "introduction": forms.Textarea(attrs={"rows": 2}),
        }


WEIGHTS = {
    CAUTION: gettext_lazy("Fewer than half of those asked answered: read it with caution."),
    INDICATIVE: gettext_lazy("Fewer than three in ten of those asked answered: it is indicative only."),
}


class EvaluationPage(EventPage):
    """The tab of an event on which its participants are asked and what they said is read."""

    tab = "event_evaluation"
    template_name = "desk/events/evaluation.html"
    right_on = Evaluation

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        held = (
            standing(self.event.evaluations.all()).select_related("event__activity").prefetch_related("items")
        )
        order = list(Evaluation.Kind.values)
        made = sorted(held, key=lambda form: order.index(form.kind))
        learning = learning_of(self.event)
        return super().get_context_data(
            sheets=[self._sheet(form, kwargs.get("wrong", {}).get(form.pk)) for form in made],
            missing=[
                (kind, label)
                for kind, label in Evaluation.Kind.choices
                if kind not in {form.kind for form in made}
            ],
            learning=learning,
            objective=learning is not None and learning.objective,
            changes=self.may("change"),
            offered=quotes_offered(self.event).count() if may_see(self.request.user, Quote) else 0,
            quoted=may_see(self.request.user, Quote),
            takes=may(self.request.user, "add", Quote),
        )

    def _sheet(self, form: Evaluation, question: forms.ModelForm | None) -> dict[str, Any]:
        """One form as the page shows it."""
        language = known(get_language() or "en")
        results = results_of(form, language)
        response = results.response
        names = may_see(self.request.user, Participation)
        return {
            "form": form,
            "state": _state(form),
            "items": current_items(form.items.all()),
            "scales": dict(EvaluationItem.Scale.choices),
            "question": question or QuestionForm(prefix=f"q{form.pk}"),
            "asks": bool(question),
            "days": DaysForm(instance=form, prefix=f"d{form.pk}"),
            "rate": number_words(Ratio(response.answered, response.asked), language)
            if response.asked
            else "",
            "weight": WEIGHTS.get(response.weight, "") if not results.why_not else "",
            "results": results,
            "names": names,
            "drawn": [(result, drawing(result, language)) for result in results.items],
            "silent": not_answered(form) if names and form.asked_at and not form.closed_on else [],
            "reminders_left": REMINDERS - form.reminders,
        }

    def post(self, request, *args, **kwargs):
        if not self.may("change"):
            messages.error(request, _("Your account may read this and not change it."))
            return redirect(self.tab, self.event.pk)
        act: Callable[[], Any] = ACTS.get(request.POST.get("act", ""), EvaluationPage._nothing).__get__(self)
        try:
            answer = act()
        except Refused as refusal:
            messages.error(request, str(refusal))
            answer = None
        return answer or redirect(self.tab, self.event.pk)

    @property
    def _form(self) -> Evaluation:
        return get_object_or_404(standing(self.event.evaluations.all()), pk=self.key_told("form"))

    @property
    def _item(self) -> EvaluationItem:
        return get_object_or_404(EvaluationItem, pk=self.key_told("item"), evaluation__event=self.event)

    def _nothing(self):
        return None

    def _draft(self):
        kind = self.request.POST.get("kind", "")
        if kind in Evaluation.Kind.values:
            draft_evaluation(event=self.event, kind=kind)

    def _days(self):
        held = self._form
        given = DaysForm(self.request.POST, instance=held, prefix=f"d{held.pk}")
        if not given.is_valid():
            raise Refused(" ".join(error for errors in given.errors.values() for error in errors))
        given.save()

    def _question(self):
        held = self._form
        given = QuestionForm(self.request.POST, prefix=f"q{held.pk}")
        if not given.is_valid():
            return self.render_to_response(self.get_context_data(wrong={held.pk: given}))
        put_question(evaluation=held, **given.cleaned_data)
        return None

    def _drop(self):
        drop_question(item=self._item)

    def _reword(self):
        wording = self.request.POST.get("wording", "").strip()
        if not wording:
            raise Refused(_("Write the question."))
        item = self._item
        new = change_wording(item=item, wording=wording[:400])
        if new.version > 1:
            messages.warning(
                self.request,
                _("The form has been sent already: this is version %(n)d, a break in the series. Answers stay with the "
                  "wording they were given to, and are never added.") % {"n": new.version},
            )  # fmt: skip

    def _ask(self):
        asked = ask_evaluation(evaluation=self._form, address=address_of)
        messages.success(self.request, _("%(n)d letters are on their way.") % {"n": asked.letters})
        if asked.without_address:
            names = ", ".join(str(one.person) for one in asked.without_address)
            messages.warning(
                self.request, _("Without an e-mail address, and not asked: %(names)s.") % {"names": names}
            )

    def _remind(self):
        count = remind_evaluation(evaluation=self._form, address=address_of)
        messages.success(self.request, _("%(n)d letters are on their way.") % {"n": count})

    def _close(self):
        closed = close_evaluation(evaluation=self._form)
        messages.success(self.request, _("%(title)s is closed.") % {"title": closed.title})


ACTS = {
    "draft": EvaluationPage._draft, "days": EvaluationPage._days, "question": EvaluationPage._question,
    "drop": EvaluationPage._drop, "reword": EvaluationPage._reword, "ask": EvaluationPage._ask,
    "remind": EvaluationPage._remind, "close": EvaluationPage._close,
}  # fmt: skip


def _state(form: Evaluation) -> str:
    if form.closed_on:
        return "closed"
    if form.asked_at is None:
        return "draft"
    return "open"


def drawing(result: ItemResult, language: str) -> SafeString:
    """The distribution of one question as bars; the table beside it says the same."""
    if not result.parts:
        return mark_safe("")
    office = Office.objects.only("colour").order_by("pk").first()
    bounds = tuple(Bound("", count, ANSWERS.code) for _kept, _words, count in result.parts)
    names = tuple(words for _kept, words, _count in result.parts)
    alt = ", ".join(f"{words}: {count}" for _kept, words, count in result.parts)
    block = Chart("bar", names, (Series("", bounds),), result.item.wording, alt)
    # Drawings escape every word they are given.
    return mark_safe(drawings.chart(block, language, office.colour if office else "#1F4E79", 420.0))


URLS = [path("<int:pk>/evaluation/", EvaluationPage.as_view(), name="event_evaluation")]
