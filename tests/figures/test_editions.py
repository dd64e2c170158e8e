"""Editions are frozen once: a code is never used again, and of two frozen at one moment one stands."""

from datetime import date

import pytest
from django.db.models.signals import pre_save
from tests import make

from colonnade.capacity.persons import merge_participants, undo_merge_of_participants
from colonnade.figures.actions import freeze_edition
from colonnade.figures.differences import CORRECTED, MERGED, differences
from colonnade.figures.measure import Measurer
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


def test_a_merge_of_persons_and_its_undoing_are_causes_of_their_own():
    event, kept = make.event("2014-05-06"), make.person()
    make.participation(event, kept)
    absorbed = make.participation(event).person

    def measured():
        return Measurer(as_of=date(2014, 12, 31)).measure("capacity.participations", Period.year(2014))

    def since(code):
        [one] = differences(Edition.objects.get(code=code).figures.get(), measured())
        return one.before, one.after, one.cause

    for code in ("before", "after"):
        freeze_edition(code=code, report="r", title="R", period=Period.year(2014), document={}, measurements=[measured()])
        if code == "before":
            merge = merge_participants(kept=kept, absorbed=absorbed, because="one e-mail", by="officer")
            assert since("before") == (2, 1, MERGED)
    undo_merge_of_participants(merge=merge, by="officer")
    assert since("after") == (1, 2, MERGED)

    make.participation(event)
    assert since("after") == (1, 3, CORRECTED)
