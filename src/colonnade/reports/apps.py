"""How Django finds this room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "colonnade.reports"
    verbose_name = "Reports"
    default_auto_field = "django.db.models.BigAutoField"
