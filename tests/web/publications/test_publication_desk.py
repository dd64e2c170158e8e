"""A publication at the desk: from a draft to three languages on the public site, and who may not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests import make

from colonnade.people.models import Account
from colonnade.research.models import LanguageVersion, Product, PublicationFile
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db


def signed_in(client, role):
    settle_roles()
    account = Account.objects.create_user(f"somebody-{role}")
    account.groups.add(Group.objects.get(name=role))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def act(client, product, name, **told):
    return client.post(
        reverse("publication_work", args=(product.pk,)), {"act": name} | told, follow=True
    ).content.decode()


def test_a_publication_goes_its_way_on_one_page(client):
    make.office()
    signed_in(client, "Communications")
    held = make.product(None, state="review", planned="2014-03", title="Rivers", own=False)
    version = make.version(held, "ar", title="الأنهار", released=False)
    said = client.get(reverse("publication_work", args=(held.pk,))).content.decode()
    assert "clearance" in said and "a file, or the web address" in said and 'lang="ar" dir="rtl"' in said

    act(client, held, "put_off", to="2014-06", because="Review took longer")
    act(client, held, "move", to="cleared")
    upload = SimpleUploadedFile("r.pdf", make.pdf(4), "application/pdf")
    assert "4 pages" in act(client, held, "file", version=version.pk, what="full_text", file=upload)
    assert "is published" in act(client, held, "publish", on="2014-05-01")

    held.refresh_from_db()
    assert (held.state, str(held.published), [slip.because for slip in held.slips.all()]) == (
        "published", "2014-05-01", ["Review took longer"],
    )  # fmt: skip
    assert client.get(reverse("publication", args=(held.code,))).status_code == 200


def test_what_is_refused_is_said_on_the_page_and_changes_nothing(client):
    signed_in(client, "Programme officer")
    held = make.product(None, state="draft")
    said = act(client, held, "publish", on="2014-05-01")
    assert "cannot be published yet. Missing: clearance; a language version." in said.replace("&#x27;", "'")
    assert "is not a date" in act(client, held, "publish", on="yesterday")
    assert "Say why" in act(client, held, "move", to="abandoned")
    assert Product.objects.get(pk=held.pk).state == "draft"


@pytest.mark.parametrize("role", ["Viewer", "Finance", "Assistant"])
def test_who_may_only_read_publishes_moves_and_adds_nothing(client, role):
    signed_in(client, role)
    held = make.product(None, state="cleared")
    version = make.version(held, released=False, address="https://example.org/1")
    assert 'name="act"' not in client.get(reverse("publication_work", args=(held.pk,))).content.decode()
    upload = SimpleUploadedFile("r.pdf", make.pdf(), "application/pdf")
    for name, told in (("publish", {"on": "2014"}), ("move", {"to": "review"}),
                       ("file", {"version": version.pk, "what": "full_text", "file": upload})):  # fmt: skip
        act(client, held, name, **told)
    assert (Product.objects.get(pk=held.pk).state, PublicationFile.objects.count()) == ("cleared", 0)


def test_a_stranger_sees_neither_the_page_nor_a_file(client):
    held = make.product(None, state="draft")
    file = make.publication_file(make.version(held, released=False))
    for address in (
        reverse("publication_work", args=(held.pk,)),
        reverse("publication_work_file", args=(file.pk,)),
    ):
        assert client.get(address).status_code == 302
    assert client.get(reverse("publication_file", args=(held.code, file.pk, "x.pdf"))).status_code == 404


def test_the_state_of_a_held_publication_is_not_changed_in_its_form(client):
    signed_in(client, "Head")
    held = make.product(None, state="draft")
    address = reverse("product:edit", args=(held.pk,))
    told = {
        "title": held.title,
        "kind": held.kind,
        "planned_precision": "month",
        "published_precision": "year",
    }
    assert (
        "Its state is changed on the page"
        in client.post(address, told | {"state": "published"}).content.decode()
    )
    assert client.post(address, told | {"state": "draft", "symbol": "ST/1"}).status_code == 302
    held.refresh_from_db()
    assert (held.state, held.symbol) == ("draft", "ST/1")


def test_a_language_is_released_and_its_cover_described_on_the_page(client):
    signed_in(client, "Communications")
    held = make.product("2014")
    make.version(held)
    french = make.version(held, "fr", released=False)
    make.publication_file(french)
    act(client, held, "release", version=french.pk, on="2014-07")
    assert str(LanguageVersion.objects.get(pk=french.pk).released_when) == "2014-07"
    act(client, held, "alt", version=french.pk, alt="Une rivière")
    french.cover.refresh_from_db()
    assert french.cover.alt == "Une rivière"
    picture = client.get(reverse("publication_work_cover", args=(french.cover.pk,)))
    assert b"".join(picture.streaming_content)[8:12] == b"WEBP"
