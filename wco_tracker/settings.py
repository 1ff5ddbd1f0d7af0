"""Every setting, each from the environment with a safe default.

A fresh checkout runs with none of them set: SQLite, Celery on the file system, mail kept as files.
"""

import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from wco_tracker import logs
from wco_tracker.lib.databases import tuned

env = environ.FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env", overwrite=False)

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)  # it holds the database and mail with links to sign in
DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)

# --- database -----------------------------------------------------------------------------------------------
DEFAULT_DATABASE = VAR_DIR / "db.sqlite3"
DATABASES = {"default": tuned(env.db("DATABASE_URL", default=f"sqlite:///{DEFAULT_DATABASE}"))}
ON_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
ON_DEFAULT_DATABASE = ON_SQLITE and str(DATABASES["default"]["NAME"]) == str(DEFAULT_DATABASE)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the key that signs sessions and tokens -----------------------------------------------------------------


def _secret_key() -> str:
    """Given by the environment; made once and kept in VAR_DIR for the default database; else demanded."""
    if key := env("SECRET_KEY", default=""):
        return str(key)
    if not ON_DEFAULT_DATABASE:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. With a database of your own, set SECRET_KEY to a long random text "
            "(python -c 'import secrets; print(secrets.token_urlsafe(50))') and keep it secret."
        )
    kept = VAR_DIR / "secret_key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(50))
    return key


SECRET_KEY = _secret_key()

# --- who may call, and how safely ---------------------------------------------------------------------------
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Plain http is for one's own machine only: `make run` says INSECURE_HTTP=1 for it.
INSECURE_HTTP = env.bool("INSECURE_HTTP", default=DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not INSECURE_HTTP
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 0 if INSECURE_HTTP else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE_HTTP
# Browsers' lists are hard to leave and hold for every subdomain: a choice of whoever owns the domain.
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_PRELOAD else ["security.W021"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # rate limits count the caller, not the proxy
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: of Bootstrap's controls and the second step's picture
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
CSRF_FAILURE_VIEW = "wco_tracker.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A work programme that is imported in the browser: 10 MB are some ten thousand rows.
IMPORT_UPLOAD_BYTES = env.int("IMPORT_UPLOAD_BYTES", default=10_000_000)
LARGEST_UPLOAD = max(30_000_000, 2 * IMPORT_UPLOAD_BYTES)  # of a request of somebody who is signed in
# "Edit several rows" without a script sends a field for each row that is ticked.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- applications -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "wco_tracker",
    "tracking",
    "groups",
    "programmes",
    "wco_tracker.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "django_tables2",
    "simple_history",
]
MIDDLEWARE = [
    "django_structlog.middlewares.RequestMiddleware",  # first: whatever goes wrong below has its number
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wco_tracker.lib.gzip.QuickGZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "wco_tracker.middleware.NulMiddleware",  # before anything asks the database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wco_tracker.middleware.ReaderMiddleware",
    "wco_tracker.middleware.DatabaseErrorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last: it answers scripts in their way, and a body is read after all of these at the earliest.
    "wco_tracker.middleware.BodyLimitMiddleware",
]
ROOT_URLCONF = "wco_tracker.urls"
WSGI_APPLICATION = "wco_tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wco_tracker.context.page",
            ],
        },
    },
]

# --- people -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "groups.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "groups.sign_in.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[WCO Tracker] "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
# Passwords are limited by `groups.sign_in.failures`; "login_failed" is left for the codes of the second step.
# New passwords: a whole room sets one on its first day, behind one address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reset_password": "300/m/ip,5/m/key",
    "reset_password_from_key": "300/m/ip",
}
MFA_ADAPTER = "groups.sign_in.two_factor.SecondStepAdapter"
MFA_TOTP_ISSUER = "WCO Tracker"
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the administrator's word
# Sign-in with the accounts of one's own organization; on where all four are set.
OIDC_NAME = env("OIDC_NAME", default="")
OIDC_URL = env("OIDC_URL", default="")
_oidc_client = {
    "client_id": env("OIDC_CLIENT_ID", default=""),
    "secret": env("OIDC_CLIENT_SECRET", default=""),
}
OIDC = bool(OIDC_NAME and OIDC_URL and all(_oidc_client.values()))
SOCIALACCOUNT_ADAPTER = "groups.sign_in.outside_accounts.OutsideAccountAdapter"
if OIDC:
    if not (OIDC_URL.startswith("https://") or INSECURE_HTTP):
        raise ImproperlyConfigured("OIDC_URL must begin with https:// — what comes from there is believed.")
    _oidc_app = {
        "provider_id": "oidc",
        "name": OIDC_NAME,
        **_oidc_client,
        "settings": {"server_url": OIDC_URL},
    }
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_oidc_app]}}
    # A form of ours leads there, and browsers judge where it ends.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("/".join(OIDC_URL.split("/")[:3]))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

# --- cache, background work ---------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
# Rate limits lie in the database, which is there whenever anything is: Redis is for background work alone.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
# Finished pages: in the process itself, so that a new version of the program never meets those of an old one.
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "TIMEOUT": 3600,
    "OPTIONS": {"MAX_ENTRIES": env.int("PAGE_CACHE_ENTRIES", default=500)},
}

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # A page that starts a job waits no longer, also where Redis takes the call and never answers.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"socket_connect_timeout": 3, "socket_timeout": 5}
else:
    CELERY_BROKER_URL = "filesystem://localhost//"
    CELERY_BROKER_TRANSPORT = "wco_tracker.lib.atomic_broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "broker" / "messages"),
        "data_folder_out": str(VAR_DIR / "broker" / "messages"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "store_processed": False,
    }
HEARTBEAT_SECONDS = env.int("HEARTBEAT_SECONDS", default=15)
SIGN_IN_EVENTS_DAYS = env.int("SIGN_IN_EVENTS_DAYS", default=365)
JOB_RESULT_HOURS = env.int("JOB_RESULT_HOURS", default=24)
EXPORT_ROWS_AT_ONCE = env.int("EXPORT_ROWS_AT_ONCE", default=300)
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "groups.tasks.heartbeat", "schedule": HEARTBEAT_SECONDS},
    "mail": {"task": "groups.tasks.send_mail", "schedule": 10, "options": {"expires": 10}},
    "jobs": {"task": "tracking.tasks.clear_up", "schedule": crontab(minute=40)},
    "sign-in events": {"task": "groups.tasks.prune_sign_in_events", "schedule": crontab(hour=3, minute=15)},
}

# --- mail ---------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("MAIL_FROM", default="WCO Tracker <tracker@localhost>")
if env("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10

# --- languages and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
# A date that every judgement takes for today; for training and demonstration only, and a banner says so.
TRACKER_TODAY: date | None = date.fromisoformat(day) if (day := env("TRACKER_TODAY", default="")) else None
DEMO = env.bool("DEMO", default=False)

# --- static files -------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600

# --- lists, history -----------------------------------------------------------------------------------------
DJANGO_TABLES2_TEMPLATE = "components/table.html"
FILTERS_EMPTY_CHOICE_LABEL = ""
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = False

# --- logs: one JSON object a line, each with the id of its request ------------------------------------------
DJANGO_STRUCTLOG_USER_ID_FIELD = (
    ""  # ReaderMiddleware names the user, once loaded: asking would cost a statement
)
LOGGING = logs.configure(level=env("LOG_LEVEL", default="INFO"))
