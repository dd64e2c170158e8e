"""Selection by two, and from a submission to a case and its figures."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests import make
from tests.research.files import at_once

from colonnade.figures.measure import Measurer
from colonnade.people.models import Message
from colonnade.records.errors import Refused
from colonnade.research.actions import (
    decide_cases,
    draft_case,
    give_to,
    publish_case,
    send_judgement,
    vote_on_case,
)
from colonnade.research.models import Case, Judgement, Submission
from colonnade.values.period import Period

pytestmark = pytest.mark.django_db
MARKS = {"proof": (4, "Figures."), "use": (5, "Elsewhere too.")}


@pytest.fixture(autouse=True)
def an_office():
    make.office()


@pytest.fixture
def members():
    return make.account(), make.account(), make.account()


def judged(at, **facts):
    """A submission that two have judged."""
    sent = make.submission(at, "eligible", **facts)
    for _n in range(at.reviews_needed):
        send_judgement(judgement=give_to(judge=make.judge(at), submission=sent), scores=MARKS)
    return sent


def said(sent, verdict, *members):
    for member in members:
        vote_on_case(submission=sent, member=member, verdict=verdict, reason="Because.")


def states(at):
    return dict(at.submissions.order_by("pk").values_list("title", "state"))


def test_two_who_agree_decide_and_everybody_is_told_once_in_their_language(members):
    at = make.call(languages=["en", "fr"])
    one = judged(at, title="A", email="a@example.org", language="fr")
    two = judged(at, title="B", email="b@example.org")
    judged(at, title="C"), said(judged(at, title="D"), "select", members[0])
    split = judged(at, title="E")
    said(one, "select", *members[:2]), said(two, "decline", *members[:2])
    said(split, "select", members[0], members[1]), said(split, "decline", members[2])
    said(split, "decline", make.account())
    out = make.submission(at, "not_eligible", title="F", email="f@example.org")
    Submission.objects.filter(pk=out.pk).update(reason="theme")
    told = decide_cases(call=at)
    again = decide_cases(call=at)

    assert states(at) == {
        "A": "selected",
        "B": "declined",
        "C": "eligible",
        "D": "eligible",
        "E": "eligible",
        "F": "not_eligible",
    }
    assert (len(told.one_voice), told.divided, told.told, again.told) == (2, [split], 3, 0)
    letters = dict(Message.objects.filter(key__contains="/outcome-").values_list("to_address", "language"))
    assert letters == {"a@example.org": "fr", "b@example.org": "en", "f@example.org": "en"}
    assert (
        "not on the subject of the call"
        in Message.objects.get(to_address="f@example.org", key__contains="outcome").body
    )


def test_nothing_is_selected_before_as_many_have_judged_it_as_the_call_asks(members):
    at = make.call()
    early = make.submission(at, "eligible")
    send_judgement(judgement=give_to(judge=make.judge(at), submission=early), scores=MARKS)
    said(early, "select", *members[:2])

    assert decide_cases(call=at).early == [early]


def test_a_voice_needs_a_reason_is_one_a_member_and_is_not_theirs_who_declared_an_interest(members):
    at = make.call()
    sent = judged(at)
    with pytest.raises(Refused, match="Say why"):
        vote_on_case(submission=sent, member=members[0], verdict="select", reason=" ")
    said(sent, "decline", members[0]), said(sent, "select", members[0])
    judge = make.judge(at, account=members[1])
    Judgement.objects.create(judge=judge, submission=sent, state="conflict", conflict="cousin")
    with pytest.raises(Refused, match="declared an interest"):
        said(sent, "select", members[1])

    assert (sent.votes.count(), decide_cases(call=at).one_voice) == (1, [sent])


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_and_tell_once():
    at, members = make.call(), (make.account(), make.account())
    for _n in range(3):
        said(judged(at), "select", *members)

    assert sorted(at_once(2, lambda: len(decide_cases(call=at).selected))) == [0, 3]
    assert Message.objects.filter(key__contains="/outcome-selected").count() == 3


def test_a_case_begins_with_the_words_that_were_sent_and_is_published_once_under_a_licence(members):
    at = make.call(licence="", activity=make.activity("2013-01-01", themes=["lines"]))
    sent = make.submission(at, "eligible", title="Lines", from_country="FJI", organisation_name="Bureau")
    with pytest.raises(Refused, match="was not selected"):
        draft_case(submission=sent)
    Submission.objects.filter(pk=sent.pk).update(state="selected")
    case = draft_case(submission=sent)

    assert draft_case(submission=sent) == case
    assert (case.title, case.organisation_name, case.country.code, case.problem, [t.code for t in case.themes.all()]) == (
        "Lines", "Bureau", "FJI", "Queues.", ["lines"],
    )  # fmt: skip
    with pytest.raises(Refused, match="which licence"):
        publish_case(case=case)
    Case.objects.filter(pk=case.pk).update(licence="CC BY 4.0")
    publish_case(case=case, on=date(2014, 5, 6))
    with pytest.raises(Refused, match="was published"):
        publish_case(case=case)


def test_a_picture_says_what_it_shows_and_whose_it_is():
    case = make.case(picture="cases/x.jpg")
    with pytest.raises(ValidationError, match="what the picture shows"):
        case.full_clean()


def test_figures_count_by_call_year_and_country_and_name_no_submission():
    at, other = make.call("2013-05-06"), make.call("2014-05-06")
    make.submission(at, "eligible", from_country="FJI"), make.submission(at, "declined", from_country="FJI")
    (
        make.submission(at, "not_eligible", from_country="WSM"),
        make.submission(at, "taken_back", from_country="KOR"),
    )
    make.submission(other, "sent", from_country="FJI"), make.submission(other, "duplicate")
    make.case("2014-06-01", call=at, from_country="FJI")
    span = Period.of_years(2013, 2014)

    def measure(key, by=None):
        told = Measurer(as_of=date(2015, 1, 1)).measure(key, span, by=by)
        return {part.part: part.value for part in told.parts} if by else told.value

    assert [
        measure(f"research.{key}")
        for key in ("submissions", "submissions_eligible", "countries_submitting", "cases")
    ] == [5, 2, 2, 1]
    assert measure("research.submissions", "year") == {"2013": 3, "2014": 2}
    assert measure("research.submissions", "call") == {at.code: 3, other.code: 2}
    assert measure("research.submissions", "country") == {"FJI": 3, "WSM": 1, "not_recorded": 1}
    rows = Measurer(as_of=date(2015, 1, 1)).measure("research.submissions", span).rows
    assert {row.ref for row in rows} == {at.ref, other.ref}
