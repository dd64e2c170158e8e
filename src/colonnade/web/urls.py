"""The public pages."""

from django.urls import path

from colonnade.web import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("about/", pages.about, name="about"),
    path("logo/", pages.logo, name="office_logo"),
]
