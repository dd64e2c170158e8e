"""How Django finds this room."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "colonnade.outreach"
    verbose_name = "Outreach"
    default_auto_field = "django.db.models.BigAutoField"
