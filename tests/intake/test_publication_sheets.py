"""The sheets of publications: languages, series and who wrote, with wrong digits and unknown languages said."""

from __future__ import annotations

import pytest
from tests import make

from colonnade.records.errors import Refused
from colonnade.records.intake.plan import plan_import
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
