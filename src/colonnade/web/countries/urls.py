"""The public addresses of countries. They are printed on briefs, so they stay."""

from colonnade.web.countries import pages

urlpatterns = [*pages.URLS]
