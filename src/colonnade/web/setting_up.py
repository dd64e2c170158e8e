"""A new office: its tables, the reference data every office shares, its roles, and the report it starts with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core.management import call_command
from django.db import transaction

from colonnade.money.actions import load_budget_classes, load_rates
from colonnade.office.models import Office, Post
from colonnade.people.actions import keep_words, load_retention_rules
from colonnade.people.models import Account
from colonnade.places.actions import load_reference
from colonnade.records.errors import Refused
from colonnade.records.intake.plan import plan_import
from colonnade.reports.actions import lay_committee_report
from colonnade.reports.models import Report
from colonnade.sample import FOLDER as SAMPLE_FOLDER
from colonnade.web.desk.roles import settle_roles
from colonnade.web.laying import lay_site
from colonnade.web.sheets import SHEETS

Say = Callable[[str], None]


@dataclass(frozen=True)
class Sample:
    """The demonstration office and the cover of the report it gave."""

    code: str
    name: str
    short_name: str
    cover: Mapping[str, Any]


SAMPLE: Final = Sample(
    "UNPOG",
    "United Nations Project Office on Governance",
    "UNPOG",
    {
        "session": "13th session", "body": "UN Committee of Experts on Public Administration", "place": "New York", "on": date(2014, 4, 9),
        "first_year": 2006, "last_year": 2013, "presenter": "PO-HEAD",
    },
)  # fmt: skip


def load_sample() -> list[str]:
    """Import the sample office by the same import as any office's workbook; what was done, in lines."""
    plan = plan_import(SAMPLE_FOLDER, SHEETS)
    stops = [finding for finding in plan.findings if finding.stops]
    if stops:
        raise Refused(f"The sample office cannot be imported: {stops[0]} ({len(stops)} findings in all).")
    plan.write(by="demo")
    return [
        f"{plan.new} new, {plan.changed} changed, {plan.same} as they were, from {len(plan.understood)} sheets"
    ]


def lay_foundations(say: Say) -> None:
    """Tables, countries, groups, rates and roles. Safe to repeat: what is there already is left as it is."""
    say("Making the tables")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    say("Loading countries, dated names and groups")
    load_reference()
    say("Loading exchange rates")
    load_rates()
    load_budget_classes()
    settle_roles()
    lay_site()
    load_retention_rules()
    keep_words()


@transaction.atomic
def found_office(*, code: str, name: str, short_name: str) -> Office:
    """Enter the office whose record this is, and lay the committee report on its desk."""
    held = Office.objects.first()
    if held is not None and held.code != code:
        raise Refused(
            f"This data folder holds {held.name} already. Set COLONNADE_DATA to another folder for a second office."
        )
    office, _new = Office.objects.get_or_create(code=code, defaults={"name": name, "short_name": short_name})
    lay_committee_report(title=f"{office.name}: past, present and future")
    return office


def make_head(*, username: str, email: str, password: str) -> Account:
    """An account that may do everything: the first one, from which the others are made at the desk."""
    account = Account.objects.filter(username=username).first() or Account(username=username, email=email)
    account.is_staff = account.is_superuser = True
    account.set_password(password)
    account.save()
    return account


def complete_report(
    *, session: str, body: str, place: str, on: date, first_year: int, last_year: int, presenter: str
) -> Report:
    """The committee report's cover, as the office fills it in."""
    report = Report.objects.get(code="committee")
    report.session, report.body, report.place, report.on = session, body, place, on
    report.first_year, report.last_year = first_year, last_year
    report.presenter = Post.objects.filter(code=presenter).first()
    report.save()
    return report
