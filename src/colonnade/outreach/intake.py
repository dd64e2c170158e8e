"""The sheets of outreach: what makes the office known, and the words it may quote."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from colonnade.outreach.actions import refuse_counted_twice
from colonnade.outreach.models import Material, Mention, Promotion, Quote, Reach
from colonnade.people.models import Person
from colonnade.places.intake import CountryRef
from colonnade.programme.intake import activity_columns, on_activity
from colonnade.programme.models import Activity
from colonnade.records.errors import refuse_unsound
from colonnade.records.intake.cells import Fault
from colonnade.records.intake.kinds import (
    ORDER,
    Choice,
    Day,
    Language,
    Ref,
    Text,
    When,
    Whole,
    YesNo,
)
from colonnade.records.intake.scopes import Span
from colonnade.records.intake.sheets import Column, Sheet, code, provenance
from colonnade.values.languages import LANGUAGES

CHANNELS = {str(value): str(value) for value in Quote.Channel.values}
TONGUES = {code: code for code in LANGUAGES}

OUTREACH = Sheet(
    name="Outreach",
    model=Promotion,
    base=on_activity(),
    about="Lectures, booths, brochures, videos. A row writes the outreach and its activity.",
    columns=(
        code(),
        *activity_columns(on_base=True),
        Column("purpose", Choice(Promotion.Purpose), required=True),
        Column("scope", Choice(Promotion.Scope), "Whom it addressed."),
        Column("form", Choice(Promotion.Form), "What it was. What it reached goes to the sheet Reach."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-OU-1", "title": "Lecture at a university", "kind": "EXAMPLE-workshop", "state": "held",
         "starts_on": "17 March 2009", "purpose": "institutional promotion", "scope": "national",
         "form": "lecture", "host_country": "Republic of Korea"},
        {"code": "EXAMPLE-OU-2", "title": "Booth at the forum", "kind": "EXAMPLE-workshop", "state": "held",
         "starts_on": "2013", "purpose": "thematic", "scope": "international", "form": "booth"},
    ),
)  # fmt: skip

QUOTES = Sheet(
    name="Quotes",
    model=Quote,
    about="People's own words, printed only under consent.",
    columns=(
        code(),
        Column("person", Ref(Person), "Code of the person.", required=True),
        Column("text", Text(long=True), "The words as they were said.", required=True, label="Words"),
        Column("edited", Text(long=True), "A version edited for length and language; printed once it is approved.",
               label="Edited version"),
        Column("edit_note", Text(), "What was edited.", label="What was edited"),
        Column("approved_on", Day(), "When the person approved the edited version.", label="Edited version approved on"),
        Column("language", Language(), "The words' language; English if empty."),
        Column("origin", Choice(Quote.Origin), "Where they were said.", label="Said in"),
        Column("said_on", Day()),
        Column("activity", Ref(Activity), "Code of the activity the words are about."),
        Column("function", Text(), "The person's function at the time."),
        Column("body", Text(), "The person's organisation at the time."),
        Column("country", CountryRef()),
        Column("consent_basis", Choice(Quote.Basis), "What the consent rests on. None if empty: not printed.",
               label="Consent"),
        Column("consent_on", Day(), label="Consent given on"),
        Column("consent_until", Day(), "Open if empty."),
        Column("consent_withdrawn_on", Day()),
        Column("with_name", YesNo(), "Yes if empty.", label="May be printed with the name"),
        Column("with_function", YesNo(), "Yes if empty.", label="May be printed with function and body"),
        Column("channels", Choice(CHANNELS, many=True), "Where the consent reaches.", label="Channels allowed"),
        Column("order", ORDER, "Its place on the slide."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-QU-1", "person": "EXAMPLE-P-1", "text": "We changed our forms the week after.",
         "activity": "EXAMPLE-EV-1", "function": "Director", "body": "Ministry of Justice", "country": "Kazakhstan",
         "consent_basis": "given in writing", "consent_on": "11 April 2013", "channels": "oversight; web"},
        {"code": "EXAMPLE-QU-2", "person": "EXAMPLE-P-2", "text": "Une semaine très utile.", "language": "fr"},
    ),
)  # fmt: skip


def of_one_thing(row: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """Reach is that of an activity or of a material."""
    if bool(row.get("promotion")) == bool(row.get("material")):
        yield (
            "promotion",
            Fault("It is not clear what was counted.", "Name an outreach activity or a material, not both."),
        )


def a_number_of_something(row: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """How many were made, and of what, belong together."""
    if (row.get("produced") is None) == bool(row.get("produced_in")):
        yield (
            "produced_in",
            Fault("A number and what it counts belong together.", "Fill in both, or leave both empty."),
        )


def counted_once(rows: Iterable[Any]) -> None:
    """Followers are read on a day and no day counts twice; refused with the codes, and then nothing of the file is written."""
    for reach in Reach.objects.filter(pk__in=[row.pk for row in rows]).select_related(
        "promotion", "material"
    ):
        refuse_unsound(reach)
        refuse_counted_twice(reach)


MATERIALS = Sheet(
    name="Materials",
    model=Material,
    about="Brochures, videos, exhibition panels, giveaways: what was made, in which languages, how many.",
    checks=(a_number_of_something,),
    columns=(
        code(),
        Column("title", Text(), required=True),
        Column("kind", Choice(Material.Kind), "Brochure or leaflet if empty."),
        Column("promotion", Ref(Promotion), "Code of the outreach activity it was made for."),
        Column("languages", Choice(TONGUES, many=True), "By their two letters."),
        Column("made_on", When("made_precision"), "As precise as the source.", label="Made on"),
        Column("address", Text(), "Where it can be read or watched, from https:// on."),
        Column("produced", Whole(), label="How many were made"),
        Column("produced_in", Choice(Material.Made), label="Counted in"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-MA-1", "title": "The office in brief", "kind": "brochure or leaflet",
         "promotion": "EXAMPLE-OU-2", "languages": "en; ko", "made_on": "May 2013", "produced": "2000",
         "produced_in": "copies"},
        {"code": "EXAMPLE-MA-2", "title": "Ten years in six minutes", "kind": "video", "languages": "en",
         "made_on": "2013", "address": "https://office.example/video", "produced": "6", "produced_in": "minutes"},
    ),
)  # fmt: skip

REACH = Sheet(
    name="Reach",
    model=Reach,
    about="What outreach reached, each count in its own unit with who counted it. No two units are ever added.",
    checks=(of_one_thing,),
    after=counted_once,
    columns=(
        code(),
        Column("promotion", Ref(Promotion), "Code of the outreach activity that was counted.", label="Outreach activity"),
        Column("material", Ref(Material), "Instead: code of the material that was counted."),
        Column("channel", Text(), "Which site or account, where there are several."),
        Column("unit", Choice(Reach.Unit), required=True),
        Column("number", Whole(), required=True),
        Column("period", Span("first_day", "last_day"), "The days it was counted over; of followers the one day.",
               required=True),
        Column("method", Choice(Reach.Method), "How it was measured.", required=True, label="How it was measured"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-RE-1", "promotion": "EXAMPLE-OU-1", "unit": "people in the room", "number": "60",
         "period": "2009-03-17/2009-03-17", "method": "counted on the spot"},
        {"code": "EXAMPLE-RE-2", "material": "EXAMPLE-MA-2", "channel": "the office's channel", "unit": "views",
         "number": "4100", "period": "2013", "method": "count of the platform"},
    ),
)  # fmt: skip

MENTIONS = Sheet(
    name="Mentions",
    model=Mention,
    about="Pieces in the press and on the air that speak of the office or of what it does.",
    columns=(
        code(),
        Column("outlet", Text(), "Name of the paper, the station, the agency.", required=True),
        Column("medium", Choice(Mention.Medium), "Online only if empty."),
        Column("country", CountryRef(), "Country of the outlet."),
        Column("language", Text(), "Its tag: en, vi, pt-BR."),
        Column("title", Text(), "The headline as printed.", label="Headline"),
        Column("on", When("on_precision"), "As precise as the source.", required=True, label="Date"),
        Column("address", Text(), "Where it can be read, from https:// on."),
        Column("activity", Ref(Activity), "Code of the activity it is about."),
        Column("about", Text(), "Or what it is about, where that is no single activity."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-MN-1", "outlet": "The Daily Example", "medium": "newspaper", "country": "Republic of Korea",
         "language": "ko", "title": "A forum on open government", "on": "2 March 2014",
         "address": "https://daily.example/forum", "activity": "EXAMPLE-OU-2"},
        {"code": "EXAMPLE-MN-2", "outlet": "Radio Example", "medium": "radio", "on": "2013", "about": "the office as a whole"},
    ),
)  # fmt: skip

SHEETS = (OUTREACH, MATERIALS, REACH)
WORDS = (MENTIONS, QUOTES)
