"""The office's sign as a picture, for files that take no drawings."""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from importlib.resources import as_file, files

from colonnade.renderers.document import Brand
from colonnade.renderers.pdf import compiler
from colonnade.renderers.pdf_content import logo


@lru_cache(maxsize=4)
def sign_png(brand: Brand) -> bytes:
    """The sign as PNG, whatever it was given as."""
    held = base64.b64decode(brand.logo)
    if held.startswith(b"\x89PNG"):
        return held
    with as_file(files("colonnade.renderers").joinpath("layouts")) as layouts:
        made = compiler(layouts, "sign.typ").compile(
            format="png", ppi=144, sys_inputs={"logo": json.dumps(logo(brand.logo))}
        )
    if not isinstance(made, bytes):
        raise TypeError(f"The sign of {brand.office} is not one picture.")
    return made
