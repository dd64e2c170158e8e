"""The addresses of an event's pages at the desk, all under desk/events/."""

from colonnade.web.desk.events import people, plan

urlpatterns = [*plan.URLS, *people.URLS]
