"""The form of an event and the person's own page, as a browser without scripts and cookies meets them."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from tests import make

from colonnade.capacity.actions import cancel_registration, renew_link
from colonnade.capacity.links import token_of
from colonnade.capacity.models import Event, Participation, Question, Registration, Seats
from colonnade.capacity.queries import wrong_seats, wrong_tallies
from colonnade.people.models import Consent, Message, Person
from colonnade.places.models import Country
from colonnade.records.actions import add_evidence
from colonnade.records.models import Evidence
from colonnade.web.events import registration, visitors
from colonnade.web.events.visitors import Brake, new_stamp, read_stamp

pytestmark = pytest.mark.django_db

WROTE = {
    "full_name": "Mere Vula",
    "email": "mere@example.org",
    "country": "FJI",
    "organisation_name": "Parliament of Fiji",
    "sector": "parliament",
    "sex": "female",
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def an_office_and_patience(monkeypatch):
    """Forms in tests are filled in faster than by a person; brake and memory begin anew, as the database does."""
    registration._known.clear()
    make.office("Office of Rivers", email="office@example.org")
    make.country("FJI")
    monkeypatch.setattr(visitors, "LEAST_SECONDS", 0)
    monkeypatch.setattr("colonnade.web.events.registration.brake", Brake())
    monkeypatch.setattr("colonnade.web.events.registration.mailboxes", Brake())


def address(event, **asked) -> str:
    return reverse("event_register", args=(event.code,)) + "".join(f"?{k}={v}" for k, v in asked.items())


def token_in(answer) -> str:
    return re.search(r'name="token" value="([^"]+)"', answer.content.decode())[1]


def sent(client, event, **facts):
    """What comes back when somebody opens the form and sends it."""
    token = token_in(client.get(address(event)))
    return client.post(address(event, lang="en"), WROTE | {"token": token} | facts)


def own(registration: Registration, page: str = "own") -> str:
    return reverse(f"registration_{page}", args=(token_of(registration),))


# The form -----------------------------------------------------------------------------------------------------------


def test_somebody_registers_and_is_led_to_a_page_of_their_own(client):
    event = make.open_event(20, title="Rivers of the Pacific")
    answer = sent(client, event, consent_photo="on")
    held = Registration.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, own(held, "sent"))
    said = client.get(answer["Location"]).content.decode()
    for words in (
        "Mere Vula",
        "You are registered. A seat is kept for you.",
        "mere@example.org",
        token_of(held),
    ):
        assert words in said
    at = held.participation
    assert (at.status, at.country.code, at.sex, at.person.full_name) == (
        "registered",
        "FJI",
        "female",
        "Mere Vula",
    )
    assert list(Consent.objects.values_list("purpose", flat=True)) == ["photo"]
    assert Message.objects.get().to_address == "mere@example.org"


def test_the_same_form_sent_twice_leads_to_the_same_confirmation(client):
    event = make.open_event(20)
    token = token_in(client.get(address(event)))
    first, second = (client.post(address(event, lang="en"), WROTE | {"token": token}) for _time in range(2))
    assert (first["Location"], Registration.objects.count(), Message.objects.count()) == (
        second["Location"],
        1,
        1,
    )


@pytest.mark.parametrize("other", [{"full_name": "Salote Tupou"}, {"email": "salote@example.org"}])
def test_a_colleague_on_the_same_page_gets_the_form_again_and_not_the_firsts_confirmation(client, other):
    event = make.open_event(20)
    first = sent(client, event)
    token = Registration.objects.get().submission
    again = client.post(address(event, lang="en"), WROTE | other | {"token": new_stamp(event.pk, token)})
    said = again.content.decode()
    assert (again.status_code, Registration.objects.count()) == (200, 1)
    assert "somebody else is registered by it" in said and f'value="{next(iter(other.values()))}"' in said
    assert first["Location"] not in said

    anew = client.post(address(event, lang="en"), WROTE | other | {"token": token_in(again)})
    assert (anew.status_code, Registration.objects.count()) == (303, 2)
    assert anew["Location"] != first["Location"]

    event.stage = "registration_closed"
    event.save()
    late = client.post(address(event), WROTE | {"full_name": "X", "token": new_stamp(event.pk, token)})
    assert late.status_code == 200


def test_a_form_that_was_taken_is_confirmed_also_when_sent_again_after_the_closing(client):
    event = make.open_event(20)
    token = token_in(client.get(address(event)))
    first = client.post(address(event, lang="en"), WROTE | {"token": token})
    event.stage = "registration_closed"
    event.save()
    second = client.post(address(event, lang="en"), WROTE | {"token": token})
    assert (second.status_code, second["Location"]) == (303, first["Location"])


def test_with_a_fault_in_it_the_form_comes_back_with_all_that_was_written_and_says_what(client):
    event = make.open_event(20)
    answer = sent(client, event, full_name="윤서 한", email="no address", consent_quote="on")
    said = answer.content.decode()
    assert (answer.status_code, Registration.objects.count()) == (200, 0)
    for words in ('value="윤서 한"', 'value="no address"', "<option value=FJI selected>", '<a href="#id_email"><bdi>E-mail</bdi>: ',
                  'id="wrong"', "autofocus", 'aria-invalid="true"', 'aria-describedby="id_email_helptext id_email_error"'):  # fmt: skip
        assert words in said
    assert re.search(r'name="consent_quote"[^>]* checked', said)
    assert token_in(answer) == re.search(r'value="([^"]+)">\n</form>', said)[1]


def test_a_name_that_nobody_can_see_is_no_name(client):
    answer = sent(client, make.open_event(20), full_name="\u200b")
    assert (answer.status_code, Registration.objects.count()) == (200, 0)
    assert "Write the name: one name is enough" in answer.content.decode()


def test_a_form_that_comes_back_can_be_sent_again_and_registers_once(client):
    event = make.open_event(20)
    wrong = sent(client, event, email="")
    again = client.post(address(event, lang="en"), WROTE | {"token": token_in(wrong)})
    assert (again.status_code, Registration.objects.count()) == (303, 1)


def test_one_name_in_any_script_and_a_country_are_enough(client):
    event = make.open_event(20)
    for name in ("Suharto", "محمد", "Ó", "山田"):
        facts = dict.fromkeys(("organisation_name", "sector", "sex"), "")
        assert sent(client, event, full_name=name, **facts).status_code == 303
    at = Participation.objects.order_by("pk").last()
    assert (at.sex, at.sector, at.person.full_name) == ("not_recorded", "not_recorded", "山田")


def test_who_comes_for_an_organization_represents_no_country_and_says_so(client):
    event = make.open_event(20)
    assert sent(client, event, country="").status_code == 200
    assert sent(client, event, country="-").status_code == 303
    assert Participation.objects.get().country is None


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "zh-hans", "ar", "ko"])
def test_no_country_is_chosen_beforehand_in_any_language(client, language):
    said = client.get(address(make.open_event(), lang=language)).content.decode()
    countries = re.search(r'<select name="country".*?</select>', said, re.DOTALL)[0]
    assert re.findall(r"<option value=(\S+) selected", countries) == ['""']
    assert countries.count("<option value=") == Country.objects.count() + 2


def test_nothing_is_agreed_to_beforehand(client):
    said = client.get(address(make.open_event(certificate_kind="participation"))).content.decode()
    assert (said.count('type="checkbox"'), " checked" in said) == (6, False)


def test_the_questions_of_the_event_are_asked_with_purpose_and_time_and_answered_in_the_words_of_the_record(
    client,
):
    event = make.open_event(20)
    Question.objects.create(
        event=event, name="meal", label="Meal", kind="radio", choices="meat\nfish", required=True, keep_days=30,
        purpose="For the kitchen.",
        translations={"fr": {"label": "Repas", "purpose": "Pour la cuisine.", "choices": "viande\npoisson"}},
    )  # fmt: skip
    Question.objects.create(
        event=event, name="days", label="Days", kind="checkboxes", choices="Mon\nTue", purpose="p"
    )
    Question.objects.create(event=event, name="born", label="Year", kind="number", purpose="p")
    said = client.get(address(event, lang="fr")).content.decode()
    assert ("Repas" in said, "Pour la cuisine." in said, "poisson" in said) == (True, True, True)
    assert 'value="fish"' in said
    assert sent(client, event).status_code == 200
    sent(client, event, q_meal="fish", q_days=["Mon", "Tue"], q_born="1980")
    assert Registration.objects.get().answers == {"meal": "fish", "days": ["Mon", "Tue"], "born": "1980"}


def test_a_hybrid_event_asks_how_one_takes_part(client):
    event = make.open_event(20, format="hybrid")
    sent(client, event, modality="online")
    assert Participation.objects.get().modality == "online"


def test_a_full_event_says_so_before_one_writes_anything(client):
    event = make.open_event(1)
    assert 'class="note"' not in client.get(address(event)).content.decode()
    make.registration(event)
    assert "Who registers now waits" in client.get(address(event)).content.decode()
    event.waiting_list = False
    event.save()
    assert "there is no waiting list" in client.get(address(event)).content.decode()


def test_a_closed_form_says_when_it_closed_by_the_events_clock(client):
    event = make.open_event(registration_closes_at=timezone.now() - timedelta(minutes=1))
    said = client.get(address(event)).content.decode()
    assert ("Registration closed on" in said, "(Asia/Seoul)" in said, "<form" in said) == (True, True, False)


def test_an_event_that_is_not_public_has_no_form(client):
    assert client.get(address(make.open_event(public=False))).status_code == 404


def test_a_change_to_what_the_form_shows_is_shown_at_once(client):
    event = make.open_event(title="Rivers")
    assert "Rivers" in client.get(address(event)).content.decode()
    event.activity.title = "Lakes"
    event.activity.save()
    Question.objects.create(event=event, name="meal", label="Which meal?", purpose="p")
    said = client.get(address(event)).content.decode()
    assert ("Lakes" in said, "Which meal?" in said) == (True, True)


# Machines, and those who write quickly ---------------------------------------------------------------------------------


def test_what_a_machine_sends_is_not_taken_and_a_person_is_told_what_to_do(client, monkeypatch):
    event = make.open_event(20)
    told = {
        "trap": sent(client, event, website="http://spam.example"),
        "token": sent(client, event, token="made up"),
        "other event": sent(client, event, token=new_stamp(event.pk + 1)),
    }
    monkeypatch.setattr(visitors, "LEAST_SECONDS", 2)
    told["quick"] = sent(client, event)
    assert {why: answer.status_code for why, answer in told.items()} == dict.fromkeys(told, 200)
    assert Registration.objects.count() == 0
    assert all("Mere Vula" in answer.content.decode() for answer in told.values())


def test_very_many_from_one_address_wait_and_others_do_not(client, monkeypatch):
    event = make.open_event(20)
    monkeypatch.setattr("colonnade.web.events.registration.brake", Brake(most=2))
    told = [sent(client, event).status_code for _time in range(3)]
    token = token_in(client.get(address(event)))
    other = client.post(address(event), WROTE | {"token": token}, headers={"x-forwarded-for": "198.51.100.7"})
    assert (told, other.status_code) == ([303, 303, 200], 303)


def test_no_mailbox_is_flooded_by_a_form_that_anybody_may_send(client, monkeypatch):
    first, second = make.open_event(20), make.open_event(20)
    monkeypatch.setattr("colonnade.web.events.registration.mailboxes", Brake(most=2))
    told = [
        sent(client, event, email=email).status_code
        for event, email in (
            (first, "mere@mof.example"), (second, "Mere@MOF.example "), (second, "mere@mof.example"),
            (second, "jone@mof.example"),
        )
    ]  # fmt: skip
    assert told == [303, 303, 200, 303]
    assert Registration.objects.count() == 3


def test_the_token_of_a_form_says_for_which_event_and_when_and_cannot_be_made_up():
    stamp = read_stamp(text := new_stamp(7), 7)
    assert (0 <= stamp.age < 2, stamp.text) == (True, text)
    assert (read_stamp(text, 8), read_stamp(text[:-1], 7), read_stamp("", 7)) == (None, None, None)


# What the browser is left with -------------------------------------------------------------------------------------------


def test_visitors_get_no_cookie_and_no_script_and_call_nobody_else(client):
    event = make.open_event(20)
    first = client.get(address(event, lang="fr"))
    answer = sent(client, event)
    pages = [first, answer, client.get(answer["Location"]), client.get(own(Registration.objects.get()))]
    assert [dict(page.cookies) for page in pages] == [{}] * 4
    assert client.cookies.output() == ""
    for page in pages:
        said = page.content.decode()
        assert ("<script" in said, re.findall(r'(?:src|href)="(?:https?:)?//', said)) == (False, [])


def test_the_form_may_be_kept_for_going_back_and_the_persons_pages_by_nobody(client):
    event = make.open_event(20)
    form = client.get(address(event))
    answer = sent(client, event)
    page = client.get(answer["Location"])
    assert form["Cache-Control"] == "private, max-age=0"
    assert (page["Cache-Control"], page["Referrer-Policy"], page["X-Robots-Tag"]) == (
        "no-store",
        "no-referrer",
        "noindex, nofollow",
    )


@pytest.mark.parametrize("language", ["en", "fr", "ar", "ru", "zh-hans"])
def test_the_form_is_one_answer_of_less_than_14_kilobytes(client, language):
    event = make.open_event(20, title="Regional Workshop on Rivers", certificate_kind="participation")
    for number in range(5):
        Question.objects.create(
            event=event, name=f"q{number}", label=f"Question {number} of the event?", purpose="So."
        )
    answer = client.get(address(event, lang=language), headers={"accept-encoding": "gzip, deflate, br"})
    html = gzip.decompress(answer.content).decode()
    headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    assert html.rstrip().endswith("</footer>")
    assert re.findall(r'<(?:link|img|script)[^>]*(?:href|src)="(?!data:)([^"]*)"', html) == []
    assert len(answer.content) + headers < 14_000


def test_what_is_packed_is_what_is_not(client):
    event = make.open_event(20)
    plain = client.get(address(event)).content.decode()
    packed = gzip.decompress(client.get(address(event), headers={"accept-encoding": "gzip"}).content).decode()
    without = [re.sub(r'value="[^"]+">\n</form>', "", page) for page in (plain, packed)]
    assert without[0] == without[1]
    assert plain != packed  # each has its own token


def test_the_form_and_its_answer_ask_few_questions_of_the_database(client):
    event = make.open_event(20)
    client.get(address(event))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address(event))
    assert len(asked) == 1


def test_registering_costs_as_many_questions_with_a_hundred_before_as_with_none(client):
    event = make.open_event(500)
    costs = []
    for number in (1, 20):
        for _before in range(number):
            make.registration(event, from_country="FJI")
        token = token_in(client.get(address(event)))
        with CaptureQueriesContext(connection) as asked:
            client.post(address(event), WROTE | {"token": token})
        costs.append(len(asked))
    assert costs[0] == costs[1]


# The confirmation -----------------------------------------------------------------------------------------------------


def test_the_confirmation_says_each_their_own_words_and_nobody_elses(client):
    event = make.open_event(20, title="Rivers ~name~ %token%")
    names = ("Mere <b>Vula</b>", "Иван & Пётр", "~name~ {{ name }}")
    held = [
        make.registration(event, full_name=name, email=f"m{n}@example.org") for n, name in enumerate(names)
    ]
    for number, one in enumerate(held):
        said = client.get(own(one, "sent") + "?lang=en").content.decode()
        assert f"Thank you, <bdi>{escape(names[number])}</bdi>" in said
        assert f"<bdi>m{number}@example.org</bdi>" in said
        assert said.count(token_of(one)) == 2
        assert [token_of(other) in said for other in held] == [other == one for other in held]
        assert "Rivers ~name~ %token%" in said


def test_the_confirmation_says_where_one_stands_and_what_the_event_says_now(client):
    event = make.open_event(1, title="Deltas", waiting_list=True)
    first, second = make.registration(event), make.registration(event, language="ar")
    told = [client.get(own(one, "sent") + "?lang=en").content.decode() for one in (first, second)]
    assert ["A seat is kept for you" in page for page in told] == [True, False]
    assert ["You are on the waiting list" in page for page in told] == [False, True]
    assert '<html lang="ar" dir="rtl">' in client.get(own(second, "sent")).content.decode()
    event.activity.title = "Lakes"
    event.activity.save()
    event.contact = "lakes@example.org"
    event.save()
    said = client.get(own(first, "sent") + "?lang=en").content.decode()
    assert ("Lakes" in said, "Deltas" in said, "mailto:lakes@example.org" in said) == (True, False, True)
    cancel_registration(registration=first)
    assert "Your registration is cancelled." in client.get(own(first, "sent") + "?lang=en").content.decode()
    event.public = False
    event.save()
    assert "Lakes" in client.get(own(second, "sent") + "?lang=en").content.decode()


def test_the_confirmation_asks_two_questions_and_keeps_the_headers_of_a_personal_page(client):
    held = make.registration(make.open_event(20))
    client.get(own(held, "sent"))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(own(held, "sent"), headers={"accept-encoding": "gzip"})
    assert len(asked) == 2
    told = [
        answer.get(name) for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag", "Content-Encoding")
    ]
    assert told == ["no-store", "no-referrer", "noindex, nofollow", None]
    assert "'sha256-" in answer["Content-Security-Policy"]


# The person's own page -----------------------------------------------------------------------------------------------


def test_a_link_that_was_closed_or_made_up_opens_nothing(client):
    held = make.registration(make.open_event())
    old = own(held)
    renew_link(registration=held)
    held.refresh_from_db()
    told = [
        client.get(page).status_code
        for page in (old, own(held), "/registration/1.1:made-up/", own(held)[:-3] + "/")
    ]
    assert told == [404, 200, 404, 404]


def test_the_page_speaks_the_language_of_the_form_unless_asked_for_another(client):
    held = make.registration(make.open_event(), language="ar")
    assert '<html lang="ar" dir="rtl">' in client.get(own(held)).content.decode()
    assert '<html lang="fr" dir="ltr">' in client.get(own(held) + "?lang=fr").content.decode()


def test_chinese_is_spoken_to_whoever_was_written_to_in_chinese(client):
    held = make.registration(make.open_event(), language="zh")
    assert f"{own(held)}?lang=zh-hans" in Message.objects.get().body
    assert '<html lang="zh-hans"' in client.get(own(held)).content.decode()


@pytest.mark.parametrize(
    ("status", "stage", "shown"),
    [("registered", "running", True), ("attended", "running", True), ("attended", "held", False), ("waiting", "running", False)],
)  # fmt: skip
def test_the_address_online_is_told_to_who_has_a_seat_until_the_event_is_over(client, status, stage, shown):
    held = make.registration(make.open_event(online_address="https://meet.example.org/1"))
    Event.objects.update(stage=stage)
    Participation.objects.update(status=status)
    assert ("meet.example.org" in client.get(own(held)).content.decode()) is shown


def test_a_person_corrects_what_they_wrote_and_what_they_do_not_touch_stays(client):
    event = make.open_event(20)
    Question.objects.create(event=event, name="meal", label="Meal", purpose="p")
    held = make.registration(
        event, from_country="FJI", sex="female", answers={"meal": "fish"}, email="a@example.org"
    )
    said = client.get(own(held, "correct")).content.decode()
    assert ('value="fish"' in said, "<option value=FJI selected>" in said) == (True, True)
    answer = client.post(own(held, "correct"), {
        "full_name": "Mere V.", "email": "a@example.org", "country": "FJI", "sex": "female", "q_meal": "none",
    })  # fmt: skip
    held.refresh_from_db()
    at = Participation.objects.select_related("person").get(pk=held.participation_id)
    assert (answer.status_code, at.person.full_name, at.sex, held.answers) == (
        303,
        "Mere V.",
        "female",
        {"meal": "none"},
    )
    assert "Your corrections are saved." in client.get(answer["Location"]).content.decode()


def test_with_a_new_address_the_page_moves_to_a_new_link(client):
    held = make.registration(make.open_event(), from_country="FJI")
    old = own(held)
    answer = client.post(own(held, "correct"), WROTE)
    assert (client.get(old).status_code, client.get(answer["Location"]).status_code) == (404, 200)


def test_cancelling_is_asked_once_and_gives_the_seat_to_who_waits(client):
    event = make.open_event(1)
    held, waiting = make.registration(event), make.registration(event)
    assert client.get(own(held, "cancel")).status_code == 200
    assert Participation.objects.get(pk=held.participation_id).status == "registered"
    client.post(own(held, "cancel"))
    assert Participation.objects.get(pk=held.participation_id).status == "cancelled"
    assert Participation.objects.get(pk=waiting.participation_id).status == "registered"
    assert "Your registration is cancelled." in client.get(own(held)).content.decode()


def test_a_document_is_taken_and_given_back_to_its_sender_and_no_other(client):
    held, other = (make.registration(make.open_event()) for _person in range(2))
    told = client.post(
        own(held, "document"), {"title": "Letter", "document": SimpleUploadedFile("x.pdf", PDF)}
    )
    kept = Evidence.objects.get()
    page = reverse("registration_document_file", args=(token_of(held), kept.pk))
    stranger = reverse("registration_document_file", args=(token_of(other), kept.pk))
    got = client.get(page)
    assert (told.status_code, b"".join(got.streaming_content), client.get(stranger).status_code) == (
        303,
        PDF,
        404,
    )
    assert got["Content-Disposition"].startswith("attachment")
    assert client.get(f"/media/{kept.file.name}").status_code == 404


def test_the_offices_own_evidence_is_neither_shown_nor_given_out(client):
    held = make.registration(make.open_event())
    kept = add_evidence(
        record=held.participation, title="Complaint", file=SimpleUploadedFile("complaint.pdf", PDF)
    )
    page = reverse("registration_document_file", args=(token_of(held), kept.pk))
    assert client.get(page).status_code == 404
    assert b"Complaint" not in client.get(own(held)).content
    assert client.get(own(held, "data")).json()["documents"] == []


def test_what_is_no_document_is_refused_in_a_sentence(client):
    held = make.registration(make.open_event())
    script = client.post(own(held, "document"), {"document": SimpleUploadedFile("x.pdf", b"<script>")})
    none = client.post(own(held, "document"), {})
    assert (script.status_code, none.status_code, Evidence.objects.count()) == (200, 200, 0)
    assert "Choose a file first." in none.content.decode()


def test_a_consent_is_taken_back_and_stays_as_a_row(client):
    held = make.registration(make.open_event(), consents={"photo": "I may be seen."})
    client.post(own(held, "consent"), {"purpose": "photo", "agree": "no"})
    assert Consent.objects.get().withdrawn_at is not None
    client.post(own(held, "consent"), {"purpose": "photo", "agree": "yes"})
    assert Consent.objects.filter(withdrawn_at=None).count() == 1
    assert client.post(own(held, "consent"), {"purpose": "everything", "agree": "yes"}).status_code == 404


def test_all_that_is_held_of_a_person_comes_as_a_file(client):
    held = make.registration(
        make.open_event(),
        from_country="FJI",
        full_name="Mere",
        answers={"meal": "fish"},
        consents={"photo": "I agree."},
    )
    told = client.get(own(held, "data")).json()
    assert (told["person"]["full_name"], told["participation"]["country"], told["registration"]["answers"]) == (
        "Mere", "FJI", {"meal": "fish"},
    )  # fmt: skip
    assert ([row["wording"] for row in told["consents"]], len(told["letters"])) == (["I agree."], 1)


def test_who_was_erased_has_no_page(client):
    held = make.registration(make.open_event())
    Person.objects.filter(pk=held.participation.person_id).update(erased_on="2030-01-01")
    assert client.get(own(held)).status_code == 404


def test_after_all_this_every_count_is_right(client):
    event = make.open_event(2)
    for name in ("a", "b", "c"):
        sent(client, event, full_name=name)
    cancel_registration(registration=Registration.objects.order_by("pk").first())
    assert (wrong_seats(), wrong_tallies(), Seats.objects.get(event=event, country=None).taken) == ([], [], 2)
