"""Files of a publication: taken in with their fingerprint, replaced with a reason, and the cover made from the first page."""

from __future__ import annotations

import hashlib
import io
import threading
from typing import Final
from uuid import uuid4

import pypdfium2
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from colonnade.records.errors import Refused
from colonnade.research.models import Cover, LanguageVersion, PublicationFile

MOST: Final = 200_000_000
"""Bytes of a file at most: the machine that serves it is a small one."""

KINDS: Final[dict[str, tuple[str, bytes]]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "epub": ("application/epub+zip", b"PK"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", b"PK"),
    "zip": ("application/zip", b"PK"),
    "csv": ("text/csv", b""),
    "json": ("application/json", b""),
}
"""What is taken, by the end of its name: its media type, and how it begins."""

SMALL, LARGE = 240, 720
"""Widths of a cover in pixels: in a list, and on a page on a fine screen."""

_pdfium = threading.Lock()  # the library behind it is not made for threads


@transaction.atomic
def add_file(
    *,
    version: LanguageVersion,
    file: UploadedFile | ContentFile,
    what: str = "full_text",
    replaces: PublicationFile | None = None,
    because: str = "",
) -> PublicationFile:
    """Take in a file of a language version, with its fingerprint, its size and its pages.

    Nothing is overwritten: the file it replaces stays in the record, and an erratum says why it was needed.
    """
    held = (
        LanguageVersion.objects.select_for_update(of=("self",)).select_related("product").get(pk=version.pk)
    )
    if held.withdrawn_on:
        raise Refused(
            _("%(code)s was withdrawn (%(why)s).") % {"code": held.code, "why": held.withdrawn_because}
        )
    content, kind = _content(file)
    digest = hashlib.sha256(content).hexdigest()
    _refuse_replacing(held, replaces, because, digest)
    made = PublicationFile(
        code=f"{held.code}-F{held.files.count() + 1}", version=held, what=what, media_type=KINDS[kind][0],
        bytes=len(content), sha256=digest, pages=_pages(content) if kind == "pdf" else None, replaces=replaces,
        because=because.strip(),
    )  # fmt: skip
    made.file.save(f"{uuid4().hex}.{kind}", ContentFile(content), save=False)
    made.save()
    if what == PublicationFile.What.FULL_TEXT and kind == "pdf":
        settle_cover(version=held, made_from=made, content=content)
    return made


def _content(file: UploadedFile | ContentFile) -> tuple[bytes, str]:
    """The bytes and what they are: by the name's end and by how they begin."""
    kind = (file.name or "").rpartition(".")[2].lower()
    if kind not in KINDS:
        raise Refused(
            _("“%(name)s” is of no kind that is handed out. Choose among: %(kinds)s.")
            % {"name": file.name, "kinds": ", ".join(KINDS)}
        )
    if file.size > MOST:
        raise Refused(
            _(
                "The file has %(size)s MB; at most %(most)s MB can be handed out. Save it with smaller pictures."
            )
            % {"size": f"{file.size / 1_000_000:.0f}", "most": MOST // 1_000_000}
        )
    content = file.read()
    if not content or not content.startswith(KINDS[kind][1]):
        raise Refused(
            _("“%(name)s” is not what its name says, or empty. Save it again as %(kind)s.")
            % {"name": file.name, "kind": kind.upper()}
        )
    return content, kind


def _refuse_replacing(
    version: LanguageVersion, replaces: PublicationFile | None, because: str, digest: str
) -> None:
    if version.files.filter(withdrawn_on=None, replaced_by=None, sha256=digest).exists():
        raise Refused(_("This very file is there already: its fingerprint is the same."))
    if replaces is None:
        return
    if replaces.version_id != version.pk:
        raise Refused(_("%(code)s is a file of another language version.") % {"code": replaces.code})
    if PublicationFile.objects.filter(replaces=replaces).exists():
        raise Refused(_("%(code)s was replaced already: replace the newest.") % {"code": replaces.code})
    if not because.strip():
        raise Refused(
            _("Say why %(code)s is replaced: the reason stands beside the new file.")
            % {"code": replaces.code}
        )


def _pages(content: bytes) -> int:
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Refused(_("The PDF cannot be opened. Save it again without a password.")) from error
        try:
            return len(document)
        finally:
            document.close()


@transaction.atomic
def settle_cover(*, version: LanguageVersion, made_from: PublicationFile, content: bytes) -> Cover:
    """Make the cover of a version from the first page of a PDF, in two sizes and two formats; the old one goes."""
    page = _first_page(content)
    old = Cover.objects.filter(version=version).first()
    for name in ("small_webp", "small_avif", "large_webp", "large_avif") if old else ():
        held = getattr(old, name)
        transaction.on_commit(lambda storage=held.storage, path=held.name: storage.delete(path))
    if old:
        old.delete()
    large = _narrowed(page, LARGE)
    cover = Cover(
        version=version, made_from=made_from, width=large.width, height=large.height,
        alt=(_("First page of “%(title)s”") % {"title": version.title})[:300],
    )  # fmt: skip
    for size, picture in (("small", _narrowed(page, SMALL)), ("large", large)):
        for kind, quality in (("webp", 70), ("avif", 55)):
            held = io.BytesIO()
            picture.save(held, kind.upper(), quality=quality)
            getattr(cover, f"{size}_{kind}").save(
                f"{uuid4().hex}.{kind}", ContentFile(held.getvalue()), save=False
            )
    cover.save()
    return cover


@transaction.atomic
def describe_cover(*, cover: Cover, alt: str) -> Cover:
    """Say in words what a cover shows, for those who do not see it."""
    held = Cover.objects.select_for_update().get(pk=cover.pk)
    if not alt.strip():
        raise Refused(_("Say what the cover shows: those who do not see it are read these words."))
    held.alt = alt.strip()[:300]
    held.save(update_fields=["alt"])
    return held


def _first_page(content: bytes) -> Image.Image:
    with _pdfium:
        document = pypdfium2.PdfDocument(content)
        try:
            page = document[0]
            scale = LARGE / max(page.get_width(), 1)
            return page.render(scale=min(scale, 8)).to_pil().convert("RGB")
        finally:
            document.close()


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    """The picture so many pixels wide; of a page that is a long strip only the top, two and a half times as high."""
    height = max(1, round(picture.height * width / picture.width))
    made = picture.resize((width, height), Image.Resampling.LANCZOS)
    return made.crop((0, 0, width, min(height, round(width * 2.5))))
