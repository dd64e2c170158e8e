"""The public addresses of events. They are printed in letters and on certificates, so they stay."""

from colonnade.web.events import badges, certificates, pages

urlpatterns = [*pages.URLS, *certificates.URLS, *badges.URLS]
