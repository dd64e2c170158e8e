"""How Django finds this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "colonnade.office"
    verbose_name = "Office"
    default_auto_field = "django.db.models.BigAutoField"
