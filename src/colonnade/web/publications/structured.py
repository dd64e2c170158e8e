"""A publication in schema.org's words, as a block of data in its page."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from colonnade.research.models import NOT_STATED, Contribution
from colonnade.research.queries import HeldFile, Named, Publication, Version
from colonnade.web.publications.citing import by_role, creators

TYPES: Final = {
    "book": "Book", "dataset": "Dataset", "periodical": "Periodical", "toolkit": "LearningResource",
    "other": "CreativeWork",
}  # fmt: skip
Role = Contribution.Role


def described(
    publication: Publication,
    version: Version,
    address: str,
    files: list[tuple[HeldFile, str]],
    image: str = "",
) -> dict[str, Any]:
    """The version on show with all others beside it; nothing that is not known is said."""
    kind = TYPES.get(publication.kind, "Report")
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": address,
        "name": version.title,
        "url": address,
        "author": [_who(one) for one in creators(publication)],
        "editor": [_who(one) for one in by_role(publication, str(Role.EDITOR))],
        "translator": version.translator and {"@type": "Person", "name": version.translator},
        "publisher": {"@type": "Organization", "name": publication.publisher} if publication.publisher else None,
        "datePublished": str(publication.published or ""),
        "inLanguage": _lang(version),
        "description": version.abstract or (version.title if kind == "Dataset" else ""),
        "reportNumber": publication.symbol if kind == "Report" else "",
        "isbn": _isbn(publication, version) if kind == "Book" else "",
        "numberOfPages": version.pages if kind == "Book" else None,
        "identifier": _identifiers(publication, version),
        "isPartOf": _series(publication),
        "about": [{"@type": "Thing", "name": theme} for theme in publication.themes],
        "license": publication.licence_address,
        "image": image,
        "isAccessibleForFree": True if files else None,
        "workTranslation": [
            {"@type": kind, "name": other.title, "inLanguage": _lang(other), "url": f"{address}#{other.language}"}
            for other in publication.versions if other is not version
        ],
        "distribution" if kind == "Dataset" else "encoding": [
            {"@type": "DataDownload" if kind == "Dataset" else "MediaObject", "contentUrl": at,
             "encodingFormat": file.media_type, "contentSize": f"{file.bytes} B", "sha256": file.sha256}
            for file, at in files
        ],
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def block(said: dict[str, Any]) -> SafeString:
    # json_script escapes what could end the block; schema.org's readers look for its own type.
    return mark_safe(json_script(said).replace('type="application/json"', 'type="application/ld+json"', 1))


def _lang(version: Version) -> str:
    return "" if version.language == NOT_STATED else version.language


def _who(one: Named) -> dict[str, str]:
    return {"@type": "Organization" if one.body else "Person", "name": one.name}


def _isbn(publication: Publication, version: Version) -> str:
    return next(iter(publication.isbn_of(version)), "")


def _identifiers(publication: Publication, version: Version) -> list[dict[str, str]]:
    told = [
        ("DOI", publication.doi),
        ("document symbol", publication.symbol),
        ("sales number", publication.sales_number),
        *(("ISBN", number) for number in publication.isbn_of(version)),
    ]
    return [
        {"@type": "PropertyValue", "propertyID": kind, "value": number} for kind, number in told if number
    ]


def _series(publication: Publication) -> dict[str, Any] | None:
    if not publication.series:
        return None
    said = {
        "@type": "CreativeWorkSeries",
        "name": publication.series,
        "issn": publication.issn or publication.eissn,
    }
    return {name: value for name, value in said.items() if value}
