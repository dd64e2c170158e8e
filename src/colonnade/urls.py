"""Every address of the office: the doors here, the rooms behind them elsewhere."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    # One way in: the desk's own login form knows no second factor.
    path("desk/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures of the public site and nothing else of the media folder: evidence and documents are handed out
    # only by views that ask who is there. A busy office lets the proxy in front serve this one folder.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
    path("", include("colonnade.web.urls")),
]
