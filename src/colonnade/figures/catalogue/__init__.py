"""Every published number, in a list you can read. What is not here is not published."""

from __future__ import annotations

from typing import Final

from colonnade.figures.catalogue import capacity, money, office, outreach, research
from colonnade.figures.definition import Figure

FIGURES: Final[tuple[type[Figure], ...]] = (
    office.Staff,
    office.Posts,
    money.ProjectBudget,
    money.OperatingBudget,
    money.OperatingBudgetInDollars,
    money.OperatingBudgetStated,
    research.Studies,
    research.Products,
    research.CountriesCovered,
    capacity.EventsHeld,
    capacity.EventDays,
    capacity.Registrations,
    capacity.Participations,
    capacity.Women,
    capacity.UniqueParticipants,
    capacity.ParticipantDays,
    capacity.Completions,
    capacity.CountryParticipations,
    capacity.CountriesRepresented,
    capacity.CountriesHosting,
    capacity.SeatsPlanned,
    capacity.MissionsAndTours,
    outreach.Activities,
)

CATALOGUE: Final[dict[str, Figure]] = {figure.key: figure() for figure in FIGURES}
