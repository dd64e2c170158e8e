"""The office's site as people meet it in a journey: each with a browser of their own, letters through a real mail server."""

from __future__ import annotations

import os
import re
from itertools import count

from django.contrib.auth.models import Group
from django.db import connection
from tests.seeing import barriers
from tests.smtp import MailServer

from colonnade.people.models import Account
from colonnade.web.work import Worker

PASSWORD = "tide-lamp-orchard-7"
PHONE = {"viewport": {"width": 360, "height": 740}}
DESK = {"viewport": {"width": 1280, "height": 900}}
SHOTS = os.environ.get("COLONNADE_SHOTS_OF_A_JOURNEY", "")
"""A folder: every page passed is then pictured on a desk and on a telephone, in English and in Arabic."""


class House:
    """The office's site as people meet it: each with a browser of their own."""

    def __init__(self, browser, address: str, mail: MailServer) -> None:
        self.browser, self.address, self.mail = browser, address, mail
        self.held: list = []
        self.numbers = count(1)
        self.wrong: dict[str, list[str]] = {}

    def at_the_desk(self, name: str):
        page = self.somebody(**DESK)
        page.goto(f"{self.address}/desk/")
        page.get_by_label("Login").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/desk/")
        return page

    def somebody(self, **options):
        self.held.append(self.browser.new_context(**options))
        self.held[-1].set_default_timeout(60_000)  # no test fails because the machine was busy
        return self.held[-1].new_page()

    def on_a_telephone(self):
        """A visitor without JavaScript."""
        return self.somebody(java_script_enabled=False, **PHONE)

    def look(self, page, name: str, elsewhere: bool = False) -> None:
        """Nobody is kept out of this page; and, where pictures are asked for, how it looks. Asked once: on SQLite.

        ``elsewhere``: the tests of the page itself ask it already, and here only its picture is taken.
        """
        if connection.vendor != "sqlite" or (elsewhere and not SHOTS):
            return
        seen = self.browser.new_context(storage_state=page.context.storage_state(), **PHONE)
        held = seen.new_page()
        held.goto(page.url)
        held.wait_for_timeout(250)
        self.wrong[name] = barriers(held)
        if held.evaluate("document.documentElement.scrollWidth") > 360:
            self.wrong[name].append("wider than a telephone")
        if SHOTS:
            number = next(self.numbers)
            for language in ("en", "ar"):
                for width in (1280, 360):
                    held.set_viewport_size({"width": width, "height": 900 if width > 360 else 740})
                    held.goto(asked(page.url, lang=language))
                    held.wait_for_timeout(250)
                    held.screenshot(
                        path=f"{SHOTS}/{number:02d}-{name}-{language}-{width}.png", full_page=True
                    )
            held.goto(asked(page.url, lang="en"))
        seen.close()

    def letter_to(self, email: str, subject: str) -> str:
        """The text of the latest letter that the mail server took for somebody."""
        told = [
            one for one in self.mail.letters if email in str(one["To"]) and subject in str(one["Subject"])
        ]
        assert told, f"no “{subject}” to {email} among {self.mail.subjects()}"
        return told[-1].get_body(("plain",)).get_content()

    def close(self) -> None:
        for number, context in enumerate(self.held):
            if SHOTS:
                context.pages[0].screenshot(path=f"{SHOTS}/last-{number:02d}.png")
            context.close()


def asked(url: str, **more: str) -> str:
    address, _mark, query = url.partition("?")
    kept = [part for part in query.split("&") if part and part.partition("=")[0] not in more]
    return f"{address}?{'&'.join([*kept, *(f'{name}={value}' for name, value in more.items())])}"


def link_in(letter: str, part: str) -> str:
    return re.search(rf"https?://\S*{part}\S*", letter).group().rstrip(".>")


def worked(house: House) -> None:
    """The worker does its rounds until nothing waits."""
    worker = Worker()
    worker.run_dry()
    assert worker.wrong == {}


def take_in(name: str, role: str) -> Account:
    """Somebody of the office who signs in with the journey's password."""
    account = Account.objects.create_user(name, email=f"{name}@example.org", password=PASSWORD, is_staff=True)
    account.groups.add(Group.objects.get(name=role))
    return account
