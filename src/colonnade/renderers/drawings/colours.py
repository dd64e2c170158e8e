"""Colours made from the office's one: shades that can be told apart and seen on white."""

from __future__ import annotations

from typing import Final

INK: Final = "#1F2933"
MUTED: Final = "#52606D"
PLAIN: Final = "#7B8794"
LINE: Final = "#D5DAE0"
LAND: Final = "#DDE1E6"
PAPER: Final = "#FFFFFF"

SEEN: Final = 3.0
"""The contrast with its ground that WCAG asks of a mark that carries meaning; text needs 4.5."""

_COMPANIONS: Final = ("#B4560B", "#0B7A6B", "#7A4FA3", "#5B6470", "#A3224E")

Rgb = tuple[int, int, int]


def rgb(colour: str) -> Rgb:
    digits = colour.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(parts: Rgb) -> str:
    return "#" + "".join(f"{part:02X}" for part in parts)


def mixed(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of the other in it."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    red, green, blue = (round(x + (y - x) * share) for x, y in pairs)
    return _hex((red, green, blue))


def luminance(colour: str) -> float:
    parts = [part / 255 for part in rgb(colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str = PAPER) -> float:
    """WCAG's ratio, 1 to 21."""
    lighter, darker = sorted((luminance(colour), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def seen(colour: str, ratio: float = SEEN) -> str:
    """The colour, darkened only as far as it takes to stand out from white."""
    share = 0.0
    while contrast(mixed(colour, "#000000", share), PAPER) < ratio:
        share += 0.02
    return mixed(colour, "#000000", share)


def tint(colour: str, ratio: float) -> str:
    """The lightest tint that still has this contrast with white."""
    share = 1.0
    while share > 0 and contrast(mixed(colour, PAPER, share)) < ratio:
        share -= 0.01
    return mixed(colour, PAPER, max(share, 0.0))


def series(brand: str, count: int) -> list[str]:
    """A colour for each series: the office's, its tint, then hues that differ also in lightness."""
    own = seen(brand)
    pair = [own, tint(own, 3.05)] if contrast(own) >= 4.5 else [own, mixed(own, "#000000", 0.55)]
    pool = [*pair, *_COMPANIONS]
    return [pool[i % len(pool)] for i in range(count)]


def steps(brand: str, count: int) -> list[str]:
    """From light to dark, for a map: every step stands out from white, the last is the darkest."""
    own = seen(brand)
    darkest = max(contrast(own), 10.0)
    dark = seen(own, darkest)
    if count == 1:
        return [own]
    ratios = [SEEN + 0.1 + (darkest - SEEN - 0.1) * i / (count - 1) for i in range(count)]
    return [tint(dark, ratio) for ratio in ratios]


def ink_on(colour: str) -> str:
    """Black or white, whichever is read more easily on it."""
    return PAPER if contrast(colour, PAPER) >= contrast(colour, INK) else INK
