"""Every address of the office: the doors here, the rooms behind them elsewhere."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from colonnade.web.site.pictures import picture
from colonnade.web.site.written import URLS as WRITTEN

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    # One way in: the desk's own login form knows no second factor.
    path("desk/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("desk/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Copies of pictures made for pages and nothing else of the media folder: evidence and documents are handed out
    # only by views that ask who is there, and a picture only while those shown in it agree.
    path("media/images/<path:path>", picture),
    path("", include("colonnade.web.urls")),
    # What is written comes last: an address of the record is never taken by a page somebody wrote.
    *WRITTEN,
]
