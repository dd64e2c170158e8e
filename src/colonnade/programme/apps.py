"""How Django finds this room."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "colonnade.programme"
    verbose_name = "Programme"
    default_auto_field = "django.db.models.BigAutoField"
