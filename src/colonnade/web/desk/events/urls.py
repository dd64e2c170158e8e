"""The addresses of an event's pages at the desk, all under desk/events/."""

from colonnade.web.desk.events import certificates, plan

urlpatterns = [*plan.URLS, *certificates.URLS]
