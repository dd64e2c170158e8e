"""Certificates in public and at the desk, and as credentials."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from io import BytesIO

import jwt
import pypdf
import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from tests import make

from colonnade.capacity.actions import issue_certificates, order_certificates, revoke_certificate
from colonnade.capacity.models import Certificate, CertificateBatch
from colonnade.people.models import Account, Consent
from colonnade.renderers.pdf import NotPrinted
from colonnade.web.desk.roles import settle_roles
from colonnade.web.events import badges, certificates
from colonnade.web.events.certificates import printed, spaced
from colonnade.web.work import Worker

pytestmark = pytest.mark.django_db

REFUSED = "/desk/"
"""Where the desk sends whoever may not do what they asked, with a sentence."""


@pytest.fixture
def event():
    make.office("Office of Rivers")
    make.post("Head of Office", category="international")
    held = make.event(
        "2014-05-06", until="2014-05-08", host="FJI", closed=date(2014, 5, 12), title="Workshop on rivers"
    )
    held.certificate_kind = "completion"
    held.save()
    return held


def certified(event, name="Ada Lovelace", **facts):
    make.participation(event, make.person(name, **facts))
    issue_certificates(batch=order_certificates(event=event, kind="participation"))
    event.certificate_batches.update(finished_at="2026-01-01T00:00Z")
    return Certificate.objects.latest("pk")


def as_(client, role):
    settle_roles()
    account = Account.objects.create_user(f"a-{role}", password="a-long-password-1")
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return account


def test_anybody_sees_that_a_certificate_is_valid_and_of_its_holder_the_initials(client, event):
    held = certified(event)
    answer = client.get(reverse("certificate", args=(spaced(held.check_code),)))
    said = answer.content.decode()
    assert [words in said for words in ("This certificate is valid.", held.code, "A. L.", "Ada Lovelace", "6–8 May 2014")] == [
        True, True, True, False, True,
    ]  # fmt: skip
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-cache")


def test_who_agreed_is_named(client, event):
    held = certified(event)
    Consent.objects.create(
        person=held.participation.person, purpose="certificate_check", wording="Show my name", ref=event.ref
    )
    assert "Ada Lovelace" in client.get(reverse("certificate", args=(held.check_code,))).content.decode()


def test_a_revoked_certificate_says_so_and_not_why(client, event):
    held = certified(event)
    revoke_certificate(certificate=held, because="She was not there.", on=date(2026, 4, 9))
    said = client.get(reverse("certificate", args=(held.check_code,))).content.decode()
    assert ("This certificate was revoked on 9 April 2026." in said, "She was not there." in said) == (
        True,
        False,
    )


def test_a_code_that_is_none_says_what_to_look_at(client, event):
    answer = client.get(reverse("certificate", args=("ABCD-EFGH-JKLM",)))
    assert (answer.status_code, "No certificate has this code." in answer.content.decode()) == (404, True)


def test_a_code_is_typed_off_the_paper_with_and_without_its_hyphens(client, event):
    held = certified(event)
    to = reverse("certificate", args=(spaced(held.check_code),))
    typed = [spaced(held.check_code), held.check_code.lower(), " ".join(held.check_code)]
    assert [
        client.get(reverse("certificate_check"), {"code": code}).headers["Location"] for code in typed
    ] == [to] * 3


def test_the_paper_says_the_name_as_its_holder_writes_it_and_where_to_check(event):
    held = certified(event, "Сазонов Арсений")
    paper = pypdf.PdfReader(BytesIO(printed(held)))
    said = " ".join(paper.pages[0].extract_text().split())
    # An address breaks at the end of a line.
    whole = spaced(held.check_code) in "".join(said.split())
    assert (len(paper.pages), "Сазонов Арсений" in said, held.code in said, whole) == (1, True, True, True)
    assert printed(held) == printed(held)


def test_the_worker_issues_what_is_ordered_and_prints_it(event):
    for name in ("Ada Lovelace", "홍정훈", "梁鑫"):
        make.participation(event, make.person(name))
    batch = order_certificates(event=event, kind="participation")
    Worker().run_dry()
    batch.refresh_from_db()
    assert (batch.total, batch.done, batch.finished_at is not None) == (3, 3, True)
    with batch.file.open("rb") as file:
        assert len(pypdf.PdfReader(file).pages) == 3


def test_a_batch_that_cannot_be_printed_says_why_and_holds_up_no_other(event, monkeypatch):
    make.participation(event, make.person("Ada Lovelace"), completed=True)
    batches = [order_certificates(event=event, kind=kind) for kind in ("participation", "completion")]
    whole = certificates.print_batch

    def print_batch(batch):
        if batch == batches[0]:
            raise NotPrinted("“Certificates” could not be printed.")
        return whole(batch)

    monkeypatch.setattr(certificates, "print_batch", print_batch)
    certificates.work_on_batches(lambda: True)
    for batch in batches:
        batch.refresh_from_db()
    assert [(batch.finished_at is not None, batch.problems) for batch in batches] == [
        (False, ["Not printed yet: “Certificates” could not be printed."]),
        (True, []),
    ]
    with pytest.raises(NotPrinted):  # nothing else is left: the worker rests
        certificates.work_on_batches(lambda: True)


def test_a_certificate_without_a_name_is_left_out_with_a_remark_and_the_others_are_printed(event):
    for name in ("Ada Lovelace", "\u200b"):
        make.participation(event, make.person(name))
    batch = order_certificates(event=event, kind="participation")
    Worker().run_dry()
    batch.refresh_from_db()
    nameless = batch.certificates.get(name="\u200b")
    assert batch.problems == [
        f"{nameless.code} is not printed: no name stands on it (its holder was erased, or gave none)."
    ]
    with batch.file.open("rb") as file:
        assert len(pypdf.PdfReader(file).pages) == 1


def test_an_officer_orders_and_revokes_at_the_desk_and_an_assistant_may_not(client, event):
    make.participation(event, make.person("Ada Lovelace"))
    page = reverse("event_certificates", args=(event.pk,))
    as_(client, "Assistant")
    assert client.get(page).status_code == 200
    assert client.post(page, {"order": "participation"}).headers["Location"] == REFUSED
    assert CertificateBatch.objects.count() == 0
    client.logout()
    account = as_(client, "Programme officer")
    client.post(page, {"order": "participation"})
    batch = CertificateBatch.objects.get()
    issue_certificates(batch=batch)
    held = Certificate.objects.get()
    client.post(page, {"certificate": held.pk, "act": "revoke", "because": "Entered twice."})
    held.refresh_from_db()
    assert (batch.ordered_by, held.status, held.ended_because) == (account, "revoked", "Entered twice.")


def test_a_viewer_sees_no_certificate(client, event):
    held = certified(event)
    as_(client, "Viewer")
    pages = [reverse("event_certificates", args=(event.pk,)), reverse("certificate_paper", args=(held.pk,))]
    assert [client.get(page).headers["Location"] for page in pages] == [REFUSED, REFUSED]


# --- credentials --------------------------------------------------------------------------------------------------


def test_there_is_no_credential_unless_the_office_switches_it_on(client, event):
    held = certified(event, email="ada@example.org")
    pages = [reverse(name) for name in ("badge_issuer", "badge_keys", "badges_revoked")]
    pages.append(reverse("badge_achievement", args=(held.participation.event.code, held.kind)))
    assert [client.get(page).status_code for page in pages] == [404] * 4


@pytest.fixture
def offered(settings):
    settings.OPEN_BADGES = True


def test_a_credential_is_signed_by_a_published_key_and_names_nobody(client, event, offered):
    held = certified(event, email="Ada@example.org")
    token = badges.signed(held)
    (key,) = client.get(reverse("badge_keys")).json()["keys"]
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "JWT", "kid": key["kid"]}
    said = jwt.decode(token, jwt.PyJWK(key).key, algorithms=["RS256"])
    (who,) = said["credentialSubject"]["identifier"]
    expected = hashlib.sha256(("ada@example.org" + who["salt"]).encode()).hexdigest()
    assert (who["identityHash"], who["hashed"]) == (f"sha256${expected}", True)
    assert ("Ada" in json.dumps(said), "d" in key) == (False, False)


def test_a_credential_has_what_open_badges_asks_for(event, offered):
    said = badges.credential(certified(event, email="ada@example.org"))
    assert said["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert said["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    achievement = said["credentialSubject"]["achievement"]
    assert {"id", "type", "name", "description", "criteria"} - set(achievement) == set()
    assert [name for name in ("id", "issuer", "validFrom") if not said[name]] == []


def test_a_new_key_signs_and_what_an_older_one_signed_can_still_be_checked(client, event, offered):
    held = certified(event, email="ada@example.org")
    old = badges.signed(held)
    badges.new_key()
    new = badges.signed(held)
    told = {key["kid"]: jwt.PyJWK(key).key for key in client.get(reverse("badge_keys")).json()["keys"]}
    used = [jwt.get_unverified_header(token)["kid"] for token in (old, new)]
    assert len(set(used)) == 2
    assert [jwt.decode(token, told[kid], algorithms=["RS256"])["jti"] for token, kid in zip((old, new), used, strict=True)] == [
        said := badges.credential(held)["id"], said,
    ]  # fmt: skip


def test_a_revoked_credential_is_listed_without_a_name_or_a_reason(client, event, offered):
    held = certified(event, email="ada@example.org")
    revoke_certificate(certificate=held, because="Ada was not there.")
    told = client.get(reverse("badges_revoked")).json()
    assert told["revokedCredential"] == [{"id": badges.credential(held)["id"], "revoked": True}]
    assert [
        code
        for code in (held.check_code, certificates.spaced(held.check_code), "Ada")
        if code in json.dumps(told)
    ] == []


def test_without_an_address_there_is_no_credential(event, offered):
    with pytest.raises(badges.Refused, match="no e-mail address"):
        badges.signed(certified(event))
