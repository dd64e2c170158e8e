"""The public addresses of the newsletter. They stand in letters, so they stay."""

from colonnade.web.newsletter import pages

urlpatterns = [*pages.URLS]
