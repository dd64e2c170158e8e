"""The addresses of money at the desk that are no record's own page."""

from colonnade.web.desk.money import statements

urlpatterns = [*statements.URLS]
