"""Calls in public: the page, the form that survives slow links, and the sender's own page."""

from __future__ import annotations

import gzip
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import make
from tests.research.files import jpeg

from colonnade.people.models import Consent, Message
from colonnade.research.case_links import token_of
from colonnade.research.models import Call, CallDocument, CallQuestion, CallText, Submission
from colonnade.web.cases import calls
from colonnade.web.events import visitors
from colonnade.web.events.visitors import Brake, new_stamp

pytestmark = pytest.mark.django_db

WROTE = {
    "contact_name": "Mere Vula", "email": "mere@example.org", "country": "FJI", "organisation_name": "Ministry of Lines",
    "title": "A counter", "problem": "Queues.", "done": "We opened one.", "results": "No queues.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def an_office_and_patience(monkeypatch):
    make.office("Office of Rivers", email="office@example.org")
    monkeypatch.setattr(visitors, "LEAST_SECONDS", 0)
    monkeypatch.setattr(calls, "senders", Brake())
    monkeypatch.setattr(calls, "mailboxes", Brake())


def form_of(call, **asked) -> str:
    return reverse("call_submit", args=(call.code,)) + "".join(f"?{k}={v}" for k, v in asked.items())


def token_in(answer) -> str:
    return re.search(r'name="token" value="([^"]+)"', answer.content.decode())[1]


def send(client, call, token="", **facts):
    told = {**WROTE, "token": token or token_in(client.get(form_of(call)))} | facts
    return client.post(form_of(call), {name: value for name, value in told.items() if value is not None})


def own_page(answer) -> str:
    return answer["Location"].partition("?")[0]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_form_is_one_small_page_without_scripts_or_cookies_and_nothing_is_ticked(client, language):
    call = make.call(languages=["en", "fr", "ar"], categories="Access\nOpenness", kind="award")
    CallQuestion.objects.create(call=call, name="sector", label="Sector", kind="radio", choices="one\ntwo", purpose="To compare.",
                                in_others="ar: القطاع | أول | ثان")  # fmt: skip
    answer = client.get(form_of(call, lang=language), HTTP_ACCEPT_ENCODING="gzip")
    said = gzip.decompress(answer.content).decode()

    assert len(answer.content) <= 14_000
    assert ("<script" in said, re.findall(r"(?:src|href)=.?https?:", said), answer.cookies.keys()) == (
        False,
        [],
        {}.keys(),
    )
    assert ("checked" in said, len(re.findall(r'name="consent_', said))) == (False, 2)
    assert ("القطاع" in said, "أول" in said) == ((language == "ar"),) * 2
    assert f'<option value="{language}" selected>' in said


def test_what_is_sent_is_received_once_however_often_and_answered_by_a_page_of_its_own(client):
    call = make.call()
    token = token_in(client.get(form_of(call)))
    first, second = send(client, call, token, consent_publication="on"), send(client, call, token)
    held = Submission.objects.get()

    assert (first.status_code, first["Location"]) == (
        303,
        f"{reverse('submission', args=(token_of(held),))}?lang=en&done=sent",
    )
    assert own_page(second) == own_page(first)
    page = client.get(first["Location"])
    assert (page["Cache-Control"], page["Referrer-Policy"], "We opened one." in page.content.decode()) == (
        "no-store",
        "no-referrer",
        True,
    )
    assert list(Consent.objects.values_list("purpose", "ref")) == [("publication", held.ref)]
    assert Message.objects.count() == 1


def test_a_draft_needs_an_address_only_and_is_gone_on_with_by_the_link_in_the_letter(client):
    call = make.call()
    empty = dict.fromkeys(WROTE, "")
    assert client.get(form_of(call)).status_code == 200
    answer = send(client, call, **empty | {"email": "mere@example.org", "problem": "Que", "draft": "1"})
    link = re.search(r"/submission/[^\s?]+", Message.objects.get().body)[0]
    page = client.get(f"{link}correct/").content.decode()

    assert own_page(answer) == link
    assert (">\nQue</textarea>" in page, "Keep as a draft" in page) == (True, True)
    client.post(f"{link}correct/", {**WROTE, "problem": "Queues of a day.", "draft": "1"})
    assert Submission.objects.get().state == "draft"
    client.post(f"{link}correct/", {**WROTE, "consent_follow_up": "on"})
    held = Submission.objects.get()
    assert (held.state, held.problem, held.person.full_name, Consent.objects.count()) == (
        "sent",
        "Queues.",
        "Mere Vula",
        1,
    )


def test_what_was_typed_survives_an_error_and_is_taken_with_the_same_token(client):
    call = make.call()
    token = token_in(client.get(form_of(call)))
    page = send(client, call, token, title="", contact_name="Мария")
    said = page.content.decode()

    assert (
        'value="Мария"' in said,
        "Queues." in said,
        "One thing is to be put right" in said,
        token_in(page),
    ) == (True, True, True, token)
    assert not Submission.objects.exists()
    assert send(client, call, token, contact_name="Мария").status_code == 303


def test_machines_and_floods_and_forms_of_others_are_not_taken(client, monkeypatch):
    call = make.call()
    monkeypatch.setattr(calls, "mailboxes", Brake(most=1))
    for facts in ({visitors.TRAP: "x"}, {"token": "forged"}, {"token": new_stamp(call.pk)}):
        assert send(client, call, **facts).status_code == 200
    assert not Submission.objects.exists()
    send(client, call)
    assert "Very many forms" in send(client, call).content.decode()
    assert Submission.objects.count() == 1


def test_a_page_used_by_a_colleague_gives_nobody_the_other_ones_link(client):
    call = make.call()
    token = token_in(client.get(form_of(call)))
    send(client, call, token)
    page = send(client, call, token, email="other@example.org")

    assert (page.status_code, "with another address" in page.content.decode(), token_in(page) == token) == (
        200,
        True,
        False,
    )
    assert Submission.objects.count() == 1


def test_after_the_close_the_link_shows_what_was_sent_and_changes_nothing(client):
    call = make.call()
    token = token_in(client.get(form_of(call)))
    link = own_page(send(client, call, token))
    Call.objects.filter(pk=call.pk).update(closes_at="2020-01-01T00:00Z")

    assert own_page(send(client, call, token)) == link
    assert "closed on 1 January 2020" in client.get(form_of(call)).content.decode()
    page = client.get(link).content.decode()
    assert ("We opened one." in page, "correct/" in page, 'type="file"' in page) == (True, False, False)
    client.post(f"{link}correct/", {**WROTE, "title": "Later"})
    client.post(f"{link}withdraw/")
    client.post(f"{link}file/", {"file": SimpleUploadedFile("a.jpg", jpeg())})
    held = Submission.objects.get()
    assert (held.title, held.state, held.files.count()) == ("A counter", "sent", 0)


def test_files_are_taken_given_back_as_downloads_and_taken_away(client):
    link = own_page(send(client, make.call()))
    client.post(f"{link}file/", {"file": SimpleUploadedFile("<b>photo.jpg", jpeg(), "text/html")})
    held = Submission.objects.get().files.get()
    page = client.get(link).content.decode()
    answer = client.get(f"{link}file/{held.pk}/")

    assert ("&lt;b&gt;photo.jpg" in page, "<b>photo" in page) == (True, False)
    assert (
        answer["Content-Type"],
        answer["Content-Disposition"].partition(";")[0],
        b"".join(answer)[:2],
    ) == ("image/jpeg", "attachment", b"\xff\xd8")
    refused = client.post(f"{link}file/", {"file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert "no PDF, JPEG or PNG" in refused.content.decode()
    client.post(f"{link}file/{held.pk}/")
    assert "photo.jpg" not in client.get(link).content.decode()


def test_it_is_taken_back_consents_are_chosen_and_all_that_is_held_is_handed_out(client):
    link = own_page(send(client, make.call()))
    for agree in ("yes", "no", "yes"):
        client.post(f"{link}consent/", {"purpose": "publication", "agree": agree})
    assert [bool(one.withdrawn_at) for one in Consent.objects.order_by("pk")] == [True, False]
    told = client.get(f"{link}data.json").json()
    assert (told["email"], told["country"], len(told["consents"])) == ("mere@example.org", "FJI", 2)
    client.post(f"{link}withdraw/")

    assert Submission.objects.get().state == "taken_back"
    assert "You took this submission back" in client.get(link).content.decode()


@pytest.mark.parametrize("wrong", ["", "x", "0"])
def test_a_link_that_was_changed_opens_nothing(client, wrong):
    held = make.submission(make.call())
    assert client.get(f"/submission/{token_of(held)}{wrong or 'a'}/").status_code == 404
    assert client.get(f"/judge/{token_of(held)}/").status_code == 404


def test_the_page_of_a_call_says_how_it_is_judged_in_the_readers_language_or_its_own(
    client, django_assert_num_queries
):
    call = make.call(
        title="Call for lines",
        languages=["en"],
        who="Any administration.",
        anchors="none\nlow\nsome\ngood\nbest",
    )
    CallText.objects.create(call=call, language="ar", title="دعوة", words="أرسلوا")
    call.criteria.filter(name="use").update(in_others="ar: الاستخدام")
    CallDocument.objects.create(call=call, title="Terms", file=SimpleUploadedFile("terms.html", b"<script>"))
    case = make.case(call=call, title="What came")
    client.get(reverse("call_page", args=(call.code,)))
    with django_assert_num_queries(6):
        said = client.get(reverse("call_page", args=(call.code,))).content.decode()
    arabic = client.get(reverse("call_page", args=(call.code,)), {"lang": "ar"}).content.decode()
    french = client.get(reverse("call_page", args=(call.code,)), {"lang": "fr"}).content.decode()

    assert ("2/3" in said, "Any administration." in said, case.title in said) == (True, True, True)
    assert ('lang="ar">دعوة' in arabic, "الاستخدام" in arabic) == (True, True)
    assert '<bdi lang="en">Call for lines' in french
    answer = client.get(reverse("call_document", args=(call.code, call.documents.get().pk)))
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_call_that_is_not_public_or_was_withdrawn_has_no_page(client):
    hidden = make.call(public=False)
    for name in ("call_page", "call_submit"):
        assert client.get(reverse(name, args=(hidden.code,))).status_code == 404
    assert hidden.title not in client.get(reverse("calls")).content.decode()
