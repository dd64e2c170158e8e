"""The office's sign (its logo) as papers need it: light enough to stand in a thousand files, or as a picture for DOCX."""

from __future__ import annotations

import base64
import io
import json
from functools import lru_cache
from importlib.resources import as_file, files
from typing import Final

from PIL import Image

from colonnade.renderers.document import Brand
from colonnade.renderers.pdf import compiler
from colonnade.renderers.pdf_content import logo

_LIGHT: Final = 40_000
"""Bytes of a picture beyond which every certificate of a batch would carry, and wait for, more sign than words."""

_LARGEST: Final = (1200, 360)
"""Pixels: 1.5 cm high, that is 600 to the inch, finer than office printers."""


@lru_cache(maxsize=4)
def sign_for_layouts(brand: Brand) -> str:
    """The sign as JSON for a layout. A large picture is made smaller; a drawing stays as it is."""
    held = base64.b64decode(brand.logo)
    if held.startswith(b"\x89PNG") and len(held) > _LIGHT:
        return json.dumps({"bytes": list(_lighter(held)), "format": "png"})
    return json.dumps(logo(brand.logo))


def _lighter(held: bytes) -> bytes:
    picture = Image.open(io.BytesIO(held)).convert("RGBA")
    picture.thumbnail(_LARGEST)
    made = io.BytesIO()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()


@lru_cache(maxsize=4)
def sign_png(brand: Brand) -> bytes:
    """The sign as PNG, whatever it was given as."""
    held = base64.b64decode(brand.logo)
    if held.startswith(b"\x89PNG"):
        return held
    with as_file(files("colonnade.renderers").joinpath("layouts")) as layouts:
        made = compiler(layouts, "sign.typ").compile(
            format="png", ppi=144, sys_inputs={"logo": sign_for_layouts(brand)}
        )
    if not isinstance(made, bytes):
        raise TypeError(f"The sign of {brand.office} is not one picture.")
    return made
