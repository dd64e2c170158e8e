"""Blind is blind: whatever a reviewer is given is searched for whatever says who sent it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests import make
from tests.research.files import jpeg, pdf

from colonnade.places.models import Country
from colonnade.research.actions import assign_judges, attach, give_to, hide_words, send_judgement, show_file
from colonnade.research.case_links import token_of
from colonnade.research.models import CallQuestion, Judgement, Submission
from colonnade.values.comparing import folded

pytestmark = pytest.mark.django_db

WHO = {
    "contact_name": "Litia Ravuvu", "email": "litia.ravuvu@lines.gov.fj", "organisation_name": "Ministry of Lines (MoL), Registry",
    "function": "Deputy Registrar-General", "nominee": "Suva One-Stop Team",
}  # fmt: skip
SAYS = (
    "At the Ministry of Lines in Fiji, Mrs RAVUVU (litia.ravuvu@lines.gov.fj, +679 330 1234) opened www.lines.gov.fj. "
    "La République des Fidji, 斐济, فيجي, Фиджи, 피지. MoL and the Suva One-Stop Team wrote it; FJI. The viti way."
)


@pytest.fixture(autouse=True)
def an_office():
    make.office("Office of Rivers", email="office@example.org")


@pytest.fixture
def given():
    """A submission that says in every field and file who sent it, in the hands of a reviewer."""
    call = make.call(kind="award", categories="Access")
    CallQuestion.objects.create(call=call, name="site", label="Site", purpose="To look", kind="singleline")
    CallQuestion.objects.create(
        call=call, name="boss", label="Head", purpose="To write", kind="singleline", shown_to_judges=False
    )
    told = dict.fromkeys(("title", "problem", "done", "results", "lessons", "evidence"), SAYS)
    sent = make.submission(
        call,
        from_country="FJI",
        category="Access",
        **told | {"title": SAYS[:290]},
        **WHO,
        answers={"site": SAYS, "boss": "Epeli Nailatikau"},
    )
    hide_words(submission=sent, words="viti")
    attach(
        submission=sent,
        name="Ravuvu-Fiji.pdf",
        content=pdf("Ministry of Lines", "Litia Ravuvu of Fiji wrote this for Ravuvu-Fiji."),
    )
    picture = attach(submission=sent, name="suva.jpg", content=jpeg("Litia Ravuvu"))
    show_file(file=picture, by=make.account("looker"))
    Submission.objects.filter(pk=sent.pk).update(state="eligible")
    return give_to(judge=make.judge(call, from_country="WSM"), submission=sent)


def identifying():
    """Everything about the sender that a page might let through, as it would be searched for."""
    fiji = Country.objects.get(code="FJI")
    names = [
        getattr(fiji, name)
        for name in ("name_en", "name_fr", "name_es", "name_ru", "name_zh", "name_ar", "name_ko")
    ]
    return {folded(word) for word in (
        *names, *WHO.values(), "Litia", "Ravuvu", "Ministry of Lines", "MoL,", "lines.gov.fj", "330 1234", "One-Stop", "viti way",
        "Nailatikau", "suva.jpg",
    )}  # fmt: skip


def everything(client, judge, code):
    """Every page and file that the reviewer's link leads to."""
    seen, waiting = {}, [reverse("judge", args=(token_of(judge),))]
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        seen[address] = (
            answer.headers.get("Content-Disposition", "")
            + content.decode("utf-8", "replace")
            + content.decode("utf-16-be", "replace")
        )
        if answer["Content-Type"].startswith("text/html"):
            links = re.findall(r'(?:href|action)="(/judge/[^"?]+)', content.decode())
            waiting += [link for link in links if link not in seen and link not in waiting]
    return seen


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_page_and_no_file_of_a_reviewer_says_who_sent_a_submission(client, given, language):
    given.judge.language = language
    given.judge.save()
    other = give_to(judge=make.judge(given.judge.call), submission=given.submission)
    send_judgement(judgement=other, scores={"proof": (4, "Well told."), "use": (5, "Yes.")})
    before = everything(client, given.judge, given.submission.code)
    send_judgement(judgement=given, scores={"proof": (4, "Yes."), "use": (5, "Yes.")})
    after = everything(client, given.judge, given.submission.code)

    assert (len(before), len(after)) == (4, 4)
    found = [
        (address, word)
        for seen in (before, after)
        for address, said in seen.items()
        for word in identifying()
        if word in folded(said)
    ]
    assert found == []
    assert all(
        "█" in said
        for address, said in before.items()
        if not address.rstrip("/").rpartition("/")[0].endswith("files")
    )


def test_who_else_judges_and_what_they_said_is_not_seen_before_ones_own_is_sent(client, given):
    other = make.judge(given.judge.call, "Somebody Severe", email="severe@example.org")
    send_judgement(
        judgement=give_to(judge=other, submission=given.submission),
        scores={"proof": (1, "Poor."), "use": (2, "Weak.")},
        comment="No.",
    )
    address = reverse("judge_one", args=(token_of(given.judge), given.submission.code))
    before = client.get(address).content.decode()
    client.post(address, {"s-proof": "4", "r-proof": "Figures.", "s-use": "5", "r-use": "Yes.", "send": "1"})
    after = client.get(address).content.decode()

    assert ("Other reviewers" in before, "Other reviewers" in after, "(1, 2)" in after) == (False, True, True)
    assert [word for word in ("Somebody", "severe@", "Poor.", "Weak.") if word in before + after] == []


def test_a_reviewers_link_opens_what_was_given_to_them_and_nothing_of_another(client, given):
    mine, other = given.judge, make.judge(given.judge.call)
    theirs = make.submission(given.judge.call, "eligible", category="Access")
    give_to(judge=other, submission=theirs)
    elsewhere = make.judge(make.call())
    code = given.submission.code

    for judge, one in ((mine, theirs.code), (other, code), (elsewhere, code)):
        for name, more in (("judge_one", ()), ("judge_file", (2,)), ("judge_text", (1,))):
            assert client.get(reverse(name, args=(token_of(judge), one, *more))).status_code == 404
    # A file is seen as a file only once somebody at the desk let it be.
    assert client.get(reverse("judge_file", args=(token_of(mine), code, 1))).status_code == 404
    assert client.get(reverse("judge_file", args=(token_of(mine), code, 2))).status_code == 200


def test_scores_are_kept_sent_once_and_an_interest_takes_the_submission_away(client, given):
    make.judge(given.judge.call)
    address = reverse("judge_one", args=(token_of(given.judge), given.submission.code))
    client.post(address, {"s-proof": "4", "r-proof": "Half.", "keep": "1"})
    page = client.get(address)
    assert (
        'name="s-proof" value="4" checked' in page.content.decode(),
        page["Cache-Control"],
        page.cookies.keys(),
    ) == (True, "no-store", {}.keys())
    refused = client.post(address, {"s-proof": "4", "r-proof": "<b>typed", "send": "1"})
    assert (
        refused.status_code,
        "&lt;b&gt;typed" in refused.content.decode(),
        "has no score yet" in refused.content.decode(),
    ) == (422, True, True)
    client.post(address, {"conflict": "1", "interest": "I helped"})

    assert client.get(address).status_code == 404
    assert sorted(Judgement.objects.values_list("state", flat=True)) == ["conflict", "given"]


def test_the_list_of_a_reviewer_asks_as_many_questions_for_many_as_for_one(client, django_assert_num_queries):
    call = make.call()
    judge, _other = make.judge(call), make.judge(call)
    for many in (1, 2):
        for _n in range(many):
            make.submission(call, "eligible", from_country="FJI")
        assign_judges(call=call)
        with django_assert_num_queries(5):
            client.get(reverse("judge", args=(token_of(judge),)))
