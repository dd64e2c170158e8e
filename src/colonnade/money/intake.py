"""The sheets of money: funds, agreements, and what a fund gives a year."""

from colonnade.money.models import Agreement, AnnualBudget, Fund
from colonnade.partners.models import Organisation
from colonnade.records.intake.kinds import Choice, Currency, Day, Number, Ref, Text, When
from colonnade.records.intake.sheets import Column, Sheet, code, provenance, validity

FUNDS = Sheet(
    name="Funds",
    model=Fund,
    about="Money with its own terms and its own currency.",
    columns=(
        code(),
        Column("name", Text(), required=True),
        Column("kind", Choice(Fund.Kind), required=True),
        Column("currency", Currency(), required=True),
        Column("donor", Ref(Organisation), "Code of the organisation that gives it."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-FU-1", "name": "Trust fund for governance", "kind": "trust fund", "currency": "USD",
         "donor": "EXAMPLE-ORG-1"},
        {"code": "EXAMPLE-FU-2", "name": "Host's operating budget", "kind": "counterpart budget", "currency": "KRW"},
    ),
)  # fmt: skip

AGREEMENTS = Sheet(
    name="Agreements",
    model=Agreement,
    about="Signed contributions and hosting texts.",
    columns=(
        code(),
        Column("title", Text(), required=True),
        Column("fund", Ref(Fund), "Code of the fund.", required=True),
        Column("partner", Ref(Organisation), "Code of the party.", required=True, label="Party"),
        Column("signed_on", When("signed_precision"), "As precise as the source."),
        Column("ends_on", Day("last"), "The last day it binds."),
        Column("amount", Number(), "In the currency beside it."),
        Column("currency", Currency()),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-AG-1", "title": "Trust Fund Agreement", "fund": "EXAMPLE-FU-1",
         "partner": "EXAMPLE-ORG-1", "signed_on": "June 2006", "amount": "1,000,000", "currency": "USD"},
        {"code": "EXAMPLE-AG-2", "title": "Extension", "fund": "EXAMPLE-FU-1", "partner": "EXAMPLE-ORG-1",
         "signed_on": "2012-11-30", "ends_on": "2016"},
    ),
)  # fmt: skip

ANNUAL_BUDGETS = Sheet(
    name="Annual budgets",
    model=AnnualBudget,
    about="What a fund gives a year, in the fund's currency, while it is valid.",
    columns=(
        code(),
        Column("fund", Ref(Fund), "Code of the fund.", required=True),
        Column("purpose", Choice(AnnualBudget.Purpose), required=True),
        Column("amount", Number(), "In the fund's currency.", required=True, label="Amount a year"),
        Column("stated_usd", Number(), "Only where the source itself states it in US dollars.", label="Stated in USD"),
        *validity("it is given"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-AB-1", "fund": "EXAMPLE-FU-1", "purpose": "project", "amount": "1000000",
         "valid_from": "2006-06-26", "source": "EXAMPLE-SRC-1", "source_detail": "slide 7"},
        {"code": "EXAMPLE-AB-2", "fund": "EXAMPLE-FU-2", "purpose": "operating", "amount": "500000000"},
    ),
)  # fmt: skip

SHEETS = (FUNDS, AGREEMENTS, ANNUAL_BUDGETS)
