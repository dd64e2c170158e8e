"""The brand's one colour and what is derived from it, as the colours of the deck's theme.

Everything drawn refers to the theme and not to a colour of its own, so that an office that
changes the theme in its presentation program changes the whole deck.
"""

from __future__ import annotations

import colorsys
from typing import Final

from pptx.enum.dml import MSO_THEME_COLOR as THEME

INK: Final = THEME.TEXT_1
GROUND: Final = THEME.BACKGROUND_1
DEEP: Final = THEME.TEXT_2
WASH: Final = THEME.BACKGROUND_2
BRAND: Final = THEME.ACCENT_1
TINT: Final = THEME.ACCENT_2
DARK: Final = THEME.ACCENT_3
MUTED: Final = THEME.ACCENT_4
PALE: Final = THEME.ACCENT_5
RULE: Final = THEME.ACCENT_6

LEGIBLE: Final = 4.5
"""Contrast of text with its ground that WCAG 2.2 AA asks for."""

Rgb = tuple[int, int, int]
_WHITE: Final[Rgb] = (255, 255, 255)


def rgb(colour: str) -> Rgb:
    """``#1F4E79`` as three numbers; anything else is an error that names what was read."""
    digits = colour.strip().lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError as error:
        raise ValueError(
            f"“{colour}” is not a colour. Write six hexadecimal digits, such as #1F4E79."
        ) from error
    return red, green, blue


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (the same) to 21 (black on white), as WCAG reckons it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Rgb) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mixed(colour: Rgb, with_: Rgb, share: float) -> Rgb:
    """``share`` of the second colour, the rest of the first."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, with_, strict=True))
    return red, green, blue


def darkened(colour: Rgb, until: float) -> Rgb:
    """The same hue, dark enough to have that contrast with white; itself where it is already."""
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    while contrast(colour, _WHITE) < until:
        light -= 0.02
        red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, max(light, 0), strength))
        colour = (red, green, blue)
    return colour


def theme_colours(brand: str) -> dict[str, str]:
    """The twelve colours of an Office theme, from the brand's one.

    A brand colour too light to carry white text is darkened until it can: the deck is read
    from the back of a room.
    """
    main = darkened(rgb(brand), LEGIBLE)
    deep = darkened(main, 9.5)
    ink = mixed((32, 36, 42), deep, 0.25)
    colours: dict[str, Rgb] = {
        "dk1": ink,
        "lt1": _WHITE,
        "dk2": deep,
        "lt2": mixed(main, _WHITE, 0.93),
        "accent1": main,
        "accent2": mixed(main, _WHITE, 0.50),
        "accent3": mixed(deep, (0, 0, 0), 0.35),
        "accent4": mixed((96, 102, 110), main, 0.15),
        "accent5": mixed(main, _WHITE, 0.78),
        "accent6": mixed((208, 212, 217), main, 0.06),
        "hlink": main,
        "folHlink": deep,
    }
    return {slot: "{:02X}{:02X}{:02X}".format(*colour) for slot, colour in colours.items()}
