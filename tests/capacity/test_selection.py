"""Selection: two who agree decide, nobody alone, and no seat is given twice."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection, connections
from tests import make

from colonnade.capacity.actions import decide_selection, nominate, set_criteria, take_seat, vote
from colonnade.capacity.actions.nomination import Candidate
from colonnade.capacity.actions.seats import settle_seats
from colonnade.capacity.links import token_of
from colonnade.capacity.models import Nomination, Participation, Registration, Seats, SelectionVote
from colonnade.capacity.queries.selection import applicants, balance
from colonnade.people.models import Message
from colonnade.records.errors import Refused
from colonnade.values.agreeing import agreed

pytestmark = pytest.mark.django_db
Status = Participation.Status


def event(*, seats: int | None = None, each: int | None = None, waiting=True, **facts):
    if not facts.pop("office_is_there", False):
        make.office()
    made = make.event("2031-05-06", state="announced", seats=seats)
    made.stage, made.entry, made.selection = "announced", "both", True
    made.seats_per_country, made.waiting_list = each, waiting
    for name, value in facts.items():
        setattr(made, name, value)
    made.save()
    settle_seats([made.pk])
    return made


def applicant(at, name="", *, from_country="FJI", email="", **facts):
    return make.participation(
        at, make.person(name, email=email), from_country=from_country, status=Status.APPLIED, **facts
    )


@pytest.fixture
def panel():
    return make.account("head"), make.account("officer"), make.account("assistant")


def said(who, verdict, *members, **facts):
    reason = {"reason": "Not this time."} if verdict == "decline" else {}
    for member in members:
        vote(participation=who, member=member, verdict=verdict, **reason | facts)


def states(at) -> dict[str, str]:
    return dict(Participation.objects.filter(event=at).values_list("person__full_name", "status"))


def test_two_members_who_agree_decide_and_one_alone_does_not(panel):
    at = event()
    ana, ben, eve = (applicant(at, name) for name in ("Ana", "Ben", "Eve"))
    said(ana, "select", *panel[:2])
    said(ben, "select", panel[0])
    told = decide_selection(event=at)

    assert states(at) == {"Ana": "registered", "Ben": "applied", "Eve": "applied"}
    assert (told.selected, told.one_voice) == ([ana], [ben, eve])


def test_the_same_member_twice_is_one_voice(panel):
    at = event()
    ana = applicant(at, "Ana")
    said(ana, "decline", panel[0])
    said(ana, "select", panel[0], panel[0])
    decide_selection(event=at)

    assert (states(at), SelectionVote.objects.count()) == ({"Ana": "applied"}, 1)


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ([], ""),
        (["select"], ""),
        (["select", "decline"], ""),
        (["select", "select"], "select"),
        (["select", "select", "decline"], "select"),
        (["select", "select", "decline", "decline"], "divided"),
        (["reserve", "reserve"], "reserve"),
    ],
)
def test_what_two_agree_on_is_agreed_and_two_pairs_are_divided(verdicts, told):
    assert agreed(verdicts) == told


def test_a_divided_panel_decides_nothing_and_is_named(panel):
    at, fourth = event(), make.account("fourth")
    ana = applicant(at, "Ana")
    said(ana, "select", *panel[:2])
    said(ana, "decline", panel[2], fourth)
    told = decide_selection(event=at)

    assert (states(at), told.divided) == ({"Ana": "applied"}, [ana])


def test_who_entered_an_applicant_has_no_voice_about_them(panel):
    at = event()
    ana = applicant(at, "Ana")
    ana.history.update(history_user=panel[0])

    with pytest.raises(Refused, match="You entered Ana yourself"):
        vote(participation=ana, member=panel[0], verdict="select")
    said(ana, "select", *panel[1:])
    decide_selection(event=at)
    assert states(at) == {"Ana": "registered"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"verdict": "perhaps"}, "Say whether"),
        ({"verdict": "decline"}, "Say why Ana"),
        ({"verdict": "select", "criteria": ["tall"]}, "no criterion"),
    ],
)
def test_a_vote_that_says_nothing_is_refused(panel, facts, words):
    ana = applicant(event(), "Ana")
    with pytest.raises(Refused, match=words):
        vote(participation=ana, member=panel[0], **facts)


def test_nobody_is_voted_on_who_is_decided(panel):
    at = event()
    ana = applicant(at, "Ana")
    said(ana, "decline", *panel[:2])
    decide_selection(event=at)
    with pytest.raises(Refused, match="nothing to decide"):
        vote(participation=ana, member=panel[2], verdict="select")


def test_criteria_are_the_events_own_short_list(panel):
    at = set_criteria(
        event=event(), criteria=[" works on budgets ", "", "works on budgets", "speaks English"]
    )
    ana = applicant(at, "Ana")
    said(ana, "select", panel[0], criteria=["speaks English"])

    assert (at.criteria, SelectionVote.objects.get().criteria) == (
        ["works on budgets", "speaks English"],
        ["speaks English"],
    )
    with pytest.raises(Refused, match="Twelve criteria"):
        set_criteria(event=at, criteria=[str(number) for number in range(13)])


def test_over_the_seats_those_of_more_voices_and_higher_priority_come_first_and_the_rest_wait(panel):
    at = event(seats=2)
    point = make.focal_point(at)
    nominate(
        focal_point=point, candidates=[Candidate(uuid.uuid4(), name) for name in ("First", "Second", "Third")]
    )
    for one in Participation.objects.filter(event=at):
        said(one, "select", *panel[:2])
    said(Participation.objects.get(person__full_name="Third"), "select", panel[2])
    decide_selection(event=at)

    assert states(at) == {"First": "registered", "Second": "waiting", "Third": "registered"}
    assert Seats.objects.get(event=at, country=None).taken == 2


def test_a_country_has_no_more_than_its_seats(panel):
    at = event(seats=10, each=1)
    for name, country in (("Ana", "FJI"), ("Ben", "FJI"), ("Eve", "WSM")):
        said(applicant(at, name, from_country=country), "select", *panel[:2])
    decide_selection(event=at)

    assert states(at) == {"Ana": "registered", "Ben": "waiting", "Eve": "registered"}
    held = Seats.objects.filter(event=at).values_list("country__code", "taken", "limit")
    assert set(held) == {(None, 2, 10), ("FJI", 1, 1), ("WSM", 1, 1)}


def test_without_a_waiting_list_who_finds_no_seat_stays_an_applicant_and_is_named(panel):
    at = event(seats=0, waiting=False)
    ana = applicant(at, "Ana")
    said(ana, "select", *panel[:2])
    told = decide_selection(event=at)
    assert (states(at), told.full) == ({"Ana": "applied"}, [ana])


def test_who_waits_takes_a_seat_by_the_same_decision_once_one_is_free(panel):
    at = event(seats=0)
    said(applicant(at, "Ana"), "select", *panel[:2])
    decide_selection(event=at)
    Seats.objects.filter(event=at, country=None).update(limit=1)
    decide_selection(event=at)
    assert states(at) == {"Ana": "registered"}


def test_the_tally_knows_who_was_selected(panel):
    at = event()
    said(applicant(at, "Ana"), "select", *panel[:2])
    applicant(at, "Ben")
    decide_selection(event=at)
    at.tally.refresh_from_db()
    assert (at.tally.registered, at.tally.counted) == (1, 0)


def test_each_is_told_once_in_their_language_and_the_focal_point_of_all_of_theirs(panel):
    at = event(seats=1)
    point = make.focal_point(at, "Sefa", language="fr", email="sefa@gov.example")
    rows = [
        Candidate(uuid.uuid4(), name, email=f"{name}@x.example".lower()) for name in ("Ana", "Ben", "Eve")
    ]
    nominate(focal_point=point, candidates=rows)
    for one in Participation.objects.filter(event=at):
        said(one, "decline" if one.person.full_name == "Eve" else "select", *panel[:2])
    decide_selection(event=at)
    decide_selection(event=at)

    letters = Message.objects.order_by("pk").values_list("to_address", "language", "person__full_name")
    assert list(letters) == [
        ("ana@x.example", "fr", "Ana"), ("ben@x.example", "fr", "Ben"), ("eve@x.example", "fr", "Eve"),
        ("sefa@gov.example", "fr", None),
    ]  # fmt: skip
    body = Message.objects.get(to_address="sefa@gov.example").body
    assert [line.partition(":")[0] for line in body.splitlines() if line[:4] in ("Ana:", "Ben:", "Eve:")] == [
        "Ana",
        "Ben",
        "Eve",
    ]


def test_a_refusal_in_the_same_transaction_leaves_neither_decision_nor_letter(panel):
    at = event()
    said(applicant(at, "Ana", email="ana@x.example"), "select", *panel[:2])
    point = make.focal_point(at, email="no address")
    Nomination.objects.create(
        code="NO-1", focal_point=point, participation=Participation.objects.get(event=at)
    )
    with pytest.raises(Refused, match="no e-mail address"):
        decide_selection(event=at)
    assert (states(at), Message.objects.count()) == ({"Ana": "applied"}, 0)


def test_who_is_selected_gets_the_link_to_complete_their_facts_where_the_event_asks_for_it(panel):
    at = event(selected_complete=True)
    ana = applicant(at, "Ana", email="ana@x.example")
    said(ana, "select", *panel[:2])
    decide_selection(event=at)

    registration = Registration.objects.get(participation=ana)
    assert f"/registration/{token_of(registration)}/?lang=en" in Message.objects.get().body


def test_earlier_events_are_counted_and_those_of_an_alike_address_are_only_perhaps(
    panel, django_assert_num_queries
):
    at = event()
    ana = applicant(at, "Ana", email="ana@x.example")
    ben = applicant(at, "Ben")
    make.participation(make.event("2014-05-06"), ana.person)
    make.participation(make.event("2015-05-06"), ana.person, status=Status.ABSENT)
    make.participation(make.event("2016-05-06"), make.person("A. Tui", email="Ana@x.example"))

    with django_assert_num_queries(3):
        told = {one.participation.pk: (one.earlier, one.perhaps) for one in applicants(at)}
    assert told == {ana.pk: (1, 1), ben.pk: (0, 0)}


def test_the_balance_tells_sex_country_and_groups_as_applied_and_as_selected(panel):
    at = event(seats=5)
    make.membership("FJI", "SIDS", "2000-01-01")
    ana = applicant(at, "Ana", sex="female")
    applicant(at, "Ben", sex="male", from_country="KOR")
    said(ana, "select", *panel[:2])
    decide_selection(event=at)

    told = balance(at)
    assert (told.applied, told.selected, told.taken, told.seats) == (2, 1, 1, 5)
    assert [(part, applied, chosen) for part, applied, chosen in told.sex] == [
        ("female", 1, 1),
        ("male", 1, 0),
    ]
    assert [(part.code, applied, chosen) for part, applied, chosen in told.countries] == [
        ("FJI", 1, 1),
        ("KOR", 1, 0),
    ]
    assert [(applied, chosen) for _part, applied, chosen in told.groups] == [(1, 1)]


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_for_the_last_seat_one_is_given_it():
    at = event(seats=1)
    members = [make.account(), make.account()]
    people = [applicant(at, f"Person {number}", from_country="") for number in range(6)]
    for one in people:
        said(one, "select", *members)
    begin, wrong = threading.Barrier(len(people)), []

    def decide(one):
        try:
            begin.wait(20)
            decide_selection(event=at, participations=[one])
        except Exception as error:  # noqa: BLE001  (told below)
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert sorted(states(at).values()) == ["registered"] + ["waiting"] * 5
    assert Seats.objects.get(event=at, country=None).taken == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_seats_at_once_none_is_given_beyond_the_limits():
    at = event(seats=5, each=2)
    people = [
        applicant(at, f"Person {number}", from_country=code, tally=False)
        for number, code in enumerate(("FJI", "WSM", "KOR") * 4)
    ]
    begin, got = threading.Barrier(len(people)), []

    def take(one):
        try:
            begin.wait(20)
            got.append((take_seat(one), one.country.code))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    given = [code for yes, code in got if yes]
    assert (len(got), len(given)) == (12, 5)
    assert max(given.count(code) for code in ("FJI", "WSM", "KOR")) <= 2
    counted = dict(Seats.objects.filter(event=at).values_list("country__code", "taken"))
    assert counted.pop(None) == 5
    assert {code: taken for code, taken in counted.items() if taken} == {
        c: given.count(c) for c in set(given)
    }
    assert connection.is_usable()
