"""The public addresses of calls and cases. They are printed in letters, so they stay."""

from colonnade.web.cases import calls, judge, own, pages

urlpatterns = [*calls.URLS, *own.URLS, *judge.URLS, *pages.URLS]
