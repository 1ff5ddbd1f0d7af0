"""The project's own settings, as in use, on two databases of the bench: one small, one with many programmes."""

import os

from wco_tracker.settings import *  # noqa: F403
from wco_tracker.settings import DATABASES, STORAGES, VAR_DIR

INSECURE_HTTP = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
(VAR_DIR / "static").mkdir(exist_ok=True)
CELERY_TASK_ALWAYS_EAGER = True
DATABASES["full"] = {**DATABASES["default"], "NAME": os.environ["BENCH_FULL"]}
