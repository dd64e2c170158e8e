"""The public addresses of events. Each part lists its own."""

from colonnade.web.events import own, registration

urlpatterns: list = [*registration.URLS, *own.URLS]
