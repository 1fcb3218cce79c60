"""The settings as tests use them: development, a data folder of their own, and quick but unsafe disk writes."""

import os
import tempfile

os.environ.setdefault("FOLKMOOT_MODE", "development")
os.environ.setdefault("FOLKMOOT_SYNCHRONOUS", "NORMAL")
os.environ.setdefault("FOLKMOOT_DATA", tempfile.mkdtemp(prefix="folkmoot-test-"))

from folkmoot.config.settings import *  # noqa: E402, F403

if os.environ.get("FOLKMOOT_TEST_POSTGRES"):
    DATABASES = {"default": env.db_url_config(os.environ["FOLKMOOT_TEST_POSTGRES"])}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = CACHES | {"kept": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept"}}  # noqa: F405
LIMITS = False
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
# Else each new test client would list every static file.
WHITENOISE_AUTOREFRESH = True
# Tests roll the journal back, so that one number stands for two histories: kept pages are tested by themselves.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "folkmoot.home.pagecache.PageCache"]  # noqa: F405
