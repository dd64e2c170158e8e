"""Cases as the site and the figures read them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from colonnade.people.models import Consent
from colonnade.records.queries import standing
from colonnade.research.models import Call, Case, CaseText, Submission
from colonnade.research.rules.calls import ADMITTED, IN_HAND
from colonnade.values.languages import known

WORDED = ("title", "problem", "done", "results", "lessons")


def published_cases() -> QuerySet[Case]:
    """Cases that stand on the site, the newest collection first."""
    rows = standing(Case.objects).filter(published_on__isnull=False, published_on__lte=timezone.localdate())
    return rows.order_by("-year", "title", "pk")


def found_cases(
    rows: QuerySet[Case], *, country: str = "", theme: str = "", year: str = "", call: str = "", words: str = ""
) -> QuerySet[Case]:  # fmt: skip
    """Narrowed by what a reader chose; words are looked for in every language of a case."""
    if country:
        rows = rows.filter(country__code=country)
    if theme:
        rows = rows.filter(themes__code=theme)
    if year.isdigit():
        rows = rows.filter(year=int(year[:4]))
    if call:
        rows = rows.filter(call__code=call)
    for word in words.split()[:8]:
        names = ("organisation_name", *WORDED)
        told = Q()
        # Not every database knows small and capital letters of every script.
        for written in {word, word.lower(), word.upper(), word.capitalize()}:
            for name in (*names, *(f"texts__{name}" for name in WORDED)):
                told |= Q(**{f"{name}__icontains": written})
        rows = rows.filter(told)
    return rows.distinct() if words or theme else rows


def public_calls() -> QuerySet[Call]:
    """Calls on the site, open ones and those that were."""
    return standing(Call.objects).filter(public=True).exclude(closes_at=None).order_by("-closes_at", "code")


def named_with(case: Case) -> str:
    """Whom a case names: its contact, as long as they agree to it; nobody otherwise."""
    one = case.submission
    if one is None or one.person_id is None or not one.contact_name:
        return ""
    agreed = Consent.objects.filter(
        person=one.person_id, purpose=Consent.Purpose.PUBLICATION, ref=one.ref, withdrawn_at=None
    )
    return ", ".join(filter(None, (one.contact_name, one.function))) if agreed.exists() else ""


# For figures ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallFact:
    """A call with how many submissions came from each country, and how many of them were found eligible.

    Told by call and not one by one: who judges a submission must not learn from a figure where it comes from.
    """

    code: str
    title: str
    kind: str
    closed: date
    sent: dict[str, int]
    eligible: dict[str, int]
    source: str

    @property
    def ref(self) -> str:
        return f"research/call/{self.code}"


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case that was published and stands."""

    code: str
    title: str
    call: str
    country: str
    themes: tuple[str, ...]
    published: date
    source: str

    @property
    def ref(self) -> str:
        return f"research/case/{self.code}"


def call_facts() -> list[CallFact]:
    """Every call that closes on a day, with what the office answers for of what was sent; two questions."""
    sent: dict[int, Counter[str]] = defaultdict(Counter)
    eligible: dict[int, Counter[str]] = defaultdict(Counter)
    rows = standing(Submission.objects).filter(state__in=IN_HAND).order_by()
    for call, country, state, number in rows.values_list("call", "country__code", "state").annotate(
        number=Count("pk")
    ):
        sent[call][country or ""] += number
        if state in ADMITTED:
            eligible[call][country or ""] += number
    calls = (
        standing(Call.objects).exclude(closes_at=None).select_related("source").order_by("closes_at", "pk")
    )
    return [
        CallFact(
            call.code, call.title, call.kind, call.closes_at.astimezone(call.zone).date(), dict(sent[call.pk]), dict(eligible[call.pk]),
            call.source.address or call.source.title if call.source else "",
        )
        for call in calls
        if call.closes_at
    ]  # fmt: skip


def case_facts() -> list[CaseFact]:
    """Every published case, by two questions."""
    themes: dict[int, set[str]] = defaultdict(set)
    for owner, code in Case.themes.through.objects.values_list("case_id", "theme__code"):
        themes[owner].add(code)
    rows = standing(Case.objects).exclude(published_on=None).select_related("call", "country", "source")
    return [
        CaseFact(
            one.code, one.title, one.call.code if one.call else "", one.country.code if one.country else "",
            tuple(sorted(themes[one.pk])), one.published_on, one.source.address or one.source.title if one.source else "",
        )
        for one in rows.order_by("published_on", "pk")
        if one.published_on
    ]  # fmt: skip


def words_in(case: Case, language: str) -> tuple[Case | CaseText, bool]:
    """The words of a case in a language and whether they are in it; in its own where it has none."""
    wanted = known(language)
    if case.language == wanted:
        return case, True
    return next(((text, True) for text in case.texts.all() if text.language == wanted), (case, False))
