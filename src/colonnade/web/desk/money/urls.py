"""The addresses of money's own pages at the desk, all under desk/money/."""

from colonnade.web.desk.money import certified, differences, erp, reconciling, statements

urlpatterns = [*statements.URLS, *certified.URLS, *erp.URLS, *reconciling.URLS, *differences.URLS]
