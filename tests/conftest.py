"""What all tests share: the permanent cast, a closed network, and a note of what was left out."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.test import Client
from hypothesis import HealthCheck, settings

from tests.rows import create

ON_POSTGRES = bool(os.environ.get("TEST_DATABASE_URL"))
LOOPBACK = ("127.", "::1", "localhost")

settings.register_profile(
    "house", deadline=None, print_blob=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


# --- which tests run, and what is left out ----------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On SQLite all but those for PostgreSQL; there those that use the database, without the browser's and `once`."""

    def uses_database(item: Any) -> bool:
        return bool({"db", "transactional_db"} & set(item.fixturenames)) or bool(
            item.get_closest_marker("django_db")
        )

    def belongs(item: pytest.Item) -> bool:
        if item.get_closest_marker("postgres"):
            return ON_POSTGRES
        if not ON_POSTGRES:
            return True
        marks = {mark.name for mark in item.iter_markers()}
        return uses_database(item) and not {"browser", "redis", "once"} & marks

    others = [item for item in items if not belongs(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if belongs(item)]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Notes each skipped test for tests/run.py."""
    if report.skipped and not hasattr(report, "wasxfail") and (path := os.environ.get("LEFT_OUT")):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else "skipped"
        with Path(path).open("a") as file:
            file.write(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}\n")


@pytest.fixture(autouse=True, scope="session")
def _long_up() -> None:
    """The process serves for a while already: heartbeats are missed at once."""
    from wco_tracker import health

    health.STARTED -= 3600


# --- the network is off, caches are empty -----------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _network_is_off() -> Iterator[None]:
    """Only this machine may be called."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"A test called {address[0]}: the network is off.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits and kept pages of one test do not reach the next."""
    cache.clear()
    caches["pages"].clear()


@pytest.fixture(autouse=True)
def _language_anew() -> Iterator[None]:
    """A page that one test asked for in French leaves the next in the default language."""
    yield
    from django.utils import translation

    translation.deactivate()


# --- the permanent cast -----------------------------------------------------------------------


@pytest.fixture
def ptc(db: None) -> Any:
    """The Permanent Technical Committee, without sessions or members."""
    from groups.models import Group

    return create(
        Group, slug="ptc", name="Permanent Technical Committee", kind=Group.Kind.COMMITTEE, aliases=["PTC"]
    )


def _somebody(name: str, group: Any = None, **fields: Any) -> Any:
    from groups.models import Membership, Person, User

    person = create(Person, name=name.replace("_", "-").capitalize())
    if group:
        create(Membership, group=group, person=person, role=name)
    return User.objects.create_user(f"{name}@example.org", "a pass phrase", person=person, **fields)


@pytest.fixture
def officer(ptc: Any) -> Any:
    """A secretariat officer who serves the PTC."""
    return _somebody("officer", ptc, is_staff=True)


@pytest.fixture
def chair(ptc: Any) -> Any:
    """The chair of the PTC."""
    return _somebody("chair", ptc)


@pytest.fixture
def vice_chair(ptc: Any) -> Any:
    """A vice-chair of the PTC."""
    return _somebody("vice_chair", ptc)


@pytest.fixture
def facilitator(ptc: Any) -> Any:
    """A facilitator in the PTC."""
    return _somebody("facilitator", ptc)


@pytest.fixture
def delegate(ptc: Any) -> Any:
    """A delegate of a Member to the PTC."""
    return _somebody("delegate", ptc)


@pytest.fixture
def observer(ptc: Any) -> Any:
    """An observer at the PTC."""
    return _somebody("observer", ptc)


@pytest.fixture
def stranger(db: None) -> Any:
    """Somebody with a login and no role anywhere."""
    return _somebody("stranger")


@pytest.fixture
def administrator(db: None) -> Any:
    """Somebody who may do everything."""
    return _somebody("administrator", is_staff=True, is_superuser=True)


@pytest.fixture
def nobody() -> None:
    """A reader who is not signed in."""
    return


@pytest.fixture
def as_user() -> Callable[[Any], Client]:
    """A browser of that person: `as_user(officer).get("/")`; of nobody with None."""

    def sign_in(user: Any) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


# --- the programmes: what of the seeds the tests share stands here ----------------------------


# --- real parts -------------------------------------------------------------------------------


@pytest.fixture
def redis_url() -> str:
    """A Redis to work with; the test is left out where there is none."""
    address = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    import redis

    try:
        redis.Redis.from_url(address, socket_timeout=2).ping()
    except redis.RedisError:
        pytest.skip("Redis does not answer")
    return address


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice without a window; the tests are left out where there is none."""
    path = shutil.which("soffice")
    if not path:
        pytest.skip("no soffice is installed")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; the tests are left out where there is none."""
    path = shutil.which("chromium")
    if not path:
        pytest.skip("no chromium is installed")
    from playwright.sync_api import sync_playwright

    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", *quiet],
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A fresh page whose addresses start at the live server."""
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
