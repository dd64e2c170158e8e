"""The dimensions figures are broken down by, and the words of their parts.

A dimension is told once here; a figure lists those it can be told apart by.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from colonnade.capacity.models import Evaluation, Mission, Modality, Role, Sector
from colonnade.figures.definition import NOT_RECORDED, UNDIVIDED, Dimension
from colonnade.money.models import BudgetClass, Fund
from colonnade.office.models import ActivityKind, Pillar, Post, Theme
from colonnade.outreach.models import Material, Mention, Promotion, Reach
from colonnade.partners.models import CooperationAgreement, Organisation
from colonnade.people.models import Sex
from colonnade.places.models import CountryGroup, Indicator, Region
from colonnade.places.queries import country_names
from colonnade.programme.models import Activity, ActivityPartner
from colonnade.research.models import Call, LanguageVersion, Product, Series
from colonnade.research.rules.products import Outcome
from colonnade.values.words import language_names

YEAR = Dimension("year", _("year"))
KIND = Dimension("kind", _("kind"))
PILLAR = Dimension("pillar", _("pillar"))
THEME = Dimension("theme", _("theme"), disjoint=False)
HOST = Dimension("host", _("host country"))
COUNTRY = Dimension("country", _("country represented"), whole=False)
GROUP = Dimension("group", _("country group"), disjoint=False, whole=False)
REGION = Dimension("region", _("region"), whole=False)
SEX = Dimension("sex", _("sex"), whole=False)
SECTOR = Dimension("sector", _("sector"), whole=False)
MODALITY = Dimension("modality", _("modality"), whole=False)
ROLE = Dimension("role", _("role"), whole=False)
COVERED = Dimension("covered", _("country covered"), disjoint=False, whole=False)
ABOUT = Dimension("covered", _("country covered"), disjoint=False)
"""The countries that a study or a product is about, all of which it belongs to as a whole."""
PURPOSE = Dimension("purpose", _("purpose"))
AUDIENCE = Dimension("audience", _("audience"))
STATE = Dimension("state", _("state"))
PRODUCT_KIND = Dimension("product_kind", _("kind of product"))
SERIES = Dimension("series", _("series"))
LANGUAGE = Dimension("language", _("language"), disjoint=False)
TRANSLATION = Dimension("translation", _("kind of language version"))
OUTCOME = Dimension("outcome", _("what became of the plan"))
MISSION_KIND = Dimension("mission_kind", _("mission or tour"))
FORM = Dimension("form", _("evaluation form"), whole=False)
CATEGORY = Dimension("category", _("category"))
FUND = Dimension("fund", _("fund"))
BUDGET_CLASS = Dimension("budget_class", _("budget class"))
HARMONISED = Dimension("harmonised", _("class of the harmonised scheme"))
ACTIVITY = Dimension("activity", _("activity"))
RELATION = Dimension("relation", _("how it was worked with"), disjoint=False, whole=False)
INDICATOR = Dimension("indicator", _("indicator"))
ASSESSED = Dimension("assessed", _("country assessed"))
OUTREACH_FORM = Dimension("outreach_form", _("form of outreach"))
METHOD = Dimension("method", _("how it was measured"))
CHANNEL = Dimension("channel", _("channel"))
MATERIAL_KIND = Dimension("material_kind", _("kind of material"))
MEDIUM = Dimension("medium", _("medium"))
OUTLET_COUNTRY = Dimension("outlet_country", _("country of the outlet"))
PARTNER_KIND = Dimension("partner_kind", _("kind of organisation"), whole=False)
PARTNER_ROLE = Dimension("partner_role", _("part taken"), whole=False)
AGREEMENT_KIND = Dimension("agreement_kind", _("kind of agreement"))
CALL = Dimension("call", _("call"))
READERS = Dimension("reader_language", _("language of the readers"), whole=False)

DIMENSIONS = {
    dimension.key: dimension
    for dimension in (
        YEAR, KIND, PILLAR, THEME, HOST, COUNTRY, GROUP, REGION, SEX, SECTOR, MODALITY, ROLE, COVERED, PURPOSE,
        AUDIENCE, STATE, PRODUCT_KIND, MISSION_KIND, FORM, CATEGORY, FUND, RELATION, INDICATOR, ASSESSED,
        OUTREACH_FORM, METHOD, CHANNEL, MATERIAL_KIND, LANGUAGE, MEDIUM, OUTLET_COUNTRY, PARTNER_KIND,
        PARTNER_ROLE, AGREEMENT_KIND, CALL, SERIES, TRANSLATION, OUTCOME, READERS,
        BUDGET_CLASS, HARMONISED, ACTIVITY,
    )
}  # fmt: skip

_CHOICES: Final[dict[str, type[TextChoices]]] = {
    "sex": Sex, "sector": Sector, "modality": Modality, "role": Role, "purpose": Promotion.Purpose, "audience": Promotion.Scope,
    "state": Product.State, "mission_kind": Mission.Kind, "category": Post.Category,
    "form": Evaluation.Kind, "outreach_form": Promotion.Form, "method": Reach.Method, "material_kind": Material.Kind,
    "medium": Mention.Medium, "partner_kind": Organisation.Kind, "partner_role": ActivityPartner.Role,
    "agreement_kind": CooperationAgreement.Kind, "translation": LanguageVersion.Status,
}  # fmt: skip
_PRODUCTS = {
    Product.Kind.RESEARCH_REPORT: _("research reports"),
    Product.Kind.COUNTRY_PROFILE: _("country profiles"),
    Product.Kind.WORKING_PAPER: _("working papers"),
    Product.Kind.BOOK: _("books"),
    Product.Kind.EVENT_REPORT: _("event reports"),
    Product.Kind.TOOLKIT: _("training materials"),
    Product.Kind.PERIODICAL: _("periodicals"),
    Product.Kind.DATASET: _("data sets"),
    Product.Kind.OTHER: _("other products"),
}
RELATIONS = {
    "host": _("hosted an activity"),
    "represented": _("was represented at an event"),
    "covered": _("was covered by research or a mission"),
    "partner": _("has an organisation that was a partner"),
}
_OUTCOMES = {
    Outcome.ON_TIME: _("released when first planned"),
    Outcome.LATE: _("released later"),
    Outcome.OVERDUE: _("overdue"),
    Outcome.TO_COME: _("still to come"),
    Outcome.ABANDONED: _("abandoned"),
}
_RECORDS: Final[dict[str, tuple[Any, str]]] = {"indicator": (Indicator, "name"), "kind": (ActivityKind, "plural"), "pillar": (Pillar, "name"), "theme": (Theme, "name"),
            "group": (CountryGroup, "name"), "fund": (Fund, "name"), "call": (Call, "title"), "series": (Series, "title"),
            "budget_class": (BudgetClass, "name"), "harmonised": (BudgetClass, "name"), "activity": (Activity, "title")}  # fmt: skip


class Words:
    """The words of parts in one language as at one day, each read once."""

    def __init__(self, language: str, day: date) -> None:
        self.language, self.day = language, day
        self._held: dict[str, dict[str, str]] = {}

    def of(self, dimension: str) -> dict[str, str]:
        """Every part of the dimension with its words, in the order it is printed in."""
        if dimension not in self._held:
            self._held[dimension] = self._read(dimension)
        return self._held[dimension]

    def _read(self, dimension: str) -> dict[str, str]:
        if dimension in _CHOICES:
            return {str(value): capfirst(str(label)) for value, label in _CHOICES[dimension].choices}
        if dimension == "product_kind":
            return {str(kind): capfirst(str(words)) for kind, words in _PRODUCTS.items()}
        if dimension == "outcome":
            return {outcome: capfirst(str(words)) for outcome, words in _OUTCOMES.items()}
        if dimension in ("language", "reader_language"):
            return {code: capfirst(name) for code, name in language_names(self.language).items()}
        if dimension in _RECORDS:
            model, name = _RECORDS[dimension]
            return dict(model._default_manager.values_list("code", name))
        if dimension == "relation":
            return {relation: capfirst(str(words)) for relation, words in RELATIONS.items()}
        if dimension in ("host", "covered", "assessed", "outlet_country"):
            return self.of("country")
        if dimension == "country":
            return dict(sorted(country_names(self.language, self.day).items(), key=lambda pair: pair[1]))
        if dimension == "region":
            name = f"name_{self.language}" if self.language != "ko" else "name_en"
            return dict(Region.objects.filter(level="region").order_by("name_en").values_list("m49", name))
        return {}

    def label(self, dimension: str, part: str) -> str:
        """The words of one part; the part itself where it has none, such as a year."""
        if part == UNDIVIDED:
            return gettext("reported in total only")
        if part in (NOT_RECORDED, ""):
            return gettext("not recorded")
        return self.of(dimension).get(part, part)

    def ordered(self, dimension: str, parts: Iterable[str]) -> list[str]:
        """Parts in the order they are printed in; what is not recorded or not divided comes last."""
        order = {part: place for place, part in enumerate(self.of(dimension))}
        last = {NOT_RECORDED: 1, "": 1, UNDIVIDED: 2}
        return sorted(parts, key=lambda part: (last.get(part, 0), order.get(part, len(order)), part))
