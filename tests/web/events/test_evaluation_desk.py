"""The evaluation of an event at the desk: forms, results, quotes taken into the ledger, and the drafted report."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from docx import Document as WordFile
from pypdf import PdfReader
from tests import make
from tests.web.events.test_evaluation_page import sent

from colonnade.capacity.actions import close_evaluation
from colonnade.capacity.models import Evaluation, OfferedQuote, SessionSpeaker
from colonnade.figures.models import Edition
from colonnade.figures.queries import editions_quoting
from colonnade.outreach.models import Quote
from colonnade.outreach.queries import quotes_allowed
from colonnade.people.models import Account, Consent
from colonnade.web.desk.home import quotes_still_shown
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def desk_is_open():
    """The desk's kinds are known once its addresses are."""
    reverse("wagtailadmin_home")


def signed_in(client, role=""):
    account = Account.objects.create_user(f"somebody-{role or 'admin'}", is_superuser=not role)
    if role:
        settle_roles()
        account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def tab(event):
    return reverse("event_evaluation", args=(event.pk,))


def answered(client, people=6):
    """A closed form that everybody answered; the first two allowed their words to be quoted."""
    form, pages = sent(people=people)
    for number, page in enumerate(pages):
        words = {"a_relevant": "5" if number else "2", "a_improve": f"wish {number}"}
        if number < 2:
            words |= {"a_quote": f"Very useful indeed {number}.", "may_quote": "1", "channel": ["web", "oversight"],
                      "with_name": "1", "quote_name": f"person {number}"}  # fmt: skip
        client.post(page, words)
    close_evaluation(evaluation=form)
    return form


def test_a_form_is_begun_worded_and_sent_at_the_desk(client):
    event = make.event("2030-05-06", until="2030-05-06")
    make.participation(event, make.person("Ana", email="ana@example.org"), tally=False)
    signed_in(client)

    client.post(tab(event), {"act": "draft", "kind": "reaction"})
    form = Evaluation.objects.get(event=event)
    item = form.items.first()
    client.post(tab(event), {"act": "reword", "item": item.pk, "wording": "Relevant to you?"})
    client.post(tab(event), {"act": "ask", "form": form.pk})
    told = client.post(
        tab(event), {"act": "reword", "item": item.pk, "wording": "Relevant?"}, follow=True
    ).content.decode()

    assert form.tokens.count() == 1
    assert list(form.items.filter(name=item.name).order_by("version").values_list("version", "wording")) == [
        (1, "Relevant to you?"), (2, "Relevant?")
    ]  # fmt: skip
    assert "a break in the series" in told and "Ana" in told


def test_results_are_told_with_n_and_who_may_not_see_persons_sees_no_name(client):
    form = answered(client)
    signed_in(client)
    page = client.get(tab(form.event)).content.decode()

    assert "83 per cent said 4 or 5 (5 of 6)" in page and "6 of 6" in page
    assert page.count("<svg") >= 1 and "wish 3" in page
    open_form, _pages = sent()
    client.logout()
    signed_in(client, "Viewer")
    seen = client.get(tab(open_form.event)).content.decode()
    assert "wish 3" not in client.get(tab(form.event)).content.decode()
    assert "0 of 5" in seen and "Person 1" not in seen and ">Remind<" not in seen


def test_who_may_only_read_changes_nothing(client):
    event = make.event()
    signed_in(client, "Viewer")

    client.post(tab(event), {"act": "draft", "kind": "reaction"})

    assert not Evaluation.objects.exists()


def test_words_go_into_the_ledger_as_they_were_said_and_leave_the_office_with_their_consent(client):
    form = answered(client)
    signed_in(client)
    address = reverse("event_quotes", args=(form.event.pk,))
    offers = {offer.name: offer for offer in OfferedQuote.objects.all()}
    first, second = offers["person 0"], offers["person 1"]
    who = form.event.participations.get(person__full_name="Person 0")
    assert "selected" in client.get(address).content.decode()

    key = first.number.hex
    client.post(address, {"act": "take", "offer": first.pk, f"{key}-participation": who.pk, f"{key}-edited": "Very useful.",
                          f"{key}-edit_note": "edited for length", f"{key}-note": "drawn at random"})  # fmt: skip
    client.post(address, {"act": "aside", "offer": second.pk})

    [quote] = Quote.objects.all()
    assert (quote.text, quote.printed, quote.edit_note, quote.person, quote.origin, quote.consent_basis, quote.channels) == (
        "Very useful indeed 0.", "Very useful indeed 0.", "edited for length", who.person, "survey", "written", ["web", "oversight"]
    )  # fmt: skip
    quote.approved_on = date(2030, 1, 1)
    assert quote.printed == "Very useful."
    today = date.today()
    assert [q.code for q in quotes_allowed(today, "web")] == [quote.code] and quotes_allowed(
        today, "print"
    ) == []
    assert set(OfferedQuote.objects.values_list("state", "text", "name")) == {
        ("taken", "", ""),
        ("aside", "", ""),
    }


def test_words_without_a_name_are_put_under_none_and_who_may_not_see_persons_puts_none(client):
    form = answered(client)
    address = reverse("event_quotes", args=(form.event.pk,))
    named, nameless = OfferedQuote.objects.order_by("name")
    nameless.with_name = False
    nameless.save()
    who = form.event.participations.first()
    told = []
    for role, offer in (("", nameless.pk), ("Communications", named.pk), ("", "abc")):
        key = getattr(offer, "hex", "")
        if role or offer == nameless.pk:
            signed_in(client, role)
        said = client.post(
            address, {"act": "take", "offer": offer, f"{key}-participation": who.pk}, follow=True
        )
        told.append(said.content.decode())
    assert "cannot be put under one" in told[0]
    assert "cannot say whose words these are" in told[1]
    assert "not waiting here any more" in told[2]
    assert not Quote.objects.exists()


def edition_with(code, number, supersedes=None):
    document = {
        "slides": [
            {"blocks": [{"kind_of": "Quotes", "quotes": [{"kind_of": "Quote", "text": "x", "code": code}]}]}
        ]
    }
    return Edition.objects.create(
        code=f"committee-{number}", report="committee", title="Report", first_day=date(2014, 1, 1), last_day=date(2014, 12, 31),
        as_of=date(2014, 12, 31), document=document, supersedes=supersedes,
    )  # fmt: skip


def test_a_consent_withdrawn_flags_the_reports_that_still_print_the_words(client):
    event = make.event()
    quote = Quote.objects.create(
        code="QU-1",
        person=make.person(),
        text="Good",
        activity=event.activity,
        consent_basis="oral",
        channels=["web"],
    )
    old = edition_with("QU-1", 1)
    now = edition_with("QU-1", 2, old)
    signed_in(client)
    address = reverse("event_quotes", args=(event.pk,))

    page = client.post(address, {"act": "withdraw", "quote": quote.pk}, follow=True).content.decode()

    assert editions_quoting(["QU-1"]) == {"QU-1": [now, old]}
    assert "committee-1" in page and "committee-2" in page and "Consent withdrawn" in page
    assert quotes_allowed(date.today(), "web") == []
    assert list(quotes_still_shown(date.today())) == [quote]
    edition_with("QU-2", 3, now)
    assert list(quotes_still_shown(date.today())) == [], "the latest edition prints it no more"


def test_a_consent_given_until_a_day_ends_with_it():
    quote = Quote.objects.create(code="QU-1", person=make.person(), text="Good", consent_basis="oral", channels=["web"],
                                 consent_until=date(2014, 5, 6))  # fmt: skip

    assert (quote.allowed_on(date(2014, 5, 6), "web"), quote.allowed_on(date(2014, 5, 7), "web")) == (
        True,
        False,
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_report_of_an_event_is_drafted_from_the_record_in_both_formats(client, language):
    make.office("Office of Tests")
    form = answered(client)
    agreed = form.event.participations.get(person__full_name="Person 3")
    asked = {"purpose": "participant_list", "wording": "May we?"}
    Consent.objects.create(person=agreed.person, ref=form.event.ref, **asked)
    elsewhere = form.event.participations.get(person__full_name="Person 4")
    Consent.objects.create(person=elsewhere.person, ref=make.event().ref, **asked)
    signed_in(client)

    pdf = client.get(reverse("event_report_pdf", args=(form.event.pk,)), {"lang": language})
    word = client.get(reverse("event_report_docx", args=(form.event.pk,)), {"lang": language})

    file = WordFile(BytesIO(word.content))
    told = "\n".join(
        [p.text for p in file.paragraphs] + [c.text for t in file.tables for r in t.rows for c in r.cells]
    )
    printed = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    # The text of a page in Arabic comes out of a PDF in the order of its signs: there the English of the record is looked for.
    for words in (told, printed):
        assert "Workshop on open data" in words and "Person 4" not in words
    assert "Person 3" in told and "wish 3" in told
    notes = b"".join(
        ZipFile(BytesIO(word.content)).read(name) for name in ZipFile(BytesIO(word.content)).namelist()
    )
    assert b"capacity.response_rate?" in notes
    assert pdf["Content-Type"] == "application/pdf" and "no-store" in pdf["Cache-Control"]


def test_who_may_not_see_persons_gets_a_report_without_names(client):
    make.office()
    form = answered(client)
    for one in form.event.participations.all():
        Consent.objects.create(
            person=one.person, purpose="participant_list", wording="May we?", ref=form.event.ref
        )
    signed_in(client, "Viewer")

    word = client.get(reverse("event_report_docx", args=(form.event.pk,)))

    told = "\n".join(p.text for p in WordFile(BytesIO(word.content)).paragraphs)
    assert ("Person" in told, "wish 3" in told) == (False, False)


def test_a_speaker_who_takes_part_is_named_on_the_plan_to_who_may_see_persons(client):
    session = make.session(make.event())
    speaker = make.participation(session.event, make.person("Ada Speaker"), role="speaker")
    SessionSpeaker.objects.create(session=session, participation=speaker)
    SessionSpeaker.objects.create(session=session, name="Name Alone")
    seen = {}
    for role in ("", "Viewer"):
        page = signed_in(client, role).get(reverse("event_plan", args=(session.event.pk,))).content.decode()
        seen[role] = ("Ada Speaker" in page, "Name Alone" in page)
    assert seen == {"": (True, True), "Viewer": (False, True)}
