"""The addresses of an event's pages at the desk, all under desk/events/."""

from colonnade.web.desk.events import attendance, counts, devices, plan, platform, printing

urlpatterns = [*plan.URLS, *attendance.URLS, *counts.URLS, *devices.URLS, *platform.URLS, *printing.URLS]
