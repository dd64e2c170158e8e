"""How Django finds this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "colonnade.people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"
