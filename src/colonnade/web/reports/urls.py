"""The addresses of reports and their editions. They are printed in files, so they stay."""

from django.urls import path

from colonnade.web.reports import pages

urlpatterns = [
    path("", pages.index, name="reports"),
    path("editions/<slug:code>/", pages.edition_page, name="edition"),
    path("files/<slug:code>.<slug:suffix>", pages.file, name="edition_file"),
    path("<slug:code>/", pages.report, name="report"),
]
