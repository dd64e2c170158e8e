"""The country's pages as a browser shows them: to assistive technology, on a telephone, in both directions."""

from __future__ import annotations

import pytest
from tests import make
from tests.seeing import barriers

pytestmark = pytest.mark.django_db

ADDRESSES = ("/countries/", "/countries/WSM/", "/countries/TUV/")


def test_the_country_pages_keep_nobody_out_and_fit_a_telephone(page, live_server):
    make.office("Office of Islands")
    held = make.event(
        "2014-05-06", host="WSM", title="Training with a title that is rather longer than a telephone is wide"
    )
    make.participation(held, from_country="WSM")
    for year in range(2003, 2015):
        make.indicator_value(year, "0.4204", rank=111)
    page.set_viewport_size({"width": 360, "height": 740})
    told = {}
    for language in ("en", "ar"):
        for address in ADDRESSES:
            page.goto(f"{live_server.url}{address}?lang={language}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            told[address, language] = (barriers(page), wide <= 360)
    assert told == dict.fromkeys(told, ([], True))
