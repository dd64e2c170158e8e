"""Nomination: who is invited, what one nominates, until when, and that nothing is done twice."""

from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image
from tests import make

from colonnade.capacity.actions import close_link, invite_focal_points, nominate
from colonnade.capacity.actions.nomination import Candidate, NotNominated
from colonnade.capacity.links import from_token, token_of
from colonnade.capacity.models import Event, FocalPoint, Nomination, Participation
from colonnade.capacity.pasted import read_pasted
from colonnade.people.models import Message, Person
from colonnade.records.errors import Refused

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
Status = Participation.Status


@pytest.fixture
def point():
    make.office()
    event = make.event("2031-05-06", state="announced")
    event.entry, event.time_zone, event.stage = "nomination", "Pacific/Apia", "announced"
    event.nominations_close_at = timezone.now() + timedelta(days=3)
    event.save()
    return make.focal_point(event, "Sefa Leota", from_country="WSM", most=3)


def candidate(name: str, priority: int | None = None, **facts) -> Candidate:
    return Candidate(uuid.uuid4(), name, priority, **facts)


def names(point) -> list[str]:
    held = Nomination.objects.filter(focal_point=point, withdrawn_on=None).order_by("priority")
    return [one.participation.person.full_name for one in held]


def test_one_name_in_any_script_is_enough_and_country_and_state_are_the_focal_points(point):
    nominate(focal_point=point, candidates=[candidate("Sukarno"), candidate("ສົມສັກ"), candidate("محمد علي")])

    held = Participation.objects.filter(event=point.event).order_by("pk")
    assert [(p.person.full_name, p.country.code, p.status, p.role) for p in held] == [
        ("Sukarno", "WSM", "applied", "participant"),
        ("ສົມສັກ", "WSM", "applied", "participant"),
        ("محمد علي", "WSM", "applied", "participant"),
    ]


def test_candidates_stand_in_the_order_of_priority_without_gaps(point):
    nominate(
        focal_point=point, candidates=[candidate("Last", 9), candidate("First", 1), candidate("Between", 4)]
    )

    held = Nomination.objects.filter(focal_point=point).order_by("priority")
    assert [(n.priority, n.participation.person.full_name) for n in held] == [
        (1, "First"), (2, "Between"), (3, "Last"),
    ]  # fmt: skip


def test_sending_the_same_rows_twice_nominates_once(point):
    rows = [candidate("Ana"), candidate("Ben")]
    nominate(focal_point=point, candidates=rows)
    nominate(focal_point=point, candidates=rows)

    assert (names(point), Person.objects.count()) == (["Ana", "Ben"], 2)


def test_a_row_sent_again_with_other_words_corrects_and_the_history_keeps_what_was(point):
    row = candidate("Anna", function="Clerk")
    nominate(focal_point=point, candidates=[row])
    nominate(
        focal_point=point, candidates=[Candidate(row.submission, "Ana", function="Director", sex="female")]
    )

    held = Participation.objects.get(event=point.event)
    assert (held.person.full_name, held.function, held.sex, held.person.sex) == (
        "Ana",
        "Director",
        "female",
        "female",
    )
    assert list(held.person.history.order_by("history_id").values_list("full_name", flat=True)) == [
        "Anna",
        "Ana",
    ]


def test_a_candidate_is_withdrawn_and_an_old_page_sent_again_brings_nobody_back(point):
    gone, stays = candidate("Gone"), candidate("Stays")
    nominate(focal_point=point, candidates=[gone, stays])
    nominate(focal_point=point, candidates=[stays], withdrawn=[gone.submission])
    nominate(focal_point=point, candidates=[gone, stays])

    left = Participation.objects.get(person__full_name="Gone")
    assert (names(point), left.withdrawn_because) == (["Stays"], "Withdrawn by the focal point.")


def test_more_than_the_most_are_refused_and_nobody_is_nominated(point):
    with pytest.raises(NotNominated) as refusal:
        nominate(focal_point=point, candidates=[candidate(name) for name in "ABCD"])

    assert [len(problems) for problems in refusal.value.problems] == [0, 0, 0, 1]
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ([{"full_name": "", "function": "Director"}], [["full_name"]]),
        ([{"full_name": "\u200b"}], [["full_name"]]),
        ([{"full_name": "Ana", "email": "ana at example"}], [["email"]]),
        ([{"full_name": "Ana"}, {"full_name": "ana "}], [[], ["full_name"]]),
        ([{"full_name": "Ana", "email": "a@x.org"}, {"full_name": "Ana", "email": "b@x.org"}], None),
        ([{"full_name": "Ana", "sex": "woman"}], [["sex"]]),
        ([{"full_name": "A" * 201}], [["full_name"]]),
    ],
)
def test_every_problem_is_told_at_its_row_and_field(point, rows, fields):
    told = None
    try:
        nominate(focal_point=point, candidates=[Candidate(uuid.uuid4(), **row) for row in rows])
    except NotNominated as refusal:
        told = [[problem.field for problem in problems] for problems in refusal.problems]
    assert told == fields


def test_the_deadline_is_the_events_own_to_the_second(point):
    closes = datetime(2031, 3, 31, 10, 59, 59, tzinfo=UTC)
    Event.objects.filter(pk=point.event_id).update(nominations_close_at=closes)
    nominate(focal_point=point, candidates=[candidate("In time")], now=closes)

    with pytest.raises(Refused, match=r"31 March 2031, 23:59 \(Pacific/Apia, UTC\+13:00\)"):
        nominate(focal_point=point, candidates=[candidate("Late")], now=closes + timedelta(seconds=1))
    assert names(point) == ["In time"]


def test_after_the_decision_a_nomination_is_not_changed_by_the_focal_point(point):
    row = candidate("Ana")
    nominate(focal_point=point, candidates=[row])
    Participation.objects.update(status=Status.REGISTERED)

    with pytest.raises(Refused, match="decided on Ana already"):
        nominate(focal_point=point, candidates=[Candidate(row.submission, "Anna")])
    with pytest.raises(Refused, match="decided on Ana already"):
        nominate(focal_point=point, candidates=[], withdrawn=[row.submission])


def test_somebody_the_office_knows_from_another_event_is_not_renamed_by_a_focal_point(point):
    row = candidate("Ana")
    nominate(focal_point=point, candidates=[row])
    make.participation(make.event("2014-05-06"), Person.objects.get())

    with pytest.raises(Refused, match="from elsewhere"):
        nominate(focal_point=point, candidates=[Candidate(row.submission, "Somebody Else")])


def test_who_is_nominated_is_a_row_but_neither_a_registration_nor_a_participation_and_is_not_written_to(
    point,
):
    nominate(focal_point=point, candidates=[candidate("Ana", email="ana@example.org")])

    tally = point.event.tally
    assert (tally.registered, tally.counted, Message.objects.count()) == (0, 0, 0)


def test_one_letter_is_kept_for_all_who_stand_in_it_under_a_name_of_ours(point):
    nominate(focal_point=point, candidates=[candidate("Ana"), candidate("Ben")], letter=PDF)

    kept = set(Nomination.objects.values_list("letter", flat=True))
    assert (len(kept), kept.copy().pop().startswith("nominations/")) == (1, True)
    with default_storage.open(kept.pop()) as file:
        assert file.read() == PDF


def picture(kind: str) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (20, 20)).save(held, kind)
    return held.getvalue()


@pytest.mark.parametrize("content", [picture("PNG"), picture("JPEG"), PDF], ids=["png", "jpeg", "pdf"])
def test_a_letter_is_a_pdf_or_a_picture(point, content):
    nominate(focal_point=point, candidates=[candidate("Ana")], letter=content)
    assert Nomination.objects.exclude(letter="").count() == 1


@pytest.mark.parametrize(
    "content",
    [b"<html><script>", b"MZ\x90\x00", picture("GIF"), b"\xff\xd8\xff no picture", PDF + b"x" * 5_000_001],
    ids=["page", "program", "gif", "broken", "large"],
)
def test_anything_else_is_refused_whatever_it_is_called_and_nobody_is_nominated(point, content):
    with pytest.raises(Refused):
        nominate(focal_point=point, candidates=[candidate("Ana")], letter=content)
    assert Person.objects.count() == 0


def test_a_focal_point_is_invited_in_their_language_with_the_deadline_in_the_events_time(point):
    Event.objects.filter(pk=point.event_id).update(
        nominations_close_at=timezone.now().replace(hour=10, minute=59) + timedelta(days=3)
    )
    point.event.refresh_from_db()
    FocalPoint.objects.filter(pk=point.pk).update(language="fr")
    assert invite_focal_points(event=point.event, points=[point]) == 1

    letter = Message.objects.get()
    assert (letter.to_address, letter.language, letter.state) == (point.email, "fr", "waiting")
    assert f"/nominate/{token_of(point)}/?lang=fr" in letter.body
    assert "23:59 (Pacific/Apia, UTC+13:00)" in letter.body
    point.refresh_from_db()
    assert point.invited_at is not None


def test_inviting_twice_on_a_day_writes_once(point):
    invite_focal_points(event=point.event, points=[point])
    invite_focal_points(event=point.event, points=[point])
    assert Message.objects.count() == 1


def test_nobody_is_invited_to_an_event_that_does_not_take_nominations_or_after_the_deadline(point):
    point.event.entry = "open"
    with pytest.raises(Refused, match="Nobody is nominated"):
        invite_focal_points(event=point.event, points=[point])
    point.event.entry, point.event.nominations_close_at = "nomination", timezone.now() - timedelta(seconds=1)
    with pytest.raises(Refused, match="Nominations closed"):
        invite_focal_points(event=point.event, points=[point])
    assert Message.objects.count() == 0


def test_a_closed_link_leads_nowhere_and_a_forged_one_neither(point):
    old = token_of(point)
    closed = close_link(focal_point=point)

    assert from_token(FocalPoint, old) is None
    assert from_token(FocalPoint, token_of(closed)) == point
    assert from_token(FocalPoint, f"{point.pk}.1:forged") is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Ana Tui\tDirector\tMinistry, of X\tana@gov.fj", [{"full_name": "Ana Tui", "function": "Director", "organisation": "Ministry, of X", "email": "ana@gov.fj"}]),
        ("Nom;Fonction;Sexe\nSukarno;;M\n", [{"full_name": "Sukarno", "sex": "male"}]),
        ("No\tGiven name\tSurname\n1\tAna\tTui\n2.\tBen\t\n", [{"priority": "1", "full_name": "Ana Tui"}, {"priority": "2", "full_name": "Ben"}]),
        ("姓名,职务\n王小明,司长\n", [{"full_name": "王小明", "function": "司长"}]),
        ("الاسم\tالجنس\nمريم\tأنثى\n", [{"full_name": "مريم", "sex": "female"}]),
        ("Sukarno\n\nAung\n", [{"full_name": "Sukarno"}, {"full_name": "Aung"}]),
        ("  \n", []),
    ],
)  # fmt: skip
def test_a_pasted_list_is_read_with_or_without_headings(text, rows):
    assert [row.fields for row in read_pasted(text)] == rows


def test_what_no_field_takes_is_handed_back_beside_its_row():
    told = read_pasted("Name;Telephone;Sex\nAna;123;perhaps\n")
    assert [(row.fields, row.left) for row in told] == [({"full_name": "Ana"}, ["Telephone: 123", "perhaps"])]
