"""Where papers are printed: one layout set up once, then paper after paper, each as PDF that readers aloud can follow."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.resources import as_file, files
from typing import Any, Final, Literal

import typst

from colonnade.renderers.bidi import LEFT_TO_RIGHT
from colonnade.renderers.document import Brand
from colonnade.renderers.drawings import colours
from colonnade.renderers.labels import label
from colonnade.renderers.papers import codes
from colonnade.renderers.papers.names import Names, Replaced
from colonnade.renderers.pdf import NotPrinted, compiler, printable
from colonnade.renderers.pdf_content import logo
from colonnade.values.languages import direction, known

Plain = dict[str, Any]

_READ: Final = 5.5
"""The contrast of coloured letters, as in the printed report."""


@dataclass(frozen=True)
class Printed:
    """A paper, and what has to be told about it.

    ``replaced``: names no font of ours can draw, with what stands in their place. ``spelt_out``: other characters that
    are printed by their Unicode names.
    """

    content: bytes
    replaced: tuple[Replaced, ...] = ()
    spelt_out: tuple[str, ...] = ()

    def remarks(self, language: str) -> tuple[str, ...]:
        """The same in sentences, for the officer who printed it."""
        told = tuple(one.sentence(language) for one in self.replaced)
        if not self.spelt_out:
            return told
        return (*told, f"{label('spelt_out', language)}: {', '.join(self.spelt_out)}")


@dataclass(frozen=True)
class Check:
    """Where anybody can check a paper: the address, in words beside its QR code."""

    address: str

    def plain(self, language: str) -> Plain:
        return {
            "svg": codes.svg(self.address),
            "alt": f"{label('check_at', language)} {self.address}",
            "words": label("check_at", language),
            "address": self.address.removeprefix("https://").removeprefix("http://"),
        }


@dataclass(frozen=True)
class Signatory:
    """Who signs: name and function as at the date. ``stands_for`` where an officer in charge signs: “For the Head of Office”."""

    name: str
    function: str
    stands_for: str = ""

    def plain(self) -> Plain:
        return {"name": self.name, "function": self.function, "stands_for": self.stands_for}


def frame(brand: Brand, language: str, title: str, said: tuple[str, ...] = (), **parts: Any) -> Plain:
    """What the layout of every paper needs, and the labels it prints as they are, under ``words``."""
    return {
        "title": title,
        "language": known(language),
        "direction": direction(language),
        "left_to_right": LEFT_TO_RIGHT,
        "office": brand.office,
        "short_name": brand.short_name,
        "colours": {
            "brand": colours.seen(brand.colour),
            "ink": colours.seen(brand.colour, _READ),
            "on_brand": colours.ink_on(colours.seen(brand.colour)),
        },
        "words": {name: label(name, language) for name in said},
        **parts,
    }


class Press:
    """One layout, ready. What it prints is dated on the day of the paper, so that the same paper is the same bytes."""

    def __init__(self, ready: typst.Compiler) -> None:
        self._ready = ready

    def pdf(self, content: Mapping[str, Any], brand: Brand, names: Names, on: date) -> Printed:
        stamp = datetime.combine(on, time(), UTC)
        made, spelt_out = self._print(content, brand, format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
        return Printed(made, tuple(names.replaced), spelt_out)

    def png(self, content: Mapping[str, Any], brand: Brand) -> Printed:
        """The first page as a picture, a point of the layout to a pixel."""
        made, spelt_out = self._print(content, brand, format="png", ppi=72)
        return Printed(made, (), spelt_out)

    def _print(
        self, content: Mapping[str, Any], brand: Brand, *, format: Literal["pdf", "png"], **options: Any
    ) -> tuple[bytes, tuple[str, ...]]:
        title = content["title"]
        inputs = printable(dict(content), content["language"]) | {"logo": json.dumps(logo(brand.logo))}
        try:
            made, found = self._ready.compile_with_warnings(format=format, sys_inputs=inputs, **options)
        except typst.TypstError as error:
            raise NotPrinted(
                f"“{title}” cannot be printed: {error.message} {' '.join(error.hints)}"
            ) from error
        for warning in found:
            warnings.warn(f"“{title}” on paper: {warning.message}", RuntimeWarning, stacklevel=4)
        if not isinstance(made, bytes):
            raise NotPrinted(f"“{title}” gave {type(made).__name__} instead of one file.")
        return made, tuple(json.loads(inputs["spelt_out"]))


@contextmanager
def press(layout: str) -> Iterator[Press]:
    """A press with one of the layouts: ``with press("letter.typ") as ready: ready.pdf(…)``."""
    with as_file(files("colonnade.renderers").joinpath("layouts")) as layouts:
        yield Press(compiler(layouts, layout))
