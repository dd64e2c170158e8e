"""Two at the same book: a line's last sum is bound once, whoever comes first."""

from __future__ import annotations

import threading

import pytest
from django.db import connections
from tests.money.a_fund import AFund, D

from colonnade.money.actions import approve_request, record_expense
from colonnade.money.models import Commitment, Ledger, LineTally
from colonnade.records.errors import Refused


@pytest.mark.django_db(transaction=True)
def test_of_many_commitments_at_once_none_passes_the_line_and_no_number_is_given_twice():
    a = AFund()
    a.receive()
    lines = a.allot(c120="500", c145="500")
    requests = [a.certified(lines["120"], "200") for _number in range(5)]
    begin, refused, wrong = threading.Barrier(8), [], []

    def at_once(act):
        try:
            begin.wait(30)
            act()
        except Refused as refusal:
            refused.append(str(refusal))
        except Exception as error:  # noqa: BLE001  (told below)
            wrong.append(error)
        finally:
            connections.close_all()

    acts = [
        lambda request=request: approve_request(request=request, by=a.approver, on=a.on("03-01"))
        for request in requests
    ]
    acts += [
        lambda name=name: record_expense(
            line=lines[name],
            on=a.on("03-01"),
            amount=D(200),
            programme_wide=True,
            reference="V",
            by=a.finance,
        )
        for name in ("145", "145", "145")
    ]
    threads = [threading.Thread(target=at_once, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert len(refused) == 4 and all("left, and this needs" in words for words in refused)
    assert Commitment.objects.filter(fund=a.fund).count() == 2
    held = LineTally.objects.filter(line__allotment__fund=a.fund).values_list("committed", "spent")
    assert sorted(held) == [(0, 400), (400, 0)]
    assert a.wrong == []
    assert Ledger.objects.get(fund=a.fund).last_number == 1 + 1 + 5 + 4
