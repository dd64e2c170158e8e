"""The contents of a report to read: each numbered part once, where it begins."""

from __future__ import annotations

from collections.abc import Iterable

from colonnade.renderers.document import Slide


def listed(slides: Iterable[Slide]) -> dict[int, str]:
    """The line of the contents for each slide that begins a part, by ``id``; “(2)” and “(3)” have none.

    A part may take several slides because a slide is small; a page of paper or of the web is not.
    """
    lines: dict[int, str] = {}
    begun: set[tuple[str, str]] = set()
    for slide in slides:
        if slide.kind not in ("section", "content") or (slide.number, slide.title) in begun:
            continue
        begun.add((slide.number, slide.title))
        lines[id(slide)] = " ".join(filter(None, (slide.number, slide.title)))
    return lines
