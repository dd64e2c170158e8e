import pytest
from tests.web.events.test_evaluation_page import sent

pytestmark = pytest.mark.django_db
def test_shots(browser, live_server):
    _f, pages = sent()
    for lang in ("en","ar"):
        for w in (360,1280):
            p = browser.new_page(viewport={"width": w, "height": 900})
            p.goto(f"{live_server.url}{pages[0]}?lang={lang}")
            p.screenshot(path=f"/tmp/eval_{lang}_{w}.png", full_page=True)
            if w==360 and lang=="en":
                p.click("form.asks button[type=submit]"); p.screenshot(path="/tmp/eval_err.png")
            p.close()
