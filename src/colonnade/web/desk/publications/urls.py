"""The addresses of publications at the desk, all under desk/publications/."""

from colonnade.web.desk.publications import pages

urlpatterns = [*pages.URLS]
