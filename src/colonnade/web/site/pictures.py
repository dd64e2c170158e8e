"""Pictures of the public site, handed out only while those shown in them agree."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.static import serve

from colonnade.outreach.models import PictureRendition

KEPT_FOR = 3600
"""Seconds for which a browser or a proxy may keep a picture: so long a withdrawn one can still be seen in them."""


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponse:
    """A copy of a picture. One that may not be shown is seen at the desk, and nowhere else."""
    copy = PictureRendition.objects.filter(file=f"images/{path}").select_related("image").first()
    if copy is None:
        raise Http404
    allowed = copy.image.allowed_on(timezone.localdate())
    if not allowed and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}" if allowed else "private, no-store"
    return response
