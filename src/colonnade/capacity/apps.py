"""How Django finds this room."""

from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "colonnade.capacity"
    verbose_name = "Capacity"
    default_auto_field = "django.db.models.BigAutoField"
