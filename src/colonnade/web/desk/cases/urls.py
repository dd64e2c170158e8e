"""The addresses of a call's pages at the desk, all under desk/calls/."""

from colonnade.web.desk.cases import judges, ranking, submissions

urlpatterns = [*submissions.URLS, *judges.URLS, *ranking.URLS]
