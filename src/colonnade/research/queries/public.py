"""What the public reads of studies: one whole, and the list. Persons only where they agreed to be named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from colonnade.office.models import Theme
from colonnade.people.queries import usable
from colonnade.places.models import Country
from colonnade.programme.models import Activity
from colonnade.records.queries import standing
from colonnade.research.models import Contributor, Phase, Product, Study
from colonnade.research.rules.studies import in_order
from colonnade.values.languages import known

State = Activity.State
NOT_YET = (State.IDEA, State.PLANNED)
"""What is only thought of is not shown."""


@dataclass(frozen=True)
class StudyLine:
    """A study in the list, with the years in which a phase ran, its countries and its themes by code and name."""

    study: Study
    years: tuple[int, ...]
    countries: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]

    @property
    def year(self) -> int | None:
        """The year it is listed under: the latest in which work went on; None where no source gives one."""
        return self.years[-1] if self.years else None


@dataclass(frozen=True)
class PublicStudy:
    """A study with all that its page says."""

    line: StudyLine
    phases: list[Phase]
    contributors: list[Contributor]
    products: list[Product]

    @property
    def study(self) -> Study:
        return self.line.study


def public_studies() -> QuerySet[Study]:
    """The studies the office shows: confirmed or announced, in the record, no longer a mere plan, not marked as internal."""
    shown = (Activity.Standing.CONFIRMED, Activity.Standing.ANNOUNCED)
    rows = standing(Study.objects).filter(
        public=True, activity__withdrawn_on=None, activity__standing__in=shown
    )
    return rows.exclude(activity__state__in=NOT_YET).select_related("activity__kind")


def _told(rows: QuerySet[Study]) -> QuerySet[Study]:
    """With phases, countries and themes: a query each, however many studies there are."""
    return rows.prefetch_related(
        Prefetch("phases", standing(Phase.objects)),
        Prefetch("activity__countries_covered", standing(Country.objects).order_by("name_en")),
        Prefetch("activity__themes", standing(Theme.objects).order_by("name")),
    )


def _line(study: Study, language: str) -> StudyLine:
    years: set[int] = set()
    for phase in study.phases.all():
        first, last = phase.starts or phase.ends, phase.ends or phase.starts
        if first and last:
            years.update(range(first.first_day.year, last.last_day.year + 1))
    countries = [
        (one.code, getattr(one, f"name_{language}", "") or one.name_en)
        for one in study.activity.countries_covered.all()
    ]
    themes = tuple((one.code, one.name) for one in study.activity.themes.all())
    return StudyLine(study, tuple(sorted(years)), tuple(sorted(countries, key=lambda pair: pair[1])), themes)


def listed_studies(language: str = "en") -> list[StudyLine]:
    """Every study the office shows, the newest work first; those without a year last. Four queries."""
    language = known(language)
    lines = [_line(study, language) for study in _told(public_studies())]
    return sorted(lines, key=lambda line: (-(line.year or 0), line.study.order, line.study.code))


def public_study(code: str, language: str = "en") -> PublicStudy | None:
    """One study as its page says it; None where there is none, or the office does not show it. Six queries."""
    study = _told(public_studies()).filter(code=code).first()
    if study is None:
        return None
    products = standing(Product.objects).filter(study=study, state=Product.State.PUBLISHED)
    return PublicStudy(
        _line(study, known(language)),
        in_order(study.phases.all()),
        list(named_in_public(study)),
        list(products.order_by("-published_on", "code")),
    )


def named_in_public(study: Study) -> QuerySet[Contributor]:
    """Institutions, and the persons who agreed; nobody who was erased, merged away or restricted. Reviewers stay unnamed."""
    institution = Q(person=None, name="", organisation__isnull=False, organisation__withdrawn_on=None)
    agreed = Q(may_be_named=True) & (Q(person__in=usable()) | Q(person=None))
    rows = standing(Contributor.objects).filter(institution | agreed, study=study)
    rows = rows.exclude(role=Contributor.Role.REVIEWER)
    return rows.select_related("person", "organisation").order_by("role", "order", "code")


def counted_in(line: StudyLine) -> tuple[date, date] | None:
    """The years for which figures count the study, as days; None where they do not."""
    study = line.study
    first, last = (line.years[0], line.years[-1]) if line.years else (study.listed_from, study.listed_to)
    return (date(first, 1, 1), date(last, 12, 31)) if first and last else None
