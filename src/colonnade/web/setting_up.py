"""A new office: its tables, the reference data every office shares, its roles, and the report it starts with."""

from __future__ import annotations

from collections.abc import Callable

from django.core.management import call_command
from django.db import transaction

from colonnade.money.actions import load_rates
from colonnade.office.models import Office, Post
from colonnade.people.models import Account
from colonnade.places.actions import load_reference
from colonnade.records.errors import Refused
from colonnade.reports.actions import lay_committee_report
from colonnade.reports.models import Report
from colonnade.web.desk.roles import settle_roles

Say = Callable[[str], None]


def lay_foundations(say: Say) -> None:
    """Tables, countries, groups, rates and roles. Safe to repeat: what is there already is left as it is."""
    say("Making the tables")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    say("Loading countries, dated names and groups")
    load_reference()
    say("Loading exchange rates")
    load_rates()
    settle_roles()


@transaction.atomic
def found_office(*, code: str, name: str, short_name: str) -> Office:
    """Enter the office whose record this is, and lay the committee report on its desk."""
    held = Office.objects.first()
    if held is not None and held.code != code:
        raise Refused(f"This data folder holds {held.name} already. Set COLONNADE_DATA to another folder for a second office.")
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


def complete_report(*, session: str, body: str, place: str, first_year: int, last_year: int, presenter: str) -> Report:
    """The committee report's cover, as the office fills it in."""
    report = Report.objects.get(code="committee")
    report.session, report.body, report.place = session, body, place
    report.first_year, report.last_year = first_year, last_year
    report.presenter = Post.objects.filter(code=presenter).first()
    report.save()
    return report
