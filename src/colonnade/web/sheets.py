"""The whole workbook: the sheets of every room, in an order in which each finds what it names."""

from colonnade.capacity import intake as capacity
from colonnade.figures import intake as figures
from colonnade.money import intake as money
from colonnade.office import intake as office
from colonnade.outreach import intake as outreach
from colonnade.partners import intake as partners
from colonnade.people import intake as people
from colonnade.places import intake as places
from colonnade.programme import intake as programme
from colonnade.records.intake.sheets import SOURCES, Sheet
from colonnade.research import intake as research

SHEETS: tuple[Sheet, ...] = (
    SOURCES,
    *places.SHEETS,
    partners.ORGANISATIONS,
    partners.ORGANISATION_NAMES,
    *people.SHEETS,
    partners.AFFILIATIONS,
    *partners.AGREED,
    *office.SHEETS,
    programme.TARGET_GROUPS,
    programme.PRIORITIES,
    programme.STRATEGIES,
    *capacity.SHEETS,
    *research.SHEETS,
    *outreach.SHEETS,
    programme.ACTIVITIES,
    *programme.AFTER_THE_PILLARS,
    *capacity.WHO_TOOK_PART,
    *outreach.WORDS,
    *money.SHEETS,
    *figures.SHEETS,
)
