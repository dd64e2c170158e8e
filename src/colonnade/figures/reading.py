"""One reading of the record: the facts that figures count, each read at most once.

Facts are read at the grain of the activity, so the cost of a report grows with the
number of activities, not of participations.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from typing import Any, TypeVar

from colonnade.capacity.queries import (
    EvaluationFact,
    EventFact,
    MissionFact,
    evaluation_facts,
    event_facts,
    mission_facts,
)
from colonnade.money.models import AnnualBudget, InKind
from colonnade.money.queries import LedgerFact, RateBook, in_kind_facts, ledger_facts, rate_book
from colonnade.office.queries import PostFact, posts_on
from colonnade.outreach.queries import PromotionFact, promotion_facts
from colonnade.people.queries import ones_in_doubt
from colonnade.places.queries import GroupCalendar, group_calendar, regions_by_country
from colonnade.records.queries import standing, valid_on
from colonnade.research.queries import ProductFact, StudyFact, product_facts, study_facts

T = TypeVar("T")


class Reading:
    """What figures read, kept for as long as one report, page or command lasts."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def keep(self, name: Hashable, read: Callable[[], T]) -> T:
        """What was read under a name, read at the first asking."""
        if name not in self._kept:
            self._kept[name] = read()
        kept: T = self._kept[name]
        return kept

    @property
    def events(self) -> list[EventFact]:
        return self.keep("events", event_facts)

    @property
    def evaluations(self) -> dict[int, EvaluationFact]:
        """The closed evaluation forms of events, by the key of the event."""
        return self.keep("evaluations", evaluation_facts)

    @property
    def missions(self) -> list[MissionFact]:
        return self.keep("missions", mission_facts)

    @property
    def studies(self) -> list[StudyFact]:
        return self.keep("studies", study_facts)

    @property
    def products(self) -> list[ProductFact]:
        return self.keep("products", product_facts)

    @property
    def promotions(self) -> list[PromotionFact]:
        return self.keep("promotions", promotion_facts)

    def posts(self, day: date) -> list[PostFact]:
        return self.keep(("posts", day), lambda: posts_on(day))

    def budgets(self, day: date) -> list[AnnualBudget]:
        """The annual budgets that hold on a day, with their funds."""
        rows = valid_on(standing(AnnualBudget.objects), day).select_related("fund", "source")
        return self.keep(("budgets", day), lambda: list(rows))

    @property
    def ledger(self) -> list[LedgerFact]:
        """Every line of every fund."""
        return self.keep("ledger", ledger_facts)

    @property
    def in_kind(self) -> list[InKind]:
        return self.keep("in kind", in_kind_facts)

    @property
    def rates(self) -> RateBook:
        """The rates of the currencies in which the ledger is kept."""
        return self.keep("rates", lambda: rate_book({fact.amount.currency for fact in self.ledger}))

    @property
    def calendar(self) -> GroupCalendar:
        """Which groups each country is in on each day."""
        return self.keep("calendar", group_calendar)

    @property
    def persons_in_doubt(self) -> dict[int, int]:
        """The persons of whom nobody has said whether they are one, each with the one who would stand for all."""
        return self.keep("persons in doubt", ones_in_doubt)

    @property
    def regions(self) -> dict[str, str]:
        """The M49 region of each country."""
        return self.keep("regions", regions_by_country)
