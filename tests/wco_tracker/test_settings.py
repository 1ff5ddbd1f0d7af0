"""Settings come from the environment, and a fresh checkout runs without any."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from environ import Env

from tests.wco_tracker.process import ask, manage
from wco_tracker.checks import secrets_are_private
from wco_tracker.lib.databases import tuned

OWN = {"DATABASE_URL": "sqlite:///:memory:", "SECRET_KEY": "k" * 60}
SHOW = """
names = ("DEBUG", "ON_DEFAULT_DATABASE", "SECRET_KEY", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "LANGUAGE_COOKIE_SECURE", "CELERY_BROKER_URL", "CACHES", "EMAIL_BACKEND", "ALLOWED_HOSTS")
secure = client.get("/health/live", secure=True)
page = client.get("/accounts/login/", secure=True)
print(json.dumps({**{name: getattr(settings, name) for name in names},
    "headers": dict(page.headers), "cookies": page.cookies.output(header=""),
    "plain": client.get("/accounts/login/").status_code,
    "plain health": client.get("/health/live").status_code}))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The settings and a page where nothing is set but the key and the database."""
    return ask(tmp_path_factory.mktemp("var"), SHOW, **OWN)


def test_a_key_is_demanded_with_a_database_of_ones_own(tmp_path: Path) -> None:
    refused = manage(tmp_path, "check", DATABASE_URL="sqlite:///:memory:")
    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


def test_a_fresh_checkout_makes_its_key_and_keeps_it(tmp_path: Path) -> None:
    show = "print(json.dumps([settings.SECRET_KEY, settings.DEBUG, settings.ON_DEFAULT_DATABASE]))"
    first, second = ask(tmp_path, show), ask(tmp_path, show)
    assert first == second
    assert first[1:] == [False, True]
    assert len(first[0]) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_production_is_safe_without_being_told(production: Any) -> None:
    assert production["DEBUG"] is False
    assert production["ON_DEFAULT_DATABASE"] is False
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"):
        assert production[name] is True
    assert production["plain"] == 301
    assert production["plain health"] == 200


def test_every_page_carries_the_security_headers(production: Any) -> None:
    headers = production["headers"]
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere(production: Any) -> None:
    policy = production["headers"]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_cookies_are_for_https_only(production: Any) -> None:
    assert "csrftoken" in production["cookies"]
    assert all("Secure" in line for line in production["cookies"].splitlines())


def test_the_environment_is_heard(tmp_path: Path) -> None:
    heard = {
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "TRACKER_TODAY": "2018-03-01",
        "ALLOWED_HOSTS": "a.example",
    }
    show = """
print(json.dumps({"broker": settings.CELERY_BROKER_URL, "cache": settings.CACHES["default"]["BACKEND"],
    "today": str(settings.TRACKER_TODAY), "hosts": settings.ALLOWED_HOSTS, "mail": settings.EMAIL_HOST}))"""
    told = ask(tmp_path, show, **OWN, **heard, EMAIL_URL="smtp://mail.example:25")
    assert told == {
        "broker": "redis://127.0.0.1:1/0",
        "cache": "django.core.cache.backends.db.DatabaseCache",
        "today": "2018-03-01",
        "hosts": ["a.example"],
        "mail": "mail.example",
    }


def test_an_option_in_the_address_goes_before_the_usual_one() -> None:
    address = "postgres://tracker@database/tracker"
    usual = tuned(Env.db_url_config(address))
    given = tuned(Env.db_url_config(address + "?options=-c%20random_page_cost%3D2&sslmode=require"))
    assert usual["OPTIONS"]["options"] == "-c random_page_cost=1.1"
    assert given["OPTIONS"] == {**usual["OPTIONS"], "options": "-c random_page_cost=2", "sslmode": "require"}
    assert usual["CONN_HEALTH_CHECKS"]


def test_the_documented_commands_make_all_that_signing_in_needs(tmp_path: Path) -> None:
    assert manage(tmp_path, "migrate", SECRET_KEY="k" * 60).returncode == 0
    signing_in = """
from groups.models import User
User.objects.create_user("me@example.org", "a pass phrase")
answer = client.post("/accounts/login/", {"login": "me@example.org", "password": "a pass phrase"}, secure=True)
reset = client.post("/accounts/password/reset/", {"email": "me@example.org"}, secure=True)
print(json.dumps([answer.status_code, reset.status_code]))"""
    for more in ({}, {"REDIS_URL": "redis://127.0.0.1:1/0"}):  # nothing answers there
        assert ask(tmp_path, signing_in.replace("me@", f"me{len(more)}@"), SECRET_KEY="k" * 60, **more) == [
            302,
            302,
        ]


def test_a_cache_that_lost_its_table_is_healed_by_migrating(tmp_path: Path) -> None:
    for _ in range(2):
        assert manage(tmp_path, "migrate", SECRET_KEY="k" * 60).returncode == 0
        with closing(sqlite3.connect(tmp_path / "db.sqlite3")) as database:
            database.execute("DROP TABLE cache")


def test_prepared_statements_are_switched_off_by_the_address() -> None:
    address = "postgres://tracker@pooler/tracker"
    assert tuned(Env.db_url_config(address))["OPTIONS"]["prepare_threshold"] == 5
    options = tuned(Env.db_url_config(address + "?prepare_threshold=none"))["OPTIONS"]
    assert options["prepare_threshold"] is None
    assert not options["server_side_binding"]


@pytest.mark.parametrize("word", ["none", "None", "NONE"])
def test_behind_a_pooler_no_cursor_stays_at_the_server(word: str) -> None:
    address = "postgres://tracker@pooler/tracker"
    assert not tuned(Env.db_url_config(address))["DISABLE_SERVER_SIDE_CURSORS"]
    behind = tuned(Env.db_url_config(f"{address}?prepare_threshold={word}&pool=false&sslmode=require"))
    assert behind["DISABLE_SERVER_SIDE_CURSORS"]
    assert behind["OPTIONS"]["pool"] is False
    assert not behind["OPTIONS"]["options"]
    assert behind["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize(("mode", "told"), [(0o644, 1), (0o600, 0), (0o640, 0)])
def test_passwords_that_everybody_can_read_are_told(
    tmp_path: Path, settings: Any, mode: int, told: int
) -> None:
    settings.BASE_DIR = settings.VAR_DIR = tmp_path
    (tmp_path / ".env").touch(mode)
    (tmp_path / ".env").chmod(mode)
    assert len(secrets_are_private()) == told


def test_what_the_system_stores_is_its_own(tmp_path: Path) -> None:
    ask(tmp_path / "new", "print(json.dumps(1))")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_the_lists_of_browsers_are_a_choice(tmp_path: Path) -> None:
    asked = "print(json.dumps(settings.SECURE_HSTS_PRELOAD))"
    assert ask(tmp_path, asked, **OWN) is False
    assert ask(tmp_path, asked, **OWN, HSTS_PRELOAD="1") is True
