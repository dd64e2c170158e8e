"""News and stories as a figure."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make

from colonnade.figures.measure import Measurer
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db


def test_a_story_in_three_languages_is_one_and_a_draft_or_one_taken_off_is_none():
    make.site()
    story = make.story("Rivers", on="2014-03-01")
    make.translated(story, "fr", "Rivières")
    make.translated(story, "ar", "أنهار")
    make.story("Lakes", on="2013-03-01")
    make.story("Gone", on="2014-04-01").unpublish()

    measured = Measurer(as_of=date(2015, 1, 1)).measure("outreach.stories", Period.year(2014))
    assert (measured.value, [row.label for row in measured.rows]) == (1, ["Rivers"])
