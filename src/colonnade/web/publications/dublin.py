"""A language version in unqualified Dublin Core, which every harvester reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lxml import etree

from colonnade.research.models import NOT_STATED, Contribution
from colonnade.research.queries import Publication, Version
from colonnade.web.publications.citing import by_role, creators, translators
from colonnade.web.publications.datacite import printable
from colonnade.web.publications.words import licence_words

NAMESPACE: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC: Final = "http://purl.org/dc/elements/1.1/"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def xml(
    publication: Publication,
    version: Version,
    address: Callable[[Publication, Version], str],
    countries: dict[str, str],
) -> etree._Element:
    """The version as ``oai_dc``."""
    held = etree.Element(f"{{{NAMESPACE}}}dc", nsmap={"oai_dc": NAMESPACE, "dc": DC, "xsi": XSI})
    held.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    language = "" if version.language == NOT_STATED else version.language
    others = [one for one in publication.versions if one is not version]
    editors = [
        one for one in by_role(publication, str(Contribution.Role.EDITOR)) if one not in creators(publication)
    ]
    told: list[tuple[str, str]] = [
        ("title", version.title),
        *(("creator", one.filed_as or one.name) for one in creators(publication)),
        *(("subject", theme) for theme in publication.themes),
        ("description", version.abstract),
        ("publisher", publication.publisher),
        *(
            ("contributor", one.filed_as or one.name)
            for one in (*editors, *translators(publication, version))
        ),
        ("date", str(version.released or publication.published or "")),
        ("type", publication.kind.replace("_", " ")),
        *(("format", kind) for kind in dict.fromkeys(file.media_type for file in version.files)),
        ("identifier", address(publication, version)),
        ("identifier", f"doi:{publication.doi}" if publication.doi and version.original else ""),
        ("identifier", publication.symbol),
        *(("identifier", f"ISBN {number}") for number in publication.isbn_of(version)),
        ("language", language),
        ("relation", ", ".join(filter(None, (publication.series, publication.series_number)))),
        *(("relation", address(publication, one)) for one in others),
        *(("coverage", countries.get(code, code)) for code in publication.countries),
        ("rights", publication.licence_address or licence_words(publication.licence)),
    ]
    for name, words in told:
        if words:
            made = etree.SubElement(held, f"{{{DC}}}{name}")
            made.text = printable(words)
            if language and name in ("title", "description"):
                made.set(XML_LANG, language)
    return held
