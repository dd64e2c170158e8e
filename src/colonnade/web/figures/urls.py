"""The addresses of figures. They are printed in reports, so they stay."""

from django.urls import path

from colonnade.web.figures import pages

urlpatterns = [
    path("", pages.catalogue, name="figures"),
    path("add/", pages.add_up, name="figures_add"),
    path("<str:key>.json", pages.figure_json, name="figure_json"),
    path("<str:key>/", pages.figure, name="figure"),
]
