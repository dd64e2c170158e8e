"""How Django finds this room."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "colonnade.figures"
    verbose_name = "Figures"
    default_auto_field = "django.db.models.BigAutoField"
