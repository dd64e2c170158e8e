"""The addresses of money at the desk that are no record's own page."""

from colonnade.web.desk.money import certified, statements

urlpatterns = [*statements.URLS, *certified.URLS]
