"""The sheets of the programme, and the columns of an activity that the sheets of all pillars share."""

from colonnade.office.models import ActivityKind, Theme
from colonnade.partners.models import Organisation
from colonnade.places.intake import CountryRef, GroupRef
from colonnade.programme.models import (
    Activity,
    ActivityPartner,
    Chain,
    ChainStep,
    Milestone,
    Partnership,
    Priority,
    Strategy,
    TargetGroup,
)
from colonnade.records.intake.kinds import ORDER, YEAR, Choice, Ref, Steps, Text, When, Whole, YesNo
from colonnade.records.intake.sheets import Base, Column, Sheet, code, provenance


def activity_columns(*, on_base: bool) -> tuple[Column, ...]:
    """What every activity says, whether it has a sheet of its own or is written with its event or study."""
    return (
        Column("title", Text(), "As announced.", required=True, on_base=on_base),
        Column("kind", Ref(ActivityKind), "Code from Kinds of activity.", required=True, on_base=on_base),
        Column("state", Choice(Activity.State), "How far it is.", required=True, on_base=on_base),
        Column("state_reason", Text(), "Why it was postponed or cancelled.", on_base=on_base),
        Column("standing", Choice(Activity.Standing), "How well it is known; only confirmed activities count. "
               "Confirmed if empty.", on_base=on_base),
        Column("starts_on", When("starts_precision"), "As precise as the source.", on_base=on_base),
        Column("ends_on", When("ends_precision"), "As precise as the source.", on_base=on_base),
        Column("place", Text(), "City or site.", on_base=on_base),
        Column("host_country", CountryRef(), on_base=on_base),
        Column("countries_covered", CountryRef(many=True), "Countries it is about or for.", on_base=on_base),
        Column("themes", Ref(Theme, many=True), "Codes of its themes.", on_base=on_base),
        Column("target_groups", Ref(TargetGroup, many=True), "Codes from Target groups.", on_base=on_base),
        Column("priority", Ref(Priority), "Code of the priority it serves.", on_base=on_base),
        Column("part_of", Ref(Activity), "Code of the activity it is part of.", on_base=on_base),
    )  # fmt: skip


def on_activity(link: str = "activity") -> Base:
    """A row that is an activity and something more, under one code."""
    return Base(Activity, link)


TARGET_GROUPS = Sheet(
    name="Target groups",
    model=TargetGroup,
    about="Whom activities are for: women, least developed countries, small islands.",
    columns=(
        code(),
        Column("name", Text(), required=True),
        Column("country_group", GroupRef(), "LDC, LLDC, SIDS or another group of countries."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-TG-1", "name": "Women"},
        {"code": "EXAMPLE-TG-2", "name": "Small island developing States", "country_group": "SIDS"},
    ),
)

PRIORITIES = Sheet(
    name="Priorities",
    model=Priority,
    about="What the office puts first in a year, numbered as in its plan.",
    columns=(
        code(),
        Column("year", YEAR, required=True),
        Column("number", Whole(0, 32_767), "Its number in the plan.", required=True),
        Column("title", Text(), required=True),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PR-1", "year": "2014", "number": "1", "title": "Flagship activities"},
        {"code": "EXAMPLE-PR-2", "year": "2014", "number": "2", "title": "Countries in special situations"},
    ),
)

STRATEGIES = Sheet(
    name="Strategies",
    model=Strategy,
    about="How a priority is to be met: a line of the plan a row.",
    columns=(
        code(),
        Column("priority", Ref(Priority), "Code of the priority.", required=True),
        Column("text", Text(), required=True),
        Column("order", ORDER, "Its place under the priority."),
        *provenance(),
    ),
    examples=(
        {
            "code": "EXAMPLE-SG-1",
            "priority": "EXAMPLE-PR-1",
            "text": "One regional forum a year",
            "order": "1",
        },
        {"code": "EXAMPLE-SG-2", "priority": "EXAMPLE-PR-2", "text": "Train officials of island States"},
    ),
)

ACTIVITIES = Sheet(
    name="Other activities",
    model=Activity,
    about="Activities that are no event, study, mission or outreach: those have sheets of their own.",
    columns=(code(), *activity_columns(on_base=False), *provenance()),
    examples=(
        {"code": "EXAMPLE-AC-1", "title": "Survey of training needs", "kind": "EXAMPLE-study", "state": "closed",
         "starts_on": "2012", "ends_on": "March 2013", "countries_covered": "Samoa; Fiji"},
        {"code": "EXAMPLE-AC-2", "title": "Renewal of the agreement", "kind": "EXAMPLE-workshop",
         "state": "planned", "standing": "announced", "starts_on": "2014-06"},
    ),
)  # fmt: skip

ACTIVITY_PARTNERS = Sheet(
    name="Activity partners",
    model=ActivityPartner,
    key=("activity", "organisation", "role"),
    about="Which organisation did what in an activity: a row for each part.",
    columns=(
        Column(
            "activity", Ref(Activity), "Code of the event, study, mission or other activity.", required=True
        ),
        Column("organisation", Ref(Organisation), "Code of the organisation.", required=True),
        Column("role", Choice(ActivityPartner.Role), "Partner if empty."),
    ),
    examples=(
        {"activity": "EXAMPLE-AC-1", "organisation": "EXAMPLE-ORG-1", "role": "host"},
        {"activity": "EXAMPLE-AC-1", "organisation": "EXAMPLE-ORG-2"},
    ),
)

PARTNERSHIPS = Sheet(
    name="Partnerships",
    model=Partnership,
    about="Organisations the office works with, or plans to, in a year, apart from any one activity.",
    columns=(
        code(),
        Column("organisation", Ref(Organisation), "Code of the organisation.", required=True),
        Column("year", YEAR, required=True),
        Column("national", YesNo(), "Is it a partner of the host country? No if empty."),
        Column("purpose", Text()),
        Column("order", ORDER, "Its place in the list."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-PS-1", "organisation": "EXAMPLE-ORG-1", "year": "2014", "national": "yes"},
        {
            "code": "EXAMPLE-PS-2",
            "organisation": "EXAMPLE-ORG-2",
            "year": "2014",
            "purpose": "Joint training",
        },
    ),
)

CHAINS = Sheet(
    name="Chains",
    model=Chain,
    about="Activities that build on one another: survey, workshop, conference, training.",
    columns=(
        code(),
        Column("title", Text(), required=True),
        Column(
            "activities", Steps(Activity, ChainStep, parent="chain", item="activity", order="order"),
            "Codes of the activities in their order.", required=True,
        ),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-CH-1", "title": "Towards the conference", "activities": "EXAMPLE-AC-1; EXAMPLE-AC-2"},
        {"code": "EXAMPLE-CH-2", "title": "From survey to renewal", "activities": "EXAMPLE-AC-1"},
    ),
)  # fmt: skip

MILESTONES = Sheet(
    name="Milestones",
    model=Milestone,
    about="Dates to be reached: an anniversary, the renewal of an agreement.",
    columns=(
        code(),
        Column("title", Text(), required=True),
        Column("on", When("on_precision"), "As precise as the source.", required=True, label="Date"),
        Column("text", Text(long=True)),
        Column("reached", YesNo(), "No if empty."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-MI-1", "title": "Tenth anniversary", "on": "2016"},
        {"code": "EXAMPLE-MI-2", "title": "Renewal signed", "on": "1 June 2014", "reached": "yes"},
    ),
)

SHEETS = (TARGET_GROUPS, PRIORITIES, STRATEGIES, ACTIVITIES)
AFTER_THE_PILLARS = (ACTIVITY_PARTNERS, PARTNERSHIPS, CHAINS, MILESTONES)
"""Sheets that name activities of every pillar, and so come after theirs."""
