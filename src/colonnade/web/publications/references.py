"""A publication for reference managers, programs that cite, and catalogues."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from colonnade.research.queries import Publication, Version, chosen
from colonnade.web.caching import shared
from colonnade.web.publications import citing, datacite
from colonnade.web.publications.pages import found


def _version(request: HttpRequest, code: str) -> tuple[Publication, Version]:
    """The version that ``?version=fr`` names; the original where none is named."""
    held = found(code)
    wanted = request.GET.get("version", "")
    version = (
        next((one for one in held.versions if one.language == wanted), None)
        if wanted
        else chosen(held.versions, "")
    )
    if not held.issued or version is None:
        raise Http404
    return held, version


def _address(request: HttpRequest) -> Callable[[Publication, Version], str]:
    def address(publication: Publication, version: Version) -> str:
        page = request.build_absolute_uri(reverse("publication", args=(publication.code,)))
        return f"{page}#{version.language}"

    return address


@require_safe
@shared
def ris(request: HttpRequest, code: str) -> HttpResponse:
    """The publication for a reference manager."""
    held, version = _version(request, code)
    return _handed_out(citing.ris(held, version, _address(request)(held, version)), held, version, "ris",
                       "application/x-research-info-systems")  # fmt: skip


@require_safe
@shared
def bibtex(request: HttpRequest, code: str) -> HttpResponse:
    """The publication for BibTeX."""
    held, version = _version(request, code)
    return _handed_out(
        citing.bibtex(held, version, _address(request)(held, version)),
        held,
        version,
        "bib",
        "application/x-bibtex",
    )


def _handed_out(
    text: str, publication: Publication, version: Version, end: str, media_type: str
) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    name = f"{publication.code}-{version.language}.{end}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@shared
def csl_json(request: HttpRequest, code: str) -> HttpResponse:
    """The publication in the words of CSL, for programs that cite."""
    held, version = _version(request, code)
    item = citing.csl_item(held, version, _address(request)(held, version)) | {
        "id": f"{held.code}-{version.language}"
    }
    return HttpResponse(
        json.dumps([item], ensure_ascii=False), content_type="application/vnd.citationstyles.csl+json"
    )


@require_safe
@shared
def datacite_json(request: HttpRequest, code: str) -> HttpResponse:
    """The publication as DataCite's kernel 4 tells it, for whoever registers a DOI. Here none is minted."""
    held, version = _version(request, code)
    with override("en"):
        told = datacite.record(held, version, _address(request))
    if told is None:
        return JsonResponse(
            {"error": _("No source gives the year of this publication, and DataCite keeps none without it.")},
            status=404,
        )
    return HttpResponse(
        json.dumps(told, ensure_ascii=False), content_type="application/vnd.datacite.datacite+json"
    )


URLS = [
    path("publications/<str:code>/cite.ris", ris, name="publication_ris"),
    path("publications/<str:code>/cite.bib", bibtex, name="publication_bibtex"),
    path("publications/<str:code>/cite.json", csl_json, name="publication_csl"),
    path("publications/<str:code>/datacite.json", datacite_json, name="publication_datacite"),
]
