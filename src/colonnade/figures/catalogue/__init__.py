"""Every published number, in a list you can read. What is not here is not published."""

from __future__ import annotations

from typing import Final

from colonnade.figures.catalogue import (
    attendance,
    capacity,
    evaluation,
    money,
    money_ledger,
    office,
    outreach,
    participations,
    research,
)
from colonnade.figures.definition import Figure

FIGURES: Final[tuple[type[Figure], ...]] = (
    office.Staff,
    office.Posts,
    money.ProjectBudget,
    money.OperatingBudget,
    money.OperatingBudgetInDollars,
    money.OperatingBudgetStated,
    money_ledger.Received,
    money_ledger.ReceivedInDollars,
    money_ledger.Allotted,
    money_ledger.AllottedInDollars,
    money_ledger.Committed,
    money_ledger.CommittedInDollars,
    money_ledger.Spent,
    money_ledger.SpentInDollars,
    money_ledger.Balance,
    money_ledger.BalanceInDollars,
    money_ledger.CounterpartSpent,
    money_ledger.InKind,
    research.Studies,
    research.Products,
    research.CountriesCovered,
    capacity.EventsHeld,
    capacity.EventDays,
    participations.Registrations,
    participations.Participations,
    participations.Women,
    attendance.UniqueParticipants,
    participations.ParticipantDays,
    participations.Completions,
    capacity.Certificates,
    capacity.Contributors,
    attendance.CountryParticipations,
    attendance.CountriesRepresented,
    attendance.CountriesHosting,
    attendance.InstitutionsReached,
    capacity.SeatsPlanned,
    capacity.MissionsAndTours,
    evaluation.EvaluationInvitations,
    evaluation.EvaluationAnswers,
    evaluation.ResponseRate,
    evaluation.LearningGain,
    evaluation.UseAfterSixMonths,
    outreach.Activities,
)

CATALOGUE: Final[dict[str, Figure]] = {figure.key: figure() for figure in FIGURES}
