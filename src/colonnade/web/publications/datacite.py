"""A language version in the terms of DataCite's kernel 4.6: for a catalogue as JSON, for harvesters as XML of the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lxml import etree

from colonnade.research.models import NOT_STATED, Contribution
from colonnade.research.queries import Named, Publication, Version
from colonnade.web.publications.citing import by_role, creators, translators
from colonnade.web.publications.words import licence_words

NAMESPACE: Final = "http://datacite.org/schema/kernel-4"
SCHEMA: Final = "https://schema.datacite.org/meta/kernel-4.6/metadata.xsd"
TYPES: Final = {
    "book": "Book", "dataset": "Dataset", "periodical": "Journal", "other": "Text", "toolkit": "Text",
}  # fmt: skip
Role = Contribution.Role
Address = Callable[[Publication, Version], str]
"""The page of a version, as it is written in an address."""


def record(publication: Publication, version: Version, address: Address) -> dict[str, Any] | None:
    """The version as DataCite keeps it; None where no source gives the year, without which there is no record."""
    if publication.year is None:
        return None
    filed = creators(publication)
    told = {
        "identifiers": [_identifier(publication, version, address)],
        "creators": [_named(one) for one in filed] or [{"name": "(:unkn)", "nameType": "Organizational"}],
        "titles": _titles(publication, version),
        "publisher": {"name": publication.publisher or "(:unkn)"},
        "publicationYear": publication.year,
        "types": {
            "resourceType": publication.kind.replace("_", " "),
            "resourceTypeGeneral": TYPES.get(publication.kind, "Report"),
        },
        "subjects": [{"subject": theme} for theme in publication.themes],
        "contributors": [
            {**_named(one), "contributorType": "Editor" if one.role == Role.EDITOR else "Translator"}
            for one in (*by_role(publication, str(Role.EDITOR)), *translators(publication, version)) if one not in filed
        ],
        "dates": [{"date": str(version.released or publication.published), "dateType": "Issued"}],
        "language": "" if version.language == NOT_STATED else version.language,
        "alternateIdentifiers": _alternates(publication, version),
        "relatedIdentifiers": _related(publication, version, address),
        "sizes": [f"{file.bytes} bytes" for file in version.files]
                 + ([f"{version.pages} pages"] if version.pages else []),
        "formats": list(dict.fromkeys(file.media_type for file in version.files)),
        "rightsList": _rights(publication),
        "descriptions": [_told({
            "description": version.abstract, "descriptionType": "Abstract", "lang": _lang(version.language),
        })] if version.abstract else [],
        "schemaVersion": NAMESPACE,
    }  # fmt: skip
    return _told(told)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _lang(language: str) -> str:
    return "" if language == NOT_STATED else language


def _identifier(publication: Publication, version: Version, address: Address) -> dict[str, str]:
    if publication.doi and version.original:
        return {"identifier": publication.doi, "identifierType": "DOI"}
    return {"identifier": address(publication, version), "identifierType": "URL"}


def _named(one: Named) -> dict[str, str]:
    family, comma, given = one.filed_as.partition(",")
    if one.body or not comma:
        return _told({"name": one.name, "nameType": "Organizational" if one.body else ""})
    return {
        "name": one.filed_as,
        "nameType": "Personal",
        "givenName": given.strip(),
        "familyName": family.strip(),
    }


def _titles(publication: Publication, version: Version) -> list[dict[str, str]]:
    """The title of the language; of a translation the original's beside it."""
    titles = [_told({"title": version.title, "lang": _lang(version.language)})]
    original = next((one for one in publication.versions if one.original), None)
    if original and original is not version:
        lang = _lang(original.language)
        titles.append(_told({"title": original.title, "titleType": "AlternativeTitle", "lang": lang}))
    return titles


def _alternates(publication: Publication, version: Version) -> list[dict[str, str]]:
    told = [
        ("document symbol", publication.symbol),
        ("sales number", publication.sales_number),
        ("job number", publication.job_number),
        ("record", version.code),
        *(("ISBN", number) for number in publication.isbn_of(version)),
    ]
    return [
        {"alternateIdentifier": number, "alternateIdentifierType": kind} for kind, number in told if number
    ]


def _related(publication: Publication, version: Version, address: Address) -> list[dict[str, str]]:
    told = []
    for other in publication.versions:
        if other is version:
            continue
        relation = (
            "IsTranslationOf"
            if other.original
            else "HasTranslation"
            if version.original
            else "IsVariantFormOf"
        )
        told.append((address(publication, other), "URL", relation))
    told += [(number, "ISSN", "IsPartOf") for number in (publication.issn,) if number]
    told += [(number, "EISSN", "IsPartOf") for number in (publication.eissn,) if number]
    return [
        {"relatedIdentifier": number, "relatedIdentifierType": kind, "relationType": relation}
        for number, kind, relation in told
    ]


def _rights(publication: Publication) -> list[dict[str, str]]:
    if not publication.licence:
        return []
    return [_told({"rights": licence_words(publication.licence), "rightsUri": publication.licence_address})]


# --- XML of the same ---------------------------------------------------------------------------------------------

_LISTS: Final[tuple[tuple[str, str, str, dict[str, str]], ...]] = (
    ("titles", "title", "title", {"titleType": "titleType"}),
    ("subjects", "subject", "subject", {}),
    ("dates", "date", "date", {"dateType": "dateType"}),
    ("alternateIdentifiers", "alternateIdentifier", "alternateIdentifier",
     {"alternateIdentifierType": "alternateIdentifierType"}),
    ("relatedIdentifiers", "relatedIdentifier", "relatedIdentifier",
     {"relatedIdentifierType": "relatedIdentifierType", "relationType": "relationType"}),
    ("rightsList", "rights", "rights", {"rightsUri": "rightsURI"}),
    ("descriptions", "description", "description", {"descriptionType": "descriptionType"}),
)  # fmt: skip
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def xml(told: dict[str, Any]) -> etree._Element:
    """A record as its XML; what the schema asks for is what ``record`` gives."""
    resource = etree.Element(f"{{{NAMESPACE}}}resource", nsmap={None: NAMESPACE})
    resource.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    (identifier,) = told["identifiers"]
    _put(resource, "identifier", identifier["identifier"], identifierType=identifier["identifierType"])
    _people(resource, "creators", "creator", told["creators"])
    for group, item, value, attributes in _LISTS[:1]:
        _group(resource, group, item, value, attributes, told.get(group, []))
    _put(resource, "publisher", told["publisher"]["name"])
    _put(resource, "publicationYear", str(told["publicationYear"]))
    types = told["types"]
    _put(resource, "resourceType", types["resourceType"], resourceTypeGeneral=types["resourceTypeGeneral"])
    _people(resource, "contributors", "contributor", told.get("contributors", []))
    if told.get("language"):
        _put(resource, "language", told["language"])
    for group, item, value, attributes in _LISTS[1:]:
        _group(resource, group, item, value, attributes, told.get(group, []))
    for group, item in (("sizes", "size"), ("formats", "format")):
        if told.get(group):
            parent = _put(resource, group)
            for words in told[group]:
                _put(parent, item, words)
    return resource


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    made.text = printable(text) or None
    return made


def _people(parent: etree._Element, group: str, item: str, people: list[dict[str, str]]) -> None:
    if not people:
        return
    held = _put(parent, group)
    for one in people:
        kinds = {"contributorType": one["contributorType"]} if "contributorType" in one else {}
        made = _put(held, item, **kinds)
        name_type = {"nameType": one["nameType"]} if "nameType" in one else {}
        _put(made, f"{item}Name", one["name"], **name_type)
        for part in ("givenName", "familyName"):
            if one.get(part):
                _put(made, part, one[part])


def _group(
    parent: etree._Element,
    group: str,
    item: str,
    value: str,
    attributes: dict[str, str],
    rows: list[dict[str, str]],
) -> None:
    if not rows:
        return
    held = _put(parent, group)
    for row in rows:
        told = {name: row[key] for key, name in attributes.items() if key in row}
        made = _put(held, item, row[value], **told)
        if row.get("lang"):
            made.set(_XML_LANG, row["lang"])


def printable(text: str) -> str:
    """Words without the marks that XML cannot hold: they come in with what is pasted."""
    return "".join(mark for mark in text if mark in "\t\n\r" or mark >= " " and mark not in "\ufffe\uffff")
