"""How Django finds this room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "colonnade.places"
    verbose_name = "Places"
    default_auto_field = "django.db.models.BigAutoField"
