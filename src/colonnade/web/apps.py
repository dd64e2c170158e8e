"""How Django finds this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "colonnade.web"
    verbose_name = "Web"
    default_auto_field = "django.db.models.BigAutoField"
