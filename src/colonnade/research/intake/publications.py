"""The sheets of what is issued: series, publications, their languages, and who wrote them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from colonnade.office.models import Theme
from colonnade.partners.models import Organisation
from colonnade.people.models import Person
from colonnade.places.intake import CountryRef
from colonnade.records.intake.cells import Fault, Raw, folded, shown
from colonnade.records.intake.days import NO_ORDER, DayOrder
from colonnade.records.intake.kinds import ORDER, YEAR, Choice, Kind, Ref, Text, When, YesNo
from colonnade.records.intake.near import did_you_mean
from colonnade.records.intake.sheets import Column, Sheet, code, provenance
from colonnade.research.intake.clearing import without_clearance
from colonnade.research.models import (
    NOT_STATED,
    Contribution,
    LanguageVersion,
    Licence,
    Product,
    Series,
    Study,
)
from colonnade.research.models.identifiers import KEPT_AS
from colonnade.values.identifiers import NotAnIdentifier
from colonnade.values.languages import LANGUAGES
from colonnade.values.words import language_names


@dataclass(frozen=True)
class Identifier(Text):
    """A number that a publication is known by, its check digit checked, in the form it is printed in."""

    of: Literal["isbn", "issn", "doi"] = "isbn"

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        (text,) = super().read(cell, order)
        try:
            return (KEPT_AS[self.of](text),)
        except NotAnIdentifier as error:
            raise Fault(str(error), "Correct it, or leave the cell empty.") from error

    def about(self) -> str:
        return self.of.upper()


class AnyLanguage(Kind):
    """Any language, by its English name, its own name among those of the office, or its code."""

    words = "language: its name or its code"

    @cached_property
    def known(self) -> dict[str, str]:
        names = language_names("en")
        ways = {folded(name): code for code, name in names.items()} | {folded(code): code for code in names}
        ways |= {folded(name): code for code, name in LANGUAGES.items()}
        return ways | {folded(NOT_STATED): NOT_STATED, folded("not stated"): NOT_STATED}

    def read(self, cell: Raw, order: DayOrder = NO_ORDER) -> tuple[Any, ...]:
        word = folded(shown(cell))
        if word not in self.known:
            raise Fault(
                f"“{shown(cell)}” is no language known by that name.",
                did_you_mean(
                    shown(cell), language_names("en").values(), "Write its English name or its code."
                ),
            )
        return (self.known[word].replace("_", "-"),)


SERIES = Sheet(
    name="Series",
    model=Series,
    about="Titles under which publications come out one after the other, numbered or not.",
    columns=(
        code(),
        Column("title", Text(), "As on the cover.", required=True),
        Column("short_title", Text()),
        Column("issn", Identifier(of="issn"), "Of the printed series; its check digit is checked.", label="ISSN (print)"),
        Column("eissn", Identifier(of="issn"), "Of the series online.", label="ISSN (online)"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-SR-1", "title": "Studies in public procurement", "issn": "1234-5679"},
        {"code": "EXAMPLE-SR-2", "title": "Country profiles", "short_title": "Profiles"},
    ),
)  # fmt: skip

PRODUCTS = Sheet(
    name="Products",
    model=Product,
    about="Things issued or to be issued: reports, country profiles, issues of a series. Their languages have a sheet of their own.",
    columns=(
        code(),
        Column("title", Text(), "As on the title page.", required=True),
        Column("kind", Choice(Product.Kind), "Research report if empty."),
        Column("study", Ref(Study), "Code of the study it comes from."),
        Column("priority_year", YEAR, "Year whose plan announces it.", label="In the plan of year"),
        Column("state", Choice(Product.State), "How far it is.", required=True),
        Column("state_reason", Text(), "Why it was withdrawn, abandoned or superseded.", label="Reason for the state"),
        Column("superseded_by", Ref(Product), "Code of the publication that took its place."),
        Column("own", YesNo(), "Is it the office's own? Yes if empty.", label="The office's own"),
        Column("planned_on", When("planned_precision"), "When it was first to come out; it does not move.",
               label="First planned for"),
        Column("published_on", When("published_precision"), "As precise as the source."),
        Column("series", Ref(Series), "Code of the series."),
        Column("series_number", Text(), "As printed: No. 12, volume V.", label="Number in the series"),
        Column("symbol", Text(), "One for all languages.", label="Document symbol"),
        Column("sales_number", Text()),
        Column("job_number", Text()),
        Column("isbn_print", Identifier(of="isbn"), "Of the original, printed; its check digit is checked.",
               label="ISBN (print)"),
        Column("isbn_online", Identifier(of="isbn"), "Of the original as a file.", label="ISBN (online)"),
        Column("doi", Identifier(of="doi"), "With or without https://doi.org/.", label="DOI"),
        Column("publisher", Text(), "Empty: the office, under its name of the day."),
        Column("place", Text(), "Where it was published.", label="Place of publication"),
        Column("licence", Choice(Licence), "Under which terms it may be used."),
        Column("themes", Ref(Theme, many=True), "Codes of its themes, where no study gives them."),
        Column("countries", CountryRef(many=True), "Countries it covers.", label="Countries covered"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PD-1", "title": "Procurement in Asia: a comparison", "study": "EXAMPLE-SY-1",
         "state": "published", "planned_on": "2010", "published_on": "2011", "series": "EXAMPLE-SR-1",
         "series_number": "No. 1", "isbn_print": "978-3-16-148410-0", "countries": "Viet Nam; Mongolia"},
        {"code": "EXAMPLE-PD-2", "title": "Country profile: Samoa", "kind": "country profile", "state": "planned",
         "priority_year": "2014", "countries": "Samoa"},
    ),
    against=without_clearance,
)  # fmt: skip

LANGUAGE_VERSIONS = Sheet(
    name="Language versions",
    model=LanguageVersion,
    about="Each language a publication came out in, the original among them: a row a language.",
    columns=(
        code(),
        Column("product", Ref(Product), "Code of the product.", required=True),
        Column("language", AnyLanguage(), "Its name or its code; und where no source says it.", required=True),
        Column("title", Text(), "As on its title page, in its own script.", required=True),
        Column("status", Choice(LanguageVersion.Status), "Original if empty."),
        Column("released", YesNo(), "Did it come out? No if empty.", required=True),
        Column("released_on", When("released_precision"), "Empty: with the publication."),
        Column("translator", Text(), "As printed.", label="Translator as printed"),
        Column("isbn", Identifier(of="isbn"), "A translation's own.", label="ISBN of its own"),
        Column("address", Text(), "Where it stands on the web, if not here.", label="Web address"),
        Column("abstract", Text(long=True), "In its own language."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-LV-1", "product": "EXAMPLE-PD-1", "language": "English",
         "title": "Procurement in Asia: a comparison", "released": "yes"},
        {"code": "EXAMPLE-LV-2", "product": "EXAMPLE-PD-1", "language": "Vietnamese", "title": "Mua sắm công ở châu Á",
         "status": "official translation", "released": "yes", "released_on": "2012-03",
         "address": "https://office.example/publications/1/vi"},
    ),
)  # fmt: skip

CONTRIBUTIONS = Sheet(
    name="Contributions",
    model=Contribution,
    key=("product", "order"),
    about="Who wrote, edited or translated a publication, in the order and under the name printed.",
    columns=(
        Column("product", Ref(Product), "Code of the product.", required=True),
        Column("order", ORDER, "Its place on the title page, from 1.", required=True),
        Column("name", Text(), "As printed.", label="Name as printed", required=True),
        Column("filed_as", Text(), "Family name first, with a comma: Kim, Pan Suk. Leave it empty for a body."),
        Column("role", Choice(Contribution.Role), "Author if empty."),
        Column("person", Ref(Person), "Code of the person, where the record holds them."),
        Column("organisation", Ref(Organisation), "Code of the organisation, where a body is the author."),
    ),
    examples=(
        {"product": "EXAMPLE-PD-1", "order": "1", "name": "Pan Suk Kim", "filed_as": "Kim, Pan Suk"},
        {"product": "EXAMPLE-PD-1", "order": "2", "name": "Ministry of Public Administration",
         "organisation": "EXAMPLE-ORG-1"},
    ),
)  # fmt: skip
