"""Erasure: the name is nowhere, and every figure is as it was."""

from __future__ import annotations

import json
import uuid
from datetime import date

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make
from tests.people.figures import all_figures, undone

from colonnade.capacity.actions import give_out_list, nominate, renew_list, tally_events
from colonnade.capacity.actions.nomination import Candidate
from colonnade.capacity.models import (
    CarriedList,
    Certificate,
    CertificateBatch,
    Event,
    Nomination,
    OfferedQuote,
    Participation,
    VaultItem,
    VaultOpening,
)
from colonnade.capacity.persons import erase_participant, merge_participants
from colonnade.capacity.queries import wrong_tallies
from colonnade.outreach.models import Quote
from colonnade.partners.models import Affiliation
from colonnade.people.actions import (
    erase_person,
    find_likenesses,
    give_consent,
    hold_person,
    lift_restriction,
    reapply_erasures,
    release_hold,
    restrict_person,
)
from colonnade.people.models import Consent, Erasure, Likeness, Merge, NameWord, Person
from colonnade.people.outbox import post
from colonnade.people.queries import consenting, usable, wrong_words
from colonnade.records.actions import add_evidence, withdraw
from colonnade.records.errors import Refused
from colonnade.records.models import Batch, BatchPart, Evidence
from colonnade.web.desk.people.preview import preview

pytestmark = pytest.mark.django_db

SECRET = "Zyxaigul"


def everywhere(word: str) -> list[str]:
    """The tables and columns in which a word stands, histories among them: all text of the whole database."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        table = connection.ops.quote_name(model._meta.db_table)
        for field in model._meta.local_concrete_fields:
            column = connection.ops.quote_name(field.column)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT count(*) FROM {table} WHERE lower(CAST({column} AS text)) LIKE %s",
                    [f"%{word.lower()}%"],
                )
                if cursor.fetchone()[0]:
                    found.append(f"{model._meta.db_table}.{field.column}")
    return sorted(found)


def somebody():
    """A person with something personal wherever the record has a place for it."""
    person = make.person(f"{SECRET} Bekova", email=f"{SECRET}@post.kz", sex="female", note=f"{SECRET} is vegetarian",
                         source_detail=f"list, {SECRET}", given_name=SECRET, form_of_address="Ms")  # fmt: skip
    person.full_name = f"{SECRET} Bekova-Lima"
    person.save()
    event = make.event("2014-05-06")
    row = make.participation(event, person, function=f"Assistant to {SECRET}", note=SECRET, sex="female", from_country="KAZ",
                             organisation=make.organisation("Ministry of Finance"))  # fmt: skip
    gone = make.participation(make.event("2014-06-06"), person)
    withdraw(record=gone, because=f"{SECRET} fell ill")
    Affiliation.objects.create(
        code="AF-1", person=person, organisation=make.organisation(), function=f"Head, {SECRET}"
    )
    Quote.objects.create(code="Q-1", person=person, text=f"I am {SECRET}", body=SECRET, function=SECRET)
    give_consent(
        person=person, purpose="photo", wording="May we?", language="en", channel="form", ref=event.ref
    )
    for record in (person, row):
        add_evidence(
            record=record, title=f"Letter of {SECRET}", file=SimpleUploadedFile(f"{SECRET}.pdf", b"%PDF")
        )
    make.person(f"{SECRET} Bekova")
    find_likenesses()
    Person.objects.exclude(pk=person.pk).update(full_name="Somebody Else")
    Person.history.exclude(id=person.pk).update(full_name="Somebody Else")
    return Person.objects.get(pk=person.pk), row


def test_the_name_is_nowhere_in_the_whole_database_after_an_erasure():
    person, _row = somebody()
    assert len(everywhere(SECRET)) > 15

    erase_participant(person=person, because="asked by the person", by="head")

    assert everywhere(SECRET) == []
    assert wrong_words() == [one.code for one in Person.objects.filter(full_name="Somebody Else")]


def test_the_tombstone_keeps_what_figures_count_and_the_log_names_fields_only():
    person, row = somebody()

    erasure = erase_participant(person=person, because="asked by the person", by="head")

    person.refresh_from_db(), row.refresh_from_db()
    assert (person.full_name, person.email, person.sex, person.erased_on) == (
        "",
        "",
        "not_recorded",
        date.today(),
    )
    assert (row.person, row.sex, row.country.code, row.status, row.withdrawn_on) == (
        person,
        "female",
        "KAZ",
        "attended",
        None,
    )
    assert str(person) == person.code
    assert erasure.removed == [
        "capacity.participation.function", "capacity.participation.note", "capacity.participation.organisation",
        "capacity.participation.withdrawn_because", "outreach.quote.body", "outreach.quote.function", "outreach.quote.text",
        "partners.affiliation.function", "people.consent.withdrawn_at", "people.person.email", "people.person.form_of_address",
        "people.person.full_name", "people.person.given_name", "people.person.note", "people.person.sex",
        "people.person.source_detail", "records.evidence.file",
    ]  # fmt: skip
    assert Consent.objects.get().withdrawn_at is not None
    assert Evidence.objects.count() == 0
    assert list(NameWord.objects.filter(person=person, word__startswith="z")) == []


@pytest.mark.django_db(transaction=True)
def test_files_go_with_the_erasure_and_a_line_is_kept_outside_the_database(settings, db):
    person, _row = somebody()
    names = [evidence.file for evidence in Evidence.objects.all()]
    assert all(file.storage.exists(file.name) for file in names)

    erasure = erase_participant(person=person, because="asked by the person", by="head")

    assert not any(file.storage.exists(file.name) for file in names)
    line = {"code": erasure.code, "person": person.code, "on": date.today().isoformat(), "by": "head"}
    assert [json.loads(text) for text in (settings.DATA / "erasures.jsonl").read_text().splitlines()] == [
        line
    ]


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_nomination_stays_for_a_preview_and_for_fellow_nominees_and_goes_with_the_last(db):
    event = make.event("2031-05-06", state="announced")
    Event.objects.filter(pk=event.pk).update(entry="nomination", stage="announced")
    rows = [Candidate(uuid.uuid4(), "Ana Tui"), Candidate(uuid.uuid4(), "Ben Fiu")]
    ana, ben = nominate(focal_point=make.focal_point(event), candidates=rows, letter=b"%PDF-1.7\n%%EOF\n")
    letter = ana.letter

    preview(lambda: erase_participant(person=ana.participation.person, because="preview", by=""))
    assert letter.storage.exists(letter.name)
    erase_participant(person=ana.participation.person, because="asked", by="head")
    assert letter.storage.exists(letter.name)
    assert [one.letter.name for one in Nomination.objects.order_by("priority")] == ["", letter.name]
    erase_participant(person=ben.participation.person, because="asked", by="head")
    assert not letter.storage.exists(letter.name)
    assert set(Nomination.history.values_list("letter", flat=True)) == {""}


@pytest.mark.django_db(transaction=True)
def test_what_speaks_of_a_person_without_pointing_at_them_forgets_the_name_and_the_files(db):
    event = make.event("2031-05-06", state="announced")
    Event.objects.filter(pk=event.pk).update(entry="nomination", stage="announced")
    row = Candidate(uuid.uuid4(), f"{SECRET} Bekova", organisation=f"Bureau of {SECRET}")
    point = make.focal_point(event)
    at = nominate(focal_point=point, candidates=[row])[0].participation
    outcome = post(
        key="outcome/FP/1",
        to_address="fp@x.example",
        subject="Outcome",
        body=f"{SECRET}: selected",
        ref=point.ref,
    )
    batch = CertificateBatch(event=event, kind="participation", problems=[f"{SECRET} has no Latin name"])
    batch.file.save("all.pdf", ContentFile(b"%PDF"))
    Certificate.objects.create(code="C-1", participation=at, batch=batch, kind="participation", name=SECRET, title="T",
                               issued_on=date(2031, 6, 1))  # fmt: skip
    item = VaultItem.objects.create(participation=at, kind="passport", delete_on=date(2031, 6, 6))
    VaultOpening.objects.create(item=item, member=make.account("officer"), reason=f"Visa of {SECRET}")
    form = make.evaluation(event, asked=0)
    offers = [("Bekova, " + SECRET, "Good."), ("", f"I, {SECRET} Bekova, learnt"), ("Somebody Else", "Fine.")]
    for name, text in offers:
        OfferedQuote.objects.create(
            number=uuid.uuid4(), evaluation=form, name=name, text=text, offered_on=date(2031, 6, 1)
        )
    device, passphrase = give_out_list(event=event, name="tablet")
    part = BatchPart.objects.create(batch=Batch.objects.create(file_name="f.xlsx"), model="people.person",
                                    changed={str(at.person_id): {"full_name": [SECRET, "B"]}, "0": {"sex": ["", "male"]}})  # fmt: skip

    erasure = erase_participant(person=at.person, because="asked", by="head")

    assert everywhere(SECRET) == []
    assert not batch.file.storage.exists(batch.file.name)
    outcome.refresh_from_db(), part.refresh_from_db()
    assert (outcome.to_address, outcome.body, outcome.state) == ("fp@x.example", "", "cancelled")
    assert part.changed == {"0": {"sex": ["", "male"]}}
    assert [offer.name for offer in OfferedQuote.objects.exclude(text="")] == ["Somebody Else"]
    assert CarriedList.objects.get().content == ""
    assert renew_list(device=device, passphrase=passphrase).content
    assert {"capacity.certificatebatch.file", "capacity.carriedlist.content", "capacity.offeredquote.text",
            "capacity.vaultopening.reason", "people.message.body", "records.batchpart.changed"} <= set(erasure.removed)  # fmt: skip


def test_an_organisation_that_many_of_an_event_come_from_stays():
    ministry, event = make.organisation(), make.event()
    rows = [make.participation(event, organisation=ministry) for _ in range(5)]

    erase_participant(person=rows[0].person, because="asked", by="head")
    erase_participant(
        person=make.participation(make.event(), organisation=ministry).person, because="asked", by="head"
    )

    assert Participation.objects.filter(organisation=ministry).count() == 5
    assert Participation.history.filter(organisation=None).exclude(id__in=[row.pk for row in rows]).exists()


@pytest.mark.parametrize("status", ["absent", "declined", "cancelled", "registered"])
def test_the_institution_of_somebody_who_did_not_count_is_not_counted_after_their_erasure(status):
    row = make.participation(make.event("2014-05-06"), organisation=make.organisation(), status=status)
    before = all_figures()

    erase_participant(person=row.person, because="asked", by="head")

    assert all_figures() == before
    assert row.event.institutions_named.count() == 0


def test_rows_merged_into_a_person_go_with_it():
    kept, absorbed = make.person("Aigul Bekova"), make.person(f"{SECRET} Bekova")
    make.participation(make.event(), absorbed, function=SECRET)
    merge_participants(kept=kept, absorbed=absorbed, because=f"{SECRET} said so", by="officer")
    with pytest.raises(Refused, match="erase that one"):
        erase_person(person=absorbed, because="asked", by="head")

    erase_participant(person=kept, because="asked", by="head")

    assert everywhere(SECRET) == []
    assert {one.erased_on for one in Person.objects.all()} == {date.today()}
    assert Merge.objects.get().because == "removed with the person's identity"


def test_a_pair_nobody_decided_on_stays_a_doubt_and_figures_stay_as_they_were():
    people = [make.person("Aigul Bekova") for _ in range(2)]
    for person in people:
        make.participation(make.event("2014-05-06"), person)
    find_likenesses()
    before = all_figures()

    erase_participant(person=people[0], because="asked", by="head")

    pair = Likeness.objects.get()
    assert (pair.state, pair.reasons) == ("lost", [])
    assert all_figures() == before


def test_who_is_held_is_not_erased_until_the_hold_is_over():
    person = make.person()
    hold_person(person=person, because="audit of 2014", until=date(2099, 1, 1))
    with pytest.raises(Refused, match="held until 2099-01-01 \\(audit of 2014\\)"):
        erase_participant(person=person, because="asked", by="head")
    assert Person.objects.get(pk=person.pk).erased_on is None

    release_hold(person=person)
    erase_participant(person=person, because="asked", by="head")
    assert Person.objects.get(pk=person.pk).erased_on == date.today()

    over = make.person(hold_because="audit of 2013", hold_until=date(2014, 1, 1))
    erase_participant(person=over, because="asked", by="head")
    assert Person.objects.get(pk=over.pk).hold_because == ""


def test_what_cannot_be_erased_held_or_restricted_is_refused_in_a_sentence():
    person = make.person()
    with pytest.raises(Refused, match="Say why"):
        erase_person(person=person, because=" ", by="head")
    with pytest.raises(Refused, match="is not held"):
        release_hold(person=person)
    with pytest.raises(Refused, match="is over"):
        hold_person(person=person, because="audit", until=date(2014, 1, 1))
    with pytest.raises(Refused, match="is not restricted"):
        lift_restriction(person=person)
    erase_person(person=person, because="asked", by="head")
    for act in (erase_person,):
        with pytest.raises(Refused, match="already"):
            act(person=person, because="asked", by="head")
    for act in (hold_person, restrict_person):
        with pytest.raises(Refused, match="was erased"):
            act(person=person, because="audit")


def test_who_is_restricted_is_shown_and_used_for_nothing():
    person = make.person()
    give_consent(person=person, purpose="mailing_list", wording="May we?", language="en", channel="form")
    assert list(consenting("mailing_list")) == [person]

    restrict_person(person=person, because="accuracy contested")
    assert (list(usable()), list(consenting("mailing_list"))) == ([], [])
    with pytest.raises(Refused, match="is restricted since"):
        restrict_person(person=person, because="again")

    lift_restriction(person=person)
    assert list(consenting("mailing_list")) == [person]


def test_erasures_are_done_again_after_a_backup_was_restored(settings):
    person, stays = make.person(f"{SECRET} Bekova"), make.person("Marat Suleimenov")
    make.participation(make.event(), person, function=SECRET)
    line = {"code": "ER-0007", "person": person.code, "on": "2014-05-06", "by": "head"}
    (settings.DATA / "erasures.jsonl").write_text(json.dumps(line) + "\n")

    assert reapply_erasures() == [person.code]

    assert everywhere(SECRET) == []
    held = Erasure.objects.get()
    assert (held.code, held.on, held.person) == ("ER-0007", date(2014, 5, 6), person)
    assert Person.objects.get(pk=stays.pk).full_name == "Marat Suleimenov"
    assert reapply_erasures() == []


rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.sampled_from(["female", "male", "not_recorded"]),
              st.sampled_from(["national_government", "academia"]), st.sampled_from(["KOR", "WSM", ""])),
    max_size=10, unique_by=lambda row: row[:2],
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=rows, erased=st.sets(st.integers(0, 4), min_size=1), likenesses=st.booleans())
def test_erasing_leaves_every_figure_and_every_part_of_it_as_it_was(rows, erased, likenesses):
    with undone():
        staff = [make.person("Aigul Bekova") for _ in range(5)]
        events = [
            make.event("2013-05-06"),
            make.event("2014-05-06"),
            make.event("2014-06-06", kind_code="international_conference"),
        ]
        ministry = make.organisation()
        for who, where, sex, sector, country in rows:
            make.participation(
                events[where],
                staff[who],
                sex=sex,
                sector=sector,
                from_country=country,
                organisation=ministry,
                tally=False,
            )
        tally_events()
        if likenesses:
            find_likenesses()
        before = all_figures()

        for who in erased:
            erase_participant(person=staff[who], because="asked", by="head")

        assert all_figures() == before
        assert wrong_tallies() == []
