"""The sheets of publications: languages, series and who wrote, with wrong digits and unknown languages said."""

from __future__ import annotations

from datetime import date

import pytest
from tests import make

from colonnade.people.models import Account
from colonnade.records.errors import Refused
from colonnade.records.intake.plan import plan_import
from colonnade.research.actions import override_clearance, submit_for_clearance
from colonnade.research.models import LanguageVersion, Product
from colonnade.web.sheets import SHEETS

pytestmark = pytest.mark.django_db


def sheets(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return plan_import(folder, SHEETS)


def test_a_publication_comes_in_with_its_series_languages_and_authors(tmp_path):
    make.office()
    sheets(
        tmp_path,
        series="code,title,issn\nSR-1,Profiles,12345679\n",
        products="code,title,state,series,series_number,isbn_print,doi\n"
        "PD-1,Rivers,published,SR-1,No. 2,3-16-148410-X,https://doi.org/10.1234/a\n",
        language_versions="code,product,language,title,status,released\n"
        "LV-1,PD-1,English,Rivers,,yes\nLV-2,PD-1,Tiếng Việt,Sông,official translation,yes\n"
        "LV-3,PD-1,und,Rios,machine translation,no\n".replace("Tiếng Việt", "Vietnamese"),
        contributions='product,order,name,filed_as,role\nPD-1,1,Pan Suk Kim,"Kim, Pan Suk",\nPD-1,2,Ana Ruiz,,editor\n',
    ).write()

    held = Product.objects.select_related("series").get(code="PD-1")
    assert (held.series.issn, held.series_number, held.isbn_print, held.doi) == (
        "1234-5679", "No. 2", "978-3-16-148410-0", "10.1234/a",
    )  # fmt: skip
    assert list(LanguageVersion.objects.order_by("code").values_list("language", "status", "released")) == [
        ("en", "original", True), ("vi", "official", True), ("und", "machine", False),
    ]  # fmt: skip
    assert [(one.name, one.filed_as, one.role) for one in held.contributions.all()] == [
        ("Pan Suk Kim", "Kim, Pan Suk", "author"), ("Ana Ruiz", "", "editor"),
    ]  # fmt: skip


def test_a_wrong_digit_and_an_unknown_language_are_findings_and_nothing_is_written(tmp_path):
    make.office()
    plan = sheets(
        tmp_path,
        products="code,title,state,isbn_online\nPD-1,Rivers,published,978-3-16-148410-1\n",
        language_versions="code,product,language,title,released\nLV-1,PD-1,Englisch,Rivers,yes\n",
    )
    told = " ".join(str(vars(one) if hasattr(one, "__dict__") else one) for one in plan.findings)
    assert "is no ISBN" in told and "is no language known by that name" in told
    with pytest.raises(Refused):
        plan.write()
    assert Product.objects.count() == 0


def test_a_symbol_that_another_publication_has_is_refused(tmp_path):
    make.office()
    make.product("2010", symbol="ST/1")
    with pytest.raises(Refused):
        sheets(tmp_path, products="code,title,state,symbol\nPD-1,Rivers,published,ST/1\n").write()


def products(folder, *rows):
    return sheets(
        folder, products="code,title,state,own,published_on\n" + "".join(f"{row}\n" for row in rows)
    )


def places(plan):
    return [finding.place for finding in plan.findings if finding.stops]


def test_what_came_out_before_the_office_kept_clearance_is_history(tmp_path):
    make.office()
    rows = (
        f"PD-1,Rivers,published,yes,{date.today().year - 1}",
        "PD-2,Lakes,published,yes,",
        "PD-3,Seas,published,no,2026",
    )
    products(tmp_path, *rows).write()

    assert Product.objects.filter(state="published").count() == 3


def test_a_workbook_cannot_publish_what_the_desk_would_not(tmp_path):
    make.office()
    products(tmp_path, "PD-1,Rivers,in review,yes,").write()
    today = date.today()
    plan = products(
        tmp_path, f"PD-1,Rivers,published,yes,{today}", f"PD-2,Lakes,published,yes,{today.year}", "PD-3,Seas,cleared,yes,"
    )  # fmt: skip

    assert places(plan) == [f"products, row {row}, State" for row in (2, 3, 4)]
    assert "have it cleared and published at the desk" in plan.findings[0].do
    with pytest.raises(Refused):
        plan.write()


def test_what_is_undated_is_no_history_once_the_office_clears(tmp_path):
    make.office()
    by = Account.objects.create_user("submits")
    submit_for_clearance(product=make.product(None, state="review"), by=by)

    assert places(products(tmp_path, "PD-1,Rivers,published,yes,")) == ["products, row 2, State"]


def test_what_the_head_let_through_and_what_is_published_already_may_stand_in_the_file(tmp_path):
    make.office()
    products(tmp_path, "PD-1,Rivers,in review,yes,", "PD-2,Lakes,published,yes,2014").write()
    head = Account.objects.create_superuser("head")
    override_clearance(product=Product.objects.get(code="PD-1"), by=head, because="Urgent")
    today = date.today()

    assert (
        places(products(tmp_path, f"PD-1,Rivers,published,yes,{today}", f"PD-2,Lakes,published,yes,{today}"))
        == []
    )
