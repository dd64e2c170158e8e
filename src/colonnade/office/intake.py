"""The sheets of the office itself: what it is, says, does, and who works there."""

from collections.abc import Iterable
from typing import Any

from colonnade.office.models import (
    ActivityKind,
    Holding,
    Instrument,
    KindOfWork,
    Office,
    OfficeName,
    Pillar,
    Post,
    Statement,
    Theme,
)
from colonnade.people.models import Person
from colonnade.places.intake import CountryRef
from colonnade.records.errors import Refused
from colonnade.records.intake.kinds import ORDER, Choice, Language, Ref, Text, When, YesNo
from colonnade.records.intake.sheets import Column, Sheet, code, provenance, validity


def one_office(rows: Iterable[Any]) -> None:
    """A record is of one office; refused where a file brings a second under another code."""
    codes = list(Office.objects.order_by("pk").values_list("code", flat=True))
    if len(codes) > 1:
        raise Refused(
            f"This record is of the office {codes[0]}; the file brings {', '.join(codes[1:])}. "
            f"Give the row of the sheet Office the code {codes[0]}. Nothing was written."
        )


OFFICE = Sheet(
    name="Office",
    model=Office,
    about="The office whose record this is: one row.",
    after=one_office,
    columns=(
        code(),
        Column("name", Text(), "The name of today.", required=True),
        Column("short_name", Text(), required=True),
        Column("parent_name", Text(), "Division or body it belongs to.", label="Parent body"),
        Column("city", Text()),
        Column("country", CountryRef()),
        Column("colour", Text(), "The office's colour as #RRGGBB."),
        Column("email", Text(), label="E-mail"),
        Column("map_disclaimer", Text(long=True), "The words under every map."),
        Column("names_disclaimer", Text(long=True), "The words on the names of countries, on the page and the brief of each."),
        Column("small_cell", ORDER, "The least count shown to the public.", label="Least public count"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-OFFICE", "name": "Project Office on Governance", "short_name": "POG", "city": "Seoul",
         "country": "Republic of Korea", "colour": "#1F4E79", "source": "EXAMPLE-SRC-1"},
        {"code": "EXAMPLE-OFFICE-2", "name": "Regional Training Centre", "short_name": "RTC", "small_cell": "5"},
    ),
)  # fmt: skip

OFFICE_NAMES = Sheet(
    name="Office names",
    model=OfficeName,
    key=("office", "name", "language"),
    about="Names the office bore for a time.",
    columns=(
        Column("office", Ref(Office), "Code of the office.", required=True),
        Column("name", Text(), required=True),
        Column("short_name", Text()),
        Column("language", Language(), "The name's language; English if empty."),
        *validity("the name was in use"),
        Column("note", Text()),
    ),
    examples=(
        {"office": "EXAMPLE-OFFICE", "name": "Governance Centre", "valid_to": "2009-01-07"},
        {"office": "EXAMPLE-OFFICE", "name": "Project Office on Governance", "short_name": "POG", "language": "en",
         "valid_from": "8 January 2009", "note": "Renamed by the parent body."},
    ),
)  # fmt: skip

INSTRUMENTS = Sheet(
    name="Instruments",
    model=Instrument,
    about="Texts and acts that founded the office or renewed it: declarations, agreements, the launch.",
    columns=(
        code(),
        Column("title", Text(), required=True),
        Column("text", Text(), "What it did, in one sentence.", label="What it did"),
        Column("symbol", Text(), "Document symbol."),
        Column("on", When("on_precision"), "As precise as the source.", required=True, label="Date"),
        Column("founding", YesNo(), "Is it one of the founding acts? Yes if empty."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-IN-1", "title": "Seoul Declaration", "on": "May 2005", "text": "Called for a centre.",
         "founding": "yes", "source": "EXAMPLE-SRC-1", "source_detail": "slide 3"},
        {"code": "EXAMPLE-IN-2", "title": "Trust Fund Agreement", "on": "2006-06-26", "symbol": "INT/06/X01"},
    ),
)  # fmt: skip

STATEMENTS = Sheet(
    name="Statements",
    model=Statement,
    about="What the office says of itself for a time: vision, mission, way forward.",
    columns=(
        code(),
        Column("kind", Text(), "One word, the same each time: vision, mission, way-forward.", required=True),
        Column("heading", Text()),
        Column("text", Text(long=True), required=True),
        *validity("the office said so"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-ST-1", "kind": "vision", "text": "Governments that serve and are trusted.",
         "valid_from": "2012", "source": "EXAMPLE-SRC-1", "source_detail": "slide 4"},
        {"code": "EXAMPLE-ST-2", "kind": "way-forward", "heading": "To the tenth anniversary",
         "text": "Deepen what works.", "valid_from": "9 April 2014", "valid_to": "2016"},
    ),
)  # fmt: skip

PILLARS = Sheet(
    name="Pillars",
    model=Pillar,
    about="The lines of work under the office's roof.",
    columns=(
        code(),
        Column("name", Text(), required=True),
        Column("order", ORDER, "Its place among the pillars."),
        *validity(),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PI-1", "name": "Research and policy development", "order": "1"},
        {"code": "EXAMPLE-PI-2", "name": "Capacity development", "order": "2", "valid_from": "2006"},
    ),
)

KINDS_OF_WORK = Sheet(
    name="Kinds of work",
    model=KindOfWork,
    about="What each pillar does, in the office's own words.",
    columns=(
        code(),
        Column("pillar", Ref(Pillar), "Code of the pillar.", required=True),
        Column("text", Text(), "Such as: study tours.", required=True),
        Column("order", ORDER, "Its place under the pillar."),
        *validity(),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-KW-1", "pillar": "EXAMPLE-PI-1", "text": "Analyse best practices", "order": "1"},
        {"code": "EXAMPLE-KW-2", "pillar": "EXAMPLE-PI-2", "text": "Study tours", "order": "1"},
    ),
)

ACTIVITY_KINDS = Sheet(
    name="Kinds of activity",
    model=ActivityKind,
    about="Kinds of activity that figures tell apart, each under a pillar.",
    columns=(
        code("Used in figures, such as national_training."),
        Column("name", Text(), "Such as: national training.", required=True),
        Column("plural", Text(), "Such as: national trainings.", required=True),
        Column("pillar", Ref(Pillar), "Code of the pillar.", required=True),
        Column("order", ORDER, "Its place in tables."),
        *provenance(),
    ),
    examples=(
        {
            "code": "EXAMPLE-study",
            "name": "study",
            "plural": "studies",
            "pillar": "EXAMPLE-PI-1",
            "order": "1",
        },
        {"code": "EXAMPLE-workshop", "name": "workshop", "plural": "workshops", "pillar": "EXAMPLE-PI-2"},
    ),
)

THEMES = Sheet(
    name="Themes",
    model=Theme,
    about="Subjects of the work for a time. A focus, such as governance, is a theme that others stand under.",
    columns=(
        code(),
        Column("name", Text(), required=True),
        Column("focus", Ref(Theme), "Code of the theme it stands under; empty for a focus."),
        Column("order", ORDER, "Its place in lists."),
        *validity("the office worked on it"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-TH-1", "name": "Governance", "valid_from": "2006", "valid_to": "2009"},
        {"code": "EXAMPLE-TH-2", "name": "Transparency", "focus": "EXAMPLE-TH-1", "order": "1",
         "valid_from": "2006", "valid_to": "2009"},
    ),
)  # fmt: skip

POSTS = Sheet(
    name="Posts",
    model=Post,
    about="Places in the office, held or vacant.",
    columns=(
        code(),
        Column("title", Text(), required=True),
        Column("category", Choice(Post.Category), required=True),
        Column("grade", Text(), "Such as D-1, P-4, GS-6."),
        Column("reports_to", Ref(Post), "Code of the post above."),
        Column("order", ORDER, "Its place among posts of the same rank."),
        *validity("the post exists"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PO-1", "title": "Head of office", "category": "international", "grade": "D-1"},
        {"code": "EXAMPLE-PO-2", "title": "Research officer", "category": "national",
         "reports_to": "EXAMPLE-PO-1", "order": "2", "valid_from": "2007-01-01"},
    ),
)  # fmt: skip

HOLDINGS = Sheet(
    name="Holders of posts",
    model=Holding,
    about="Who holds a post from when to when. Without a row, a post is vacant; without a person, its holder is not named.",
    columns=(
        code(),
        Column("post", Ref(Post), "Code of the post.", required=True),
        Column("person", Ref(Person), "Code of the person; empty where the source names nobody."),
        Column("acting", YesNo(), "Is the holder acting? No if empty."),
        *validity("the post is held"),
        *provenance(),
    ),
    examples=(
        {
            "code": "EXAMPLE-HO-1",
            "post": "EXAMPLE-PO-1",
            "person": "EXAMPLE-P-1",
            "valid_from": "1 March 2013",
        },
        {
            "code": "EXAMPLE-HO-2",
            "post": "EXAMPLE-PO-2",
            "acting": "no",
            "valid_from": "2012",
            "valid_to": "2013",
        },
    ),
)

SHEETS = (
    OFFICE, OFFICE_NAMES, INSTRUMENTS, STATEMENTS, PILLARS, KINDS_OF_WORK, ACTIVITY_KINDS, THEMES, POSTS, HOLDINGS,
)  # fmt: skip
