"""Which language a page is read in: `?lang=ar` in its address; for staff from then on by itself."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

OF_STAFF = ("/desk/", "/accounts/")
YEAR = 365 * 24 * 3600


class LanguageByAddress:
    """An address says its language, so that a link shows the same page to whoever follows it; no script needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        if asked not in dict(settings.LANGUAGES):
            return self.get_response(request)
        translation.activate(asked)
        request.LANGUAGE_CODE = asked
        response = self.get_response(request)
        response.headers["Content-Language"] = asked
        if not request.path.startswith(OF_STAFF):
            return response  # visitors keep no cookie: what leads on from a page says the language in its address
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            asked,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response
