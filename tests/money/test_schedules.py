"""What is due under an agreement, what has come of it and what is overdue; levies with their days and exemptions."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from tests.money.a_fund import AFund, D, day, un_rate

from colonnade.money.actions import record_receipt, reverse
from colonnade.money.models import AgreementCharge, Instalment
from colonnade.money.queries import balance_on, overdue_on, schedule_of
from colonnade.values.numbers import Amount

pytestmark = pytest.mark.django_db


def due(a, *days, amount="1000"):
    return [
        Instalment.objects.create(agreement=a.agreement, due_on=a.on(on), amount=D(amount)) for on in days
    ]


def states(a, on):
    return [
        (str(line.received), str(line.outstanding), str(line.state))
        for line in schedule_of(a.agreement, a.on(on))
    ]


def test_what_comes_pays_the_earliest_that_is_open_and_what_is_late_is_overdue_after_thirty_days():
    a = AFund()
    due(a, "02-01", "06-01", "12-01")
    a.receive("1400", on="01-15")
    assert states(a, "01-20") == [
        ("USD 1,000.00", "USD 0.00", "received"), ("USD 400.00", "USD 600.00", "to come"), ("USD 0.00", "USD 1,000.00", "to come"),
    ]  # fmt: skip
    assert [states(a, on)[1][2] for on in ("06-01", "07-01", "07-02")] == ["due", "due", "overdue"]
    assert [(str(one.outstanding), str(one.state)) for one in overdue_on(a.on("07-02"), a.fund)] == [
        ("USD 600.00", "overdue")
    ]


def test_a_receipt_that_names_its_instalment_pays_that_one_and_its_reversal_opens_it_again():
    a = AFund()
    first, second = due(a, "02-01", "03-01")
    receipt = a.receive("1000", on="03-05", instalment=second)
    assert [line[2] for line in states(a, "04-02")] == ["overdue", "received"]
    reverse(posting=receipt, on=a.on("04-01"), because="Bounced", by=a.finance)
    assert [line[2] for line in states(a, "04-02")] == ["overdue", "overdue"]
    assert first.agreement.instalments.count() == 2


def test_a_schedule_is_in_the_currency_of_its_agreement():
    """A euro agreement of a dollar fund: what came in dollars is told in euros at the rate of its day."""
    a = AFund()
    un_rate("EUR", "2014-01-10", "0.8")
    a.agreement.currency = "EUR"
    a.agreement.save()
    due(a, "02-01")
    a.receive("1000", on="01-15")
    (line,) = schedule_of(a.agreement, a.on("02-01"))
    assert (line.received, line.outstanding) == (Amount(D(800), "EUR"), Amount(D(200), "EUR"))


def test_what_is_due_costs_as_many_questions_for_three_agreements_as_for_one(django_assert_num_queries):
    a = AFund()
    due(a, "02-01")
    with django_assert_num_queries(4):
        assert len(overdue_on(a.on("12-31"))) == 1
    for other in (AFund(), AFund()):
        due(other, "02-01")
    with django_assert_num_queries(4):
        assert len(overdue_on(a.on("12-31"))) == 3


def test_a_levy_begins_on_its_day_and_ends_with_an_exemption_that_has_a_reason():
    a = AFund(year=2020)
    AgreementCharge.objects.create(
        agreement=a.agreement, kind="levy", percent=D(1), valid_from=day("2020-03-01")
    )
    exempt = AgreementCharge(agreement=a.agreement, kind="levy", percent=D(0), valid_from=day("2020-06-01"))
    with pytest.raises(ValidationError, match="An exemption has a reason"):
        exempt.full_clean()
    exempt.because = "Humanitarian: General Assembly resolution 72/279"
    exempt.full_clean()
    exempt.save()
    for on in ("02-29", "03-01", "06-01"):
        record_receipt(fund=a.fund, on=a.on(on), amount=D(1000), agreement=a.agreement, by=a.finance)
    assert balance_on(a.fund, a.on("12-31")) == Amount(D(2990), "USD")
