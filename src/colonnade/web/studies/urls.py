"""The public addresses of studies, and those of reviewers. They stand in letters, so they stay."""

from colonnade.web.studies import pages, review

urlpatterns = [*pages.URLS, *review.URLS]
