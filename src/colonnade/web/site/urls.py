"""The addresses of the site beside the record's own. They are linked to from elsewhere, so they stay."""

from colonnade.web.site import archive, embeds, feeds, map, robots, search, sharing

urlpatterns = [
    *search.URLS,
    *archive.URLS,
    *map.URLS,
    *feeds.URLS,
    *sharing.URLS,
    *embeds.URLS,
    *robots.URLS,
]
