"""What attendance costs: a grid of 500 by 10 from the server, a hundred marks, a list carried away and brought back twice.

    python -m benchmarks.attendance

It makes an office of its own in a temporary folder, on SQLite, and prints one line a measure.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

PEOPLE, SESSIONS = 500, 10
NINE = datetime(2014, 5, 6, 9, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "COLONNADE_DATA": folder,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "colonnade.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure()


def measure() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from tests import make

    from colonnade.capacity.actions import give_out_list, take_back
    from colonnade.capacity.models import Attendance, AttendanceMark, Participation
    from colonnade.people.models import Account, Person

    settings.ALLOWED_HOSTS = ["testserver"]
    make.office()
    event = make.event("2014-05-06")
    sessions = [make.session(event, (NINE + timedelta(hours=2 * (n % 4), days=n // 4)).isoformat()) for n in range(SESSIONS)]  # fmt: skip
    persons = [Person.objects.create(code=f"P-{n}", full_name=f"Person {n:03d}") for n in range(PEOPLE)]
    fiji = make.country("FJI")
    Participation.objects.bulk_create(
        [Participation(code=f"PA-{n}", event=event, person=one, country=fiji, status="registered") for n, one in enumerate(persons)]
    )  # fmt: skip
    people = list(event.participations.order_by("pk"))
    client = Client()
    client.force_login(Account.objects.create_superuser("head"), backend="django.contrib.auth.backends.ModelBackend")  # fmt: skip
    page, marks = (reverse(name, args=(event.pk,)) for name in ("event_attendance", "event_attendance_marks"))

    def sent(many: int) -> str:
        told = [
            {"n": str(uuid4()), "s": sessions[n % SESSIONS].pk, "p": people[n % PEOPLE].pk, "on": True,
             "at": (NINE + timedelta(seconds=n)).isoformat(), "way": "grid"}
            for n in range(many)
        ]  # fmt: skip
        return json.dumps({"marks": told, "since": datetime.now(UTC).isoformat()})

    def post(body: str) -> None:
        assert client.post(marks, body, content_type="application/json").status_code == 200

    for body in (sent(500),):
        post(body)
    told("grid, the whole page", lambda: client.get(page))
    with CaptureQueriesContext(connection) as held:
        size = len(client.get(page).content)
    print(f"{'grid, bytes and questions':44}{size:>10,} bytes {len(held):>4} SQL")
    told("one mark", lambda: post(sent(1)))
    told("a hundred marks in one request", lambda: post(sent(100)))

    brought = []
    for name in ("door", "hall"):
        device, _passphrase = give_out_list(event=event, name=name)
        half = people[: PEOPLE // 2] if name == "door" else people[PEOPLE // 2 :]
        brought.append(envelope(device, sessions[0].pk, [one.pk for one in half]))
    told("a list for a device, encrypted", lambda: give_out_list(event=event, name="another"), times=3)
    AttendanceMark.objects.all().delete()
    Attendance.objects.all().delete()
    for number, content in enumerate([*brought, brought[1], brought[1]], 1):
        begins = time.perf_counter()
        done = take_back(sent=content)
        spent = (time.perf_counter() - begins) * 1000
        print(f"{f'device brought back, {number}':44}{spent:>10.0f} ms     {done.marked.new} new, {done.marked.known} known")  # fmt: skip
    assert Attendance.objects.filter(present=True).count() == AttendanceMark.objects.count() == PEOPLE


def envelope(device, session: int, people: list[int]) -> str:
    from colonnade.capacity.actions.devices import token_of

    told = [{"n": str(uuid4()), "s": session, "p": who, "on": True, "at": NINE.isoformat()} for who in people]
    content = json.dumps({"marks": told, "walkins": []})
    signature = hmac.new(token_of(device).encode(), content.encode(), hashlib.sha256).hexdigest()
    return json.dumps({"device": str(device.number), "content": content, "signature": signature})


def told(words: str, act: Callable[[], object], times: int = 9) -> None:
    act()
    spent = []
    for _time in range(times):
        begins = time.process_time()
        act()
        spent.append((time.process_time() - begins) * 1000)
    print(f"{words:44}{statistics.median(spent):>10.1f} ms CPU")


if __name__ == "__main__":
    main()
