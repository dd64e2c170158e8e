"""The report of an event, drafted from the record: its facts, its figures, who took part, what they said; and what to write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from colonnade.capacity.evaluating import CAUTION, INDICATIVE
from colonnade.capacity.models import Evaluation, EvaluationItem, Event, Participation, Role
from colonnade.capacity.queries import learning_of, results_of
from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.definition import Measurement, Row, aggregate
from colonnade.figures.measure import Measurer
from colonnade.people.models import Consent
from colonnade.people.queries import consenting
from colonnade.places.queries import country_names
from colonnade.records.queries import standing
from colonnade.renderers.labels import unit_words
from colonnade.renderers.papers import accounts
from colonnade.renderers.papers.accounts import EventReport, Grid, Part, Reading, Readings, ToFillIn, Words
from colonnade.renderers.papers.letters import Fact
from colonnade.renderers.papers.names import Name
from colonnade.renderers.papers.participants import Delegation, Participant, Roll
from colonnade.reports.compiling import brand_on
from colonnade.values.languages import known
from colonnade.values.numbers import Ratio
from colonnade.values.period import Period
from colonnade.values.words import number_words, period_words, span_words
from colonnade.web.desk.events.workspace import EventPage
from colonnade.web.desk.rights import may_see

Scale = EvaluationItem.Scale
DJANGO_TAGS = {"zh": "zh-hans"}
MEDIA = {"pdf": "application/pdf",
         "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}  # fmt: skip


def report_of(event: Event, language: str, day: date, *, names: bool) -> EventReport:
    """Everything the record says of one event, as one structure for both formats. ``names``: with who took part, and what they
    said in their own words."""
    with override(DJANGO_TAGS.get(language, language)):
        activity = event.activity
        starts, ends = activity.starts, activity.ends
        when = span_words(starts, ends, language) if starts else ""
        parts = [
            Part(_("Purpose and course"), (
                *([Words((event.summary,))] if event.summary else []),
                ToFillIn(_("What the event was for, and how it went."), 4),
            )),
            *_figures(event, language, day),
            *([_participants(event, language, day)] if names else []),
            *_evaluation(event, language, words=names),
            Part(_("Lessons"), (
                ToFillIn(_("What worked and is to be done again."), 3),
                ToFillIn(_("What is to be done otherwise."), 3),
                ToFillIn(_("What is to follow, by whom and until when."), 3),
            )),
        ]  # fmt: skip
        return EventReport(
            brand=brand_on(day), event=activity.title, on=day, facts=tuple(_facts(event, when, language)), parts=tuple(parts),
            under=tuple(filter(None, (when,))), language=language,
        )  # fmt: skip


def _facts(event: Event, when: str, language: str) -> Iterable[Fact]:
    activity = event.activity
    partners = ", ".join(
        str(part.organisation) for part in activity.partnerships.select_related("organisation")
    )
    host = activity.host_country.code if activity.host_country else ""
    where = [event.venue or activity.place, country_names(language, _day(event)).get(host, "")]
    told = (
        (_("Code"), event.code),
        (_("When"), when),
        (_("Where"), ", ".join(filter(None, where))),
        (_("Format"), str(event.get_format_display())),
        (_("Kind"), str(activity.kind)),
        (_("Working languages"), event.languages),
        (_("Partners"), partners),
    )
    return [Fact(name, value) for name, value in told if value]


def _day(event: Event) -> date:
    return event.activity.starts_on or date.today()


# --- figures: the event's own row in each ----------------------------------------------------------------------------


def _figures(event: Event, language: str, day: date) -> list[Part]:
    """What this event brings to each figure of its pillar, with the figure's key; as its year is counted today."""
    starts = event.activity.starts
    if starts is None:
        return []
    period = Period.year(starts.first_day.year)
    measurer = Measurer(as_of=day, language=language)
    readings = []
    for key in CATALOGUE:
        if key.startswith("capacity."):
            measured = measurer.measure(key, period)
            own = [row for row in measured.rows if row.ref == event.ref and not row.unknown]
            if own:
                readings.append(_reading(measured, own, language))
    note = Words((
        _("What this event contributes to the figures of %(period)s. Each figure's address asks for the whole of it.")
        % {"period": period_words(period, language)},
    ))  # fmt: skip
    return [Part(_("In figures"), (Readings(tuple(readings)), note))] if readings else []


def _reading(measured: Measurement, rows: list[Row], language: str) -> Reading:
    figure = measured.figure
    value = aggregate(figure, rows)
    return Reading(
        str(figure.label), number_words(value, language), unit_words(figure.unit.code, value, language), figure.definition,
        measured.address,
    )  # fmt: skip


# --- who took part ---------------------------------------------------------------------------------------------------


def _participants(event: Event, language: str, day: date) -> Part:
    """Those who agreed to stand on the list of participants, as they were at the event; how many did not is said."""
    rows = standing(event.participations.all()).filter(status=Participation.Status.ATTENDED)
    attended = rows.filter(person__erased_on=None).select_related("person", "country", "organisation")
    listing = str(Consent.Purpose.PARTICIPANT_LIST)
    agreed = set(consenting(listing, ref=event.ref).values_list("pk", flat=True))
    listed = [one for one in attended.order_by("person__full_name", "pk") if one.person_id in agreed]
    names, english = country_names(language, _day(event)), country_names("en", _day(event))
    countries: dict[str, list[Participant]] = defaultdict(list)
    bodies: dict[str, list[Participant]] = defaultdict(list)
    office: list[Participant] = []
    for one in listed:
        member = _participant(one)
        if one.role in (Role.ORGANISER, Role.SUPPORT, Role.INTERPRETER):
            office.append(member)
        elif one.country:
            countries[one.country.code].append(member)
        else:
            bodies[str(one.organisation) if one.organisation else ""].append(member)
    roll = Roll(
        tuple(Delegation(names.get(c, c), tuple(held), english.get(c, c)) for c, held in countries.items()),
        tuple(Delegation(title, tuple(held)) for title, held in bodies.items()),
        tuple(office),
    )
    missing = attended.count() - len(listed)
    said = [
        _("%(n)d more took part and are not named: they have not agreed to stand on this list.")
        % {"n": missing}
    ]
    return Part(_("Participants"), (*([roll] if listed else []), *([Words(tuple(said))] if missing else [])))


def _participant(one: Participation) -> Participant:
    person = one.person
    name = Name(person.full_name, person.name_latin, person.family_name)
    return Participant(name, one.function, str(one.organisation or ""), person.form_of_address)


# --- what they said ----------------------------------------------------------------------------------------------------


def _evaluation(event: Event, language: str, *, words: bool) -> list[Part]:
    blocks: list[Any] = []
    order = list(Evaluation.Kind.values)
    forms = standing(event.evaluations.all()).exclude(closed_on=None).prefetch_related("items")
    for form in sorted(forms, key=lambda form: order.index(form.kind)):
        blocks += _form(form, language, words=words)
    learning = learning_of(event)
    if learning:
        header = (_("Matched pairs"), _("Mean before"), _("Mean after"), _("Mean gain"))
        row = (str(learning.n), str(learning.before), str(learning.after), str(learning.gain))
        note = (
            _("Questions with a right answer, in points of 100.") if learning.objective
            else _("By their own judgement, in points of 100.")
        )  # fmt: skip
        blocks.append(Grid(header, (row,), _("Learning: test before and after"), note, (0, 1, 2, 3)))
    return [Part(_("Evaluation"), tuple(blocks))] if blocks else []


def _form(form: Evaluation, language: str, *, words: bool) -> list[Any]:
    """One form: how many answered, its scales in a table, its other questions in one each; of few nothing."""
    results = results_of(form, language)
    response = results.response
    rate = number_words(Ratio(response.answered, response.asked), language) if response.asked else "–"
    caution = {
        CAUTION: _("Fewer than half of those asked answered: read it with caution."),
        INDICATIVE: _("Fewer than three in ten of those asked answered: it is indicative only."),
    }.get(response.weight, "")
    blocks: list[Any] = [
        Words(
            tuple(
                filter(
                    None,
                    (_("%(title)s: answered by %(rate)s.") % {"title": _(form.title), "rate": rate}, caution),
                )
            )
        )
    ]
    if results.why_not:
        return [*blocks, Words((_("Fewer than five answered: nothing is told of what they said."),))]
    shown = [one for one in results.items if one.n and not one.withheld]
    scales = [one for one in shown if one.item.scale == Scale.AGREEMENT]
    if scales:
        header = (_("Question"), "1", "2", "3", "4", "5", _("4 or 5"), "n")
        rows = tuple(
            (
                one.item.wording,
                *(str(count) for _kept, _words, count in one.parts),
                f"{one.positive_per_cent} %",
                str(one.n),
            )
            for one in scales
        )
        blocks.append(
            Grid(
                header, rows, _(form.title), _("1: strongly disagree; 5: strongly agree."), tuple(range(1, 8))
            )
        )
    for one in shown:
        if one.parts and one.item.scale != Scale.AGREEMENT:
            rows = tuple((words, str(count)) for _kept, words, count in one.parts)
            blocks.append(Grid((_("Answer"), _("Answers")), rows, one.item.wording, f"n = {one.n}", (1,)))
        elif one.texts and words:
            blocks += [Words((one.item.wording,)), Words(one.texts, bullets=True)]
    return blocks


class AccountPage(EventPage):
    """The report as a file, for whoever may read the event; names only for who may see them."""

    def get(self, request, *args, **kwargs):
        suffix = kwargs["suffix"]
        language = known(request.GET.get("lang") or get_language() or "en")
        report = report_of(self.event, language, date.today(), names=may_see(request.user, Participation))
        content = accounts.pdf(report).content if suffix == "pdf" else accounts.docx(report)
        response = HttpResponse(content, content_type=MEDIA[suffix])
        response["Content-Disposition"] = (
            f'attachment; filename="{self.event.code}-report-{language}.{suffix}"'
        )
        response["Cache-Control"] = "private, no-store"
        return response


URLS = [
    path("<int:pk>/report.pdf", AccountPage.as_view(), {"suffix": "pdf"}, name="event_report_pdf"),
    path("<int:pk>/report.docx", AccountPage.as_view(), {"suffix": "docx"}, name="event_report_docx"),
]
