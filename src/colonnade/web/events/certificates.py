"""Certificates in public: the page where anybody checks one, and the paper its holder downloads."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from colonnade.capacity.actions import finish_batch, issue_certificates
from colonnade.capacity.models import Certificate, CertificateBatch
from colonnade.capacity.queries import check_certificate
from colonnade.records.errors import Refused
from colonnade.records.languages import site_language
from colonnade.records.queries import standing
from colonnade.renderers.document import Brand
from colonnade.renderers.papers import certificates as papers
from colonnade.renderers.papers.names import Name
from colonnade.renderers.papers.press import Check, Signatory
from colonnade.renderers.pdf import NotPrinted
from colonnade.reports.compiling import brand_on
from colonnade.values.comparing import has_letter
from colonnade.values.languages import known
from colonnade.values.words import date_words, number_words
from colonnade.web.events.pages import language


def spaced(code: str) -> str:
    """A check code as one reads it out: ABCD-EFGH-JKLM."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def check_address(certificate: Certificate) -> str:
    """Where a certificate can be checked, as printed on it."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(
        "certificate", args=(spaced(certificate.check_code),)
    )


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The form for a code typed off a paper."""
    typed = request.GET.get("code", "").strip()
    code = re.sub(r"[\s-]+", "", typed).upper()
    if code and re.fullmatch(r"[A-Z0-9]{1,20}", code):
        asked = f"?lang={get_language()}" if "lang" in request.GET else ""
        return redirect(reverse("certificate", args=(spaced(code),)) + asked)
    return render(request, "events/check.html", {"typed": typed, "told": None})


@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What anybody may know of a certificate: valid or not, what for, and of its holder what they agreed to."""
    told = check_certificate(code)
    context: dict[str, Any] = {"typed": code, "told": told}
    if told:
        held = told.certificate
        context |= {
            "issued": date_words(held.issued_on, language()),
            "ended": date_words(held.ended_on, language()) if held.ended_on else "",
            "valid": held.status == Certificate.Status.VALID,
            "hours": number_words(held.hours, language()) if held.hours else "",
            "replaced_by": told.replaced_by,
        }
    response = render(request, "events/check.html", context, status=200 if told else 404)
    # Whoever holds the code may look; search engines may not list it, and a revocation must be seen at once.
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-cache"
    return response


# --- on paper -----------------------------------------------------------------------------------------------------


def paper(held: Certificate, brand: Brand) -> papers.Certificate:
    """A certificate as it was issued, ready to be printed."""
    with override(site_language(held.language)):
        hours = (
            _("%(hours)s hours") % {"hours": number_words(held.hours, known(held.language))}
            if held.hours
            else ""
        )
    return papers.Certificate(
        name=Name(held.name, held.name_latin), kind=held.kind, event=held.title, dates=held.dates, place=held.place,  # type: ignore[arg-type]
        hours=hours, criteria=held.criteria, number=held.code, issued_on=held.issued_on, brand=brand,
        signatory=Signatory(held.signatory, held.signatory_function, held.signed_for),
        check=Check(check_address(held)), language=known(held.language),
    )  # fmt: skip


def printed(held: Certificate) -> bytes:
    """One certificate as PDF, the same whenever it is printed."""
    return papers.certificate(paper(held, brand_on(held.issued_on))).content


def pdf_response(held: Certificate) -> HttpResponse:
    """The paper, handed out as a download."""
    response = HttpResponse(printed(held), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{held.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def work_on_batches(go_on: Callable[[], bool]) -> tuple[int, str]:
    """The worker's part: issue what is ordered, then print each batch as one file a language; how many, and in words.

    What stops one batch is noted on it, and stops no other.
    """
    issued = printed_batches = 0
    wrong: Exception | None = None
    for batch in CertificateBatch.objects.filter(finished_at=None).order_by("ordered_at"):
        try:
            issued += issue_certificates(batch=batch, go_on=go_on)
            if not go_on():
                break
            print_batch(batch)
        except (Refused, NotPrinted, ValueError) as error:
            wrong = error
            CertificateBatch.objects.filter(pk=batch.pk).update(problems=[f"Not printed yet: {error}"])
        else:
            printed_batches += 1
    if wrong and not issued and not printed_batches:
        raise wrong  # nothing is left but what stands in the way: the worker rests before it tries again
    return (
        issued + printed_batches,
        f"{issued} certificates issued, {printed_batches} batches printed" if printed_batches else "",
    )


def print_batch(batch: CertificateBatch) -> CertificateBatch:
    """All certificates of a batch on paper, a page each; several languages are several files in one archive."""
    rows = []
    problems: list[str] = []
    for held in standing(Certificate.objects).filter(batch=batch).order_by("language", "code"):
        if has_letter(held.name):
            rows.append(held)
        else:
            problems.append(
                f"{held.code} is not printed: no name stands on it (its holder was erased, or gave none)."
            )
    brands: dict[date, Brand] = {}
    files: list[tuple[str, bytes]] = []
    for said, group in groupby(rows, key=lambda row: known(row.language)):
        made = papers.together([paper(one, _brand(one.issued_on, brands)) for one in group])
        files.append((f"{batch.event.code}-{batch.kind}-{said}.pdf", made.content))
        problems += made.remarks("en")
    name, content = _bundled(f"{batch.event.code}-{batch.kind}", files)
    return finish_batch(batch=batch, problems=problems, file=ContentFile(content, name) if content else None)


def _brand(day: date, held: dict[date, Brand]) -> Brand:
    if day not in held:
        held[day] = brand_on(day)
    return held[day]


def _bundled(name: str, files: Iterable[tuple[str, bytes]]) -> tuple[str, bytes]:
    files = list(files)
    if len(files) == 1:
        return files[0]
    if not files:
        return "", b""
    told = io.BytesIO()
    with zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in files:
            archive.writestr(one, content)
    return f"{name}.zip", told.getvalue()


URLS = [
    path("certificates/check/", find, name="certificate_check"),
    path("certificates/check/<str:code>/", certificate, name="certificate"),
]
