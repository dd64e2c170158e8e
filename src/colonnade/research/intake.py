"""The sheets of research: studies, their phases, and what is issued."""

from colonnade.places.intake import CountryRef
from colonnade.programme.intake import activity_columns, on_activity
from colonnade.records.intake.kinds import ORDER, YEAR, Choice, Ref, Text, When, YesNo
from colonnade.records.intake.sheets import Column, Sheet, code, provenance
from colonnade.research.models import Phase, Product, Study

STUDIES = Sheet(
    name="Studies",
    model=Study,
    base=on_activity(),
    about="Pieces of research, each under one title. A row writes the study and its activity.",
    columns=(
        code(),
        *activity_columns(on_base=True),
        Column("group", Text(), "Heading it stands under in the matrix.", label="Group in the matrix"),
        Column("order", ORDER, "Its place in the matrix."),
        Column("listed_from", YEAR, "Only where no source gives its own years: the first year of the report that "
               "lists it.", label="Listed from year"),
        Column("listed_to", YEAR, "The last year of the report that lists it.", label="Listed to year"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-SY-1", "title": "Public procurement in Asia", "kind": "EXAMPLE-study", "state": "closed",
         "starts_on": "2009", "ends_on": "June 2010", "countries_covered": "Viet Nam; Mongolia", "order": "1",
         "themes": "EXAMPLE-TH-2"},
        {"code": "EXAMPLE-SY-2", "title": "Trust in government", "kind": "EXAMPLE-study", "state": "closed",
         "listed_from": "2006", "listed_to": "2013", "source": "EXAMPLE-SRC-1", "source_detail": "slide 10"},
    ),
)  # fmt: skip

PHASES = Sheet(
    name="Phases",
    model=Phase,
    about="Stretches of work on a study, which fill its line in the matrix.",
    columns=(
        code(),
        Column("study", Ref(Study), "Code of the study.", required=True),
        Column("title", Text()),
        Column("starts_on", When("starts_precision"), "Leave empty if no source gives it."),
        Column("ends_on", When("ends_precision")),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PH-1", "study": "EXAMPLE-SY-1", "title": "Field work", "starts_on": "2009",
         "ends_on": "2010"},
        {"code": "EXAMPLE-PH-2", "study": "EXAMPLE-SY-1", "title": "Editing", "ends_on": "2011-03"},
    ),
)  # fmt: skip

PRODUCTS = Sheet(
    name="Products",
    model=Product,
    about="Things issued or to be issued: reports, country profiles, series.",
    columns=(
        code(),
        Column("title", Text(), "As on the title page.", required=True),
        Column("kind", Choice(Product.Kind), "Research report if empty."),
        Column("study", Ref(Study), "Code of the study it comes from."),
        Column("priority_year", YEAR, "Year whose plan announces it.", label="In the plan of year"),
        Column("state", Choice(Product.State), "How far it is.", required=True),
        Column("own", YesNo(), "Is it the office's own? Yes if empty.", label="The office's own"),
        Column("published_on", When("published_precision"), "As precise as the source."),
        Column("series", Text()),
        Column("symbol", Text(), label="Document symbol"),
        Column("isbn", Text(), label="ISBN"),
        Column("doi", Text(), label="DOI"),
        Column("languages", Text(), "Such as: English, Russian."),
        Column("countries", CountryRef(many=True), "Countries it covers.", label="Countries covered"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PD-1", "title": "Procurement in Asia: a comparison", "study": "EXAMPLE-SY-1",
         "state": "published", "published_on": "2011", "countries": "Viet Nam; Mongolia", "languages": "English"},
        {"code": "EXAMPLE-PD-2", "title": "Country profile: Samoa", "kind": "country profile", "state": "planned",
         "priority_year": "2014", "countries": "Samoa"},
    ),
)  # fmt: skip

SHEETS = (STUDIES, PHASES, PRODUCTS)
