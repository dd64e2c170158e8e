"""The addresses of money's own pages at the desk, all under desk/money/."""

from colonnade.web.desk.money import differences, erp, reconciling

urlpatterns = [*erp.URLS, *reconciling.URLS, *differences.URLS]
