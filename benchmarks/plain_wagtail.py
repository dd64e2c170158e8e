"""A plain Wagtail site with the same pages in the same database, to measure ours beside: its own door, middleware and template."""

from __future__ import annotations

from pathlib import Path

from colonnade.settings import *  # noqa: F403  (a settings module is all of another, and more)
from colonnade.settings import TEMPLATES

ROOT_URLCONF = "wagtail.urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # our accounts refuse to start without it
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [TEMPLATES[0] | {"DIRS": [Path(__file__).parent / "plain"]}]
