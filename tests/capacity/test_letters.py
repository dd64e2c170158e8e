"""Letters: the words, the number, the signatory; kept as written; sent in the end."""

from __future__ import annotations

import io
import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from pypdf import PdfReader
from tests import make

from colonnade.capacity.actions import ask_passport, put, send_letters, write_letter, write_letters
from colonnade.capacity.actions.letters import filled, shipped_text
from colonnade.capacity.actions.vault import passport_in
from colonnade.capacity.models import Letter, LetterKind, LetterTemplate, VaultItem, VaultOpening
from colonnade.capacity.models.letters import PLACES, wrong_places
from colonnade.capacity.queries.letters import letters_of
from colonnade.office.models import Holding, Office
from colonnade.office.queries import signatory_on
from colonnade.people.models import Message, Person
from colonnade.records.errors import Refused
from colonnade.values.languages import LANGUAGES
from colonnade.web.events.letters import print_letter, send_asked

pytestmark = pytest.mark.django_db
DAY = date(2031, 3, 4)
PASSPORT = {"name": "TUI<<ANA", "number": "M01234567", "nationality": "FIJIAN", "expires_on": "2035-03-04"}


@pytest.fixture
def member():
    return make.account("officer", is_superuser=True)


@pytest.fixture
def at():
    Office.objects.create(
        code="office", name="Office of Rivers", short_name="RIV-O", email="rivers@example.org"
    )
    made = make.event(
        "2031-05-06", until="2031-05-08", state="announced", host="KOR", title="Budgets for All"
    )
    made.venue, made.stage = "Hall 3", "announced"
    made.save()
    return made


@pytest.fixture
def head(at):
    made = make.post("Head of Office", held=False)
    Holding.objects.create(
        code="H-1", post=made, person=make.person("Ada Holder"), valid_from=date(2030, 1, 1)
    )
    return made


@pytest.fixture
def ana(at, head):
    person = make.person("Ana Tui", email="ana@x.example", form_of_address="Ms.")
    return make.participation(at, person, from_country="FJI", status="registered", function="Director")


def write(ana, member, kind="invitation", **facts) -> Letter:
    return write_letter(kind=kind, participation=ana, member=member, on=DAY, **facts)


def test_a_letter_says_who_is_invited_to_what_when_and_where_and_who_signs(ana, member):
    letter = write(ana, member)

    assert letter.recipient.splitlines() == ["Ms. Ana Tui", "Director", "Fiji"]
    assert letter.subject == "Invitation to: Budgets for All"
    assert "“Budgets for All”, to be held on 6–8 May 2031, Hall 3, Republic of Korea." in letter.body
    assert letter.body.startswith("Dear Ms. Ana Tui,\n\nOn behalf of Office of Rivers,")
    assert (letter.signatory, letter.signatory_function, letter.signed_for) == (
        "Ada Holder",
        "Head of Office",
        "",
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind.values)
def test_every_kind_of_letter_is_there_in_every_language_with_places_that_exist(kind, language):
    text = shipped_text(kind, language)
    template = LetterTemplate(code="T", kind=kind, language=language, subject=text.subject, body=text.body)
    template.full_clean()
    assert len(text.body.split("\n\n")) >= 4


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["invitation", "confirmation"])
def test_a_letter_with_everything_known_has_no_place_left_open(ana, member, language, kind):
    letter = write(ana, member, kind, language=language)
    assert wrong_places(letter.body + letter.subject) == ""
    assert "{" not in letter.body + letter.subject


def test_what_is_not_known_leaves_an_enumeration_or_takes_its_paragraph_along():
    values = {"name": "Ana", "function": "", "country": "Fiji", "organisation": ""}
    text = "To {name}, {function}, {organisation}, {country}.\n\nAs {function} you know.\n\nSeen ({function}), {name}."
    assert filled(text, values) == "To Ana, Fiji.\n\nSeen, Ana."


def test_a_value_is_never_taken_for_a_place(ana, member):
    ana.person.full_name = "Ana {passport}"
    ana.person.save()
    assert "Ms. Ana (passport)," in write(ana, member).body


def test_the_offices_own_words_stand_before_those_of_the_product(ana, member):
    LetterTemplate.objects.create(
        code="T1", kind="invitation", subject="Come", body="Dear {name},\n\nCome.\n\nYours,"
    )
    assert (write(ana, member).subject, write(ana, member).body) == (
        "Come",
        "Dear Ana Tui,\n\nCome.\n\nYours,",
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Dear {nmae},", "{nmae} is no place"),
        ("Dear {name.email},", "A brace stands alone"),
        ("Dear {name", "A brace stands alone"),
        ("Dear {name!r},", "A brace stands alone"),
        ("See {passport}", "visa support only"),
    ],
)
def test_a_template_with_an_unknown_place_is_refused_with_a_sentence(body, words):
    with pytest.raises(ValidationError, match=words):
        LetterTemplate(code="T1", kind="invitation", subject="Come", body=body).full_clean()


def test_every_place_has_words_for_those_who_write_templates():
    assert all(str(words) for words in PLACES.values())


def test_numbers_run_by_year_and_kind_without_gaps(ana, member, at):
    ben = make.participation(at, make.person("Ben"), from_country="WSM", status="registered")
    write_letters(kind="invitation", event=at, participations=[ana, ben], member=member, on=DAY)
    write(ana, member, "confirmation")
    write_letter(kind="invitation", participation=ben, member=member, on=date(2032, 1, 1))
    with pytest.raises(Refused):
        write_letters(kind="visa_letter", event=at, participations=[ana, ben], member=member, on=DAY)
    write(ana, member)

    assert list(Letter.objects.order_by("pk").values_list("code", flat=True)) == [
        "RIVO-2031-INV-0001", "RIVO-2031-INV-0002", "RIVO-2031-CONF-0001", "RIVO-2032-INV-0001", "RIVO-2031-INV-0003",
    ]  # fmt: skip
    assert Letter.objects.get(code="RIVO-2031-CONF-0001").reference == "RIVO/2031/CONF/0001"


def test_after_9999_comes_10000(ana, member):
    first = write(ana, member)
    Letter.objects.filter(pk=first.pk).update(code="RIVO-2031-INV-9999")
    assert [write(ana, member).code, write(ana, member).code] == [
        "RIVO-2031-INV-10000",
        "RIVO-2031-INV-10001",
    ]


def test_a_new_letter_takes_the_place_of_the_earlier_which_stays_as_written(ana, member):
    first = write(ana, member)
    words = first.body
    ana.function = "Minister"
    ana.save()
    second = write(ana, member)

    first.refresh_from_db()
    assert (first.body, first.withdrawn_because) == (words, f"Replaced by {second.reference}.")
    assert list(letters_of(ana)) == [second]
    assert second.history.get().history_user == member


def test_an_officer_in_charge_signs_for_the_head_in_their_own_function(head):
    deputy = make.post("Programme Officer", held=False)
    person = make.person("Bo Deputy")
    Holding.objects.create(code="H-2", post=deputy, person=person, valid_from=date(2030, 1, 1))
    Holding.objects.create(
        code="H-3",
        post=head,
        person=person,
        acting=True,
        valid_from=date(2031, 3, 1),
        valid_to=date(2031, 3, 31),
    )

    there, back = signatory_on(DAY), signatory_on(date(2031, 4, 1))
    assert (there.name, there.function, there.signed_for) == (
        "Bo Deputy",
        "Programme Officer",
        "Head of Office",
    )
    assert (back.name, back.function, back.signed_for) == ("Ada Holder", "Head of Office", "")


def test_where_nobody_signs_nothing_is_written(ana, member):
    Holding.objects.update(valid_to=date(2030, 12, 31))
    with pytest.raises(Refused, match="Nobody is named who signs"):
        write(ana, member)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("confirmation", "applied"),
        ("confirmation", "waiting"),
        ("visa_letter", "applied"),
        ("invitation", "declined"),
    ],
)
def test_a_letter_is_not_written_to_those_it_is_not_for(ana, member, kind, status):
    ana.status = status
    ana.save()
    with pytest.raises(Refused):
        write(ana, member, kind)
    assert Letter.objects.count() == 0


def test_two_hundred_letters_are_written_by_a_few_questions(ana, at, member, django_assert_max_num_queries):
    people = [ana] + [
        make.participation(at, make.person(), from_country="FJI", status="registered", tally=False)
        for _n in range(199)
    ]
    with django_assert_max_num_queries(40):
        write_letters(kind="confirmation", event=at, participations=people, member=member, on=DAY)
    codes = set(Letter.objects.values_list("code", flat=True))
    assert codes == {f"RIVO-2031-CONF-{number:04d}" for number in range(1, 201)}


def text_of(pdf: bytes) -> str:
    return (
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        .replace("\n", " ")
        .replace("\u200b", "")
    )


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_a_letter_prints_as_pdf(ana, member, language):
    letter = write(ana, member, language=language)
    said = text_of(print_letter(letter, {}).content)
    assert "RIVO/2031/INV/0001" in said
    assert "Ada Holder" in said


def given(ana, **facts) -> VaultItem:
    return put(item=ask_passport(participation=ana), facts=PASSPORT | facts)


def test_a_visa_letter_prints_the_passport_and_keeps_nothing_of_it(ana, member):
    given(ana)
    letter = write(ana, member, "visa_letter")

    assert "M01234567" in text_of(print_letter(letter, passport_in(letter, member=member)).content)
    kept = [
        str(row)
        for row in (*Letter.objects.values(), *Letter.history.values(), *VaultOpening.objects.values())
    ]
    assert [row for row in kept if "M01234567" in row] == []
    assert [opening.reason for opening in VaultOpening.objects.order_by("pk")] == [
        "Letter RIVO-2031-VISA-0001 written", "Letter RIVO-2031-VISA-0001 printed",
    ]  # fmt: skip


def test_who_reads_their_own_visa_letter_opens_the_vault_and_it_is_written_down(ana, member):
    given(ana)
    letter = write(ana, member, "visa_letter")
    passport_in(letter, member=None)
    told = VaultOpening.objects.order_by("pk").values_list("member", "reason")
    assert list(told)[1:] == [(None, "Own copy of letter RIVO-2031-VISA-0001")]


def test_after_the_passport_is_deleted_the_letter_prints_without_it_and_says_so(ana, member):
    item = given(ana)
    letter = write(ana, member, "visa_letter")
    VaultItem.objects.filter(pk=item.pk).update(sealed=b"", deleted_at="2031-06-08T00:00Z")
    said = text_of(print_letter(letter, passport_in(letter, member=None)).content)
    assert ("have been deleted" in said, "M01234567" in said) == (True, False)


@pytest.mark.parametrize("facts", [{"expires_on": "2031-05-07"}, {"nationality": ""}])
def test_a_visa_letter_needs_a_passport_that_is_complete_and_good_until_the_end(ana, member, facts):
    given(ana, **facts)
    with pytest.raises(Refused) as refusal:
        write(ana, member, "visa_letter")
    assert ("M01234567" in str(refusal.value), Letter.objects.count()) == (False, 0)


def test_letters_are_sent_by_the_worker_with_the_pdf_and_once(ana, member):
    write(ana, member)
    assert send_letters(letters=letters_of(ana)) == 1
    assert (Message.objects.count(), send_asked(), send_asked()) == (0, 1, 0)

    message = Message.objects.get()
    file = message.files.get()
    assert (message.to_address, file.name) == ("ana@x.example", "RIVO-2031-INV-0001.pdf")
    assert bytes(file.content).startswith(b"%PDF")


def test_an_address_that_is_none_holds_up_no_other_letter_and_is_sent_when_mended(ana, member):
    write(ana, member)
    other = make.participation(ana.event, make.person("Ben", email="ben@x.example"), status="registered")
    write(other, member)
    Person.objects.filter(pk=ana.person_id).update(email="n/a")
    send_letters(letters=Letter.objects.all())

    assert (send_asked(), send_asked()) == (1, 0)
    bad = Message.objects.get(person=ana.person)
    assert (bad.state, bad.last_error) == ("failed", "“n/a” is no e-mail address a letter can be sent to.")
    assert Message.objects.exclude(pk=bad.pk).get().to_address == "ben@x.example"

    Person.objects.filter(pk=ana.person_id).update(email="ana@x.example")
    send_letters(letters=letters_of(ana))
    assert send_asked() == 1
    bad.refresh_from_db()
    assert (bad.state, bad.to_address, bad.last_error, bad.files.count()) == (
        "waiting",
        "ana@x.example",
        "",
        1,
    )


def test_a_letter_with_passport_details_goes_as_a_link_and_never_as_a_file(ana, member):
    given(ana)
    letter = write(ana, member, "visa_letter")
    send_letters(letters=[letter])
    send_asked()

    message = Message.objects.get(key=f"letter/{letter.code}")
    assert message.files.count() == 0
    assert f"/letters/{letter.code}/" in message.body


@pytest.mark.django_db(transaction=True)
def test_written_at_once_by_several_no_number_is_given_twice_and_none_is_left_out(at, head, member):
    people = [make.participation(at, make.person(), status="registered", tally=False) for _n in range(6)]
    begin, wrong = threading.Barrier(6), []

    def one_of(one):
        try:
            begin.wait(20)
            write_letter(kind="confirmation", participation=one, member=member, on=DAY)
        except Exception as error:  # noqa: BLE001  (told below)
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one_of, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    codes = sorted(Letter.objects.values_list("code", flat=True))
    assert codes == [f"RIVO-2031-CONF-000{number}" for number in range(1, 7)]
