"""The desk's menu: a group for each room, and a chooser for each kind of record that others point at."""

from __future__ import annotations

from colonnade.capacity.models import Event, Participation
from colonnade.money.models import Agreement, BudgetClass, Fund
from colonnade.office.models import ActivityKind, Pillar, Post, Theme
from colonnade.outreach.models import Material, Promotion
from colonnade.partners.models import Organisation
from colonnade.people.models import Person
from colonnade.places.models import Country, Indicator
from colonnade.programme.models import Activity, Priority
from colonnade.records.models import Source
from colonnade.research.models import Call, Product, Series, Study
from colonnade.web.desk.choosers import chooser
from colonnade.web.desk.rooms.books import FiguresMenu, RecordsMenu
from colonnade.web.desk.rooms.capacity import CapacityMenu
from colonnade.web.desk.rooms.money import MoneyMenu
from colonnade.web.desk.rooms.office import OfficeMenu
from colonnade.web.desk.rooms.pillars import OutreachMenu, ResearchMenu
from colonnade.web.desk.rooms.programme import ProgrammeMenu
from colonnade.web.desk.rooms.who import PartnersMenu, PeopleMenu, PlacesMenu

ROOMS = (
    FiguresMenu,
    ProgrammeMenu,
    CapacityMenu,
    ResearchMenu,
    OutreachMenu,
    PeopleMenu,
    PartnersMenu,
    OfficeMenu,
    MoneyMenu,
    PlacesMenu,
    RecordsMenu,
)


def choosers() -> list:
    """How one of many is chosen, wherever a form points at one."""
    return [
        chooser(
            Country,
            "name_en",
            "name_fr",
            "name_es",
            "name_ru",
            "name_zh",
            "name_ar",
            "name_ko",
            "code",
            "iso2",
        ),
        chooser(Person, "full_name", "name_latin", "code"),
        chooser(Organisation, "name", "short_name", "code"),
        chooser(Activity, "title", "code", "place"),
        chooser(Event, "activity__title", "code", related=("activity",)),
        chooser(
            Participation,
            "person__full_name",
            "code",
            "event__activity__title",
            related=("person", "event__activity"),
        ),
        chooser(Promotion, "activity__title", "code", related=("activity",)),
        chooser(Material, "title", "code"),
        chooser(Study, "activity__title", "code", related=("activity",)),
        chooser(Call, "title", "code"),
        chooser(Product, "title", "code", "symbol"),
        chooser(Series, "title", "short_title", "code"),
        chooser(Source, "title", "code", "publisher"),
        chooser(Priority, "title", "code"),
        chooser(Theme, "name", "code"),
        chooser(Indicator, "name", "short_name", "code"),
        chooser(Post, "title", "code"),
        chooser(Fund, "name", "code"),
        chooser(Agreement, "title", "code"),
        chooser(BudgetClass, "name", "code"),
        chooser(Pillar, "name", "code"),
        chooser(ActivityKind, "name", "code"),
    ]
