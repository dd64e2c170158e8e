"""Files that people outside the office send: what they are is told by their content, never by their name."""

from __future__ import annotations

import io
import uuid
import warnings
from typing import Final

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from colonnade.records.errors import Refused

MEDIA_TYPES: Final = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_PICTURES: Final = {"JPEG": "jpg", "PNG": "png"}
_MOST_PIXELS: Final = 80_000_000


def kind_of(content: bytes) -> str:
    """``pdf``, ``jpg`` or ``png``; empty for anything else, whatever it is called."""
    if content[:1024].lstrip().startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf"
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=list(_PICTURES)) as picture:
                kind, pixels = _PICTURES[picture.format or ""], picture.width * picture.height
                picture.verify()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        KeyError,
        Warning,
        Image.DecompressionBombError,
    ):
        return ""
    return kind if pixels <= _MOST_PIXELS else ""


def checked(content: bytes, *, most: int) -> str:
    """The kind of a file that somebody sent; refused where it is none of ours, or too large."""
    if len(content) > most:
        raise Refused(
            _(
                "The file has %(size)s MB; at most %(most)s MB can be taken. Scan it in grey, or with fewer dots."
            )
            % {"size": f"{len(content) / 1_000_000:.1f}", "most": most // 1_000_000}
        )
    kind = kind_of(content)
    if not kind:
        raise Refused(_("The file is no PDF, JPEG or PNG that can be opened. Save it as PDF and send that."))
    return kind


def kept_as(content: bytes, kind: str) -> ContentFile:
    """The file under a name of ours: the sender's may say who it is about."""
    return ContentFile(content, name=f"{uuid.uuid4().hex}.{kind}")
