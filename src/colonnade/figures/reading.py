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
from colonnade.money.queries import (
    LedgerFact,
    PlanFact,
    Promise,
    RateBook,
    SignedDays,
    in_kind_facts,
    ledger_facts,
    plan_facts,
    promises,
    rate_book,
)
from colonnade.office.queries import PostFact, posts_on
from colonnade.outreach.queries import (
    MaterialFact,
    MentionFact,
    NewsletterFact,
    PromotionFact,
    ReachFact,
    StoryFact,
    SubscriberFact,
    material_facts,
    mention_facts,
    newsletter_facts,
    promotion_facts,
    reach_facts,
    story_facts,
    subscriber_facts,
)
from colonnade.partners.queries import AgreementFact, agreement_facts
from colonnade.people.queries import ones_in_doubt
from colonnade.places.queries import (
    GroupCalendar,
    IndicatorFact,
    group_calendar,
    indicator_facts,
    regions_by_country,
)
from colonnade.programme.partnering import JointFact, YearFact, joint_facts, year_facts
from colonnade.programme.queries import PartnerFact, partner_facts
from colonnade.records.queries import standing, valid_on
from colonnade.research.queries import (
    CallFact,
    CaseFact,
    DownloadFact,
    ProductFact,
    StudyFact,
    call_facts,
    case_facts,
    downloads_between,
    product_facts,
    study_facts,
)
from colonnade.values.period import Period

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

    def downloads(self, period: Period) -> list[DownloadFact]:
        """How often each file was fetched in a period."""
        return self.keep(("downloads", period), lambda: downloads_between(period.first, period.last))

    @property
    def calls(self) -> list[CallFact]:
        return self.keep("calls", call_facts)

    @property
    def cases(self) -> list[CaseFact]:
        return self.keep("cases", case_facts)

    @property
    def promotions(self) -> list[PromotionFact]:
        return self.keep("promotions", promotion_facts)

    @property
    def partners(self) -> list[PartnerFact]:
        """Organisations with a part in an activity or a year, and their countries."""
        return self.keep("partners", partner_facts)

    def indicators(self, years: tuple[int, int], indicator: str, country: str) -> list[IndicatorFact]:
        """What others measured in some years, of one indicator or one country where the question names it."""
        return self.keep(
            ("indicators", years, indicator, country), lambda: indicator_facts(years, indicator, country)
        )

    @property
    def materials(self) -> list[MaterialFact]:
        return self.keep("materials", material_facts)

    @property
    def reach(self) -> list[ReachFact]:
        return self.keep("reach", reach_facts)

    @property
    def mentions(self) -> list[MentionFact]:
        return self.keep("mentions", mention_facts)

    @property
    def joint(self) -> list[JointFact]:
        """The activities that were done together with others."""
        return self.keep("joint", joint_facts)

    @property
    def partners_of_years(self) -> list[YearFact]:
        return self.keep("partners of years", year_facts)

    def agreements(self, day: date) -> list[AgreementFact]:
        """The cooperation agreements in force on a day, with their parties."""
        return self.keep(("agreements", day), lambda: agreement_facts(day))

    @property
    def newsletters(self) -> list[NewsletterFact]:
        return self.keep("newsletters", newsletter_facts)

    @property
    def subscribers(self) -> list[SubscriberFact]:
        """The counts of subscribers, in the order of their days."""
        return self.keep("subscribers", subscriber_facts)

    @property
    def stories(self) -> list[StoryFact]:
        return self.keep("stories", story_facts)

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

    def unreconciled(self, period: Period) -> dict[str, str]:
        """What a reader is told of each fund whose days are not reconciled with the system of record."""
        return self.keep("signed days", SignedDays).told(period)

    @property
    def plans(self) -> list[PlanFact]:
        """Every line of every approved budget."""
        return self.keep("plans", plan_facts)

    @property
    def promises(self) -> list[Promise]:
        """Every agreement with instalments, and what came of them."""
        return self.keep("promises", promises)

    @property
    def in_kind(self) -> list[InKind]:
        return self.keep("in kind", in_kind_facts)

    @property
    def rates(self) -> RateBook:
        """The rates of the currencies in which the ledger is kept."""
        return self.keep("rates", lambda: rate_book({fact.amount.currency for fact in self.ledger}))

    @property
    def rates_of_plans(self) -> RateBook:
        """The rates of the currencies in which budgets are made."""
        return self.keep("rates of plans", lambda: rate_book({line.amount.currency for line in self.plans}))

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
