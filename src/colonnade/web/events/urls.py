"""The public addresses of events. They are printed in letters and on certificates, so they stay."""

from colonnade.web.events import (
    badges,
    certificates,
    evaluation,
    letters,
    nomination,
    offline,
    own,
    pages,
    passport,
    registration,
)

urlpatterns = [
    *pages.URLS,
    *registration.URLS,
    *own.URLS,
    *offline.URLS,
    *nomination.URLS,
    *passport.URLS,
    *letters.URLS,
    *evaluation.URLS,
    *certificates.URLS,
    *badges.URLS,
]
