"""Clearance: steps in their order, taken by others than those who wrote or submitted, and what is published without."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group
from tests import make

from colonnade.records.errors import Refused
from colonnade.research.actions import (
    move_product,
    move_study,
    override_clearance,
    publish_product,
    submit_for_clearance,
    take_step,
)
from colonnade.research.models import ClearanceStep, Product, Study
from colonnade.research.queries import clearance_of, why_not_published
from colonnade.research.rules.studies import is_cleared, steps_of
from colonnade.values.dates import PartialDate
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    """The head, an officer and whoever does the layout; a study by Ana with a report in draft."""
    settle_roles()
    told = {name: make.account(name) for name in ("head", "officer", "layout")}
    for name, role in (("head", "Head"), ("officer", "Programme officer"), ("layout", "Communications")):
        told[name].groups.add(Group.objects.get(name=role))
    study = make.study(state="running")
    make.contributor(study, "Ana Tui")
    make.draft(study)
    return told | {"study": study, "report": make.product(None, state="draft", of=study)}


def step(product: Product, kind: str) -> ClearanceStep:
    return clearance_of(product).steps.get(kind=kind)


def cleared(office, product: Product | None = None) -> Product:
    product = product or office["report"]
    submit_for_clearance(product=product, by=office["officer"])
    for kind in steps_of(product):
        take_step(step=step(product, kind), to="cleared", by=office["head" if kind == "head" else "layout"])
    return product


@pytest.mark.parametrize(
    ("kind", "steps"),
    [("research_report", "copyright language design head"), ("working_paper", "copyright language head"),
     ("event_report", "language head"), ("country_profile", "copyright language design head")],
)  # fmt: skip
def test_the_steps_follow_from_the_kind_of_product(office, kind, steps):
    product = make.product(None, product_kind=kind, state="draft", of=office["study"])
    submit_for_clearance(product=product, by=office["officer"])

    assert [one.kind for one in clearance_of(product).steps.all()] == steps.split()


def test_a_product_is_cleared_when_every_step_says_so_and_who_and_when_are_kept(office):
    product = cleared(office)
    held = clearance_of(product)

    assert (is_cleared(held), why_not_published(product)) == (True, "")
    assert [one.by.username for one in held.steps.all()] == ["layout", "layout", "layout", "head"]
    assert None not in [one.at for one in held.steps.all()]


def test_a_step_out_of_order_is_refused_with_the_one_that_comes_before(office):
    submit_for_clearance(product=office["report"], by=office["officer"])
    with pytest.raises(Refused, match="“copyright and permissions” comes before “design”"):
        take_step(step=step(office["report"], "design"), to="cleared", by=office["layout"])
    taken = take_step(step=step(office["report"], "copyright"), to="cleared", by=office["layout"])
    with pytest.raises(Refused, match="is cleared already"):
        take_step(step=taken, to="cleared", by=office["layout"])


def test_nobody_clears_what_they_submitted_or_wrote(office):
    submit_for_clearance(product=office["report"], by=office["officer"])
    ana = make.account("ana", first_name="Ana", last_name="Tui")
    for account, words in ((office["officer"], "You submitted"), (ana, "nobody clears their own work")):
        with pytest.raises(Refused, match=words):
            take_step(step=step(office["report"], "copyright"), to="cleared", by=account)


def test_the_last_step_is_the_heads_and_is_needed(office):
    product = office["report"]
    submit_for_clearance(product=product, by=office["officer"])
    for kind in ("copyright", "language", "design"):
        take_step(step=step(product, kind), to="cleared", by=office["layout"])
    with pytest.raises(Refused, match="the head's own step"):
        take_step(step=step(product, "head"), to="cleared", by=office["layout"])
    with pytest.raises(Refused, match="needed for every product"):
        take_step(step=step(product, "head"), to="not_needed", by=office["head"], comment="In haste")
    take_step(step=step(product, "head"), to="cleared", by=office["head"])

    assert is_cleared(clearance_of(product))


def test_the_head_who_wrote_it_does_not_clear_it_either(office):
    make.draft(office["study"], by=office["head"])
    product = office["report"]
    submit_for_clearance(product=product, by=office["officer"])
    with pytest.raises(Refused, match="nobody clears their own work"):
        take_step(step=step(product, "copyright"), to="cleared", by=office["head"])


def test_the_head_does_not_clear_while_a_review_is_open(office):
    product = office["report"]
    make.review_round(office["study"])
    submit_for_clearance(product=product, by=office["officer"])
    for kind in ("copyright", "language", "design"):
        take_step(step=step(product, kind), to="not_needed", by=office["layout"], comment="Online only")
    with pytest.raises(Refused, match="peer review is open"):
        take_step(step=step(product, "head"), to="cleared", by=office["head"])


def test_what_is_sent_back_says_why_and_is_submitted_again(office):
    product = office["report"]
    submit_for_clearance(product=product, by=office["officer"])
    with pytest.raises(Refused, match="Say why"):
        take_step(step=step(product, "copyright"), to="returned", by=office["layout"])
    take_step(
        step=step(product, "copyright"), to="returned", by=office["layout"], comment="A photo has no licence."
    )
    with pytest.raises(Refused, match="was sent back"):
        take_step(step=step(product, "language"), to="cleared", by=office["layout"])
    again = submit_for_clearance(product=product, by=office["officer"])

    assert (again.number, [one.state for one in again.steps.all()]) == (2, ["waiting"] * 4)


def test_a_draft_that_came_since_is_not_cleared_by_what_was_said_of_the_one_before(office):
    product = cleared(office)
    with pytest.raises(Refused, match="is cleared already in this version"):
        submit_for_clearance(product=product, by=office["officer"])
    make.draft(office["study"])

    assert why_not_published(product) == (
        f"{product.code} was cleared in version 1, and version 2 has come since. Submit that one for clearance."
    )
    assert submit_for_clearance(product=product, by=office["officer"]).draft.version == 2


def pass_on(product: Product) -> Product:
    """The officer says that it is cleared."""
    Product.objects.filter(pk=product.pk).update(state="review")
    return move_product(product=product, to="cleared")


def test_a_product_is_cleared_only_once_its_steps_are_taken_or_the_head_decides_otherwise(office):
    product = office["report"]
    with pytest.raises(Refused, match="was not submitted for clearance"):
        pass_on(product)
    submit_for_clearance(product=product, by=office["officer"])
    with pytest.raises(Refused, match="“copyright and permissions” is waiting"):
        pass_on(product)
    for account, because, words in (
        (office["officer"], "In haste.", "Only the head"),
        (office["head"], " ", "Say why"),
    ):
        with pytest.raises(Refused, match=words):
            override_clearance(product=product, by=account, because=because)
    override_clearance(product=product, by=office["head"], because="The session is tomorrow.")
    assert pass_on(product).state == "cleared"


def test_what_is_not_the_offices_own_passes_without_its_clearance(office):
    assert pass_on(make.product(None, state="draft", own=False)).state == "cleared"


def test_what_was_cleared_is_not_published_while_a_newer_text_waits(office):
    product = pass_on(cleared(office))
    make.publication_file(make.version(product, released=False))
    make.draft(office["study"])
    with pytest.raises(Refused, match="was cleared in version 1, and version 2 has come since"):
        publish_product(product=product, on=PartialDate(date(2014, 5, 6)))


def test_a_study_is_published_when_what_comes_out_of_it_is_cleared_or_the_head_overrides(office):
    study = office["study"]
    Study.objects.filter(pk=study.pk).update(stage="clearance")
    with pytest.raises(Refused, match="was not submitted"):
        move_study(study=study, to="published", by=office["officer"])
    with pytest.raises(Refused, match="Only the head"):
        move_study(study=study, to="published", by=office["officer"], override="In haste.")
    moved = move_study(study=study, to="published", by=office["head"], override="The session is tomorrow.")

    assert (moved.stage, moved.activity.state) == ("published", "closed")
    assert office["report"].overrides.get().because == "The session is tomorrow."


def test_a_cleared_product_lets_its_study_be_published(office):
    cleared(office)
    Study.objects.filter(pk=office["study"].pk).update(stage="clearance")

    assert move_study(study=office["study"], to="published", by=office["officer"]).stage == "published"
