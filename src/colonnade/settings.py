"""How one office runs: a handful of environment variables, and sensible answers when none is set.

COLONNADE_DATA      folder of the office's data (default: ./var): database, media, keys
DATABASE_URL        postgresql://user:password@host:port/name, or sqlite:///path (default: SQLite in the data folder)
COLONNADE_SECRET_KEY  signing key (default: made once and kept in the data folder)
COLONNADE_OLD_SECRET_KEYS  former signing keys, separated by commas: older links and the vault stay readable
COLONNADE_DEBUG     1 shows errors in full to whoever meets them; never on a server others reach
COLONNADE_HOSTS     names the office answers to, separated by commas (default: this machine only)
COLONNADE_ORIGINS   full addresses it is reached at, separated by commas (https://office.example.org)
COLONNADE_EMBED_ORIGINS  sites that may show our figures and lists in a frame, separated by commas (default: none)
COLONNADE_OPEN_BADGES  1 lets holders of certificates have them as signed Open Badges 3.0 credentials
COLONNADE_MAIL_URL  smtp://user:password@host:port, smtps:// for TLS from the start (default: mail is printed)
COLONNADE_BOUNCES   address that letters of a newsletter come back to when they cannot be delivered (default: the sender's)
COLONNADE_NEWSLETTER_PER_MINUTE  how many letters of a newsletter leave in a minute (default: 120)
COLONNADE_NEWSLETTER_PER_DOMAIN  how many of them to one domain, such as example.org (default: 40)
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent


def listed(name: str) -> list[str]:
    """The values of a variable that lists several, separated by commas."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def switched_on(name: str) -> bool:
    """Whether a yes-or-no variable says yes."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def a_minute(told: str) -> int:
    """How many a minute: a whole number from 1 up."""
    if not told.strip().isdecimal() or not int(told):
        raise ImproperlyConfigured(
            f"The pace of newsletters reads {told!r}: write how many letters a minute, from 1 up."
        )
    return int(told)


def kept_secret_key(folder: Path) -> str:
    """The signing key of this office, made at first use and readable by its owner alone."""
    kept = folder / "secret.key"
    with suppress(FileNotFoundError):
        if key := kept.read_text(encoding="ascii").strip():
            return key
    key = secrets.token_urlsafe(64)
    # Two processes may start at once on a new office: write aside, then let the first link win.
    draft = folder / f".secret.key.{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
    try:
        os.link(draft, kept)
    except FileExistsError:
        if not kept.read_text(encoding="ascii").strip():
            draft.replace(kept)
            return key
    except OSError:
        draft.replace(kept)  # a file system without links
    finally:
        draft.unlink(missing_ok=True)
    return kept.read_text(encoding="ascii").strip()


def sqlite(path: str | Path) -> dict:
    """One file, written by one process at a time.

    IMMEDIATE, because a transaction that reads before it writes is otherwise refused under load; FULL,
    because a registration that was confirmed must survive a power cut. No memory map: SQLite releases
    before 3.51.3 can damage a mapped file in WAL mode.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def database(url: str, folder: Path) -> dict:
    """Where the records are kept, from an address such as postgresql://user:password@host:port/name."""
    if not url:
        return sqlite(folder / "colonnade.sqlite3")
    # The address may carry a password, so no message repeats it.
    help_text = (
        "DATABASE_URL should read postgresql://user:password@host:port/name or sqlite:///path/to/file; "
        "write special characters in the password as %XX."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read as an address. {help_text}") from error
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme == "sqlite" and name and not parts.netloc:
        return sqlite(name)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL names no database that Colonnade knows. {help_text}")
    if not name:
        raise ImproperlyConfigured(f"DATABASE_URL does not name a database after the last slash. {help_text}")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A folder of a Unix socket is given as ?host=/run/postgresql, as PostgreSQL's own tools have it.
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def mail(url: str) -> dict:
    """How letters leave the office; without an address they are printed where the server runs."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured("COLONNADE_MAIL_URL cannot be read as an address.") from error
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "COLONNADE_MAIL_URL should read smtp://user:password@host:port, or smtps://."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # Port 25 is a relay inside the house, which seldom speaks TLS; on this very machine nobody listens between.
        "EMAIL_USE_TLS": parts.scheme == "smtp"
        and port != 25
        and parts.hostname not in {"localhost", "127.0.0.1", "::1"},
    }


# The office -------------------------------------------------------------------------------------------------

DATA = Path(os.environ.get("COLONNADE_DATA") or "var").expanduser().resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)  # the records of persons are in it

DEBUG = switched_on("COLONNADE_DEBUG")
SECRET_KEY = os.environ.get("COLONNADE_SECRET_KEY") or kept_secret_key(DATA)
SECRET_KEY_FALLBACKS = listed("COLONNADE_OLD_SECRET_KEYS")

NEAR = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = listed("COLONNADE_HOSTS") or NEAR
CSRF_TRUSTED_ORIGINS = listed("COLONNADE_ORIGINS")
for origin in CSRF_TRUSTED_ORIGINS:
    if not origin.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"COLONNADE_ORIGINS holds {origin!r}; write full addresses, such as https://office.example.org."
        )

# Cookies travel over TLS only, except on one's own machine, where there is no TLS to be had.
ON_THIS_MACHINE_ONLY = set(ALLOWED_HOSTS) <= set(NEAR)
SECURE = not DEBUG and not ON_THIS_MACHINE_ONLY

# An office with its own site elsewhere shows our figures and lists in it.
EMBED_ORIGINS = listed("COLONNADE_EMBED_ORIGINS")
for origin in EMBED_ORIGINS:
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?", origin):
        raise ImproperlyConfigured(
            f"COLONNADE_EMBED_ORIGINS holds {origin!r}; write full addresses without a path, such as https://www.example.org."
        )

# Whether the office may issue credentials in its own name is for its parent body to say.
OPEN_BADGES = switched_on("COLONNADE_OPEN_BADGES")

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), DATA)}

# The house --------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # The rooms, highest first: a template or a command of a higher room is found before one below.
    "colonnade.web",
    "colonnade.reports",
    "colonnade.figures",
    "colonnade.money",
    "colonnade.research",
    "colonnade.capacity",
    "colonnade.outreach",
    "colonnade.programme",
    "colonnade.office",
    "colonnade.partners",
    "colonnade.people",
    "colonnade.places",
    "colonnade.records",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "colonnade.web.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "colonnade.web.language.LanguageByAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Who made a change is part of the record: history reads it from the request.
    "simple_history.middleware.HistoryRequestMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "colonnade.urls"
WSGI_APPLICATION = "colonnade.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese")),
    ("ar", _("Arabic")),
    ("ko", _("Korean")),
]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["colonnade.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files ------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
# Served from where the packages keep them: an office needs no collecting step before it starts.
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor sends one field per block
FILE_UPLOAD_PERMISSIONS = 0o640

# People who work here ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "colonnade.people.accounts.OfficeAccounts"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Colonnade"
# Passkeys need TLS, save on localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page inside its editor
if SECURE:
    # The proxy in front ends TLS and says so.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

# Letters ----------------------------------------------------------------------------------------------------

globals().update(mail(os.environ.get("COLONNADE_MAIL_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("COLONNADE_MAIL_FROM", "colonnade@localhost")
# For each step of the talk with the mail server. Generous: a server that looks into a letter before it says yes, and is
# left while it does, is handed the letter twice.
EMAIL_TIMEOUT = 60
# Where letters of a newsletter come back to; with a mark for each letter before the @, which the server must take.
BOUNCES = os.environ.get("COLONNADE_BOUNCES", "")
# A newsletter leaves at a pace that no mail server takes for an attack, and that leaves room for other letters.
NEWSLETTER_PER_MINUTE = a_minute(os.environ.get("COLONNADE_NEWSLETTER_PER_MINUTE") or "120")
NEWSLETTER_PER_DOMAIN = a_minute(os.environ.get("COLONNADE_NEWSLETTER_PER_DOMAIN") or "40")

# The desk ---------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Colonnade"
WAGTAILADMIN_BASE_URL = CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else "http://localhost:8000"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
# Passwords are changed and second factors kept in one place: the pages under /accounts/.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# The office calls nobody outside: no portrait service, no question whether a newer release exists.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Written pages have a tree for each language; a translation is begun as a draft, and goes the way of every page:
# author, reviewer, publisher.
WAGTAIL_I18N_ENABLED = True
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "simple"
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "colonnade.outreach.approval.publish_approved"
# A page changed on its way is approved anew.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILIMAGES_IMAGE_MODEL = "outreach.Picture"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# What may be opened in a browser as part of the site; anything else is only ever downloaded.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "json", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"colonnade.work": {"level": "INFO"}},
}
