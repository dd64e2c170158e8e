"""How Django finds this room."""

from django.apps import AppConfig


class MoneyConfig(AppConfig):
    name = "colonnade.money"
    verbose_name = "Money"
    default_auto_field = "django.db.models.BigAutoField"
