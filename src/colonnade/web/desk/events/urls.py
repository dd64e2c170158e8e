"""The addresses of an event's pages at the desk, all under desk/events/."""

from colonnade.web.desk.events import account, evaluation, plan, quotes

urlpatterns = [*plan.URLS, *evaluation.URLS, *quotes.URLS, *account.URLS]
