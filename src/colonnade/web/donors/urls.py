"""The addresses of donors. They are handed out, so they stay."""

from colonnade.web.donors import pages

urlpatterns = [*pages.URLS]
