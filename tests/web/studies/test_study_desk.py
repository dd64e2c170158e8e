"""A study's own pages at the desk: who sees what, what is done by a form, and what is handed out as a file."""

from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from tests import make

from colonnade.people.models import Message
from colonnade.research.models import ReviewRound, Study
from colonnade.research.queries import clearance_of, comments_of
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nA draft\n%%EOF\n"


def signed_in(client, role: str, **facts):
    settle_roles()
    account = make.account(role.lower().replace(" ", "-"), **facts)
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


@pytest.fixture
def study():
    make.office()
    held = make.study(2010, title="Trust in government", state="running")
    make.contributor(held, "Ana Tui")
    return held


def page(name: str, study: Study, *more) -> str:
    return reverse(name, args=(study.pk, *more))


@pytest.mark.parametrize(
    ("role", "told"),
    [("Head", (200, 200, 200, 200)), ("Programme officer", (200, 200, 200, 200)), ("Assistant", (200, 200, 200, 200)),
     ("Communications", (200, 200, 200, 200)), ("Finance", (200, 302, 302, 302)), ("Viewer", (200, 302, 302, 302))],
)  # fmt: skip
def test_drafts_reviews_and_clearance_are_open_to_those_who_work_on_them(client, study, role, told):
    make.review_round(study)
    signed_in(client, role)
    addresses = [page(name, study) for name in ("study_plan", "study_reviews", "study_clearance")]

    answers = [client.get(address) for address in (*addresses, page("study_draft", study, 1))]
    for answer in answers:
        answer.close()

    assert tuple(answer.status_code for answer in answers) == told


def test_whoever_may_not_see_reviewers_or_wrote_the_study_reads_no_name(client, study):
    make.review_round(study)
    seen = []
    for role, facts in (
        ("Programme officer", {}), ("Communications", {}), ("Head", {"first_name": "Ana", "last_name": "Tui"}),
    ):  # fmt: skip
        signed_in(client, role, **facts)
        seen.append("Rewi Aroha" in client.get(page("study_reviews", study)).content.decode())

    assert seen == [True, False, False]


def test_a_viewer_reads_no_contributor(client, study):
    signed_in(client, "Viewer")
    assert "Ana Tui" not in client.get(page("study_plan", study)).content.decode()


def test_a_stage_is_moved_by_a_form_and_a_refusal_keeps_what_was_typed(client, study):
    signed_in(client, "Programme officer")
    client.post(page("study_plan", study), {"to": "review"})
    refused = client.post(page("study_plan", study), {"to": "postponed", "because": ""})
    client.post(page("study_plan", study), {"to": "postponed", "because": "The author fell ill."})
    study.refresh_from_db()

    assert (refused.status_code, "Say why" in refused.content.decode()) == (422, True)
    assert (study.stage, study.activity.state_reason) == ("postponed", "The author fell ill.")
    assert "The author fell ill." in client.get(page("study_plan", study)).content.decode()


def test_a_draft_is_brought_and_a_review_asked_for_with_what_was_typed_kept_on_a_refusal(client, study):
    account = signed_in(client, "Programme officer")
    client.post(
        page("study_reviews", study),
        {"bring": "1", "new-draft": SimpleUploadedFile("d.pdf", PDF), "new-title": "First"},
    )
    draft = study.drafts.get()
    told = {
        "open": "1", "draft": draft.pk, "language": "en", "anonymous": "on", "words": "Mind chapter 2.",
        "reviewer-TOTAL_FORMS": "4", "reviewer-INITIAL_FORMS": "0", "reviewer-0-name": "Rewi Aroha",
        "reviewer-0-email": "rewi@example.org", "reviewer-1-name": "Ana Tui", "reviewer-1-email": "ana@example.org",
    }  # fmt: skip
    refused = client.post(page("study_reviews", study), told)
    said = refused.content.decode()
    client.post(page("study_reviews", study), told | {"reviewer-1-name": "Sina Malo"})

    assert (draft.title, draft.brought_by) == ("First", account)
    assert (refused.status_code, "cannot review it" in said, 'value="Rewi Aroha"' in said) == (
        422,
        True,
        True,
    )
    assert [one.name for one in ReviewRound.objects.get().reviewers.all()] == ["Rewi Aroha", "Sina Malo"]
    assert Message.objects.count() == 2


def test_comments_are_answered_in_the_matrix_and_the_round_is_closed(client, study):
    account = signed_in(client, "Programme officer")
    held = make.review_round(study)
    for reviewer in held.reviewers.all():
        make.review(reviewer, ("must", "=1+1 is no source."), ("may", "A map?"))
    told = {f"answer-{one.pk}": "Agreed." for one in comments_of(held)} | {
        f"done-{one.pk}": "" for one in comments_of(held)
    }
    client.post(page("study_reviews", study), {"close": held.pk})
    held.refresh_from_db()
    was = held.closed_on
    client.post(page("study_comments", study, 1), told)
    client.post(page("study_reviews", study), {"close": held.pk})
    held.refresh_from_db()

    assert (was, held.closed_by) == (None, account)
    assert {(one.answer, one.answered_by) for one in comments_of(held)} == {("Agreed.", account)}


def test_the_matrix_is_handed_out_as_a_workbook_and_as_a_document_without_names_where_reviewers_have_none(
    client, study
):
    signed_in(client, "Programme officer")
    held = make.review_round(study)
    for reviewer in held.reviewers.all():
        make.review(reviewer, ("must", "=1+1 is no source."))
    files = {
        suffix: client.get(page("study_comments_file", study, 1, suffix)).content
        for suffix in ("xlsx", "docx", "pdf")
    }
    sheet = load_workbook(io.BytesIO(files["xlsx"])).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    words = [
        cell.text
        for table in Document(io.BytesIO(files["docx"])).tables
        for row in table.rows
        for cell in row.cells
    ]
    by_number = {row[0]: row for row in rows}

    assert by_number["1.1"][:5] == ["1.1", "Reviewer 1", "page 1", "=1+1 is no source.", "must be dealt with"]
    assert sheet.cell(row=rows.index(by_number["1.1"]) + 1, column=4).data_type == "s"
    assert any("=1+1 is no source." in text for text in words)
    assert files["pdf"].startswith(b"%PDF-")
    assert "Rewi" not in str(rows) + str(words)
    assert client.get(page("study_comments_file", study, 1, "exe")).status_code == 404


def test_a_product_is_submitted_and_its_step_taken_by_another(client, study):
    product = make.product(None, state="draft", of=study)
    officer = signed_in(client, "Programme officer")
    client.post(page("study_clearance", study), {"submit": product.pk})
    step = clearance_of(product).steps.first()
    client.post(page("study_clearance", study), {"step": step.pk, "to": "cleared"})
    step.refresh_from_db()
    was = step.state
    layout = signed_in(client, "Communications")
    client.post(page("study_clearance", study), {"step": step.pk, "to": "cleared"})
    step.refresh_from_db()

    assert (clearance_of(product).submitted_by, was, step.state, step.by) == (
        officer,
        "waiting",
        "cleared",
        layout,
    )


def test_at_the_desk_nothing_is_cleared_before_its_steps_are_taken_or_the_head_decides_otherwise(
    client, study
):
    product = make.product(None, state="review", of=study)
    signed_in(client, "Head")
    address, told = reverse("publication_work", args=(product.pk,)), {"act": "move", "to": "cleared"}
    refused = client.post(address, told, follow=True)
    client.post(
        page("study_clearance", study), {"override": product.pk, "because": "The session is tomorrow."}
    )
    client.post(address, told)
    product.refresh_from_db()

    assert ("was not submitted for clearance" in refused.content.decode(), product.state) == (True, "cleared")


def test_an_officer_does_not_override_a_clearance(client, study):
    product = make.product(None, state="draft", of=study)
    signed_in(client, "Programme officer")
    client.post(page("study_clearance", study), {"override": product.pk, "because": "In haste."})

    assert product.overrides.count() == 0


def test_terms_of_reference_are_kept_as_a_file_and_handed_out_as_a_download(client, study):
    signed_in(client, "Programme officer")
    told = {"activity": study.activity_id, "order": "1", "peer_reviewed": "not_recorded", "terms": "What for"}
    address = reverse("study:edit", args=(study.pk,))
    refused = client.post(address, told | {"terms_file": SimpleUploadedFile("t.pdf", b"<html>")})
    client.post(address, told | {"terms_file": SimpleUploadedFile("t.pdf", PDF)})
    answer = client.get(page("study_terms", study))

    assert "no PDF and no Word document" in refused.content.decode()
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="{study.code}-terms.pdf"'
