"""Certificates as Open Badges 3.0 credentials: signed, for their holders, and off unless the office switches them on.

Whether an office may issue credentials in its own name is for its parent body to say; so nothing here answers before
COLONNADE_OPEN_BADGES is set. A credential names nobody: its holder is recognised by a salted hash of the e-mail address.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import wraps
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from colonnade.capacity.models import Certificate, CertificateKind
from colonnade.office.queries import the_office
from colonnade.records.errors import Refused
from colonnade.records.queries import standing
from colonnade.web.events.certificates import check_address

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
_TYPE: Final = {
    CertificateKind.PARTICIPATION: "Certificate",
    CertificateKind.COMPLETION: "CertificateOfCompletion",
}


def offered() -> bool:
    """Has the office switched credentials on?"""
    return bool(settings.OPEN_BADGES)


# --- keys ---------------------------------------------------------------------------------------------------------


def folder() -> Path:
    """Where the office's signing keys are: beside its data, readable by its owner alone."""
    place = Path(settings.DATA) / "badges"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def new_key() -> str:
    """Make a key that signs from now on; what older ones signed can still be checked. Its identifier."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    made = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    name = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    with os.fdopen(
        os.open(folder() / f"{name}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
    ) as file:
        file.write(made)
    return name


def keys() -> dict[str, Any]:
    """Every key of the office by its identifier, the newest last; one is made at the first asking."""
    names = sorted(file.stem for file in folder().glob("*.pem")) or [new_key()]
    return {
        name: serialization.load_pem_private_key((folder() / f"{name}.pem").read_bytes(), None)
        for name in names
    }


# --- the credential -----------------------------------------------------------------------------------------------


def address(name: str, *parts: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=parts)


def issuer() -> dict[str, Any]:
    """The office as issuer."""
    office = the_office()
    said = {"id": address("badge_issuer"), "type": ["Profile"], "name": office.name,
            "url": settings.WAGTAILADMIN_BASE_URL, "email": office.email}  # fmt: skip
    return {name: value for name, value in said.items() if value}


def holder(email: str, salt: str) -> dict[str, Any]:
    """Who holds it: an e-mail address that only somebody who knows it can recognise."""
    told = hashlib.sha256((email.strip().lower() + salt).encode()).hexdigest()
    return {"type": "IdentityObject", "identityType": "emailAddress", "hashed": True, "salt": salt,
            "identityHash": f"sha256${told}"}  # fmt: skip


def identifier(held: Certificate) -> str:
    """The name of a credential: the same for ever, and nothing in it leads back to the code by which it is checked."""
    return uuid5(NAMESPACE_URL, check_address(held)).urn


def credential(held: Certificate, *, salt: str = "") -> dict[str, Any]:
    """A certificate in the words of Open Badges 3.0, before it is signed."""
    email = held.participation.person.email
    if not email:
        raise Refused(f"{held.code} cannot be a credential: no e-mail address of its holder is recorded.")
    issued = datetime.combine(held.issued_on, time(), UTC).isoformat().replace("+00:00", "Z")
    criteria = held.criteria or (
        "Took part in the event." if held.kind == CertificateKind.PARTICIPATION else "Completed it."
    )
    return {
        "@context": list(CONTEXTS),
        "id": identifier(held),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": held.title,
        "issuer": issuer(),
        "validFrom": issued,
        "awardedDate": issued,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [holder(email, salt or secrets.token_hex(16))],
            "achievement": {
                "id": address("badge_achievement", held.participation.event.code, held.kind),
                "type": ["Achievement"],
                "achievementType": _TYPE[CertificateKind(held.kind)],
                "name": held.title,
                "description": ", ".join(filter(None, (held.title, held.dates, held.place))),
                "criteria": {"narrative": criteria},
            },
        },
        "evidence": [{"id": check_address(held), "type": ["Evidence"], "name": held.code}],
        "credentialStatus": {"id": address("badges_revoked"), "type": "1EdTechRevocationList"},
    }


def signed(held: Certificate) -> str:
    """The credential as a compact JWS (RS256), which its holder keeps and shows to whom they like."""
    said = credential(held)
    name, key = list(keys().items())[-1]
    moment = int(datetime.combine(held.issued_on, time(), UTC).timestamp())
    claims = said | {"iss": said["issuer"]["id"], "jti": said["id"], "nbf": moment}
    return jwt.encode(
        claims, key, algorithm="RS256", headers={"kid": f"{address('badge_keys')}#{name}", "typ": "JWT"}
    )


# --- what others ask to check one ---------------------------------------------------------------------------------


def only_where_offered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where credentials are not switched on there is nothing here."""

    @wraps(view)
    def answer(request: HttpRequest, **parts: str) -> HttpResponse:
        if not offered():
            raise Http404
        return view(request, **parts)

    return answer


@require_safe
@only_where_offered
def issuer_page(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"@context": list(CONTEXTS)} | issuer())


@require_safe
@only_where_offered
def keys_page(request: HttpRequest) -> JsonResponse:
    """The public halves of the keys (RFC 7517)."""
    told = []
    for name, key in keys().items():
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
        public.pop("key_ops", None)
        told.append(public | {"kid": f"{address('badge_keys')}#{name}", "use": "sig", "alg": "RS256"})
    return JsonResponse({"keys": told})


@require_safe
@only_where_offered
def revoked(request: HttpRequest) -> JsonResponse:
    """Which credentials are no longer valid: by an identifier that leads nowhere, without a name and without a reason."""
    ended = standing(Certificate.objects).exclude(status=Certificate.Status.VALID).order_by("pk")
    told = [{"id": identifier(held), "revoked": True} for held in ended]
    said = {"id": address("badges_revoked"), "issuer": issuer()["id"], "revokedCredential": told}
    response = JsonResponse(said)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
@only_where_offered
def achievement_page(request: HttpRequest, event: str, kind: str) -> JsonResponse:
    """What the credentials of an event are for."""
    held = standing(Certificate.objects).filter(participation__event__code=event, kind=kind).select_related(
        "participation__person", "participation__event"
    ).exclude(participation__person__email="").first()  # fmt: skip
    if held is None:
        raise Http404
    return JsonResponse({"@context": list(CONTEXTS)} | credential(held)["credentialSubject"]["achievement"])


def download(held: Certificate) -> HttpResponse:
    """The signed credential for its holder, as a file that wallets take in."""
    if not offered() or held.status != Certificate.Status.VALID or not held.participation.person.email:
        raise Http404
    response = HttpResponse(signed(held), content_type="application/vc+jwt")
    response["Content-Disposition"] = f'attachment; filename="{held.code}.jwt"'
    response["Cache-Control"] = "private, no-store"
    return response


URLS = [
    path("badges/issuer.json", issuer_page, name="badge_issuer"),
    path("badges/keys.json", keys_page, name="badge_keys"),
    path("badges/revoked.json", revoked, name="badges_revoked"),
    path("badges/achievements/<str:event>/<slug:kind>/", achievement_page, name="badge_achievement"),
]
