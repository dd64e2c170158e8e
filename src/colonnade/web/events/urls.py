"""The public addresses of events. Each part lists its own."""

from colonnade.web.events import offline

urlpatterns: list = [*offline.URLS]
