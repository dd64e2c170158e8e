"""How Django finds this room."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "colonnade.records"
    verbose_name = "Records"
    default_auto_field = "django.db.models.BigAutoField"
