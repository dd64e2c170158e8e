"""The import at the desk: explained first, written when confirmed, and only by those who may."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from colonnade.partners.models import Organisation
from colonnade.people.models import Account
from colonnade.records.models import Batch
from colonnade.web.desk.imports import folder
from colonnade.web.desk.roles import settle_roles

pytestmark = pytest.mark.django_db

GOOD = "code,name,short name,kind\nMOPAS,Ministry of Public Administration,MOPAS,government\n"
BAD = "code,name,short name,kind\nMO PAS,,MOPAS,kingdom\n"


@pytest.fixture
def desk(client):
    def signed_in(role: str = ""):
        account = Account.objects.create_user(role or "admin", is_superuser=not role)
        if role:
            settle_roles()
            account.groups.add(Group.objects.get(name=role))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def upload(client, text: str = GOOD, name: str = "organisations.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse("import"), {"files": file, "dates": ""})


def test_reading_a_file_writes_nothing_and_confirming_writes_it(desk):
    client = desk()
    place = upload(client).headers["Location"]
    page = client.get(place)
    assert (page.context["plan"].new, Organisation.objects.count()) == (1, 0)
    seen = page.content.decode().partition('name="confirmed" value="')[2].partition('"')[0]
    answer = client.post(place, {"confirmed": seen})
    assert [row.code for row in Organisation.objects.all()] == ["MOPAS"]
    assert answer.headers["Location"] == reverse("batch:inspect", args=(Batch.objects.get().pk,))
    assert (Batch.objects.get().imported_by, list(folder().iterdir())) == ("admin", [])


def test_a_second_import_of_the_same_file_has_nothing_to_do(desk):
    client = desk()
    for _again in range(2):
        place = upload(client).headers["Location"]
        page = client.get(place)
        seen = page.content.decode().partition('name="confirmed" value="')[2].partition('"')[0]
        client.post(place, {"confirmed": seen})
    assert (page.context["writable"], Batch.objects.count()) == (False, 1)


def test_a_file_with_faults_shows_all_of_them_and_cannot_be_written(desk):
    client = desk()
    place = upload(client, BAD).headers["Location"]
    page = client.get(place)
    assert (page.context["plan"].stopped, page.context["writable"]) == (True, False)
    columns = {finding.column.lower() for finding in page.context["findings"] if finding.stops}
    assert {"code", "name", "kind"} <= columns
    copy = load_workbook(BytesIO(client.get(f"{place}reasons/").content))
    assert len(copy.sheetnames) >= 2
    client.post(place, {"confirmed": "anything"})
    assert Organisation.objects.count() == 0


def test_what_is_written_is_what_was_seen(desk):
    client = desk()
    place = upload(client).headers["Location"]
    page = client.get(place)
    seen = page.content.decode().partition('name="confirmed" value="')[2].partition('"')[0]
    Organisation.objects.create(code="MOPAS", name="Entered meanwhile")
    assert client.post(place, {"confirmed": seen}).headers["Location"] == place
    assert Organisation.objects.get().name == "Entered meanwhile"


def test_a_file_that_is_no_table_is_refused_with_a_sentence(desk):
    answer = upload(desk(), "%PDF-1.4", "report.pdf")
    assert "only .xlsx and .csv are read" in answer.content.decode()
    assert list(folder().iterdir()) == []


def test_nobody_comes_back_to_another_s_file(desk, client):
    place = upload(desk()).headers["Location"]
    desk("Head")
    assert client.get(place).status_code == 404


def test_a_file_with_a_kind_that_the_account_may_not_write_is_not_written(desk):
    client = desk("Assistant")
    text = "code,name,kind,currency\nTF,Trust fund,trust_fund,USD\n"
    place = upload(client, text, "funds.csv").headers["Location"]
    page = client.get(place)
    assert (page.context["refused"], page.context["writable"]) == (["funds"], False)
    assert client.post(place, {"confirmed": "x"}).status_code == 302
    assert Batch.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "status"), [("Head", 200), ("Assistant", 200), ("Finance", 302), ("Viewer", 302)]
)
def test_only_roles_that_enter_records_see_the_import(desk, role, status):
    assert desk(role).get(reverse("import")).status_code == status


def test_the_empty_workbook_is_handed_out(desk):
    answer = desk().get(reverse("import_template"))
    assert len(load_workbook(BytesIO(answer.content)).sheetnames) > 10
