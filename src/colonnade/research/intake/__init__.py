"""The sheets of research, in an order in which each finds what it names."""

from colonnade.research.intake.publications import CONTRIBUTIONS, LANGUAGE_VERSIONS, PRODUCTS, SERIES
from colonnade.research.intake.studies import CONTRIBUTORS, PHASES, STUDIES

SHEETS = (STUDIES, PHASES, CONTRIBUTORS, SERIES, PRODUCTS, LANGUAGE_VERSIONS, CONTRIBUTIONS)
