"""Certificates: who is entitled, how they are numbered, and how they end."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests import make

from colonnade.capacity.actions import (
    add_sessions,
    issue_certificates,
    order_certificates,
    reissue_certificate,
    revoke_certificate,
)
from colonnade.capacity.models import Attendance, Certificate
from colonnade.capacity.queries import check_certificate, entitled
from colonnade.people.models import Consent, Person
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    make.office()
    make.post("Head of Office", category="international")
    held = make.event(
        "2014-05-06", until="2014-05-08", host="FJI", closed=date(2014, 5, 12), title="Workshop on rivers"
    )
    held.certificate_kind = "completion"
    held.save()
    return held


def issue(event, kind="participation"):
    batch = order_certificates(event=event, kind=kind)
    issue_certificates(batch=batch)
    return list(Certificate.objects.filter(batch=batch).order_by("code"))


def test_whoever_took_part_in_a_counted_role_is_entitled_and_whoever_completed_to_completion(event):
    there = make.participation(event)
    done = make.participation(event, completed=True)
    make.participation(event, role="speaker")
    make.participation(event, status="absent")
    make.participation(event, status="registered")
    assert set(entitled(event, "participation")) == {there, done}
    assert set(entitled(event, "completion")) == {done}


def test_what_is_printed_is_kept_as_at_the_day_of_issue(event):
    hour = datetime(2014, 5, 6, 8, tzinfo=UTC)
    sessions = add_sessions(event=event, sessions=[
        {"title": "One", "starts_at": hour, "ends_at": hour + timedelta(hours=3)},
        {"title": "Two", "starts_at": hour + timedelta(hours=5), "ends_at": hour + timedelta(hours=6, minutes=30)},
    ])  # fmt: skip
    one = make.participation(event, make.person("Сазонов Арсений", name_latin="Arseny Sazonov"))
    for session in sessions:
        Attendance.objects.create(session=session, participation=one, present=True, marked_at=hour)
    (held,) = issue(event)
    told = (
        held.name,
        held.name_latin,
        held.title,
        held.dates,
        held.place,
        held.hours,
        held.signatory_function,
        held.issued_on,
    )
    assert told == (
        "Сазонов Арсений", "Arseny Sazonov", "Workshop on rivers", "6–8 May 2014", "Fiji", Decimal("4.5"), "Head of Office",
        timezone.localdate(),
    )  # fmt: skip


def test_numbers_run_by_the_year_without_a_gap_and_an_order_that_is_stopped_goes_on_where_it_was(
    event, monkeypatch
):
    monkeypatch.setattr("colonnade.capacity.actions.certificates.AT_ONCE", 2)
    for _number in range(5):
        make.participation(event, tally=False)
    batch = order_certificates(event=event, kind="participation")
    turns = iter([True, False])
    assert issue_certificates(batch=batch, go_on=lambda: next(turns)) == 2
    assert issue_certificates(batch=batch) == 3
    batch.refresh_from_db()
    stem = f"OT-{timezone.localdate().year}-CERT-"
    assert [c.code for c in Certificate.objects.order_by("code")] == [f"{stem}{n:04d}" for n in range(1, 6)]
    assert (batch.total, batch.done) == (5, 5)


def test_nobody_is_issued_a_second_one_and_a_revoked_one_is_not_issued_again_by_an_order(event):
    first, second = make.participation(event), make.participation(event)
    held = {c.participation_id: c for c in issue(event)}
    revoke_certificate(certificate=held[second.pk], because="Entered by mistake.")
    event.certificate_batches.update(finished_at=timezone.now())
    with pytest.raises(Refused, match="who is entitled to a certificate has one"):
        order_certificates(event=event, kind="participation")
    third = make.participation(event)
    assert [c.participation_id for c in issue(event)] == [third.pk]
    assert Certificate.objects.get(participation=first).status == "valid"


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"attendance_closed_on": None}, "participation", "attendance of .* is not closed"),
        ({"certificate_kind": ""}, "participation", "issues no certificates"),
        ({"certificate_kind": "participation"}, "completion", "certifies participation, not completion"),
    ],
)
def test_what_is_not_ready_to_be_certified_is_refused_in_a_sentence(event, change, kind, words):
    make.participation(event, completed=True)
    for name, value in change.items():
        setattr(event, name, value)
    event.save()
    with pytest.raises(Refused, match=words):
        order_certificates(event=event, kind=kind)
    assert Certificate.objects.count() == 0


def test_certificates_are_not_issued_while_nobody_signs():
    make.office()
    event = make.event("2014-05-06", closed=date(2014, 5, 12))
    event.certificate_kind = "participation"
    event.save()
    make.participation(event)
    with pytest.raises(Refused, match="Nobody is named who signs today"):
        order_certificates(event=event, kind="participation")


def test_a_certificate_is_reissued_under_a_new_number_and_the_old_one_says_so(event):
    make.participation(event, make.person("Jon Smth"))
    (old,) = issue(event)
    new = reissue_certificate(certificate=old, because="The name was misspelt.", name="John Smith")
    old.refresh_from_db()
    assert (old.status, old.ended_because, new.replaces, new.name) == (
        "replaced",
        "The name was misspelt.",
        old,
        "John Smith",
    )
    assert new.code != old.code
    assert check_certificate(old.check_code).replaced_by == new
    with pytest.raises(Refused, match="is replaced by another since"):
        revoke_certificate(certificate=old, because="Again.")


def test_a_certificate_ends_with_a_reason_only(event):
    make.participation(event)
    (held,) = issue(event)
    for act in (revoke_certificate, reissue_certificate):
        with pytest.raises(Refused, match="Say why"):
            act(certificate=held, because=" ")
    held.refresh_from_db()
    assert held.status == "valid"


def test_whoever_is_no_longer_entitled_gets_no_new_one(event):
    one = make.participation(event)
    (held,) = issue(event)
    one.status = "absent"
    one.save()
    with pytest.raises(Refused, match="no longer entitled"):
        reissue_certificate(certificate=held, because="Lost.")
    held.refresh_from_db()
    assert held.status == "valid"


def test_the_check_names_the_holder_only_where_they_agreed(event):
    shy, open_ = (
        make.participation(event, make.person("Ada Lovelace")),
        make.participation(event, make.person("Bo Diddley")),
    )
    asked = {"person": open_.person, "purpose": "certificate_check", "wording": "Show my name"}
    given = Consent.objects.create(**asked, ref=event.ref)
    held = {c.participation_id: c for c in issue(event)}
    told = [check_certificate(held[pk].check_code) for pk in (shy.pk, open_.pk)]
    assert [(one.name, one.in_full) for one in told] == [("A. L.", False), ("Bo Diddley", True)]
    Person.objects.filter(pk=open_.person_id).update(restricted_on=timezone.localdate())
    assert check_certificate(held[open_.pk].check_code).name == "B. D."
    Person.objects.filter(pk=open_.person_id).update(restricted_on=None)
    Consent.objects.filter(pk=given.pk).update(ref=make.event().ref)
    assert check_certificate(held[open_.pk].check_code).name == "B. D."
    Consent.objects.filter(pk=given.pk).update(ref=event.ref)
    Consent.objects.update(withdrawn_at=timezone.now())
    assert check_certificate(held[open_.pk].check_code).name == "B. D."


def test_a_code_is_read_as_people_type_it_and_a_number_is_no_code(event):
    make.participation(event)
    (held,) = issue(event)
    code = held.check_code
    typed = f"{code[:4].lower()}-{code[4:8]} {code[8:]}"
    assert check_certificate(typed).certificate == held
    assert check_certificate(held.code) is None
