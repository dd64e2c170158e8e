"""The picture that stands where a public page is shared, drawn once for its words."""

from __future__ import annotations

import hashlib
from typing import Final

from django.core.cache import cache
from django.http import HttpResponse
from django.utils import timezone

from colonnade.renderers.papers.pictures import MEDIA_TYPE, SharePicture, share_picture
from colonnade.reports.compiling import brand_on
from colonnade.web.figures.words import language

KEPT_FOR: Final = 24 * 3600


def drawn(title: str, below: str, place: str = "", kind: str = "") -> HttpResponse:
    """The picture as an answer, in the office's colour and the reader's language, kept until its words change."""
    asked = SharePicture(brand_on(timezone.localdate()), title, below, place, kind, language())
    key = "picture:" + hashlib.sha256(repr(asked).encode()).hexdigest()
    made = cache.get(key)
    if made is None:
        made = share_picture(asked).content
        cache.set(key, made, KEPT_FOR)
    response = HttpResponse(made, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "public, max-age=3600"
    return response
