"""What every test finds: a folder of its own for files, quick passwords, and a browser where there is one."""

import gc
import os
import shutil
import sqlite3

import hypothesis
import pytest
from django.db import connections
from django.test import SimpleTestCase, TransactionTestCase
from django.utils import translation

# No test may fail because the machine was busy.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# Playwright runs an event loop in the thread of the test; Django then wants to be told that this is meant.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("COLONNADE_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ASKED_OF_BOTH = tuple(f"tests/{name}.py" for name in ("figures/test_rules", "figures/test_scale", "money/test_machine", "money/test_ledger"))  # fmt: skip
BROWSER_FIXTURES = {"page", "context", "browser", "new_context"}


def pytest_configure(config):
    """SQLite is a file in the tests, as in an office: one in memory refuses writers that meet, where a file lets them wait."""
    from django.conf import settings

    held = settings.DATABASES["default"]
    if held["ENGINE"].endswith("sqlite3"):
        held.setdefault("TEST", {})["NAME"] = str(settings.DATA / "test.sqlite3")
    # What is loaded once is not looked through again and again for what may be thrown away.
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)  # before -m chooses, so that `-m "not browser"` knows them
def pytest_collection_modifyitems(items):
    # The long ones first: at the end no worker waits for the other. What asks no database still comes last.
    items.sort(key=lambda item: "tests/journeys/" not in item.nodeid)
    in_browser = [item for item in items if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ()))]
    for item in in_browser:
        item.add_marker("browser")
        # The server's thread sees only what is committed.
        item.add_marker(pytest.mark.django_db(transaction=True), append=False)
    for item in items:
        asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        unittest = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
        if asked or unittest or item.get_closest_marker("django_db"):
            item.add_marker("database")
        # The rules of counting, and what several writers do at once: where databases differ.
        held = item.get_closest_marker("django_db")
        commits = "transactional_db" in getattr(item, "fixturenames", ()) or (
            held and held.kwargs.get("transaction")
        )
        if commits or item.nodeid.startswith(ASKED_OF_BOTH):
            item.add_marker("counts")
    for item in in_browser:
        if not CHROMIUM:
            item.add_marker(
                pytest.mark.skip(
                    reason="No Chromium on this machine: install it, or set COLONNADE_CHROMIUM to its path."
                )
            )
    if in_browser and not CHROMIUM and os.environ.get("COLONNADE_REQUIRE_CHROMIUM") == "1":
        raise pytest.UsageError("COLONNADE_REQUIRE_CHROMIUM is set and no Chromium was found.")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, calling nobody outside."""
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ],
    }


@pytest.fixture(autouse=True)
def house_of_its_own(settings, tmp_path):
    """Files of one test are not found by another, nor by the office of whoever runs the tests."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Every client of a test would otherwise read all static files anew.
    settings.WHITENOISE_AUTOREFRESH = True
    # Argon2 is slow on purpose; a test that logs in is not the place to wait for it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A page asked for in Arabic leaves its language to the thread; the next test begins in English.
    translation.activate("en")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Countries, names, groups and rates are there in every test, loaded once, as in every office."""
    with django_db_blocker.unblock():
        _load_reference()
        put_back = _kept_whole(connections["default"])
    # A test that commits what it writes (a browser's, one of several writers) leaves the database whole to the next:
    # put back as one, which is quicker than emptying every table, and with the reference data in it.
    TransactionTestCase._fixture_setup = classmethod(lambda _test: None)
    TransactionTestCase._fixture_teardown = lambda _test: put_back()


def _kept_whole(made):
    """Keep what every test begins with; the answer puts it back."""
    if made.vendor == "sqlite":
        whole = sqlite3.connect(":memory:", check_same_thread=False)
        made.connection.backup(whole)

        def put_back():
            connections.close_all()
            made.ensure_connection()
            whole.backup(made.connection)

        return put_back

    def copy(of, to):
        connections.close_all()
        with made._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{to}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{to}" TEMPLATE "{of}" STRATEGY FILE_COPY')

    name = made.settings_dict["NAME"]
    copy(name, f"{name}_whole")
    return lambda: copy(f"{name}_whole", name)


def _load_reference():
    from colonnade.money.actions import load_budget_classes, load_rates
    from colonnade.places.actions import load_reference
    from colonnade.web.desk.roles import settle_roles

    load_reference()
    load_rates()
    load_budget_classes()
    settle_roles()
