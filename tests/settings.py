"""The settings under test: the project's own, in a folder and with an environment of their own."""

import atexit
import os
import shutil
import tempfile

_FOLDER = tempfile.mkdtemp(prefix="wco-tracker-test-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
for _name in (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "TRACKER_TODAY",
    "DEMO",
    "DEBUG",
    "INSECURE_HTTP",
    "PORT",
):
    os.environ.pop(_name, None)
os.environ |= {"VAR_DIR": _FOLDER, "SECRET_KEY": "a key of the tests", "LOG_LEVEL": "ERROR"}
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop beside the ORM
if _address := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = _address

from wco_tracker.settings import *  # noqa: E402, F403
from wco_tracker.settings import CACHES, DATABASES, ON_SQLITE, STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

if ON_SQLITE:
    # A file, as in use: threads of the live server have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir()
INSECURE_HTTP = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
