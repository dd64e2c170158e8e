"""The figures of publications beside their number: languages, what became of plans, and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from colonnade.figures.definition import NOT_RECORDED, Figure, Row
from colonnade.figures.dimensions import LANGUAGE, OUTCOME, PRODUCT_KIND, SERIES, TRANSLATION, YEAR
from colonnade.figures.reading import Reading
from colonnade.figures.scope import Scope
from colonnade.research.models import NOT_STATED
from colonnade.research.rules.products import ISSUED, outcome
from colonnade.values.units import DOWNLOADS, LANGUAGE_VERSIONS, PRODUCTS


def language_part(language: str) -> tuple[str, ...]:
    return (NOT_RECORDED if language == NOT_STATED else language,)


class LanguageVersions(Figure):
    """Language versions of the office's own products released in the period, the original among them.

    A product in three languages is three. A version without a date of its own came out with its product.
    """

    key = "research.language_versions"
    label = _("Language versions")
    unit = LANGUAGE_VERSIONS
    dimensions = (YEAR, LANGUAGE, TRANSLATION, PRODUCT_KIND, SERIES)
    clock = "the date of release of the version"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for product in record.products:
            if not product.own or product.state not in ISSUED:
                continue
            for version in product.versions:
                if version.released is None or version.released.first_day not in scope.period:
                    continue
                facets = {"year": (str(version.released.first_day.year),), "translation": (version.status,),
                          "language": language_part(version.language), "product_kind": (product.kind,),
                          "series": (product.series_code or NOT_RECORDED,)}  # fmt: skip
                yield Row(version.ref, version.title, str(version.released), 1, {}, facets, product.source)


class ProductsDue(Figure):
    """The office's own products whose release was first planned for the period, by what became of the plan.

    In time is what came out by the last day of the month, or whatever else was first planned; putting a release off
    does not move the plan it is held to. What was planned without a date is in no period.
    """

    key = "research.products_due"
    label = _("Products planned for release")
    unit = PRODUCTS
    dimensions = (YEAR, OUTCOME, PRODUCT_KIND, SERIES)
    clock = "the release as first planned"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for product in record.products:
            if not product.own or product.planned is None or product.planned.first_day not in scope.period:
                continue
            became = outcome(product.state, product.planned, product.published, scope.as_of)
            facets = {"year": (str(product.planned.first_day.year),), "outcome": (became,),
                      "product_kind": (product.kind,), "series": (product.series_code or NOT_RECORDED,)}  # fmt: skip
            yield Row(product.ref, product.title, str(product.planned), 1, {}, facets, product.source)

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        refs = {row.ref for row in rows}
        put_off = [product.put_off for product in record.products if product.ref in refs and product.put_off]
        told = super().caveats(record, scope, rows)
        if not put_off:
            return told
        often = "once" if sum(put_off) == 1 else f"{sum(put_off)} times"
        return (
            *told,
            f"{len(put_off)} of {len(rows)} put off, {often} in all; each with its reason in the record.",
        )


class Downloads(Figure):
    """Files of the office's own publications fetched from its pages in the period.

    Downloads are not people and are never added to them: one reader may fetch a file in two places, and one copy may
    serve a whole ministry.
    """

    key = "research.downloads"
    label = _("Downloads")
    unit = DOWNLOADS
    dimensions = (YEAR, LANGUAGE, PRODUCT_KIND, SERIES)
    clock = "the day of the download"

    def rows(self, record: Reading, scope: Scope, by: str | None) -> Iterable[Row]:
        for fact in record.downloads(scope.period):
            facets = {"year": (str(fact.year),), "language": language_part(fact.language),
                      "product_kind": (fact.kind,), "series": (fact.series or NOT_RECORDED,)}  # fmt: skip
            yield Row(fact.ref, fact.title, str(fact.year), fact.count, {}, facets)

    def caveats(self, record: Reading, scope: Scope, rows: Sequence[Row]) -> tuple[str, ...]:
        told = super().caveats(record, scope, rows)
        return (*told, HOW_COUNTED) if rows else told


HOW_COUNTED = (
    "Counted without following anybody: machines that say they are machines are left out, and the same file asked for again within "
    "ten minutes from the same network address by the same kind of browser counts once. For those ten minutes a "
    "mark that cannot be read back stands in the memory of the machine; no address is written down. Readers behind "
    "one address may so be counted as one, and copies fetched elsewhere are not known."
)
"""The rule by which downloads are counted, for whoever reads the number."""
