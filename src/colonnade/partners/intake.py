"""The sheets of organisations, their names over time, and who serves in them."""

from colonnade.partners.models import Affiliation, Organisation, OrganisationName
from colonnade.people.models import Person
from colonnade.places.intake import CountryRef
from colonnade.records.intake.kinds import Choice, Language, Ref, Text
from colonnade.records.intake.sheets import Column, Sheet, code, provenance, validity

ORGANISATIONS = Sheet(
    name="Organisations",
    model=Organisation,
    about="Ministries, bodies of the United Nations, universities: anyone who is not a single person.",
    columns=(
        code(),
        Column("name", Text(), "The name of today.", required=True),
        Column("short_name", Text(), "As printed where there is little room."),
        Column("kind", Choice(Organisation.Kind), "What sort of body it is."),
        Column("country", CountryRef(), "Leave empty for an international body."),
        Column("parent", Ref(Organisation), "Code of the organisation it is part of.", label="Part of"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-ORG-1", "name": "Ministry of Public Administration", "short_name": "MoPA",
         "kind": "government", "country": "Republic of Korea", "source": "EXAMPLE-SRC-1"},
        {"code": "EXAMPLE-ORG-2", "name": "Division for Public Administration", "kind": "United Nations system",
         "source_address": "https://office.example/partners"},
    ),
)  # fmt: skip

ORGANISATION_NAMES = Sheet(
    name="Organisation names",
    model=OrganisationName,
    key=("organisation", "name", "language"),
    about="Names that an organisation bore for a time, so that an old event is printed with the name of its day.",
    columns=(
        Column("organisation", Ref(Organisation), "Code of the organisation.", required=True),
        Column("name", Text(), required=True),
        Column("short_name", Text()),
        Column("language", Language(), "The name's language; English if empty."),
        *validity("the name was in use"),
    ),
    examples=(
        {"organisation": "EXAMPLE-ORG-1", "name": "Ministry of Government Affairs", "valid_to": "2008-02-28"},
        {"organisation": "EXAMPLE-ORG-1", "name": "Ministry of Public Administration", "short_name": "MoPA",
         "language": "en", "valid_from": "29 February 2008"},
    ),
)  # fmt: skip

AFFILIATIONS = Sheet(
    name="Affiliations",
    model=Affiliation,
    many=True,
    about="Which function a person had in which organisation, from when to when.",
    columns=(
        code(),
        Column("person", Ref(Person), "Code of the person.", required=True),
        Column("organisation", Ref(Organisation), "Code of the organisation.", required=True),
        Column("function", Text(), "As on the visiting card: Director, Budget Office."),
        *validity("the person served there"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-AF-1", "person": "EXAMPLE-P-1", "organisation": "EXAMPLE-ORG-1", "function": "Director",
         "valid_from": "2011", "valid_to": "June 2013"},
        {"code": "EXAMPLE-AF-2", "person": "EXAMPLE-P-2", "organisation": "EXAMPLE-ORG-2", "function": "Adviser"},
    ),
)  # fmt: skip

SHEETS = (ORGANISATIONS, ORGANISATION_NAMES, AFFILIATIONS)
