"""How Django finds this room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "colonnade.partners"
    verbose_name = "Partners"
    default_auto_field = "django.db.models.BigAutoField"
