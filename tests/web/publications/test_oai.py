"""OAI-PMH: every verb and every error, deletions that stay, datestamps that rise, and a harvest by a client of others."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import NoRecordsMatch
from tests import make

from colonnade.records.actions import restore, withdraw
from colonnade.research.actions import move_product, settle_harvest
from colonnade.research.models import HarvestItem, Series
from colonnade.web.publications import oai

pytestmark = pytest.mark.django_db
NS = {"o": "http://www.openarchives.org/OAI/2.0/", "dc": "http://purl.org/dc/elements/1.1/",
      "d": "http://datacite.org/schema/kernel-4"}  # fmt: skip
GRAMMAR = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("oai.rng"))))
SCHEMAS = Path(
    os.environ.get("OAI_SCHEMAS", Path(__file__).resolve().parents[4] / "shared" / "reference" / "oai")
)
"""The protocol's own schemas, where somebody put them: OAI-PMH.xsd, oai_dc.xsd with what it imports, datacite/metadata.xsd."""


@pytest.fixture(autouse=True)
def domain(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://office.example.org"


@pytest.fixture
def held():
    make.office("Office of Rivers", email="office@example.org")
    series = Series.objects.create(code="SR/1".replace("/", "é"), title="River studies", issn="1234-5679")
    made = make.product("2014-05", symbol="ST/1", series=series, covered=["FJI"], title="Rivers \x0b& lakes",
                        isbn_print="978-3-16-148410-0", licence="cc_by_4")  # fmt: skip
    for language in ("en", "ar"):
        make.version(made, language, abstract="Of rivers.")
    make.contribution(made, "Pan Suk Kim", "Kim, Pan Suk")
    make.contribution(made, "Ana Ruiz", role="editor")
    make.publication_file(made.versions.get(language="en"), b"a,b\n", "a.csv", what="data")
    return made


def ask(client, verb="", method="get", **arguments):
    """An answer, held to the grammar of the protocol."""
    asked = {"verb": verb} if verb else {}
    asked |= {name.rstrip("_"): value for name, value in arguments.items()}
    answer = getattr(client, method)(reverse("oai"), asked)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    root = etree.fromstring(answer.content)
    assert GRAMMAR.validate(root), GRAMMAR.error_log.last_error
    return root


def words(root, path):
    return root.xpath(f"{path}/text()", namespaces=NS)


def error(client, verb="", **arguments):
    root = ask(client, verb, **arguments)
    return root.xpath("string(o:error/@code)", namespaces=NS), sorted(root.find("o:request", NS).attrib)


def identifiers(client, **arguments):
    root = ask(client, "ListIdentifiers", **{"metadataPrefix": "oai_dc"} | arguments)
    return words(root, "//o:identifier")


def stamps(client, **arguments):
    root = ask(client, "ListIdentifiers", **{"metadataPrefix": "oai_dc"} | arguments)
    return dict(zip(words(root, "//o:identifier"), words(root, "//o:datestamp"), strict=True))


def code_of(version):
    return f"oai:office.example.org:{version.code}"


def test_identify_formats_and_sets_are_answered_by_get_and_post(client, held):
    for method in ("get", "post"):
        said = ask(client, "Identify", method)
        assert words(said, "//o:deletedRecord") == ["persistent"] and words(said, "//o:adminEmail") == [
            "office@example.org"
        ]
        assert words(ask(client, "ListMetadataFormats", method), "//o:metadataPrefix") == [
            "oai_dc",
            "oai_datacite",
        ]
    assert words(ask(client, "ListSets"), "//o:setSpec") == [
        "series", "series:SR~C3~A91", "year", "year:2014", "language", "language:ar", "language:en",
    ]  # fmt: skip
    assert client.put(reverse("oai")).status_code == 405


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "badVerb"), ({"verb": "Delete"}, "badVerb"), ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "year"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2014-1-1"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2014-02-30"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2014-02-01T10:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2014-01-01", "until": "2014-01-02T00:00:00Z"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2014-01-02", "until": "2014-01-01"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "2001-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "colour:red"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "resumptionToken": "made-up"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "made-up"}, "badResumptionToken"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "oai:elsewhere.org:1"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "no such"}, "idDoesNotExist"),
        ({"verb": "GetRecord", "metadataPrefix": "marc", "identifier": "x"}, "cannotDisseminateFormat"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_words_of_the_protocol(client, held, asked, code):
    told, attributes = error(client, **asked)
    assert told == code
    assert (attributes == []) == (code in ("badVerb", "badArgument")), (
        "a request that is no request is not repeated"
    )


def test_a_record_is_one_language_and_names_the_others(client, held):
    english, arabic = (held.versions.get(language=language) for language in ("en", "ar"))
    assert identifiers(client) == [code_of(english), code_of(arabic)]

    told = ask(client, "GetRecord", metadataPrefix="oai_dc", identifier=code_of(english))
    assert {name: words(told, f"//dc:{name}") for name in ("title", "creator", "contributor", "language", "date", "rights")} == {
        "title": ["Rivers & lakes (en)"], "creator": ["Kim, Pan Suk"], "contributor": ["Ana Ruiz"], "language": ["en"],
        "date": ["2014-05"], "rights": ["https://creativecommons.org/licenses/by/4.0/"],
    }  # fmt: skip
    page = f"http://testserver/publications/{held.code}/#"
    assert words(told, "//dc:identifier") == [f"{page}en", "ST/1", "ISBN 978-3-16-148410-0"]
    assert words(told, "//dc:relation") == ["River studies", f"{page}ar"]

    rich = ask(client, "GetRecord", metadataPrefix="oai_datacite", identifier=code_of(arabic))
    for path in ("d:identifier", "d:creators/d:creator/d:creatorName", "d:titles/d:title", "d:publisher",
                 "d:publicationYear", "d:resourceType"):  # fmt: skip
        assert words(rich, f"//d:resource/{path}") != []
    assert words(rich, "//d:relatedIdentifier[@relationType='IsTranslationOf']") == [f"{page}en"]


def test_a_record_without_a_year_is_not_given_in_the_format_that_asks_for_one(client):
    undated = make.version(make.product(None), "und")
    assert words(ask(client, "ListMetadataFormats", identifier=code_of(undated)), "//o:metadataPrefix") == [
        "oai_dc"
    ]
    assert error(client, "ListRecords", metadataPrefix="oai_datacite")[0] == "noRecordsMatch"
    told = error(client, "GetRecord", metadataPrefix="oai_datacite", identifier=code_of(undated))
    assert told[0] == "cannotDisseminateFormat"


def test_sets_are_by_series_year_and_language(client, held):
    other = make.version(make.product("2015"), "en")
    arabic = code_of(held.versions.get(language="ar"))
    assert identifiers(client, set="language:ar") == [arabic]
    assert (
        arabic in identifiers(client, set="series:SR~C3~A91") and len(identifiers(client, set="series")) == 2
    )
    assert identifiers(client, set="year:2015") == [code_of(other)]


def test_what_was_given_once_stays_as_deleted_and_comes_back_as_itself(client, held):
    english = code_of(held.versions.get(language="en"))
    draft = make.version(make.product(None, state="draft"), released=False)
    first = stamps(client)
    assert code_of(draft) not in first, "what never came out was never deleted"
    HarvestItem.objects.update(datestamp=datetime(2014, 5, 1, tzinfo=UTC))

    move_product(product=held, to="withdrawn", because="A table was wrong.")
    gone = ask(client, "ListRecords", metadataPrefix="oai_dc", from_="2015-01-01")
    assert words(gone, "//o:header[@status='deleted']/o:identifier") == list(first)
    assert gone.findall(".//o:metadata", NS) == [] and words(gone, "//o:setSpec")[:2] == [
        "series:SR~C3~A91",
        "year:2014",
    ]

    move_product(product=held, to="published")
    back = ask(client, "GetRecord", metadataPrefix="oai_dc", identifier=english)
    assert (back.xpath("count(//o:header[@status])", namespaces=NS), words(back, "//dc:title")) == (
        0,
        ["Rivers & lakes (en)"],
    )


def changes(held):
    """Everything that alters the records of a publication, by whatever way it is written."""
    english = held.versions.get(language="en")
    yield "a title", lambda: (setattr(english, "title", "New"), english.save())
    yield "a contributor", lambda: make.contribution(held, "王小明")
    yield "a file", lambda: make.publication_file(english, b"c,d\n", "b.csv", what="data")
    yield "a country", lambda: held.countries.set([make.country("WSM")])
    yield "a series' name", lambda: (setattr(held.series, "title", "Lakes"), held.series.save())
    yield "a version's withdrawal", lambda: withdraw(record=held.versions.get(language="ar"), because="wrong")
    yield "and its return", lambda: restore(record=held.versions.get(language="ar"))
    yield "a new language", lambda: make.version(held, "fr")
    yield "the record's withdrawal", lambda: withdraw(record=held, because="entered twice")


def test_a_datestamp_rises_with_every_change_that_alters_the_record_and_with_no_other(client, held):
    other = make.version(make.product("2015"), "en")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    settle_harvest(now=now)
    for number, (what, change) in enumerate(changes(held), start=1):
        change()
        moment = now + timedelta(days=number)
        assert (what, settle_harvest(now=moment) > 0) == (what, True)
        told = HarvestItem.objects.filter(datestamp=moment)
        assert (what, set(told.values_list("version__product", flat=True))) == (what, {held.pk})
    held.refresh_from_db()
    held.note = "Nobody outside reads this."
    held.save()
    assert settle_harvest(now=now + timedelta(days=90)) == 0
    assert HarvestItem.objects.get(version=other).datestamp == now


def test_a_line_of_history_that_comes_late_is_seen_all_the_same(held):
    """Two who write at once: the one that began first may end last, under the lower number."""
    settle_harvest(now=datetime(2026, 1, 1, tzinfo=UTC))
    version = held.versions.get(language="en")
    version.title = "Late"
    version.save()
    line = version.history.first()
    type(line).objects.filter(pk=line.pk).update(history_id=0)
    assert settle_harvest(now=datetime(2026, 1, 2, tzinfo=UTC)) > 0


def test_from_and_until_take_in_their_own_day_and_second(client, held):
    identifiers(client)
    HarvestItem.objects.update(datestamp=datetime(2014, 4, 9, 12, 30, 15, tzinfo=UTC))
    for asked in ({"from_": "2014-04-09", "until": "2014-04-09"}, {"from_": "2014-04-09T12:30:15Z"},
                  {"until": "2014-04-09T12:30:15Z"}):  # fmt: skip
        assert (asked, len(identifiers(client, **asked))) == (asked, 2)
    for asked in ({"from_": "2014-04-10"}, {"until": "2014-04-08"}, {"from_": "2014-04-09T12:30:16Z"},
                  {"until": "2014-04-09T12:30:14Z"}):  # fmt: skip
        assert error(client, "ListIdentifiers", metadataPrefix="oai_dc", **asked)[0] == "noRecordsMatch"


def test_a_list_goes_on_by_tokens_that_are_signed_and_expire(
    client, held, monkeypatch, django_assert_num_queries
):
    for _number in range(3):
        make.version(make.product("2015"))
    monkeypatch.setattr(oai, "PAGE", 2)
    seen, token, sizes = [], "", []
    while token is not None:
        root = ask(
            client,
            "ListIdentifiers",
            **({"resumptionToken": token} if token else {"metadataPrefix": "oai_dc"}),
        )
        seen += words(root, "//o:identifier")
        held_token = root.find(".//o:resumptionToken", NS)
        sizes.append(
            (
                held_token.get("completeListSize"),
                held_token.get("cursor"),
                bool(held_token.get("expirationDate")),
            )
        )
        last, token = token, held_token.text
    assert len(seen) == len(set(seen)) == 5
    assert sizes == [("5", "0", True), ("5", "2", True), ("5", "4", False)]
    assert error(client, "ListIdentifiers", resumptionToken=last[:-1])[0] == "badResumptionToken"
    monkeypatch.setattr(oai, "LASTS", timedelta(seconds=-1))
    assert error(client, "ListIdentifiers", resumptionToken=last)[0] == "badResumptionToken"


def test_a_page_of_records_asks_a_fixed_number_of_questions(client, held, django_assert_num_queries):
    settle_harvest()
    with django_assert_num_queries(23):
        ask(client, "ListRecords", metadataPrefix="oai_dc")
    for _number in range(3):
        make.version(make.product("2015"))
    settle_harvest()
    with django_assert_num_queries(23):
        ask(client, "ListRecords", metadataPrefix="oai_dc")


@pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="The protocol's schemas are not on this machine: set OAI_SCHEMAS."
)
def test_every_answer_holds_to_the_protocol_s_own_schemas(client, held):
    protocol = etree.XMLSchema(etree.parse(str(SCHEMAS / "OAI-PMH.xsd")))
    parts = {
        "oai_dc": ("o:metadata/*", etree.XMLSchema(etree.parse(str(SCHEMAS / "oai_dc.xsd")))),
        "oai_datacite": (
            "o:metadata/*",
            etree.XMLSchema(etree.parse(str(SCHEMAS / "datacite" / "metadata.xsd"))),
        ),
    }
    english = code_of(held.versions.get(language="en"))
    asked = [
        {"verb": "Identify"}, {"verb": "ListSets"}, {"verb": "ListMetadataFormats"}, {"verb": "Nothing"},
        {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"},
        *({"verb": "ListRecords", "metadataPrefix": prefix} for prefix in parts),
        *({"verb": "GetRecord", "metadataPrefix": prefix, "identifier": english} for prefix in parts),
    ]  # fmt: skip
    for one in asked:
        root = ask(client, **one)
        for metadata in root.findall(".//o:metadata", NS):
            (inside,) = metadata
            schema = parts[one["metadataPrefix"]][1]
            assert schema.validate(etree.fromstring(etree.tostring(inside))), schema.error_log.last_error
            metadata.clear()  # the protocol's schema asks for the schemas of what is inside
            etree.SubElement(metadata, "{urn:any}any")
        for description in root.findall(".//o:description", NS):
            description.clear()
            etree.SubElement(description, "{urn:any}any")
        errors = [str(each) for each in _errors(protocol, root) if "urn:any" not in str(each)]
        assert (one, errors) == (one, [])


def _errors(schema, root):
    schema.validate(root)
    return schema.error_log


@pytest.mark.django_db(transaction=True)
def test_a_client_that_others_keep_harvests_everything_and_then_only_what_changed(live_server, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 3)
    make.office(email="office@example.org")
    made = [make.version(make.product("2014", title=f"Rivers {number}")) for number in range(8)]
    with Scythe(f"{live_server.url}/oai/") as scythe:
        assert scythe.identify().deletedRecord == "persistent"
        assert sorted(
            record.metadata["title"][0] for record in scythe.list_records(metadata_prefix="oai_dc")
        ) == [f"Rivers {number} (en)" for number in range(8)]
        HarvestItem.objects.update(datestamp=datetime(2014, 5, 1, tzinfo=UTC))
        with pytest.raises(NoRecordsMatch):
            list(scythe.list_records(from_="2014-05-02"))
        withdraw(record=made[0], because="wrong")
        made[1].title = "Lakes"
        made[1].save()
        told = {
            record.header.identifier: record.header.deleted
            for record in scythe.list_records(from_="2014-05-02")
        }
        assert told == {code_of(made[0]): True, code_of(made[1]): False}
        kept = list(scythe.list_records(from_="2014-05-02", ignore_deleted=True))
        assert [record.metadata["title"] for record in kept] == [["Lakes"]]
        assert {one.setSpec for one in scythe.list_sets()} >= {"year:2014", "language:en"}
