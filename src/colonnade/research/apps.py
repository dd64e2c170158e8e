"""How Django finds this room."""

from django.apps import AppConfig


class ResearchConfig(AppConfig):
    name = "colonnade.research"
    verbose_name = "Research"
    default_auto_field = "django.db.models.BigAutoField"
