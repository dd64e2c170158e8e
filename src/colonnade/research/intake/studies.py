"""The sheets of studies, their phases, and who made them."""

from collections.abc import Iterable, Mapping
from typing import Any

from colonnade.partners.models import Organisation
from colonnade.people.models import Person
from colonnade.programme.intake import activity_columns, on_activity
from colonnade.records.intake.cells import Fault
from colonnade.records.intake.kinds import ORDER, YEAR, Choice, Ref, Text, When, YesNo
from colonnade.records.intake.sheets import Column, Sheet, code, provenance
from colonnade.research.models import Contributor, Phase, Reviewed, Study


def somebody(row: Mapping[str, Any]) -> Iterable[tuple[str, Fault]]:
    """A contributor is somebody: a person, an institution, or a name. Of one in the record an empty cell changes nothing."""
    if any(row.get(name) for name in ("person", "organisation", "name")):
        return
    if not Contributor.objects.filter(code=row.get("code", "")).exists():
        yield "name", Fault("Nobody is named here.", "Give a person, an institution, or the name as printed.")


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
        Column("summary", Text(long=True), "A paragraph for its public page."),
        Column("terms", Text(long=True), "What it is to find out, how, by whom; not public.", label="Terms of reference"),
        Column("peer_reviewed", Choice(Reviewed), "Leave empty if it is not on record.", label="Peer review"),
        Column("public", YesNo(), "Has it a page on the public site? Yes if empty.", label="Shown on the public site"),
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
        Column("planned_starts_on", When("planned_starts_precision"), "As planned before work began.",
               label="Planned to start on"),
        Column("planned_ends_on", When("planned_ends_precision"), "As planned before work began.",
               label="Planned to end on"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PH-1", "study": "EXAMPLE-SY-1", "title": "Field work", "starts_on": "2009",
         "ends_on": "2010", "planned_ends_on": "2009-12"},
        {"code": "EXAMPLE-PH-2", "study": "EXAMPLE-SY-1", "title": "Editing", "ends_on": "2011-03"},
    ),
)  # fmt: skip

CONTRIBUTORS = Sheet(
    name="Contributors",
    model=Contributor,
    about="Who made a study: authors, editors, reviewers, translators. A person, an institution, or a name as printed.",
    columns=(
        code(),
        Column("study", Ref(Study), "Code of the study.", required=True),
        Column("role", Choice(Contributor.Role), "Author if empty."),
        Column("order", ORDER, "Their place among those of the role."),
        Column("person", Ref(Person), "Code of the person, where one is in the record."),
        Column("organisation", Ref(Organisation), "Code of the institution; of a person, the one they wrote for.",
               label="Institution"),
        Column("name", Text(), "As on the title page; alone where nothing else is known.", label="Name as printed"),
        Column("may_be_named", YesNo(), "Did the person agree to stand on public pages? No if empty.",
               label="Agreed to be named in public"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-CO-1", "study": "EXAMPLE-SY-1", "role": "author", "order": "1", "person": "EXAMPLE-P-1",
         "may_be_named": "yes"},
        {"code": "EXAMPLE-CO-2", "study": "EXAMPLE-SY-1", "role": "editor", "name": "A. Editor"},
    ),
    checks=(somebody,),
)  # fmt: skip
