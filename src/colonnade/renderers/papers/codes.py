"""QR codes for print: an address a telephone can read from paper, as an SVG for layouts or a PNG for files of an office program.

Always black on white with the quiet zone of four modules that readers need, and at error level M or better: a fold or
a stamp over 15 per cent of the code leaves it readable.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Final

import segno

QUIET: Final = 4
"""Modules of white on every side, as the standard asks (ISO/IEC 18004)."""


class TooLong(ValueError):
    """The text does not go into a code that can be read from paper."""


_LONGEST: Final = 300
"""Beyond that the modules of a code of two centimetres are smaller than 0.3 mm, too fine for an office printer."""


@lru_cache(maxsize=256)
def _code(text: str) -> segno.QRCode:
    if not text or len(text.encode()) > _LONGEST:
        raise TooLong(
            f"A QR code holds 1 to {_LONGEST} bytes here, this text has {len(text.encode())}: give a shorter address."
        )
    return segno.make_qr(text, error="m", boost_error=True)


@lru_cache(maxsize=256)
def svg(text: str) -> str:
    """The code as SVG, one path of whole modules; the layout gives it its size."""
    code = _code(text)
    side = len(code.matrix) + 2 * QUIET
    runs = [
        f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z"
        for row, modules in enumerate(code.matrix)
        for column, length in _runs(modules)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{"".join(runs)}" fill="#000"/></svg>'
    )


def _runs(modules: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many they are."""
    found: list[tuple[int, int]] = []
    for column, dark in enumerate(modules):
        if not dark:
            continue
        if found and sum(found[-1]) == column:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((column, 1))
    return found


def png(text: str, *, scale: int = 8) -> bytes:
    """The code as PNG, ``scale`` pixels a module."""
    held = io.BytesIO()
    _code(text).save(held, kind="png", scale=scale, border=QUIET)
    return held.getvalue()
