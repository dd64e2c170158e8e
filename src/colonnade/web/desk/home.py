"""The desk's first page: what needs me today, and the year's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from colonnade.capacity.models import Event
from colonnade.capacity.queries import awaiting_attendance
from colonnade.figures.queries import editions_quoting, year_at_a_glance
from colonnade.money.models import Agreement
from colonnade.money.queries import overdue_on, schedule_of
from colonnade.outreach.models import Quote
from colonnade.outreach.queries import consents_ending, consents_withdrawn
from colonnade.partners.models import CooperationAgreement
from colonnade.partners.queries import agreements_ending as cooperation_ending
from colonnade.people.models import Message
from colonnade.people.outbox import not_left
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.research.models import Product, Slip
from colonnade.research.rules.products import WORKED_ON
from colonnade.values.dates import PartialDate
from colonnade.values.words import date_words
from colonnade.web.desk.rights import may_see
from colonnade.web.desk.site import waiting
from colonnade.web.desk.viewsets import KNOWN
from colonnade.web.telling import Told, tell

SHOWN = 6
SOON = timedelta(days=60)
BEFORE_AN_END = timedelta(days=180)


@dataclass(frozen=True)
class Need:
    """One kind of thing that waits: how many, the nearest few, and each with its page."""

    heading: Any
    total: int
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Question:
    """What is asked of the record every morning. ``when`` is the date shown beside a row."""

    heading: Any
    model: type[Model]
    ask: Callable[[date], QuerySet]
    when: Callable[[Any], date | PartialDate | None]


def events_soon(day: date) -> QuerySet:
    away = (Activity.State.CANCELLED, Activity.State.POSTPONED)
    rows = standing(Event.objects).filter(
        activity__withdrawn_on=None, activity__starts_on__range=(day, day + SOON)
    )
    return rows.exclude(activity__state__in=away).select_related("activity").order_by("activity__starts_on")


def attendance_open(day: date) -> QuerySet:
    return awaiting_attendance(day).select_related("activity").order_by("-activity__starts_on")


def still_planned(day: date) -> QuerySet:
    """Activities whose day has passed and that are neither held, postponed nor cancelled in the record."""
    open_states = (Activity.State.PLANNED, Activity.State.ANNOUNCED, Activity.State.RUNNING)
    passed = passed_by(day, "ends_on", "ends_precision") | (
        Q(ends_on=None) & passed_by(day, "starts_on", "starts_precision")
    )
    ours = standing(Activity.objects).exclude(standing=Activity.Standing.CONTEXT)
    return ours.filter(passed, state__in=open_states).order_by("-starts_on")


def products_overdue(day: date) -> QuerySet:
    """Publications that did not come out by the day last said: the last slip's, else the first plan's."""
    late = passed_by(day, "planned_on", "planned_precision") | (
        Q(planned_on=None) & passed_by(day, "published_on", "published_precision")
    )
    put_off = Slip.objects.filter(product=OuterRef("pk")).exclude(passed_by(day, "to_on", "to_precision"))
    coming = standing(Product.objects).filter(late, state__in=WORKED_ON)
    return coming.filter(~Exists(put_off)).order_by("planned_on", "published_on")


def passed_by(day: date, field: str, precision: str) -> Q:
    """The last day a date can be is over: a month has passed when the next has begun, a year likewise."""
    begins = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}
    passed = Q()
    for known, first in begins.items():
        passed |= Q(**{precision: known, f"{field}__lt": first})
    return passed


def agreements_ending(day: date) -> QuerySet:
    return standing(Agreement.objects).filter(ends_on__range=(day, day + BEFORE_AN_END)).order_by("ends_on")


def instalments_due(day: date) -> QuerySet:
    """Agreements whose donor owes what was due by a day, the oldest first."""
    owed = {line.instalment.agreement_id for line in overdue_on(day)}
    return standing(Agreement.objects).filter(pk__in=owed).order_by("code")


def first_due(agreement: Agreement) -> date | None:
    return next(
        (line.instalment.due_on for line in schedule_of(agreement, date.today()) if line.outstanding.value),
        None,
    )


def quotes_without_consent(day: date) -> QuerySet:
    asked = standing(Quote.objects).filter(consent_basis=Quote.Basis.NONE, consent_withdrawn_on=None)
    return asked.select_related("person").order_by("-said_on", "code")


def quotes_still_shown(day: date) -> QuerySet:
    """Quotes whose author took the consent back and that the latest edition of a report still prints."""
    rows = consents_withdrawn().filter(consent_withdrawn_on__lte=day)
    shown = editions_quoting(list(rows.values_list("code", flat=True)), latest=True)
    return rows.filter(code__in=[code for code, editions in shown.items() if editions])


def drafts(day: date) -> QuerySet:
    working = [state for state in WORKED_ON if state != Product.State.PLANNED]
    return standing(Product.objects).filter(state__in=working).order_by("planned_on", "published_on", "code")


def letters_not_left(day: date) -> QuerySet:
    return not_left(timezone.now())


QUESTIONS = (
    Question(_("Letters that have not left"), Message, letters_not_left, lambda row: row.made_at.date()),
    Question(_("Events in the next 60 days"), Event, events_soon, lambda row: row.activity.starts),
    Question(_("Attendance not closed"), Event, attendance_open, lambda row: row.activity.starts),
    Question(_("Over, and still planned in the record"), Activity, still_planned, lambda row: row.starts),
    Question(_("Products overdue"), Product, products_overdue, lambda row: row.planned or row.published),
    Question(_("Drafts and reviews"), Product, drafts, lambda row: row.planned or row.published),
    Question(_("Agreements ending within six months"), Agreement, agreements_ending, lambda row: row.ends_on),
    Question(_("Instalments due or overdue"), Agreement, instalments_due, first_due),
    Question(
        _("Cooperation agreements ending within 90 days"),
        CooperationAgreement,
        cooperation_ending,
        lambda row: row.valid_to,
    ),
    Question(
        _("Quotes whose consent runs out within 90 days"),
        Quote,
        consents_ending,
        lambda row: row.consent_until,
    ),
    Question(
        _("Quotes withdrawn that a report still shows"),
        Quote,
        quotes_still_shown,
        lambda row: row.consent_withdrawn_on,
    ),
    Question(_("Quotes without consent"), Quote, quotes_without_consent, lambda row: row.said_on),
)


def needs(user, day: date) -> list[Need]:
    """What waits on a day, of what the account may see; a kind with nothing waiting is left out."""
    found = (_need(question, day) for question in QUESTIONS if may_see(user, question.model))
    read = Need(_("Pages waiting for your approval"), *waiting(user))
    return [need for need in (read, *found) if need.total]


def _need(question: Question, day: date) -> Need:
    rows = list(question.ask(day)[: SHOWN + 1])
    total = len(rows) if len(rows) <= SHOWN else question.ask(day).count()
    viewset = KNOWN[question.model]
    told = tuple((str(row), viewset.place(row), _words(question.when(row))) for row in rows[:SHOWN])
    return Need(question.heading, total, told)


def _words(day: date | PartialDate | None) -> str:
    return date_words(day, get_language() or "en") if day else ""


class Today(Component):
    """What needs me today."""

    name = "today"
    template_name = "desk/home_today.html"
    order = 100

    def __init__(self, request) -> None:
        self.request = request

    def get_context_data(self, parent_context) -> dict[str, Any]:
        return {"needs": needs(self.request.user, date.today())}


class YearsFigures(Component):
    """The year's figures, each leading to its own page."""

    name = "years_figures"
    template_name = "desk/home_figures.html"
    order = 200

    def __init__(self, year: int, figures: Iterable[Told]) -> None:
        self.year, self.figures = year, list(figures)

    def get_context_data(self, parent_context) -> dict[str, Any]:
        return {"figures": self.figures, "year": self.year}


def figures_panel(request) -> YearsFigures:
    """The year at a glance, as the room of figures tells it."""
    year, language = date.today().year, get_language() or "en"
    return YearsFigures(
        year,
        [
            tell(measured, language, page="desk_figures:figure")
            for measured in year_at_a_glance(year, language=language)
        ],
    )


def panels(request) -> list[Component]:
    """What the first page shows, in order."""
    return [Today(request), figures_panel(request)]


class RecordRedirect(View):
    """From a name in a trail (``capacity/event/EV-2010-01``) to the record's page."""

    def get(self, request, room: str, noun: str, code: str):
        try:
            model = apps.get_model(room, noun)
        except LookupError as error:
            raise Http404 from error
        if issubclass(model, Page) and code.isdecimal():
            return redirect("wagtailadmin_pages:edit", int(code))
        if model not in KNOWN:
            raise Http404
        if not may_see(request.user, model):
            raise PermissionDenied
        return redirect(KNOWN[model].address("inspect", get_object_or_404(model, code=code)))
