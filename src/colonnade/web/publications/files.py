"""Files of publications: whole or in parts, under their right name, each counted once; and covers."""

from __future__ import annotations

import io
import re
from typing import Final

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    HttpResponseRedirect,
)
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from colonnade.research.actions import count_download
from colonnade.research.models import Cover, Product, PublicationFile
from colonnade.research.queries import Publication, Version, public_file, publications
from colonnade.research.rules.products import ISSUED
from colonnade.web.events.visitors import for_visitors
from colonnade.web.publications.counting import WITHIN, counts
from colonnade.web.publications.words import file_name

SIZES: Final = {"small": ("small_webp", "small_avif"), "large": ("large_webp", "large_avif")}
A_YEAR: Final = 365 * 24 * 3600


class Piece(io.RawIOBase):
    """So many bytes of a file from a place on; closes the file behind it."""

    def __init__(self, file, start: int, length: int) -> None:
        self._file, self._left = file, length
        file.seek(start)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        told: bytes = self._file.read(wanted)
        self._left -= len(told)
        return told

    def close(self) -> None:
        self._file.close()
        super().close()


@for_visitors
@require_safe
def download(request: HttpRequest, code: str, pk: int, name: str) -> HttpResponse:
    """A file of a publication, always as a download: an uploaded file is never a page of ours."""
    held = public_file(code, pk)
    if held is None:
        return _newer(code, pk)
    told, version = _told(held)
    tag = f'"{held.sha256[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        span = _span(request, held.bytes, tag)
        response = (
            _only_said(held)
            if request.method == "HEAD"
            else _whole(held)
            if span is None
            else _part(held, *span)
        )
        if response.status_code in (200, 206) and (span is None or span[0] == 0) and counts(request, held.pk):
            count_download(file=held, day=timezone.localdate())
        file = next(one for one in version.files if one.pk == held.pk)
        response["Content-Disposition"] = f'attachment; filename="{file_name(told, version, file)}"'
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    # The reader's own browser remembers it as long as a second asking counts as the same.
    response["Cache-Control"] = f"private, max-age={WITHIN}"
    return response


def _told(held: PublicationFile) -> tuple[Publication, Version]:
    (publication,) = publications(Product.objects.filter(pk=held.version.product_id))
    return publication, next(one for one in publication.versions if one.pk == held.version_id)


def _newer(code: str, pk: int) -> HttpResponse:
    """An address that was printed leads to the file that took the place of the old one."""
    held = PublicationFile.objects.filter(pk=pk, version__product__code=code).first()
    while held is not None and (newer := PublicationFile.objects.filter(replaces=held).first()):
        held = newer
    if held is None or held.pk == pk or public_file(code, held.pk) is None:
        raise Http404
    publication, version = _told(held)
    file = next(one for one in version.files if one.pk == held.pk)
    return HttpResponseRedirect(address(publication, version, file))


def address(publication: Publication, version: Version, file) -> str:
    return reverse(
        "publication_file", args=(publication.code, file.pk, file_name(publication, version, file))
    )


def _only_said(held: PublicationFile) -> HttpResponse:
    """What is asked about and not for."""
    response = HttpResponse(content_type=held.media_type)
    response["Content-Length"] = str(held.bytes)
    return response


def _whole(held: PublicationFile) -> FileResponse:
    response = FileResponse(held.file.open("rb"), content_type=held.media_type)
    response["Content-Length"] = str(held.bytes)
    return response


def _part(held: PublicationFile, start: int, end: int) -> HttpResponse:
    """The bytes from one to another, both included; what is beyond the file is refused with its length."""
    if start > end or start >= held.bytes:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{held.bytes}"
        return response
    length = end - start + 1
    part = FileResponse(Piece(held.file.open("rb"), start, length), content_type=held.media_type, status=206)
    part["Content-Length"] = str(length)
    part["Content-Range"] = f"bytes {start}-{end}/{held.bytes}"
    return part


def _span(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """The first and last byte asked for; None where all are, or where what is held at home is of another file."""
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", "").strip())
    if not asked or not (asked[1] or asked[2]) or request.headers.get("If-Range", tag) != tag:
        return None
    if not asked[1]:
        last = int(asked[2])
        return (max(0, size - last), size - 1) if last else (size, size - 1)
    return int(asked[1]), min(int(asked[2]), size - 1) if asked[2] else size - 1


@for_visitors
@require_safe
def cover(request: HttpRequest, code: str, pk: int, size: str, end: str) -> FileResponse:
    """The cover of a version, in one of its sizes and formats; its address changes with the picture."""
    held = (
        Cover.objects.filter(
            pk=pk, made_from__withdrawn_on=None, version__withdrawn_on=None, version__released=True,
            version__product__code=code, version__product__withdrawn_on=None, version__product__state__in=ISSUED,
        ).first()
        if size in SIZES and end in ("webp", "avif")
        else None
    )  # fmt: skip
    if held is None:
        raise Http404
    response = FileResponse(getattr(held, f"{size}_{end}").open("rb"), content_type=f"image/{end}")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response


URLS = [
    path("publications/<str:code>/files/<int:pk>/<str:name>", download, name="publication_file"),
    path("publications/<str:code>/cover-<int:pk>-<str:size>.<str:end>", cover, name="publication_cover"),
]
