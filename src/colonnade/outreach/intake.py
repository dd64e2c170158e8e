"""The sheets of outreach: what makes the office known, and the words it may quote."""

from colonnade.outreach.models import Promotion, Quote
from colonnade.people.models import Person
from colonnade.places.intake import CountryRef
from colonnade.programme.intake import activity_columns, on_activity
from colonnade.programme.models import Activity
from colonnade.records.intake.kinds import ORDER, Choice, Day, Language, Ref, Text, Whole, YesNo
from colonnade.records.intake.sheets import Column, Sheet, code, provenance

CHANNELS = {"oversight": "oversight", "web": "web", "print": "print"}

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
        Column("form", Text(), "Such as: lecture, booth, brochure, video."),
        Column("audience", Whole(), "How many it reached.", label="Audience reached"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-OU-1", "title": "Lecture at a university", "kind": "EXAMPLE-workshop", "state": "held",
         "starts_on": "17 March 2009", "purpose": "institutional promotion", "scope": "national",
         "form": "lecture", "audience": "60", "host_country": "Republic of Korea"},
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

SHEETS = (OUTREACH,)
WORDS = (QUOTES,)
