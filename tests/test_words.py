"""The words about the house are true: cards, settings, figures, commands, links and terms are held to the code."""

import inspect
import os
import re
import tomllib
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps

from colonnade import cli
from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.register import register
from tests.words import (
    CARDS,
    HOUSE,
    PAGES,
    ROOT,
    TEST,
    code_in,
    defined_at,
    existing_tests,
    headings,
    line_links,
    links,
    target,
    text,
    told,
)

LAYERS = next(
    contract["layers"]
    for contract in tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    if contract.get("layers")
)
FLOORS = [[room.strip() for room in layer.split("|")] for layer in LAYERS]
ROOMS = [room for floor in FLOORS for room in floor]


def models_of(room):
    """The kinds of row a room keeps, without the histories the library makes of them."""
    if room not in {app.label for app in apps.get_app_configs()}:
        return []
    return [
        model.__name__
        for model in apps.get_app_config(room).get_models()
        if not hasattr(model, "instance_type")
    ]


def actions_of(room):
    """What can happen in a room: the public functions of its ``actions.py``, or what its ``actions/`` lists as verbs."""
    name = f"colonnade.{room}.actions"
    if find_spec(name) is None:
        return []
    actions = import_module(name)
    functions = inspect.getmembers(actions, inspect.isfunction)
    told = getattr(actions, "__all__", None) or [verb for verb, held in functions if held.__module__ == name]
    return [verb for verb, _held in functions if verb in told and not verb.startswith("_")]


def names_in(path):
    """The words that a page prints as code."""
    return {word for code in code_in(path) for word in re.findall(r"\w+", code)} | set(
        re.findall(r"\w+", text(path))
    )


def test_every_room_has_a_card():
    assert sorted(set(ROOMS) - set(CARDS)) == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_model_and_every_action_of_a_room_stands_on_its_card(room):
    assert sorted({*models_of(room), *actions_of(room)} - names_in(CARDS[room])) == []


@pytest.mark.parametrize("room", sorted({key.partition(".")[0] for key in CATALOGUE}))
def test_every_figure_stands_on_the_card_of_the_room_whose_records_it_counts(room):
    figures = [key for key in CATALOGUE if key.startswith(f"{room}.")]

    assert [key for key in figures if f"`{key}`" not in text(CARDS[room])] == []


def test_no_page_names_a_test_that_does_not_exist():
    known = existing_tests()

    assert [
        f"{told(path)}: {name}" for path in PAGES for name in TEST.findall(text(path)) if name not in known
    ] == []


def test_every_variable_the_house_reads_is_documented_and_no_other():
    told_of = set(
        re.findall(r"`((?:COLONNADE|DATABASE)_[A-Z_]+)`", text(ROOT / "docs" / "run" / "settings.md"))
    )
    sources = [*HOUSE.rglob("*.py"), ROOT / "tests" / "conftest.py"]
    read = {
        name
        for path in sources
        for name in re.findall(
            r"""(?:environ(?:\.get\(|\[)|listed\(|switched_on\()["']([A-Z_]+)["']""", text(path)
        )
    }

    assert told_of == {name for name in read if name.startswith(("COLONNADE_", "DATABASE_"))}


def test_the_catalogue_in_words_is_the_catalogue():
    assert text(ROOT / "docs" / "publish" / "figures.md") == register(), "Run: colonnade figure --register"


def test_every_make_target_that_a_page_names_exists():
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = {
        (told(path), goal)
        for path in PAGES
        for code in code_in(path)
        for goals in re.findall(r"^make ((?:[a-z][a-z-]*(?: |$))+)", code)
        for goal in goals.split()
    }

    assert sorted((path, goal) for path, goal in named if goal not in targets) == []


def test_every_verb_and_option_of_the_command_line_that_a_page_names_exists():
    known = cli.verbs()
    wrong = []
    for path in PAGES:
        if path.name == "plan.md":  # it speaks of verbs to come
            continue
        for code in code_in(path):
            for verb, rest in re.findall(r"\bcolonnade ([a-z]+)\b([^|;&#]*)", code):
                options = set(re.findall(r"(--[a-z-]+)", rest))
                if verb not in known:
                    wrong.append(f"{told(path)}: colonnade {verb}")
                    continue
                parser = cli.load_command_class(known[verb], verb).create_parser("colonnade", verb)
                held = {option for action in parser._actions for option in action.option_strings}
                wrong += [f"{told(path)}: colonnade {verb} {option}" for option in sorted(options - held)]

    assert wrong == []


def test_every_link_leads_somewhere():
    wrong = []
    for path in PAGES:
        for words, to in links(path):
            file, anchor = target(path, to), to.partition("#")[2]
            lost = anchor and file.suffix == ".md" and anchor not in headings(file)
            if not file.exists() or not file.is_relative_to(ROOT) or lost:
                wrong.append(f"{told(path)}: [{words}]({to})")

    assert wrong == []


def test_every_link_to_a_line_leads_to_what_it_names():
    wrong = [
        f"{told(path)}: {name} is on line {defined_at(file, name)} of {told(file)}, not {line}"
        for path in PAGES
        for name, _to, file, line in line_links(path)
        if defined_at(file, name) != line
    ]

    assert wrong == [], "Run: python -m tests.words"


def test_the_life_of_a_number_is_seven_links_from_the_row_to_the_page():
    life = text(ROOT / "ARCHITECTURE.md").partition("## The life of a number")[2].partition("\n## ")[0]
    rooms = [
        to.split("/")[2] for to in re.findall(r"^\d\. .*\]\((src/colonnade/[^)]+#L\d+)\)", life, re.MULTILINE)
    ]

    assert rooms == ["capacity", "capacity", "figures", "figures", "reports", "renderers", "web"]


def test_the_floor_plan_names_every_room_on_its_floor():
    plan = text(ROOT / "ARCHITECTURE.md").partition("## The floor plan")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| *\d+ *\| ([^|]+) \|", plan, re.MULTILINE)

    assert [re.findall(r"\[(\w+)\]", line) for line in lines] == FLOORS


def test_every_file_that_a_recipe_names_exists():
    """``<room>`` stands for any room, ``<format>`` for any format: the first of its kind stands in."""
    wrong = []
    for code in code_in(ROOT / "CONTRIBUTING.md"):
        name = code.replace("<room>", "capacity").replace("<format>", "html").split("::")[0].rstrip("/")
        if re.fullmatch(r"(?:src|tests|docs|benchmarks)/[\w./-]+", name) and not (ROOT / name).exists():
            wrong.append(code)

    assert wrong == []


def glossary(part):
    """The terms of a part of the glossary with their names in code."""
    section = text(ROOT / "GLOSSARY.md").partition(f"## {part}")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)
    return [(term, re.findall(r"`([^`]+)`", names)) for term, names in rows if "`" in names]


@pytest.fixture(scope="module")
def words_of_the_code():
    """Every name in the code of the house, and every figure's key."""
    return set(CATALOGUE) | {word for path in HOUSE.rglob("*.py") for word in re.findall(r"\w+", text(path))}


def test_every_term_of_the_glossary_is_in_the_code_under_its_name(words_of_the_code):
    terms = glossary("Words in the code")

    assert len(terms) > 40
    assert [
        (term, name) for term, names in terms for name in names
        if name not in words_of_the_code and not set(name.split(".")) <= words_of_the_code
    ] == []  # fmt: skip


def test_no_term_that_is_not_yet_in_the_code_has_a_model_already():
    known = {model.__name__.lower() for model in apps.get_models()}

    assert [
        term for term, names in glossary("Not yet") for name in names if name.replace("_", "") in known
    ] == []


def test_no_page_tells_where_or_on_whose_machine_it_was_written():
    private = re.compile(r"/(?:work|home|root|tmp)/\w|\bpypi\b", re.IGNORECASE)

    assert [
        f"{told(path)}: {private.search(text(path))[0]}" for path in PAGES if private.search(text(path))
    ] == []


def test_the_pictures_of_the_first_page_are_small():
    pictures = [ROOT / "docs" / "pictures" / name for name in ("deck.png", "figure.png")]

    assert [picture.name for picture in pictures if os.path.getsize(picture) > 200_000] == []
