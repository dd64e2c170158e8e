"""What participants said, as far as it may be told: of closed forms, from five answers on, never by whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from random import SystemRandom
from typing import Any

from django.db.models import Count, Q, QuerySet

from colonnade.capacity.evaluating import (
    LEAST,
    NOT_APPLICABLE,
    POSITIVE,
    USED,
    choices_of,
    current_items,
    key_of,
    weight_of,
)
from colonnade.capacity.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationItem,
    EvaluationToken,
    Event,
    OfferedQuote,
    Participation,
)
from colonnade.capacity.sealing import digest_of
from colonnade.people.models import Consent, Person
from colonnade.people.queries import usable
from colonnade.records.queries import standing

Kind: Any = Evaluation.Kind
Scale: Any = EvaluationItem.Scale


def evaluation_of(link: str) -> EvaluationToken | None:
    """The token that a link belongs to; None where nobody was sent it."""
    held = EvaluationToken.objects.filter(digest=digest_of(link))
    return held.select_related("evaluation__event__activity").first()


def agreed_to_be_asked_later(event: Event) -> QuerySet[Person]:
    """The persons of an event who agreed to be asked months later how they use what they learned."""
    refs = ("", event.ref)
    return usable().filter(
        pk__in=Consent.objects.filter(
            purpose=Consent.Purpose.FOLLOW_UP, withdrawn_at=None, ref__in=refs
        ).values("person")
    )


# --- how many answered ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Response:
    """How many of those asked have answered, and how far that carries."""

    answered: int
    asked: int

    @property
    def weight(self) -> str:
        return weight_of(self.answered, self.asked)

    @property
    def per_cent(self) -> int:
        return round(100 * self.answered / self.asked) if self.asked else 0


def response_of(evaluation: Evaluation) -> Response:
    told = evaluation.tokens.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(answered=True)))
    return Response(told["answered"], told["asked"])


def not_answered(evaluation: Evaluation) -> QuerySet[Participation]:
    """Who was asked and has not answered, by name; what anybody answered is not to be had."""
    open_tokens = evaluation.tokens.filter(answered=False)
    rows = standing(Participation.objects).filter(evaluation_tokens__in=open_tokens)
    return rows.select_related("person", "country").order_by("person__full_name", "pk")


# --- what was said -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemResult:
    """What was answered to one wording of one question. ``n`` did; ``withheld`` where they were too few to tell."""

    item: EvaluationItem
    n: int
    withheld: bool = False
    parts: tuple[tuple[str, str, int], ...] = ()
    not_applicable: int = 0
    texts: tuple[str, ...] = ()
    reworded: bool = False

    @property
    def positive(self) -> int:
        """How many said 4 or 5."""
        return sum(count for kept, _words, count in self.parts if kept in POSITIVE)

    @property
    def positive_per_cent(self) -> int:
        return round(100 * self.positive / self.n) if self.n else 0

    @property
    def mean(self) -> Decimal | None:
        if self.item.scale != Scale.AGREEMENT or not self.n:
            return None
        total = sum(int(kept) * count for kept, _words, count in self.parts)
        return (Decimal(total) / self.n).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def right(self) -> int | None:
        """How many chose the right answer, of a test question that has one."""
        told = {kept: count for kept, _words, count in self.parts}
        return told.get(self.item.right, 0) if self.item.right else None


@dataclass(frozen=True)
class Results:
    """What a closed form tells. ``why_not`` is ``open`` or ``too_few`` where it tells nothing."""

    response: Response
    why_not: str = ""
    items: tuple[ItemResult, ...] = ()


def results_of(evaluation: Evaluation, language: str = "en") -> Results:
    """Question by question and wording by wording; nothing while the form is open, nor of fewer than five answers."""
    response = response_of(evaluation)
    if evaluation.closed_on is None:
        return Results(response, "open")
    rows = list(evaluation.answers.values_list("answers", flat=True))
    if len(rows) < LEAST:
        return Results(response, "too_few")
    items = sorted(evaluation.items.all(), key=lambda item: (item.order, item.name, item.version))
    versions = Counter(item.name for item in items)
    return Results(
        response, items=tuple(_item(item, rows, language, reworded=versions[item.name] > 1) for item in items)
    )


def _item(
    item: EvaluationItem, rows: Sequence[Mapping[str, Any]], language: str, *, reworded: bool
) -> ItemResult:
    given = [row[key_of(item)] for row in rows if row.get(key_of(item))]
    said = [value for value in given if value != NOT_APPLICABLE]
    if len(said) < LEAST:
        return ItemResult(item, len(said), withheld=bool(said), reworded=reworded)
    if item.scale in (Scale.TEXT, Scale.QUOTE):
        texts = [str(value) for value in said]
        SystemRandom().shuffle(texts)
        return ItemResult(item, len(said), texts=tuple(texts), reworded=reworded)
    told = Counter(one for value in said for one in (value if isinstance(value, list) else [value]))
    parts = tuple((kept, shown, told[kept]) for kept, shown in choices_of(item, language))
    return ItemResult(item, len(said), parts=parts, not_applicable=len(given) - len(said), reworded=reworded)


# --- before and after ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Learning:
    """The tests before and after of the same persons, in points of 100. Never of persons who took one test only."""

    n: int
    before: Decimal
    after: Decimal
    gain: Decimal
    total_gain: Decimal
    normalised: Decimal | None
    normalised_n: int
    objective: bool


def learning_of(event: Event) -> Learning | None:
    """What matched pairs gained; None while a test is open, and of fewer than five pairs.

    Only questions that both tests ask in the same words count. Where some have a right answer, those count alone;
    otherwise it is a self-assessment. The normalised gain is the share of what could still be gained; who had
    everything right before has none.
    """
    return learnings(Evaluation.objects.filter(event=event)).get(event.pk)


def learnings(evaluations: QuerySet[Evaluation]) -> dict[int, Learning]:
    """The same for every event of the forms given, in a fixed number of queries."""
    tests = standing(evaluations).filter(kind__in=(Kind.PRE_TEST, Kind.POST_TEST)).exclude(closed_on=None)
    forms: dict[int, dict[str, Evaluation]] = defaultdict(dict)
    for form in tests.prefetch_related("items"):
        forms[form.event_id][form.kind] = form
    answers: dict[int, dict[str, dict[str, Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(dict))
    rows = EvaluationAnswer.objects.filter(evaluation__in=tests).exclude(pair="").order_by()
    for event, kind, pair, given in rows.values_list(
        "evaluation__event_id", "evaluation__kind", "pair", "answers"
    ):
        answers[event][pair][kind] = given
    both = {event: held for event, held in forms.items() if len(held) == 2}
    found = {event: _learning(held, answers[event].values()) for event, held in both.items()}
    return {event: learning for event, learning in found.items() if learning}


def _learning(
    forms: Mapping[str, Evaluation], answers: Iterable[Mapping[str, Mapping[str, Any]]]
) -> Learning | None:
    scored = _scored(forms[Kind.PRE_TEST], forms[Kind.POST_TEST])
    pairs = []
    for held in answers:
        before = _score(held.get(Kind.PRE_TEST), [pre for pre, _post in scored])
        after = _score(held.get(Kind.POST_TEST), [post for _pre, post in scored])
        if before is not None and after is not None:
            pairs.append((before, after))
    return _gained(pairs, objective=any(pre.right for pre, _post in scored)) if len(pairs) >= LEAST else None


def _scored(before: Evaluation, after: Evaluation) -> list[tuple[EvaluationItem, EvaluationItem]]:
    """The questions that both tests ask in the same words, and that can be scored."""
    later = {item.name: item for item in current_items(after.items.all())}
    same = [
        (item, later[item.name])
        for item in current_items(before.items.all())
        if item.name in later
        and (item.wording, item.scale, item.choices, item.right)
        == (
            later[item.name].wording,
            later[item.name].scale,
            later[item.name].choices,
            later[item.name].right,
        )
    ]
    known = [pair for pair in same if pair[0].right and pair[0].scale in (Scale.CHOICE, Scale.YES_NO)]
    return known or [pair for pair in same if pair[0].scale == Scale.AGREEMENT]


def _score(given: Mapping[str, Any] | None, items: Iterable[EvaluationItem]) -> Fraction | None:
    """The share of what could be scored. A test question left empty is not right; an opinion left empty is none."""
    if given is None:
        return None
    points = []
    for item in items:
        value = given.get(key_of(item))
        if item.right:
            points.append(Fraction(int(value == item.right)))
        elif value and value != NOT_APPLICABLE:
            points.append(Fraction(int(value) - 1, 4))
    return sum(points, Fraction(0)) / len(points) if points else None


def _gained(pairs: Sequence[tuple[Fraction, Fraction]], *, objective: bool) -> Learning:
    n = len(pairs)
    total = sum((after - before for before, after in pairs), Fraction(0))
    open_to_gain = [(after - before) / (1 - before) for before, after in pairs if before < 1]
    return Learning(
        n, _points(sum((before for before, _after in pairs), Fraction(0)) / n),
        _points(sum((after for _before, after in pairs), Fraction(0)) / n), _points(total / n),
        _decimal(total * 100, "0.01"),
        _decimal(sum(open_to_gain, Fraction(0)) / len(open_to_gain), "0.01") if len(open_to_gain) >= LEAST else None,
        len(open_to_gain), objective,
    )  # fmt: skip


def _points(share: Fraction) -> Decimal:
    return _decimal(share * 100, "0.1")


def _decimal(value: Fraction, places: str) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal(places), ROUND_HALF_UP)


# --- for figures ---------------------------------------------------------------------------------------------------


@dataclass
class EvaluationFact:
    """The closed forms of one event as figures see them: asked and answered by kind, use months later, learning."""

    asked: dict[str, int] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    used: int = 0
    said_of_use: int = 0
    gain: Decimal = Decimal(0)
    pairs: int = 0


def evaluation_facts() -> dict[int, EvaluationFact]:
    """By event: of closed forms alone. A result of fewer than five answers is left out, as everywhere."""
    facts: dict[int, EvaluationFact] = defaultdict(EvaluationFact)
    closed = standing(Evaluation.objects).exclude(closed_on=None)
    told = closed.order_by().values_list("event_id", "kind").annotate(
        sent=Count("tokens"), back=Count("tokens", filter=Q(tokens__answered=True)))  # fmt: skip
    for event, kind, asked, answered in told:
        facts[event].asked[kind] = asked
        facts[event].answered[kind] = answered
    for event, used, said in _use(closed):
        if said >= LEAST:
            facts[event].used, facts[event].said_of_use = used, said
    for event, learning in learnings(closed).items():
        facts[event].gain, facts[event].pairs = learning.total_gain, learning.n
    return dict(facts)


def _use(closed: QuerySet[Evaluation]) -> Iterable[tuple[int, int, int]]:
    """Of each event: how many said months later that they used what they learned, and how many said anything of it."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = EvaluationAnswer.objects.filter(evaluation__in=closed.filter(kind=Kind.FOLLOW_UP)).order_by()
    for event, given in rows.values_list("evaluation__event_id", "answers"):
        said = {name.partition("@")[0]: value for name, value in given.items()}.get(USED)
        if said in ("yes", "no"):
            counts[event][said] += 1
    return [(event, told["yes"], told.total()) for event, told in counts.items()]


def quotes_offered(event: Event) -> QuerySet[OfferedQuote]:
    """Words that participants allowed the office to quote and that nobody has dealt with yet."""
    rows = OfferedQuote.objects.filter(evaluation__event=event, state=OfferedQuote.State.OFFERED)
    return rows.select_related("evaluation").order_by("number")
