"""The public addresses of partners. They are linked to from elsewhere, so they stay."""

from django.urls import path

from colonnade.web.partners import pages

urlpatterns = [
    path("partners/", pages.index, name="partners"),
    path("partners/<str:code>/", pages.partner, name="partner"),
    path("partners/<str:code>/logo/", pages.logo, name="partner_logo"),
]
