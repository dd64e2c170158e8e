"""The addresses of the newsletter's pages at the desk, all under desk/newsletter/."""

from colonnade.web.desk.newsletter import compose, numbers

urlpatterns = [*numbers.URLS, *compose.URLS]
