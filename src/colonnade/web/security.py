"""What browsers are told they may do with our pages: run our scripts, call nobody else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

STRICT = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
DESK = STRICT | {
    # Wagtail starts its choosers and date fields by scripts inside the page, sets styles on elements as one types,
    # and previews pictures before they are sent.
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
}
FEATURES = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()"
)


def allow_style(request: HttpRequest, style: str) -> None:
    """Let this page carry a style of ours inside it: the browser compares it with its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    request.allowed_styles = [*getattr(request, "allowed_styles", []), f"'sha256-{digest}'"]


def allow_frames(request: HttpRequest, origins: Iterable[str]) -> None:
    """Let this page be shown in a frame on these sites, and on no other."""
    request.allowed_frames = list(origins)


class SecurityHeaders:
    """Says so on every response. A view that needs more sets its own policy, and keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", policy_for(request))
        response.setdefault("Permissions-Policy", FEATURES)
        return response


def policy_for(request: HttpRequest) -> str:
    """The policy of the page that was asked for: looser at the desk, strict everywhere else."""
    if at_the_desk(request):
        rules = DESK  # a hash here would switch 'unsafe-inline' off
    else:
        styles = " ".join([STRICT["style-src"], *getattr(request, "allowed_styles", [])])
        rules = STRICT | {"style-src": styles}
        if (frames := getattr(request, "allowed_frames", None)) is not None:
            rules["frame-ancestors"] = " ".join(frames) or "'none'"
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def at_the_desk(request: HttpRequest) -> bool:
    try:
        match = getattr(request, "resolver_match", None) or resolve(request.path_info)
    except Resolver404:
        return False
    return match.route.startswith("desk/")
