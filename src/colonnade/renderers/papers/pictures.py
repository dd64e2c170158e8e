"""The picture of an event that stands where its page is shared: 1200 by 630, its words set as on paper, so in any script."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image

from colonnade.renderers.document import Brand
from colonnade.renderers.papers.press import Printed, frame, press

MEDIA_TYPE: Final = "image/png"
SIZE: Final = (1200, 630)

_COLOURS: Final = 128
"""Enough for smooth letters in one colour and a sign; the file is a third of what full colour takes."""


@dataclass(frozen=True)
class SharePicture:
    """What a reader learns before the page is opened. ``kind`` is a word over the title: “Workshop”, “Call for nominations”."""

    brand: Brand
    event: str
    dates: str
    place: str = ""
    kind: str = ""
    language: str = "en"

    @property
    def alt(self) -> str:
        """The picture in words, for the page's ``og:image:alt``."""
        return " · ".join(part for part in (self.event, self.dates, self.place, self.brand.office) if part)


def share_picture(asked: SharePicture) -> Printed:
    """The picture as PNG, under 100 KB."""
    content = frame(
        asked.brand, asked.language, asked.event, event=asked.event, dates=asked.dates, place=asked.place,
        kind=asked.kind,
    )  # fmt: skip
    with press("picture.typ") as ready:
        made = ready.png(content, asked.brand)
    picture = Image.open(io.BytesIO(made.content)).convert("RGB")
    held = io.BytesIO()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
    return Printed(held.getvalue(), made.replaced, made.spelt_out)
