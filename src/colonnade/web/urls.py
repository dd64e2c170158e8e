"""The public pages."""

from django.urls import include, path

from colonnade.web import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("logo/", pages.logo, name="office_logo"),
    path("figures/", include("colonnade.web.figures.urls")),
    path("reports/", include("colonnade.web.reports.urls")),
    path("countries/", include("colonnade.web.countries.urls")),
    path("", include("colonnade.web.events.urls")),
    path("", include("colonnade.web.studies.urls")),
    path("", include("colonnade.web.partners.urls")),
    path("", include("colonnade.web.cases.urls")),
    path("", include("colonnade.web.publications.urls")),
    path("", include("colonnade.web.donors.urls")),
    path("", include("colonnade.web.newsletter.urls")),
    path("", include("colonnade.web.site.urls")),
]
