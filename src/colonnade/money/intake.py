"""The sheets of money: funds, agreements with what is due, budgets, and entries that wait to be posted."""

from colonnade.money.actions.entries import refuse_posted
from colonnade.money.actions.periods import refuse_approved
from colonnade.money.models import (
    Agreement,
    AgreementCharge,
    AgreementPhase,
    AnnualBudget,
    BudgetClass,
    BudgetLine,
    BudgetVersion,
    Fund,
    InKind,
    Instalment,
    LedgerEntry,
    Scheme,
)
from colonnade.partners.models import Organisation
from colonnade.programme.models import Activity
from colonnade.records.intake.kinds import Choice, Currency, Day, Number, Ref, Text, When, Whole
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
        Column("scheme", Choice(Scheme), "Whose budget classes it uses.", label="Budget classes of"),
        Column("reserve", Number(3), "In the fund's currency; never allotted."),
        Column("tolerance", Number(4), "Per cent by which a line of an allotment may be passed."),
        Column("held_in", Text(), "Other currencies in which it keeps money, such as KRW EUR.", label="Accounts in other currencies"),
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
        Column("earmark", Choice(Agreement.Earmark)),
        Column("earmarked_for", Text(), "The theme, the region or the project."),
        Column("reporting_terms", Text(long=True), "What is to be reported, to whom and when."),
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
        Column("basis", Choice(AnnualBudget.Basis), "Whether support costs are in it; empty where the source does not say.",
               label="Gross or net"),
        Column("stated_usd", Number(), "Only where the source itself states it in US dollars.", label="Stated in USD"),
        *validity("it is given"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-AB-1", "fund": "EXAMPLE-FU-1", "purpose": "project", "amount": "1000000",
         "basis": "gross: support costs are in it", "valid_from": "2006-06-26", "source": "EXAMPLE-SRC-1", "source_detail": "slide 7"},
        {"code": "EXAMPLE-AB-2", "fund": "EXAMPLE-FU-2", "purpose": "operating", "amount": "500000000"},
    ),
)  # fmt: skip

AGREEMENT_CHARGES = Sheet(
    name="Agreement charges",
    model=AgreementCharge,
    key=("agreement", "kind", "valid_from"),
    about="What an agreement is charged in per cent from a day on: support costs on direct expenditure, the levy on receipts.",
    columns=(
        Column("agreement", Ref(Agreement), "Code of the agreement.", required=True),
        Column("kind", Choice(AgreementCharge.Kind), required=True),
        Column("percent", Number(4), "13 for 13 per cent; 0 with a reason for an exemption.", required=True),
        Column("because", Text(), "Why it differs from the standard.", label="Reason"),
        *validity("it is charged"),
    ),
    examples=(
        {"agreement": "EXAMPLE-AG-1", "kind": "support costs, of direct expenditure", "percent": "13",
         "valid_from": "2006-06-26"},
        {"agreement": "EXAMPLE-AG-1", "kind": "coordination levy, of receipts", "percent": "0",
         "because": "Signed before the levy"},
    ),
)  # fmt: skip

AGREEMENT_PHASES = Sheet(
    name="Agreement phases",
    model=AgreementPhase,
    key=("agreement", "name"),
    about="Spans of an agreement with an amount of their own, in its currency.",
    columns=(
        Column("agreement", Ref(Agreement), "Code of the agreement.", required=True),
        Column("name", Text(), required=True),
        Column("first_day", Day("first"), required=True),
        Column("last_day", Day("last"), required=True),
        Column("amount", Number(3), "In the agreement's currency."),
    ),
    examples=(
        {
            "agreement": "EXAMPLE-AG-1",
            "name": "Phase I",
            "first_day": "2006-06-26",
            "last_day": "2012",
            "amount": "7,000,000",
        },
        {"agreement": "EXAMPLE-AG-1", "name": "Phase II", "first_day": "2013", "last_day": "2016"},
    ),
)

INSTALMENTS = Sheet(
    name="Instalments",
    model=Instalment,
    key=("agreement", "due_on"),
    about="What is due under an agreement and when. A receipt pays the instalment it names, or the earliest that is open.",
    columns=(
        Column("agreement", Ref(Agreement), "Code of the agreement.", required=True),
        Column("due_on", Day("first"), "The day it is due.", required=True),
        Column("amount", Number(3), "In the agreement's currency.", required=True),
        Column("condition", Text(), "What must have happened first."),
    ),
    examples=(
        {"agreement": "EXAMPLE-AG-1", "due_on": "2014-01-15", "amount": "1000000"},
        {
            "agreement": "EXAMPLE-AG-1",
            "due_on": "2015-01-15",
            "amount": "1000000",
            "condition": "Report of 2014 received",
        },
    ),
)

BUDGETS = Sheet(
    name="Budgets",
    model=BudgetVersion,
    about="The original budget of a fund and its revisions. It counts once somebody else approves it at the desk.",
    columns=(
        code(),
        Column("fund", Ref(Fund), "Code of the fund.", required=True),
        Column("number", Whole(), "0 is the original, 1 the first revision.", label="Revision"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-BV-1", "fund": "EXAMPLE-FU-1", "number": "0"},
        {"code": "EXAMPLE-BV-2", "fund": "EXAMPLE-FU-1", "number": "1", "note": "A second workshop"},
    ),
)

BUDGET_LINES = Sheet(
    name="Budget lines",
    model=BudgetLine,
    key=("version", "budget_class", "activity", "result", "first_day"),
    after=refuse_approved,
    about="What a budget foresees, by activity, result, class and time. Lines of an approved budget stand: draft the next revision.",
    columns=(
        Column("version", Ref(BudgetVersion), "Code of the budget.", required=True, label="Budget"),
        Column("budget_class", Ref(BudgetClass), "Code of the class, such as 145.", required=True),
        Column("activity", Ref(Activity), "Code of the activity; empty for the whole programme."),
        Column("result", Text(), "The result it serves."),
        Column("first_day", Day("first"), required=True),
        Column("last_day", Day("last"), required=True),
        Column("amount", Number(3), "In the fund's currency.", required=True),
    ),
    examples=(
        {"version": "EXAMPLE-BV-1", "budget_class": "145", "activity": "EXAMPLE-AC-1", "first_day": "2014-01-01", "last_day": "2014-12-31",
         "amount": "60000"},
        {"version": "EXAMPLE-BV-1", "budget_class": "105", "result": "Officials apply what they learnt", "first_day": "2014",
         "last_day": "2014", "amount": "25000"},
    ),
)  # fmt: skip

LEDGER_ENTRIES = Sheet(
    name="Ledger entries",
    model=LedgerEntry,
    after=refuse_posted,
    about="Receipts, lines of allotments and expenses that wait to be posted. They count once somebody posts them on the page of "
    "their fund, where every rule is asked.",
    columns=(
        code(),
        Column("kind", Choice(LedgerEntry.Kind), required=True),
        Column("fund", Ref(Fund), "Code of the fund.", required=True),
        Column("on", Day(), "The day it belongs to; of an allotment, its first.", required=True, label="Date"),
        Column("amount", Number(3), "More than nought; what was wrong is reversed at the desk.", required=True),
        Column("currency", Currency(), "The fund's, if empty."),
        Column("agreement", Ref(Agreement), "Code of the agreement: of contributions and of allotments."),
        Column("allotment", Text(), "A word of your own, the same for all lines of one allotment and for what is spent of it."),
        Column("until", Day("last"), "Of an allotment: its last day.", label="Valid to"),
        Column("budget_class", Ref(BudgetClass), "Code of the class, such as 145."),
        Column("activity", Ref(Activity), "Code of the activity; empty for the whole programme."),
        Column("reference", Text(), "The number of the voucher or of the letter."),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-LE-1", "kind": "contribution", "fund": "EXAMPLE-FU-1", "on": "2014-01-15",
         "amount": "1000000", "currency": "USD", "agreement": "EXAMPLE-AG-1", "reference": "Bank advice 17"},
        {"code": "EXAMPLE-LE-2", "kind": "line of an allotment", "fund": "EXAMPLE-FU-1", "on": "2014-01-20",
         "amount": "20000", "agreement": "EXAMPLE-AG-1", "allotment": "2014", "until": "2014-12-31", "budget_class": "145"},
    ),
)  # fmt: skip

IN_KIND = Sheet(
    name="In kind",
    model=InKind,
    about="What partners give that is no money, with its valuation. It stands in no balance.",
    columns=(
        code(),
        Column("title", Text(), required=True),
        Column("partner", Ref(Organisation), "Code of the organisation that gives it.", required=True, label="Giver"),
        Column("kind", Choice(InKind.Kind), required=True),
        Column("valuation", Number(), "In the currency beside it.", required=True),
        Column("currency", Currency(), required=True),
        Column("method", Choice(InKind.Method), "How it was valued.", required=True, label="Method of valuation"),
        Column("agreement", Ref(Agreement), "Code of the agreement."),
        Column("activity", Ref(Activity), "Code of the activity, if it is for one."),
        *validity("it is given"),
        *provenance(),
    ),
    examples=(
        {"code": "EXAMPLE-IK-1", "title": "Office space", "partner": "EXAMPLE-ORG-1", "kind": "premises", "valuation": "60000",
         "currency": "USD", "method": "market price", "valid_from": "2014-01-01", "valid_to": "2014-12-31"},
        {"code": "EXAMPLE-IK-2", "title": "A seconded officer", "partner": "EXAMPLE-ORG-1", "kind": "seconded personnel",
         "valuation": "80000000", "currency": "KRW", "method": "cost to the giver"},
    ),
)  # fmt: skip

SHEETS = (
    FUNDS, AGREEMENTS, AGREEMENT_PHASES, INSTALMENTS, AGREEMENT_CHARGES, ANNUAL_BUDGETS, BUDGETS, BUDGET_LINES, LEDGER_ENTRIES, IN_KIND,
)  # fmt: skip
