"""What a harvester is given: the frame of an answer, the sets, and publications as headers and records of OAI-PMH."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from colonnade.places.queries import country_names
from colonnade.research.models import HarvestItem, Product, Series
from colonnade.research.queries import Publication, Version, publications
from colonnade.values.words import language_names
from colonnade.web.publications import datacite, dublin

NAMESPACE: Final = "http://www.openarchives.org/OAI/2.0/"
SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"


def sets() -> dict[str, str]:
    """The sets by what each is called in an address: series, years and languages, each kind as a whole too."""
    told = HarvestItem.objects.values_list("series", "year", "language").distinct()
    series, years, languages = (
        ({part for part in column if part} for column in zip(*told, strict=True)) if told else ((), (), ())
    )
    titles = dict(Series.objects.filter(code__in=series).values_list("code", "title"))
    names = language_names("en")
    found: dict[str, str] = {}
    if series:
        found["series"] = "By series"
        found |= {f"series:{spec(code)}": titles.get(code, code) for code in sorted(series)}
    if years:
        found["year"] = "By year of publication"
        found |= {f"year:{year}": year for year in sorted(years)}
    if languages:
        found["language"] = "By language"
        found |= {f"language:{spec(code)}": names.get(code, "Not stated") for code in sorted(languages)}
    return found


def spec(code: str) -> str:
    """A code with the letters that stand in the name of a set."""
    return quote(code, safe="-_.!~*'()").replace("%", "~")


class Writer:
    """Headers and records of a page, what they need read once."""

    def __init__(self, request: HttpRequest, items: list[HarvestItem], prefix: str) -> None:
        self.prefix = prefix
        self.root = request.build_absolute_uri("/")[:-1]
        self.keys = {item.version.product_id for item in items if not item.deleted}
        self._told: dict[int, tuple[Publication, Version]] | None = None

    def header(self, item: HarvestItem) -> etree._Element:
        held = element("header")
        if item.deleted:
            held.set("status", "deleted")
        put(held, "identifier", f"oai:{domain()}:{quote(item.version.code, safe='-_.!~*()')}")
        put(held, "datestamp", stamp(item.datestamp))
        for top, value in (("series", item.series), ("year", item.year), ("language", item.language)):
            if value:
                put(held, "setSpec", f"{top}:{spec(value)}")
        return held

    def record(self, item: HarvestItem) -> etree._Element:
        held = element("record")
        header = self.header(item)
        held.append(header)
        told = None if item.deleted else self.told.get(item.version_id)
        if told is not None:
            put(held, "metadata").append(self._metadata(*told))
        else:  # gone between two statements: the next harvest says when
            header.set("status", "deleted")
        return held

    @property
    def told(self) -> dict[int, tuple[Publication, Version]]:
        if self._told is None:
            self.countries = country_names("en", date.today())
            self._told = {
                version.pk: (publication, version)
                for publication in publications(Product.objects.filter(pk__in=self.keys))
                for version in publication.versions
            }
        return self._told

    def address(self, publication: Publication, version: Version) -> str:
        """The page of a publication, at the language in question."""
        return f"{self.root}{reverse('publication', args=(publication.code,))}#{version.language}"

    def _metadata(self, publication: Publication, version: Version) -> etree._Element:
        if self.prefix == "oai_dc":
            return dublin.xml(publication, version, self.address, self.countries)
        return datacite.xml(datacite.record(publication, version, self.address) or {})


def domain() -> str:
    """Whose identifiers these are: the office's host name, whichever address was asked."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def base(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("oai"))


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def begun(request: HttpRequest) -> tuple[etree._Element, etree._Element]:
    root = etree.Element(f"{{{NAMESPACE}}}OAI-PMH", nsmap={None: NAMESPACE, "xsi": dublin.XSI})
    root.set(f"{{{dublin.XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    put(root, "responseDate", stamp(timezone.now()))
    return root, put(root, "request", base(request))


def element(name: str) -> etree._Element:
    return etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})


def put(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    made: Any = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    made.text = datacite.printable(text) or None
    return made
