"""The addresses of an event's pages at the desk, all under desk/events/."""

from colonnade.web.desk.events import (
    account,
    attendance,
    begin,
    certificates,
    counts,
    devices,
    evaluation,
    letters,
    nominations,
    people,
    plan,
    platform,
    printing,
    quotes,
    selection,
    vault,
)

urlpatterns = [
    *begin.URLS,
    *plan.URLS,
    *nominations.URLS,
    *selection.URLS,
    *people.URLS,
    *letters.URLS,
    *vault.URLS,
    *attendance.URLS,
    *counts.URLS,
    *devices.URLS,
    *platform.URLS,
    *printing.URLS,
    *certificates.URLS,
    *evaluation.URLS,
    *quotes.URLS,
    *account.URLS,
]
