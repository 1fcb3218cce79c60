"""Every setting, read from the environment or from DATA/site.env; each one is explained in docs/running/settings.md."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from folkmoot.config import safe_start

os.umask(0o077)  # whatever the site writes is for its own account alone
BASE = Path(__file__).resolve().parents[2]
env = environ.Env()
DATA = Path(env("FOLKMOOT_DATA", default=str(BASE / "data")))
if (DATA / "site.env").exists():
    environ.Env.read_env(DATA / "site.env")

MODE = env("FOLKMOOT_MODE", default="production")
DEVELOPMENT = MODE == "development"
DEBUG = env.bool("FOLKMOOT_DEBUG", default=False)
SECRET_KEY = safe_start.secret_key(env("FOLKMOOT_SECRET_KEY", default=""), DATA)
SITE_URL = env("FOLKMOOT_SITE_URL", default="http://localhost:8000")
SITE_NAME = env("FOLKMOOT_SITE_NAME", default="Folkmoot")
HOST_NAME = env("FOLKMOOT_HOST_NAME", default="")
HOST_EMAIL = env("FOLKMOOT_HOST_EMAIL", default="")
QUIET_EMAIL = env("FOLKMOOT_QUIET_EMAIL", default="")
ACCENT = env("FOLKMOOT_ACCENT", default="")
HOME_PLACE = env("FOLKMOOT_HOME_PLACE", default="")
MAP_TILES = env("FOLKMOOT_MAP_TILES", default="")
MAP_TILES_CREDIT = env("FOLKMOOT_MAP_TILES_CREDIT", default="")
TAKE_ROWS_LIMIT = env.int("FOLKMOOT_TAKE_ROWS_LIMIT", default=200_000)
ASK_CAP_A_MONTH = env.int("FOLKMOOT_ASK_CAP_A_MONTH", default=2)
STALE_AFTER_DAYS = env.int("FOLKMOOT_STALE_AFTER_DAYS", default=365)
LIBRARIES_OLD_AFTER_DAYS = env.int("FOLKMOOT_LIBRARIES_OLD_AFTER_DAYS", default=45)
HOLES_FROM = env("FOLKMOOT_HOLES_FROM", default="").rstrip("/")
SMALL_NUMBER = env.int("FOLKMOOT_SMALL_NUMBER", default=10)
TRUSTED_PROXIES = env.list("FOLKMOOT_TRUSTED_PROXIES", default=[])
ALLOWED_HOSTS = env.list("FOLKMOOT_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "folkmoot.home",
    "folkmoot.feeds",
    "folkmoot.exchange",
    "folkmoot.joinup",
    "folkmoot.newsroom",
    "folkmoot.decisions",
    "folkmoot.priorities",
    "folkmoot.events",
    "folkmoot.listening",
    "folkmoot.library",
    "folkmoot.conversations",
    "folkmoot.points",
    "folkmoot.rounds",
    "folkmoot.promises",
    "folkmoot.directory",
    "folkmoot.moderation",
    "folkmoot.requests",
    "folkmoot.journal",
    "folkmoot.people",
    "folkmoot.places",
    "folkmoot.kit",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "folkmoot.kit.headers.Headers",
    "folkmoot.kit.remembering.Remember",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "folkmoot.home.pagecache.PageCache",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "folkmoot.kit.limits.Limits",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "folkmoot.newsroom.targets.Advertise",
    "folkmoot.kit.refusals.Refusals",
]

ROOT_URLCONF = "folkmoot.config.urls"
WSGI_APPLICATION = "folkmoot.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "folkmoot.home.chrome.chrome",
                "folkmoot.home.weaving.weaving",
            ],
            "builtins": ["folkmoot.kit.templatetags.kit"],
        },
    }
]
FORM_RENDERER = "folkmoot.kit.forms.Renderer"

SYNCHRONOUS = env("FOLKMOOT_SYNCHRONOUS", default="FULL")
SQLITE_INIT = (
    "PRAGMA journal_mode=WAL;"
    f"PRAGMA synchronous={SYNCHRONOUS};"
    "PRAGMA busy_timeout=20000;PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-16000;"
)
DATABASE_URL = env("FOLKMOOT_DATABASE_URL", default="")
if DATABASE_URL:
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "folkmoot.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_INIT},
            # A file: threads cannot share an in-memory database and honour busy_timeout.
            "TEST": {"NAME": env("FOLKMOOT_TEST_DB", default=str(BASE / "test.sqlite3"))},
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# "kept" is what the worker makes for the web: sums too long for a request.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "kept": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA / "kept"},
}
if env("FOLKMOOT_CACHE_URL", default=""):
    CACHES = dict.fromkeys(CACHES, env.cache_url_config(env("FOLKMOOT_CACHE_URL")))
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "outside"]}}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "folkmoot.people.signin.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # The door marks an address as verified when its code is typed in.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "25/5m/ip", "reauthenticate": "10/m/user"}
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {"add_webauthn": "folkmoot.people.forms.Passkey"}
MFA_RATE_LIMITS = {"webauthn_login": "25/5m/ip"}
USERSESSIONS_TRACK_ACTIVITY = False
LIMITS = True
STRANGERS_A_DAY = env.int("FOLKMOOT_STRANGERS_A_DAY", default=5)
SHARED_ADDRESSES = env.list("FOLKMOOT_SHARED_ADDRESSES", default=[])

HTTPS = SITE_URL.startswith("https://")
# Without https a site is on this machine alone (safe_start sees to it), where browsers allow passkeys all the same.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SESSION_COOKIE_NAME = "__Host-folkmoot" if HTTPS else "folkmoot"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "folkmoot.home.errors.form_expired"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.bool("FOLKMOOT_REDIRECT_TO_HTTPS", default=False)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([MAP_TILES.split("{")[0]] if MAP_TILES else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

EMAIL_CONFIG = env.email_url("FOLKMOOT_MAIL_URL", default=f"filemail://{DATA / 'mail'}")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
    # The reader of addresses drops the first slash, so that mail would be written wherever the site was started.
    given = env("FOLKMOOT_MAIL_URL", default="")
    EMAIL_FILE_PATH = f"/{EMAIL_FILE_PATH.lstrip('/')}" if given else str(DATA / "mail")  # noqa: F821
EMAIL_TIMEOUT = 20
BOUNCE_TO = env("FOLKMOOT_BOUNCE_TO", default="")
SHEETS_MAIL = env("FOLKMOOT_SHEETS_MAIL", default="")
TALK_MAIL = env("FOLKMOOT_TALK_MAIL", default="")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("FOLKMOOT_MAIL_FROM", default=HOST_EMAIL or "folkmoot@localhost")

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE / "folkmoot" / "kit" / "locale"]
TIME_ZONE = env("FOLKMOOT_TIME_ZONE", default="Europe/London")
USE_TZ = True


def from_wheel(package: str, folder: str) -> Path:
    """Where an installed wheel keeps its static files, without installing its app."""
    spec = importlib.util.find_spec(package)
    return Path(spec.submodule_search_locations[0]) / folder


STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [("leaflet", from_wheel("leaflet", "static/leaflet"))]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
UPLOAD_LIMIT = env.int("FOLKMOOT_UPLOAD_LIMIT", default=25 * 2**20)
PICTURE_LIMIT = env.int("FOLKMOOT_PICTURE_LIMIT", default=10 * 2**20)
PICTURES_SPACE = env.int("FOLKMOOT_PICTURES_SPACE", default=2 * 2**30)
FILES = DATA / "files"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"secrets": {"()": "folkmoot.kit.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env("FOLKMOOT_LOG_LEVEL", default="WARNING")},
}
# HSTS and the redirect are off only where there is no https; the browsers' preload list is each host's own choice.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W021"]
safe_start.check(globals())
