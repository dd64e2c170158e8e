"""`colonnade init`: a new office, ready for its workbook."""

from __future__ import annotations

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import DatabaseError

from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.records.models import validate_code
from colonnade.web.setting_up import found_office, lay_foundations, make_head


class Command(BaseCommand):
    help = "Set up an office in the data folder: tables, reference data, roles, the first account. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="", help="the office's name (asked for where not given)")
        parser.add_argument("--short-name", default="", help="its short name or abbreviation")
        parser.add_argument("--login", default="", help="user name of the first account")
        parser.add_argument("--email", default="", help="e-mail of the first account")
        parser.add_argument(
            "--no-input", action="store_true", help="ask nothing; the password comes from COLONNADE_PASSWORD"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ask = _refuse if options["no_input"] else _ask
        name = options["name"] or ask("Name of the office")
        short_name = options["short_name"] or ask("Short name")
        code = short_name.upper().replace(" ", "-")
        login = options["login"] or ask("User name of the first account")
        email = options["email"] or ask("E-mail")
        try:
            validate_code(code)
            validate_email(email)
            # Before the tables, which take a while to make: a password that will not do is told at once.
            password = "" if _has_account(login) else _password(login, email, asked=not options["no_input"])
            lay_foundations(self._say)
            if password:
                make_head(username=login, email=email, password=password)
            office = found_office(code=code, name=name, short_name=short_name)
        except (Refused, ValidationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", None) or [str(error)])) from error
        self.stdout.write(
            f"{office.name} is set up; its code in the workbook is {office.code}. "
            "Next: `colonnade template` for the workbook, `colonnade serve` for the desk."
        )

    def _say(self, what: str) -> None:
        self.stdout.write(f"{what} ...")


def _ask(what: str) -> str:
    answer = ""
    while not answer:
        answer = input(f"{what}: ").strip()
    return answer


def _refuse(what: str) -> str:
    raise CommandError(f"{what} is missing, and --no-input asks nothing. See colonnade init --help.")


def _has_account(login: str) -> bool:
    """Whether somebody signs in by this name; nobody does where there are no tables yet."""
    try:
        return Account.objects.filter(username=login).exists()
    except DatabaseError:
        return False


def _password(login: str, email: str, *, asked: bool) -> str:
    password = os.environ.get("COLONNADE_PASSWORD", "")
    if not password and asked:
        password = getpass.getpass("Password: ")
        if getpass.getpass("Again: ") != password:
            raise CommandError(
                "The two passwords differ. Nothing was set up for this account; run init again."
            )
    if not password:
        raise CommandError("Set COLONNADE_PASSWORD to the first account's password.")
    validate_password(password, Account(username=login, email=email))
    return password
