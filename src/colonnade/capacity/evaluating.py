"""What holds for every evaluation: what a form begins with, when it is open, which answers fit, what may be said of few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from colonnade.capacity.models import Evaluation, EvaluationItem, Event, Participation
from colonnade.capacity.rules import SEATED_ROLES, stage_of
from colonnade.records.errors import Refused
from colonnade.records.queries import standing

# Choices are strings; without Django's stubs the type checker takes them for pairs.
Kind: Any = Evaluation.Kind
Scale: Any = EvaluationItem.Scale
Status: Any = Participation.Status

LEAST: Final = 5
"""Under so many answers nothing is ever told of what was said."""
REMINDERS: Final = 2
"""So many reminders, and then no more."""
POSITIVE: Final = ("4", "5")
NOT_APPLICABLE: Final = "na"
LONGEST: Final = 4000
USED: Final = "used"
"""The short name of the question on which the share of use rests."""
MONTHS_LATER: Final = timedelta(days=180)
KEEP_PAIRS: Final = timedelta(days=60)
"""So long after an event tests before wait for tests after; then what could join them is thrown away."""


@dataclass(frozen=True)
class Starting:
    """A question that a form begins with. Its words are translated when the form is drafted."""

    name: str
    wording: str
    scale: str = "agreement"
    choices: tuple[str, ...] = ()
    required: bool = False


_CAN = (
    Starting("explain", noop("I could explain the subject to a colleague.")),
    Starting("apply", noop("I could apply it to a case of my own work.")),
    Starting("judge", noop("I could judge whether a proposal follows good practice in it.")),
)
FORMS: Final[dict[str, tuple[Starting, ...]]] = {
    Kind.REACTION: (
        Starting("relevant", noop("The event was relevant to my work.")),
        Starting("objectives", noop("The event reached its objectives.")),
        Starting("speakers", noop("The speakers and the material were of good quality.")),
        Starting("exchange", noop("There was enough room for discussion and exchange.")),
        Starting("organised", noop("The event was well organised.")),
        Starting("will_use", noop("I will use what I learned at work.")),
        Starting("most_useful", noop("What was most useful to you?"), Scale.TEXT),
        Starting("improve", noop("What should be done better?"), Scale.TEXT),
        Starting("quote", noop("What would you say of this event to others?"), Scale.QUOTE),
    ),
    Kind.PRE_TEST: _CAN,
    Kind.POST_TEST: _CAN,
    Kind.FOLLOW_UP: (
        Starting(USED, noop("Have you used at work what you learned at the event?"), Scale.YES_NO, required=True),
        Starting("in_what", noop("In what have you used it?"), Scale.CHOICES, (
            noop("my own daily work"), noop("a law, policy or strategy"), noop("a service or system"),
            noop("training of colleagues"), noop("a project proposal"), noop("something else"),
        )),
        Starting("what", noop("What was used, and what came of it?"), Scale.TEXT),
        Starting("hindered", noop("What hindered you?"), Scale.CHOICES, (
            noop("no time"), noop("no money"), noop("no support from superiors"), noop("no equipment or connection"),
            noop("it did not fit my work"), noop("I changed my post"), noop("nothing"),
        )),
        Starting("evidence", noop("Where can it be seen? An address, a title or a number of a document."), Scale.TEXT),
        Starting("still", noop("What I learned is still useful to me.")),
        Starting("quote", noop("What would you say of it to others?"), Scale.QUOTE),
    ),
}  # fmt: skip
"""What a form of each kind begins with. The tests begin with self-assessment: an office writes its own questions."""

TITLES: Final = {
    Kind.REACTION: noop("Your impression of the event"),
    Kind.PRE_TEST: noop("Before the event"),
    Kind.POST_TEST: noop("After the event"),
    Kind.FOLLOW_UP: noop("Six months after the event"),
}

# --- when a form is open ---------------------------------------------------------------------------------------


def days_of(kind: str, event: Event) -> tuple[date | None, date | None]:
    """From when to when a form of a kind is open, by the event's first and last day; nothing where they are not known."""
    starts = event.activity.starts_on
    ends = event.activity.ends_on or starts
    if starts is None or ends is None or event.activity.starts_precision != "day":
        return None, None
    if kind == Kind.PRE_TEST:
        return starts - timedelta(days=7), starts
    if kind == Kind.FOLLOW_UP:
        return ends + MONTHS_LATER, ends + MONTHS_LATER + timedelta(days=42)
    return ends, ends + timedelta(days=21 if kind == Kind.REACTION else 14)


def opens_at(evaluation: Evaluation) -> datetime | None:
    """The moment at which the worker sends the links: at the end of the last session, otherwise in the morning."""
    if evaluation.opens_on is None:
        return None
    event = evaluation.event
    morning = datetime.combine(evaluation.opens_on, time(8), event.zone)
    if evaluation.kind not in (Kind.REACTION, Kind.POST_TEST):
        return morning
    last = standing(event.sessions).order_by("-ends_at").values_list("ends_at", flat=True).first()
    if last and last.astimezone(event.zone).date() == evaluation.opens_on:
        return last
    return datetime.combine(evaluation.opens_on, time(16), event.zone)


def between_reminders(evaluation: Evaluation) -> timedelta:
    return timedelta(days=14 if evaluation.kind == Kind.FOLLOW_UP else 3)


def shut(evaluation: Evaluation, today: date) -> str:
    """Why the form takes no answers today, in one word; empty where it does."""
    if evaluation.closed_on or evaluation.withdrawn_on or evaluation.event.withdrawn_on:
        return "over"
    if evaluation.closes_on and today > evaluation.closes_on:
        return "over"
    return "" if evaluation.asked_at else "not_yet"


# --- who is asked ----------------------------------------------------------------------------------------------


def eligible(evaluation: Evaluation) -> QuerySet[Participation]:
    """Whose answer counts: before the event who has a seat, afterwards who attended. Speakers and staff are not asked.

    Who is asked months later must have agreed to that as well; ``ask_evaluation`` sees to it.
    """
    wanted: tuple[str, ...] = (Status.ATTENDED,)
    if evaluation.kind == Kind.PRE_TEST:
        wanted = (Status.REGISTERED, Status.ATTENDED)
    held = standing(evaluation.event.participations.all()).filter(status__in=wanted, role__in=SEATED_ROLES)
    return held.filter(person__withdrawn_on=None, person__erased_on=None)


def goes_ahead(event: Event) -> bool:
    """Is anybody to be asked of this event at all?"""
    return event.withdrawn_on is None and stage_of(event) not in ("cancelled", "postponed")


# --- which questions, which answers -----------------------------------------------------------------------------


def current_items(items: Iterable[EvaluationItem]) -> list[EvaluationItem]:
    """Each question in the latest version of its wording, in the order they are asked."""
    latest: dict[str, EvaluationItem] = {}
    for item in sorted(items, key=lambda item: item.version):
        latest[item.name] = item
    return sorted(latest.values(), key=lambda item: (item.order, item.pk or 0))


def key_of(item: EvaluationItem) -> str:
    """Under which name an answer to this wording is kept."""
    return f"{item.name}@{item.version}"


def choices_of(item: EvaluationItem, language: str = "") -> list[tuple[str, str]]:
    """What may be chosen: what is kept, and the words it is shown in. What is kept is the same in every language."""
    if item.scale == Scale.YES_NO:
        return [("yes", gettext("Yes")), ("no", gettext("No"))]
    if item.scale == Scale.AGREEMENT:
        return [(str(number), str(number)) for number in range(1, 6)]
    kept = [line.strip() for line in item.choices.splitlines() if line.strip()]
    told = item.translations.get(language, {}).get("choices", "")
    shown = [line.strip() for line in told.splitlines() if line.strip()]
    return list(zip(kept, shown if len(shown) == len(kept) else kept, strict=True))


def wording_of(item: EvaluationItem, language: str) -> str:
    """The question in a language, or as it was written first."""
    return item.translations.get(language, {}).get("wording") or item.wording


class AnswersDoNotFit(Refused):
    """Something was not answered that must be, or was answered by what cannot be chosen. ``errors`` tells by question."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


def fitting(
    items: Iterable[EvaluationItem], given: Mapping[str, Any], *, may_be_empty: bool = False
) -> dict[str, Any]:
    """The answers in the form they are kept in, or a refusal that says what is missing or cannot be."""
    kept: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for item in items:
        value = _plain(item, given.get(item.name))
        if item.required and not value:
            errors[item.name] = gettext("Please answer this question.")
        elif value and not _may_be(item, value):
            errors[item.name] = gettext("This is not one of the answers. Please choose again.")
        elif isinstance(value, str) and len(value) > LONGEST:
            errors[item.name] = gettext("This is too long: %(count)d characters are kept at most.") % {
                "count": LONGEST
            }
        elif value:
            kept[key_of(item)] = value
    if not kept and not errors and not may_be_empty:
        errors[""] = gettext("Nothing is filled in yet. Please answer at least one question.")
    if errors:
        raise AnswersDoNotFit(errors)
    return kept


def _plain(item: EvaluationItem, value: Any) -> str | list[str]:
    if item.scale == Scale.CHOICES:
        told = value if isinstance(value, list | tuple) else [value] if value else []
        return [str(one) for one in told if one]
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return str(value or "").replace("\r\n", "\n").strip()


def _may_be(item: EvaluationItem, value: str | list[str]) -> bool:
    if item.scale in (Scale.TEXT, Scale.QUOTE):
        return True
    known = {kept for kept, _shown in choices_of(item)}
    if item.scale == Scale.AGREEMENT:
        known.add(NOT_APPLICABLE)
    return set([value] if isinstance(value, str) else value) <= known


# --- what may be said of so many ---------------------------------------------------------------------------------

NORMAL, CAUTION, INDICATIVE, TOO_FEW = "normal", "caution", "indicative", "too_few"


def weight_of(answered: int, asked: int) -> str:
    """How far a result carries: from half of those asked as usual; from three in ten with caution; else an indication.

    Under five answers there is no result at all.
    """
    if answered < LEAST:
        return TOO_FEW
    if answered * 100 >= asked * 50:
        return NORMAL
    return CAUTION if answered * 100 >= asked * 30 else INDICATIVE
