"""Citations read back by parsers that others keep, and what goes to catalogues held to what they ask for."""

from __future__ import annotations

import json
import re
from datetime import date

import bibtexparser
import jsonschema
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors
from django.urls import reverse
from lxml import etree
from tests import make

from colonnade.office.models import OfficeName

pytestmark = pytest.mark.django_db

TITLES = {
    "en": "Rivers & {braces}, 50% of $1: a_b #1 ~ ^ \\ done",
    "ar": "الأنهار: دراسة في الحوكمة، الجزء الأول",
    "zh": "河流治理：第一部分",
    "de": "Über die Größe der Flüsse",
}

AS_DECODED = {ord("{"): None, ord("}"): None, ord("ˆ"): "^"}
"""The decoder takes braces away, and knows the circumflex as the letter of that name."""


@pytest.fixture
def held():
    make.office("Office of Rivers", email="office@example.org")
    made = make.product("2014-05", symbol="ST/ESA/1", sales_number="E.14.II.H.1", isbn_print="978-3-16-148410-0",
                        doi="10.1234/a_b", place="Incheon", licence="cc_by_4", title=TITLES["en"])  # fmt: skip
    make.contribution(made, "Jörg Müller-Lüdenscheidt", "Müller-Lüdenscheidt, Jörg")
    make.contribution(made, "Pan Suk Kim", "Kim, Pan Suk")
    make.contribution(made, "Ministry of Rivers, Lakes and Seas", organisation=make.organisation())
    make.contribution(made, "王小明")
    for language, title in TITLES.items():
        make.version(made, language, title=title, abstract="What is known.\nAnd what is not.")
    return made


def fetched(client, name, held, **asked):
    return client.get(reverse(name, args=(held.code,)), asked).content.decode()


@pytest.mark.parametrize("language", TITLES)
def test_bibtex_is_read_back_as_it_was_meant(client, held, language):
    text = fetched(client, "publication_bibtex", held, version=language)
    library = bibtexparser.parse_string(
        text, append_middleware=[SeparateCoAuthors(), LatexDecodingMiddleware()]
    )
    (entry,) = library.entries
    told = {field.key: field.value for field in entry.fields}

    assert library.failed_blocks == []
    assert told["title"].translate(AS_DECODED) == TITLES[language].translate(AS_DECODED)
    assert [name.strip("{}") for name in told["author"]] == [
        "Müller-Lüdenscheidt, Jörg", "Kim, Pan Suk", "Ministry of Rivers, Lakes and Seas", "王小明",
    ]  # fmt: skip
    assert (told["year"], told["institution"], told["eid"]) == ("2014", "Office of Rivers", "ST/ESA/1")
    assert told.get("isbn") == ("978-3-16-148410-0" if language == "en" else None)
    assert r"url = {http://testserver/publications/" in text and "_b}" in text, (
        "addresses are letter by letter"
    )


@pytest.mark.parametrize("language", TITLES)
def test_ris_is_read_back_as_it_was_meant(client, held, language):
    (entry,) = rispy.loads(fetched(client, "publication_ris", held, version=language))

    assert entry["type_of_reference"] == "RPRT"
    assert entry["title"] == TITLES[language]
    assert entry["authors"] == [
        "Müller-Lüdenscheidt, Jörg", "Kim, Pan Suk", "Ministry of Rivers, Lakes and Seas", "王小明",
    ]  # fmt: skip
    assert (entry["year"], entry["date"], entry["doi"]) == ("2014", "2014/05//", "10.1234/a_b")
    assert (entry["abstract"], entry["language"]) == ("What is known. And what is not.", language)


def test_a_footnote_says_who_what_where_when_and_the_numbers(client, held):
    said = fetched(client, "publication", held)
    (footnote, harvard) = re.findall(r'<blockquote class="cite"[^>]*>(.*?)</blockquote>', said, re.DOTALL)

    assert footnote == (
        "Jörg Müller-Lüdenscheidt and others, <i>Rivers &amp; {braces}, 50% of $1: a_b #1 ~ ^ \\ done</i>, ST/ESA/1 "
        "(Incheon, Office of Rivers, 2014, Sales No. E.14.II.H.1)."
    )  # fmt: skip
    assert harvard.startswith("Müller-Lüdenscheidt, J.") and "(2014)" in harvard


def test_words_of_the_record_cannot_become_part_of_the_page(client):
    make.office()
    made = make.product("2014", title="<script>alert(1)</script>", symbol="<b>1</b>")
    make.version(made, title="<script>alert(1)</script>", abstract="</script><script>2</script>")
    make.contribution(made, "<img src=x onerror=3>", "<i>a, b</i>")
    said = fetched(client, "publication", made)
    assert re.findall(r"<script(?! id| type)|<img src=x|<b>1", said) == []


def test_the_publisher_is_the_office_under_its_name_of_the_day(client):
    office = make.office("Office of Lakes")
    OfficeName.objects.create(office=office, name="Office of Ponds", valid_to=date(2014, 12, 31))
    old, new = make.product("2014-05-01"), make.product("2015-05-01")
    for one in (old, new):
        make.version(one)
    told = [
        json.loads(fetched(client, "publication_datacite", one))["publisher"]["name"] for one in (old, new)
    ]
    assert told == ["Office of Ponds", "Office of Lakes"]


# --- catalogues --------------------------------------------------------------------------------------------------

TEXT = {"type": "string", "minLength": 1}
DATACITE = {
    "type": "object",
    "required": ["identifiers", "creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"],
    "properties": {
        "identifiers": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["identifier", "identifierType"],
            "properties": {"identifier": TEXT, "identifierType": {"enum": ["DOI", "URL"]}}}},
        "creators": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["name"],
            "properties": {"name": TEXT, "nameType": {"enum": ["Personal", "Organizational"]}}}},
        "titles": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["title"],
            "properties": {"title": TEXT, "titleType": {"enum": ["AlternativeTitle", "TranslatedTitle"]}}}},
        "publisher": {"type": "object", "required": ["name"]},
        "publicationYear": {"type": "integer", "minimum": 1000, "maximum": 9999},
        "types": {"type": "object", "required": ["resourceTypeGeneral"], "properties": {
            "resourceTypeGeneral": {"enum": ["Book", "Dataset", "Journal", "Text", "Report"]}}},
        "schemaVersion": {"const": "http://datacite.org/schema/kernel-4"},
        "relatedIdentifiers": {"type": "array", "items": {
            "type": "object", "required": ["relatedIdentifier", "relatedIdentifierType", "relationType"]}},
    },
}  # fmt: skip
"""What DataCite's kernel 4 asks of every record, and the words it knows of those used here."""


def test_datacite_gets_all_that_it_asks_for_and_each_language_names_the_others(client, held):
    told = {
        language: json.loads(fetched(client, "publication_datacite", held, version=language))
        for language in TITLES
    }
    for one in told.values():
        jsonschema.validate(one, DATACITE)
    assert told["en"]["identifiers"] == [{"identifier": "10.1234/a_b", "identifierType": "DOI"}]
    assert [one["relationType"] for one in told["en"]["relatedIdentifiers"]] == ["HasTranslation"] * 3
    assert told["ar"]["identifiers"][0]["identifier"].endswith(f"/publications/{held.code}/#ar")
    assert told["ar"]["titles"] == [
        {"title": TITLES["ar"], "lang": "ar"},
        {"title": TITLES["en"], "titleType": "AlternativeTitle", "lang": "en"},
    ]
    assert told["en"]["creators"][0] == {
        "name": "Müller-Lüdenscheidt, Jörg", "nameType": "Personal", "givenName": "Jörg",
        "familyName": "Müller-Lüdenscheidt",
    }  # fmt: skip
    assert told["en"]["rightsList"][0]["rightsUri"] == "https://creativecommons.org/licenses/by/4.0/"


def test_without_a_year_there_is_no_record_for_datacite(client):
    made = make.product(None)
    make.version(made)
    assert client.get(reverse("publication_datacite", args=(made.code,))).status_code == 404


REQUIRED = {
    "Report": {
        "name",
        "author",
        "publisher",
        "datePublished",
        "inLanguage",
        "url",
        "reportNumber",
        "license",
        "identifier",
    },
    "Book": {
        "name",
        "author",
        "publisher",
        "datePublished",
        "inLanguage",
        "url",
        "isbn",
        "license",
        "identifier",
    },
    "Dataset": {"name", "description", "author", "license", "url", "distribution", "identifier"},
}
PARTS = {"Organization": {"name"}, "Person": {"name"}, "PropertyValue": {"propertyID", "value"},
         "MediaObject": {"contentUrl", "encodingFormat"}, "DataDownload": {"contentUrl", "encodingFormat"}}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "type_"), [("research_report", "Report"), ("book", "Book"), ("dataset", "Dataset")]
)
def test_schema_org_has_the_terms_that_readers_of_it_ask_for(client, held, kind, type_):
    held.kind = kind
    held.save()
    make.publication_file(held.versions.get(language="en"))
    said = fetched(client, "publication", held)
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', said, re.DOTALL)[1])

    assert (data["@context"], data["@type"]) == ("https://schema.org", type_)
    assert REQUIRED[type_] - set(data) == set()
    for value in data.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                assert PARTS.get(part["@type"], set()) - set(part) == set()
    assert [one["inLanguage"] for one in data["workTranslation"]] == ["zh", "ar", "de"]


def test_the_feeds_say_what_is_new_in_the_reader_s_language(client, held):
    make.product(None, title="No year")
    told = client.get(reverse("publications_feed"), {"lang": "ar"}).json()
    (item,) = told["items"]
    assert (told["version"], item["title"], item["language"]) == (
        "https://jsonfeed.org/version/1.1",
        TITLES["ar"],
        "ar",
    )
    assert item["id"] == f"urn:colonnade:publication:{held.code}"

    atom = etree.fromstring(client.get(reverse("publications_atom")).content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert atom.xpath("//a:entry/a:title/text()", namespaces=names) == [TITLES["en"]]
    for part in ("a:id", "a:title", "a:updated"):
        assert (
            atom.xpath(f"count({part})", namespaces=names)
            == atom.xpath(f"count(a:entry/{part})", namespaces=names)
            == 1
        )
