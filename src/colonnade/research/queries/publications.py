"""Publications whole, as pages, citations and harvesters tell them: a fixed number of queries for however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from colonnade.office.models import Office, OfficeName, Theme
from colonnade.records.queries import standing
from colonnade.research.models import Contribution, Cover, LanguageVersion, Product, PublicationFile
from colonnade.research.rules.products import ISSUED, LICENCES, SHOWN
from colonnade.values.dates import PartialDate
from colonnade.values.languages import LANGUAGES

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Named:
    """Who wrote, edited or translated: the name as printed, as lists sort it, and whether it is a body."""

    name: str
    filed_as: str
    role: str
    body: bool


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that is handed out, and what the one before it was replaced for."""

    pk: int
    code: str
    what: str
    media_type: str
    bytes: int
    sha256: str
    pages: int | None
    added_at: datetime
    because: str
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """A released language version."""

    pk: int
    code: str
    language: str
    title: str
    status: str
    released: PartialDate | None
    translator: str
    isbn: str
    address: str
    abstract: str
    files: tuple[HeldFile, ...]

    @property
    def original(self) -> bool:
        return self.status == LanguageVersion.Status.ORIGINAL

    @property
    def pages(self) -> int | None:
        """Of its full text."""
        return next((file.pages for file in self.files if file.what == "full_text" and file.pages), None)


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication that came out, with its released versions, the original first."""

    pk: int
    code: str
    title: str
    kind: str
    state: str
    state_reason: str
    own: bool
    published: PartialDate | None
    series: str
    series_code: str
    issn: str
    eissn: str
    series_number: str
    symbol: str
    sales_number: str
    job_number: str
    isbn_print: str
    isbn_online: str
    doi: str
    publisher: str
    place: str
    licence: str
    superseded_by: tuple[str, str] | None
    study: str
    themes: tuple[str, ...]
    countries: tuple[str, ...]
    people: tuple[Named, ...]
    versions: tuple[Version, ...]

    @property
    def year(self) -> int | None:
        return self.published.first_day.year if self.published else None

    @property
    def issued(self) -> bool:
        """Does it stand? Of one that was withdrawn the page says only that."""
        return self.state in ISSUED

    @property
    def licence_address(self) -> str:
        return LICENCES.get(self.licence, "")

    def isbn_of(self, version: Version) -> tuple[str, ...]:
        """The ISBNs of one language: a translation's own; the original's are the publication's."""
        held = (self.isbn_print, self.isbn_online) if version.original else ()
        return tuple(dict.fromkeys(filter(None, (version.isbn, *held))))


def chosen(versions: Sequence[Version], language: str) -> Version | None:
    """The version for a reader: in their language, else the original, else the first there is."""
    return next(
        (one for one in versions if one.language.split("-")[0] == language), versions[0] if versions else None
    )


def shown_products() -> QuerySet[Product]:
    """What has a public page: it came out, also if it was superseded or withdrawn since."""
    return standing(Product.objects).filter(state__in=SHOWN)


def issued_products() -> QuerySet[Product]:
    """What came out and stands: the public list."""
    return standing(Product.objects).filter(state__in=ISSUED)


def publications(products: QuerySet[Product]) -> list[Publication]:
    """The publications of a query, in its order."""
    rows = list(products.select_related("series", "study", "superseded_by"))
    keys = [row.pk for row in rows]
    versions = _versions(keys)
    people = _grouped(Contribution.objects.filter(product__in=keys).exclude(name=""), "product_id")
    countries = _codes(Product.countries.through, "country__code", keys)
    themes = _codes(Product.themes.through, "theme__name", keys)
    of_studies = _themes_of_studies(row.study.activity_id for row in rows if row.study)
    names = _OfficeNames()
    return [
        Publication(
            pk=row.pk, code=row.code, title=row.title, kind=row.kind, state=row.state, state_reason=row.state_reason,
            own=row.own, published=row.published, series=row.series.title if row.series else "",
            series_code=row.series.code if row.series else "", issn=row.series.issn if row.series else "",
            eissn=row.series.eissn if row.series else "", series_number=row.series_number, symbol=row.symbol,
            sales_number=row.sales_number, job_number=row.job_number, isbn_print=row.isbn_print,
            isbn_online=row.isbn_online, doi=row.doi,
            publisher=row.publisher or (names.on(row.published) if row.own else ""),
            place=row.place, licence=row.licence,
            superseded_by=(row.superseded_by.code, row.superseded_by.title) if row.superseded_by else None,
            study=row.study.code if row.study else "",
            themes=tuple(sorted({*themes[row.pk], *(of_studies[row.study.activity_id] if row.study else ())})),
            countries=tuple(sorted(countries[row.pk])),
            people=tuple(
                Named(one.name, one.filed_as, one.role, bool(one.organisation_id)) for one in people[row.pk]
            ),
            versions=tuple(sorted(versions[row.pk], key=_place)),
        )
        for row in rows
    ]  # fmt: skip


def covers(versions: Iterable[int]) -> dict[int, Cover]:
    """The covers of versions, by the key of the version."""
    return {
        cover.version_id: cover
        for cover in Cover.objects.filter(version__in=list(versions), made_from__withdrawn_on=None)
    }


def public_file(code: str, pk: int) -> PublicationFile | None:
    """A file that anybody may fetch: the newest of its kind, of a released version of a publication that stands."""
    return (
        PublicationFile.objects.filter(
            pk=pk, withdrawn_on=None, replaced_by=None, version__withdrawn_on=None, version__released=True,
            version__product__code=code, version__product__withdrawn_on=None, version__product__state__in=ISSUED,
        )
        .select_related("version__product")
        .first()
    )  # fmt: skip


# --- reading -----------------------------------------------------------------------------------------------------

_STATUSES: list[str] = LanguageVersion.Status.values
_TONGUES = {language: place for place, language in enumerate(LANGUAGES)}


def _place(version: Version) -> tuple[int, int, str]:
    """The original first, then official translations before others; in the office's order of languages."""
    return (
        _STATUSES.index(version.status),
        _TONGUES.get(version.language.split("-")[0], len(_TONGUES)),
        version.language,
    )


def _versions(keys: Sequence[int]) -> dict[int, list[Version]]:
    held = standing(LanguageVersion.objects).filter(product__in=keys, released=True)
    newest = standing(PublicationFile.objects).filter(version__in=held, replaced_by=None)
    files = _grouped(newest.order_by("pk"), "version_id")
    found: dict[int, list[Version]] = defaultdict(list)
    for row in held:
        found[row.product_id].append(
            Version(
                row.pk, row.code, row.language, row.title, row.status, row.released_when, row.translator, row.isbn,
                row.address, row.abstract, tuple(map(_file, files[row.pk])),
            )
        )  # fmt: skip
    return found


def _file(row: PublicationFile) -> HeldFile:
    return HeldFile(
        row.pk, row.code, row.what, row.media_type, row.bytes, row.sha256, row.pages, row.added_at, row.because,
        row.file.name,
    )  # fmt: skip


def _grouped(rows: Iterable[Any], by: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, by)].append(row)
    return found


def _codes(through: Any, field: str, keys: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for owner, code in through.objects.filter(product__in=keys).values_list("product_id", field):
        found[owner].add(code)
    return found


def _themes_of_studies(activities: Iterable[int]) -> dict[int, set[str]]:
    """A publication is about what its study is about."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Theme.objects.filter(activities__in=set(activities)).values_list("activities__pk", "name")
    for activity, name in rows:
        found[activity].add(name)
    return found


class _OfficeNames:
    """The office's name as at any day, read once."""

    def __init__(self) -> None:
        self.office = Office.objects.order_by("pk").first()
        self.dated = list(OfficeName.objects.filter(language="en").order_by("-valid_from"))

    def on(self, when: PartialDate | None) -> str:
        day = when.first_day if when else date.today()
        held = next((one.name for one in self.dated if one.holds_on(day)), "")
        return held or (self.office.name if self.office else "")
