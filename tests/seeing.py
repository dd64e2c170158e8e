"""What stands in the way of somebody who reads a page by other means than sight and a mouse."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


def barriers(page) -> list[str]:
    """What axe finds on the page as it stands, each as its rule and the first element it found.

    A message that is still fading in has the contrast of a moment; it is looked at once it has come to rest.
    """
    page.evaluate(
        "for (const one of document.getAnimations())"
        " if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish()"
    )
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
