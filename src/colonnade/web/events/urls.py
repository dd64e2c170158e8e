"""The public addresses of events. Each part lists its own."""

from colonnade.web.events import evaluation

urlpatterns: list = [*evaluation.URLS]
