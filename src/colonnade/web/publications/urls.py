"""The public addresses of publications. They are printed and harvested, so they stay."""

from colonnade.web.publications import feeds, files, oai, pages, references

urlpatterns = [*feeds.URLS, *pages.URLS, *references.URLS, *files.URLS, *oai.URLS]
