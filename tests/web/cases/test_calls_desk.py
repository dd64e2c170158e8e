"""Calls at the desk: who may open what, and what each page does."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import make
from tests.research.files import pdf
from tests.web.test_desk import signed_in

from colonnade.research.actions import assign_judges, attach, give_to, send_judgement
from colonnade.research.models import Call, Case, CaseVote, Judgement, Submission

pytestmark = pytest.mark.django_db
MARKS = {"proof": (4, "Figures."), "use": (5, "Elsewhere too.")}
TABS = ("call_submissions", "call_judges", "call_ranking")


@pytest.fixture(autouse=True)
def an_office():
    make.office()


@pytest.mark.parametrize(
    ("role", "statuses"),
    [
        ("Head", [200, 200, 200]), ("Programme officer", [200, 200, 200]), ("Assistant", [200, 200, 302]),
        ("Communications", [302, 302, 302]), ("Finance", [302, 302, 302]), ("Viewer", [302, 302, 302]),
    ],
)  # fmt: skip
def test_who_sees_what_names_submitters_and_reviewers(client, role, statuses):
    sent = make.submission(make.call(), "eligible")
    signed_in(client, role)

    assert [client.get(reverse(name, args=(sent.call_id,))).status_code for name in TABS] == statuses
    one = client.get(reverse("call_submission", args=(sent.call_id, sent.pk)))
    assert one.status_code == statuses[0]
    assert client.get(reverse("call_submissions_file", args=(sent.call_id,))).status_code in (
        statuses[0],
        403,
    )


def test_an_assistant_screens_and_does_not_give_out_vote_or_publish(client):
    sent = make.submission(make.call())
    make.judge(sent.call)
    signed_in(client, "Assistant")
    address = reverse("call_submission", args=(sent.call_id, sent.pk))
    client.post(address, {"act": "screen", "verdict": "eligible"})
    for act in ({"act": "give", "judge": sent.call.judges.get().pk}, {"act": "case"}):
        client.post(address, act)
    client.post(reverse("call_judges", args=(sent.call_id,)), {"assign": "1"})
    client.post(
        reverse("call_ranking", args=(sent.call_id,)), {f"v-{sent.pk}": "select", f"r-{sent.pk}": "x"}
    )

    sent.refresh_from_db()
    assert (sent.state, sent.screened_by.get_username()) == ("eligible", "somebody-Assistant")
    assert [kind.objects.count() for kind in (Judgement, CaseVote, Case)] == [0, 0, 0]


def test_the_list_is_narrowed_and_many_are_found_eligible_at_once(client, django_assert_num_queries):
    call = make.call()
    one, two = (
        make.submission(call, title="Counter", from_country="FJI"),
        make.submission(call, title="Portal", from_country="WSM"),
    )
    make.submission(call, "taken_back")
    signed_in(client)
    address = reverse("call_submissions", args=(call.pk,))
    for asked in ({"q": "counter"}, {"country": "FJI"}, {"q": one.email}):
        page = client.get(address, asked).content.decode()
        assert ("Counter" in page, "Portal" in page) == (True, False), asked
    client.post(address, {"which": [one.pk, two.pk]})
    assert Submission.objects.filter(state="eligible").count() == 2
    with django_assert_num_queries(11):
        client.get(address)
    table = b"".join(
        client.get(reverse("call_submissions_file", args=(call.pk,)), {"state": "eligible"})
    ).decode()
    assert ("Counter" in table, "Portal" in table, table.count("\r\n")) == (True, True, 3)


def test_a_submission_is_screened_blinded_given_and_becomes_a_case(client):
    sent = make.submission(make.call(), contact_name="Litia Ravuvu", problem="Ravuvu of Suva saw queues.")
    file = attach(submission=sent, name="a.pdf", content=pdf("Ravuvu", "Nothing."))
    judge, other = make.judge(sent.call), make.judge(sent.call)
    signed_in(client)
    address = reverse("call_submission", args=(sent.call_id, sent.pk))
    client.post(address, {"act": "screen", "verdict": "not_eligible"})
    assert "why it is not eligible" in client.get(address).content.decode()
    client.post(address, {"act": "screen", "verdict": "eligible"})
    client.post(address, {"act": "hide", "hidden_words": "Suva"})
    assert "█████ of █████ saw queues." in client.get(address).content.decode()
    client.post(address, {"act": "show", "file": file.pk})
    copy = client.get(reverse("call_submission_file", args=(sent.call_id, sent.pk, file.pk)), {"copy": "1"})
    assert b"Ravuvu" not in b"".join(copy)
    client.post(address, {"act": "show", "file": file.pk, "redacted": SimpleUploadedFile("b.pdf", b"no")})
    client.post(address, {"act": "unshow", "file": file.pk})
    file.refresh_from_db()
    assert not file.shown
    client.post(address, {"act": "give", "judge": judge.pk})
    send_judgement(judgement=sent.judgements.get(), scores=MARKS)
    send_judgement(judgement=give_to(judge=other, submission=sent), scores=MARKS)
    Submission.objects.filter(pk=sent.pk).update(state="selected")
    client.post(address, {"act": "case"})
    client.post(address, {"act": "publish"})
    assert Case.objects.get(submission=sent).published_on is not None


def test_reviewers_are_given_out_invited_and_the_ranking_decides_with_two(client):
    call = make.call()
    one, two = (
        make.submission(call, "eligible", title="Counter"),
        make.submission(call, "eligible", title="Portal"),
    )
    for _n in range(2):
        make.judge(call)
    signed_in(client)
    judges = reverse("call_judges", args=(call.pk,))
    client.post(judges, {"assign": "1"})
    client.post(judges, {"invite": "1", "judge": [judge.pk for judge in call.judges.all()]})
    assert [bool(judge.invited_at) for judge in call.judges.all()] == [True, True]
    for held in one.judgements.all():
        send_judgement(judgement=held, scores=MARKS)
    make_vote = {f"v-{one.pk}": "select", f"r-{one.pk}": "Best", "decide": "1"}
    ranking = reverse("call_ranking", args=(call.pk,))
    client.post(ranking, make_vote)
    page = client.get(ranking).content.decode()
    assert (
        "Counter" in page,
        "4.67" in page,
        "2/2" in page,
        "0/2" in page,
        page.index("Counter") < page.index("Portal"),
    ) == (True,) * 5
    CaseVote.objects.create(submission=one, member=make.account(), verdict="select", reason="Yes")
    client.post(ranking, {"decide": "1"})
    one.refresh_from_db(), two.refresh_from_db()

    assert (one.state, two.state) == ("selected", "eligible")
    table = b"".join(client.get(reverse("call_ranking_file", args=(call.pk,)))).decode()
    assert (f"1,,{one.code}" in table, f",,{two.code}" in table) == (True, True)
    assert assign_judges(call=call).number == 0


def test_hours_of_a_call_are_typed_by_its_own_clock_and_an_unpublishable_case_is_refused(client):
    signed_in(client)
    sent = {
        "kind": "cases", "language": "en", "title": "T", "words": "W", "time_zone": "Asia/Seoul", "closes_at": "2031-05-07 00:00",
        "reviews_needed": "2", "best": "5", "languages": ["en", "fr"],
    }  # fmt: skip
    client.post(reverse("call:add"), sent)
    call = Call.objects.get()
    assert (call.code, call.closes_at.isoformat(), call.languages) == (
        "CALL-0001",
        "2031-05-06T15:00:00+00:00",
        ["en", "fr"],
    )
    refused = client.post(
        reverse("case:add"), {"language": "en", "year": "2031", "title": "T", "published_on": "2031-05-07"}
    )
    assert ("which licence" in refused.content.decode(), Case.objects.count()) == (True, 0)
