"""The figures of evaluations: response, learning and use, with what was divided by what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests import make

from colonnade.figures.actions import enter_opening_figure, freeze_edition, plain_number
from colonnade.figures.catalogue import CATALOGUE
from colonnade.figures.definition import NotAdditive, add
from colonnade.figures.differences import differences, number_of
from colonnade.figures.measure import Measurer
from colonnade.figures.models import OpeningFigure
from colonnade.figures.publishing import Publisher, Withheld
from colonnade.figures.scope import Scope
from colonnade.records.errors import Refused
from colonnade.renderers.document import from_plain, to_plain
from colonnade.values.numbers import Ratio
from colonnade.values.period import Period
from colonnade.values.words import number_words

pytestmark = pytest.mark.django_db
YEAR = Period.year(2014)
AS_OF = date(2014, 12, 31)


def measure(key, **more):
    return Measurer(as_of=AS_OF).measure(f"capacity.{key}", YEAR, **more)


def test_the_response_rate_is_worked_out_anew_over_events_and_forms():
    first, second = make.event("2014-05-06"), make.event("2014-06-03")
    make.evaluation(first, "reaction", asked=10, answers=[{"relevant": "5"}] * 9)
    make.evaluation(first, "follow_up", asked=10, answers=[{"used": "yes"}] * 2)
    make.evaluation(second, "reaction", asked=30, answers=[{"relevant": "5"}] * 20)
    make.event("2014-07-01")

    told = measure("response_rate", by="form")

    assert (told.value, told.completeness) == (Ratio(31, 50), "known for 2 of 3 events")
    assert {part.part: part.value for part in told.parts} == {
        "reaction": Ratio(29, 40),
        "follow_up": Ratio(2, 10),
    }
    assert (measure("evaluation_answers").value, measure("evaluation_invitations").value) == (31, 50)
    assert measure("response_rate", parts={"form": "follow_up"}).value == Ratio(2, 10)
    assert "indicative only" in measure("response_rate", parts={"form": "follow_up"}).caveats[0]


def test_a_form_that_is_open_is_in_no_figure():
    form = make.evaluation(make.event("2014-05-06"), asked=8, answers=[{"relevant": "5"}] * 8)
    type(form).objects.update(closed_on=None)

    assert measure("response_rate").value is None


def test_use_and_learning_say_nothing_under_five():
    event, few = make.event("2014-05-06"), make.event("2014-06-03")
    make.evaluation(event, "follow_up", answers=[{"used": "yes"}] * 4 + [{"used": "no"}] * 2)
    make.evaluation(few, "follow_up", answers=[{"used": "yes"}] * 4)
    for held, n in ((event, 6), (few, 4)):
        pairs = [f"{held.pk}-{number}" for number in range(n)]
        make.evaluation(held, "pre_test", answers=[{"explain": "2"}] * n, pairs=pairs)
        make.evaluation(held, "post_test", answers=[{"explain": "4"}] * n, pairs=pairs)

    assert measure("use_after_six_months").value == Ratio(4, 6)
    assert measure("learning_gain").value == Ratio(Decimal("300.00"), 6, share=False)


@pytest.mark.parametrize(("value", "language", "words"), [
    (Ratio(31, 50), "en", "62 per cent (31 of 50)"), (Ratio(3, 7), "en", "3 of 7"),
    (Ratio(155, 310), "en", "50.0 per cent (155 of 310)"), (Ratio(1, 3000), "fr", "0,0 pour cent (1 sur 3\N{NARROW NO-BREAK SPACE}000)"),
    (Ratio(31, 50), "ar", "62 في المائة (31 من 50)"), (Ratio(31, 50), "zh", "百分之62（50中的31）"),
    (Ratio(Decimal("540.00"), 31, share=False), "en", "+17.4 points (n = 31)"),
    (Ratio(Decimal("-54.00"), 10, share=False), "ru", "\N{MINUS SIGN}5,4 балла (n = 10)"),
])  # fmt: skip
def test_a_share_is_printed_with_what_it_is_of(value, language, words):
    assert number_words(value, language) == words


@pytest.mark.parametrize("value", [Ratio(31, 50), Ratio(Decimal("540.00"), 31, share=False)])
def test_a_share_is_kept_by_documents_and_editions_as_it_was(value):
    assert from_plain(to_plain(value)) == value
    assert number_of(plain_number(value)) == value


def test_an_edition_keeps_what_a_share_was_of_and_tells_what_changed():
    event = make.event("2014-05-06")
    make.evaluation(event, asked=10, answers=[{"relevant": "5"}] * 9)
    edition = freeze_edition(code="e1", report="r", title="R", period=YEAR, language="en", measurements=[measure("response_rate")],
                             document={}, by="me")  # fmt: skip
    [held] = edition.figures.all()
    assert differences(held, measure("response_rate")) == []
    make.evaluation(event, "follow_up", asked=10, answers=[])

    [changed] = differences(held, measure("response_rate"))

    assert (changed.before, changed.after) == (Decimal("90.0"), Decimal("45.0"))
    assert number_of(held.value) == Ratio(9, 10)


def test_shares_refuse_to_be_summed_and_to_be_reported_alone():
    make.evaluation(make.event("2014-05-06"), asked=10, answers=[{"relevant": "5"}] * 9)

    with pytest.raises(NotAdditive, match="the share of one part and that of another are not that of both"):
        add([measure("response_rate")])
    with pytest.raises(Refused, match="cannot be reported alone"):
        enter_opening_figure(opening=OpeningFigure(
            code="OF", figure="capacity.response_rate", first_day=YEAR.first, last_day=YEAR.last, value=60))  # fmt: skip
    assert "never summed" in CATALOGUE["capacity.response_rate"].additivity


def test_a_share_of_few_is_withheld_in_public_with_what_would_reveal_it():
    big, small, other = make.event("2014-05-06"), make.event("2014-06-03"), make.event("2014-07-01")
    for event, asked in ((big, 30), (small, 3), (other, 9)):
        make.evaluation(event, asked=asked, answers=[{"relevant": "5"}] * 3)
    publisher = Publisher(Measurer(as_of=AS_OF), 5)

    told = publisher.publish("capacity.response_rate", Scope.of(YEAR, AS_OF))

    assert told.value == Ratio(9, 42)
    assert [row.contribution for row in told.rows] == [Ratio(3, 30), Withheld(), Withheld()]
    alone = publisher.publish("capacity.response_rate", Scope.of(Period.parse("2014-06"), AS_OF))
    assert alone.value == Withheld(small=False)
