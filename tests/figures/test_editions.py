"""Editions are frozen once: a code is never used again, and of two frozen at one moment one stands."""

from datetime import date

import pytest
from django.db.models.signals import pre_save

from colonnade.figures.actions import freeze_edition
from colonnade.figures.models import Edition
from colonnade.records.errors import Refused
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db


def freeze(code: str) -> Edition:
    return freeze_edition(
        code=code, report="committee", title="Report", period=Period.year(2013), document={}, measurements=[]
    )


def test_a_later_edition_supersedes_the_one_before_and_changes_nothing_in_it():
    first = freeze("one")
    before = Edition.objects.filter(pk=first.pk).values().get()

    second = freeze("two")

    assert second.supersedes == first
    assert Edition.objects.filter(pk=first.pk).values().get() == before


def test_a_code_is_never_used_again():
    freeze("one")

    with pytest.raises(Refused, match="There is an edition one already, and an edition is never changed"):
        freeze("one")


def test_of_two_frozen_at_the_same_moment_one_stands_and_the_other_is_refused():
    first = freeze("one")
    day = date(2013, 12, 31)

    def somebody_else(sender, instance, **_facts):
        other = Edition(code="theirs", report="committee", title="Report", first_day=day, last_day=day, as_of=day,
                        supersedes=first, document={})  # fmt: skip
        Edition.objects.bulk_create([other])

    pre_save.connect(somebody_else, sender=Edition)
    try:
        with pytest.raises(Refused, match="published at the same moment"):
            freeze("ours")
    finally:
        pre_save.disconnect(somebody_else, sender=Edition)

    assert not Edition.objects.filter(code="ours").exists()
