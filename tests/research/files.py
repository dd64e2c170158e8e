"""Files as people send them, with what their programs leave in them; and acts that meet at one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from typing import Any

import typst
from django.db import connections
from PIL import Image


def pdf(title: str = "", text_of: str = "") -> bytes:
    """A PDF of one page with a title and an author in its properties, as a word processor leaves it."""
    source = f'#set document(title: "{title}", author: "{title}")\n{text_of or "Nothing to see."}'
    return typst.compile(source.encode())


def jpeg(artist: str = "") -> bytes:
    """A picture with its maker in its properties, as a camera leaves it."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x013B] = artist
    Image.new("RGB", (8, 8), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def at_once(number: int, act: Callable[[], Any]) -> list[Any]:
    """What comes of an act that as many do at one moment, each on a connection of its own."""
    told: list[Any] = []
    gate = threading.Barrier(number)

    def do() -> None:
        try:
            gate.wait(20)
            told.append(act())
        except Exception as error:  # noqa: BLE001  (told to the test)
            told.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do) for _n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
