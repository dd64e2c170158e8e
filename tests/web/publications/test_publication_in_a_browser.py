"""A publication as a reader finds it on a telephone: narrowed, read, cited and fetched, without scripts, for everybody."""

from __future__ import annotations

from pathlib import Path

from tests import make
from tests.seeing import barriers

from colonnade.research.models import DownloadCount


def test_a_reader_finds_a_publication_in_arabic_and_takes_it_along(browser, live_server):
    make.office("Office of Rivers", email="office@example.org")
    held = make.product("2014-05", symbol="ST/1", title="Rivers", place="Suva")
    make.version(
        held, "en", title="Rivers and lakes of the Pacific islands", abstract="What is known of them."
    )
    make.publication_file(make.version(held, "ar", title="أنهار جزر المحيط الهادئ وبحيراتها"), make.pdf(3))
    make.contribution(held, "Pan Suk Kim", "Kim, Pan Suk")
    make.version(make.product("2010", product_kind="book"))
    context = browser.new_context(viewport={"width": 360, "height": 740}, accept_downloads=True)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{live_server.url}/publications/?lang=ar")
    page.select_option("[name=year]", "2014")
    page.click("form.narrow button")
    page.click(".publications h3 a")
    told = {"list of a language": page.locator("h1").inner_text(), "barriers": barriers(page)}
    assert told == {"list of a language": "أنهار جزر المحيط الهادئ وبحيراتها", "barriers": []}
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("img").first.scroll_into_view_if_needed()
    page.wait_for_function(
        "document.querySelector('.face img').complete && document.querySelector('.face img').naturalWidth > 0"
    )
    with page.expect_download() as taken:
        page.click(".versions a.button")
    assert (taken.value.suggested_filename, Path(taken.value.path()).read_bytes()[:5]) == (
        f"{held.code}-ar.pdf",
        b"%PDF-",
    )
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert (context.cookies(), DownloadCount.objects.count()) == ([], 0), (
        "a browser without a window is a machine"
    )

    for address in (
        f"/publications/{held.code}/?lang=en",
        "/publications/?lang=en",
        "/publications/?lang=ar",
    ):
        page.goto(f"{live_server.url}{address}")
        assert (address, barriers(page), page.evaluate("document.documentElement.scrollWidth") <= 360) == (
            address,
            [],
            True,
        )
    context.close()
