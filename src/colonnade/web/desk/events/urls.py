"""The addresses of an event's pages at the desk, all under desk/events/."""

from colonnade.web.desk.events import (
    account,
    certificates,
    evaluation,
    letters,
    nominations,
    people,
    plan,
    quotes,
    selection,
    vault,
)

urlpatterns = [
    *plan.URLS,
    *nominations.URLS,
    *selection.URLS,
    *people.URLS,
    *letters.URLS,
    *vault.URLS,
    *certificates.URLS,
    *evaluation.URLS,
    *quotes.URLS,
    *account.URLS,
]
