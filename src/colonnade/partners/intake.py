"""The sheets of organisations, their names over time, and who serves in them."""

from collections.abc import Iterable
from typing import Any

from colonnade.partners.actions import refuse_renewal_beyond
from colonnade.partners.models import (
    Affiliation,
    AgreementFocalPoint,
    AgreementParty,
    AgreementRenewal,
    CooperationAgreement,
    Organisation,
    OrganisationName,
)
from colonnade.people.models import Person
from colonnade.places.intake import CountryRef
from colonnade.records.intake.kinds import Choice, Day, Language, Ref, Steps, Text, When, Whole, YesNo
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

COOPERATION = Sheet(
    name="Cooperation agreements",
    model=CooperationAgreement,
    about="Memoranda, exchanges of letters, framework agreements: how the office and others work together. "
          "Agreements that bring money go to the sheet Agreements.",
    columns=(
        code(),
        Column("title", Text(), "As on the text.", required=True),
        Column("kind", Choice(CooperationAgreement.Kind), "Memorandum of understanding if empty."),
        Column("parties", Steps(Organisation, AgreementParty, parent="agreement", item="organisation", order="order"),
               "Codes of the other parties; the office itself is not listed.", required=True),
        Column("scope", Text(long=True), "What is to be done together."),
        Column("signed_on", When("signed_precision"), "As precise as the source."),
        *validity("it holds, renewals included"),
        Column("notice_days", Whole(0, 3_660), "Days before its end by which notice is given.",
               label="Notice period in days"),
        Column("ended_because", Text(), "Only where it ended before its time.", label="Ended early because"),
        Column("public", YesNo(), "May its title and dates stand on the public pages? No if empty."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-CO-1", "title": "Memorandum on joint training", "parties": "EXAMPLE-ORG-1; EXAMPLE-ORG-2",
         "scope": "Two trainings a year", "signed_on": "3 June 2013", "valid_from": "1 July 2013",
         "valid_to": "30 June 2022", "notice_days": "90", "public": "yes"},
        {"code": "EXAMPLE-CO-2", "title": "Exchange of letters on data", "kind": "exchange of letters",
         "parties": "EXAMPLE-ORG-2", "signed_on": "2012"},
    ),
)  # fmt: skip


def ends_told(rows: Iterable[Any]) -> None:
    """An agreement holds at least as long as its latest renewal; otherwise nothing of the file is written."""
    keys = [row.pk for row in rows]
    refuse_renewal_beyond(AgreementRenewal.objects.filter(pk__in=keys).select_related("agreement"))


RENEWALS = Sheet(
    name="Agreement renewals",
    model=AgreementRenewal,
    key=("agreement", "valid_to"),
    after=ends_told,
    about="That a cooperation agreement was to hold on. Its end, on its own sheet, is the latest of these days.",
    columns=(
        Column("agreement", Ref(CooperationAgreement), "Code of the cooperation agreement.", required=True),
        Column("valid_to", Day("last"), "The last day it then held.", required=True),
        Column("signed_on", Day(), "Leave empty if it renewed itself."),
        Column("note", Text()),
    ),
    examples=(
        {"agreement": "EXAMPLE-CO-1", "valid_to": "30 June 2019", "signed_on": "2 May 2016"},
        {"agreement": "EXAMPLE-CO-1", "valid_to": "30 June 2022", "note": "By itself: nobody gave notice."},
    ),
)  # fmt: skip

FOCAL_POINTS = Sheet(
    name="Agreement focal points",
    model=AgreementFocalPoint,
    key=("agreement", "person"),
    about="Who looks after a cooperation agreement, on either side.",
    columns=(
        Column("agreement", Ref(CooperationAgreement), "Code of the cooperation agreement.", required=True),
        Column("person", Ref(Person), "Code of the person.", required=True),
        Column("organisation", Ref(Organisation), "Code of the party; leave empty for the office's own.", label="For"),
    ),
    examples=(
        {"agreement": "EXAMPLE-CO-1", "person": "EXAMPLE-P-1", "organisation": "EXAMPLE-ORG-1"},
        {"agreement": "EXAMPLE-CO-1", "person": "EXAMPLE-P-2"},
    ),
)  # fmt: skip

SHEETS = (ORGANISATIONS, ORGANISATION_NAMES, AFFILIATIONS)
AGREED = (COOPERATION, RENEWALS, FOCAL_POINTS)
