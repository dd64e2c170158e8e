"""The public addresses of events. Each part lists its own."""

from colonnade.web.events import letters, nomination, passport

urlpatterns: list = [*nomination.URLS, *passport.URLS, *letters.URLS]
