"""Import-linter cannot see a foreign key written as a string, nor one made by a library. The models can be asked."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent

# Who changed a record is an account, which lives in people; history is kept for every record, also below people.
# The library makes this one column on each historical model: it says who held the pen, not what the record means.
MADE_BY_THE_LIBRARY = {"history_user"}


def floors():
    """Each room and the height of its floor, from the list that import-linter reads."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(c["layers"] for c in contracts["contracts"] if c["type"] == "layers")
    return {
        room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")
    }


def our_models():
    """Every model of a room, those that keep history and those that join two others included."""
    rooms = [app for app in apps.get_app_configs() if app.name.startswith("colonnade.")]
    return [model for app in rooms for model in app.get_models(include_auto_created=True)]


def pointers(model):
    """The relations a model declares itself, to a model of a room."""
    for field in model._meta.get_fields(include_hidden=True):
        if not field.is_relation or field.auto_created and not field.concrete:
            continue
        if not isinstance(field.related_model, type) or field.name in MADE_BY_THE_LIBRARY:
            continue
        if field.related_model.__module__.startswith("colonnade."):
            yield field


def test_every_room_with_models_has_a_floor():
    rooms = {app.label for app in apps.get_app_configs() if app.name.startswith("colonnade.")}

    assert rooms <= set(floors())


def test_no_model_points_up_or_sideways():
    floor = floors()
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in our_models()
        for field in pointers(model)
        for here, there in [(model._meta.app_label, field.related_model._meta.app_label)]
        if here != there and floor[there] >= floor[here]
    ]

    assert wrong == []
