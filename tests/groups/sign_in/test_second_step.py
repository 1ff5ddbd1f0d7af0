"""The second step when signing in: an app's code, or a recovery code."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from groups.models import SignInEvent
from tests.groups.sign_in.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN, STEP = "/accounts/login/", "/accounts/second-step/"
ACTIVATE, AUTHENTICATE = f"{STEP}totp/activate/", f"{STEP}authenticate/"
Kind = SignInEvent.Kind


def sign_in(client: Client, user: Any) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def confirm(client: Client) -> None:
    """Before anything about the second step is changed, the password is asked for once more."""
    assert client.get(f"{STEP}recovery-codes/generate/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def code_now(secret: str) -> str:
    """What an app would show."""
    return str(auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def secret(officer: Any) -> str:
    """The key of the officer's app, set up in the browser."""
    browser = Client()
    sign_in(browser, officer)
    confirm(browser)
    page = browser.get(ACTIVATE).content.decode()
    found = re.search(r'class="secret">(\w+)<', page)
    assert found
    assert browser.post(ACTIVATE, {"code": code_now(found[1])}).status_code == 302
    return found[1]


@pytest.fixture
def codes(secret: str, officer: Any) -> list[str]:
    """The officer's recovery codes."""
    held = Authenticator.objects.get(user=officer, type=Authenticator.Type.RECOVERY_CODES)
    return list(held.wrap().get_unused_codes())


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_the_picture_is_allowed_by_the_content_policy_and_holds_the_key(client: Client, officer: Any) -> None:
    sign_in(client, officer)
    confirm(client)
    response = client.get(ACTIVATE)
    page = response.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "img-src 'self' data:" in response["Content-Security-Policy"]
    assert "style=" not in page
    assert "<script>" not in page


def test_the_password_alone_no_longer_lets_in(client: Client, officer: Any, secret: str) -> None:
    assert sign_in(client, officer)["Location"].startswith(AUTHENTICATE)
    assert not is_in(client)
    wrong = client.post(AUTHENTICATE, {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    assert not is_in(client)


def test_the_apps_code_lets_in_once(officer: Any, secret: str) -> None:
    code = code_now(secret)
    for expected in (True, False):
        browser = Client()
        sign_in(browser, officer)
        browser.post(AUTHENTICATE, {"code": code})
        assert is_in(browser) is expected


def test_a_recovery_code_lets_in_once(officer: Any, codes: list[str]) -> None:
    for expected in (True, False):
        browser = Client()
        sign_in(browser, officer)
        browser.post(AUTHENTICATE, {"code": codes[0]})
        assert is_in(browser) is expected


def test_guessing_codes_is_stopped(client: Client, officer: Any, codes: list[str]) -> None:
    sign_in(client, officer)
    for _ in range(5):
        client.post(AUTHENTICATE, {"code": "000000"})
    client.post(AUTHENTICATE, {"code": codes[0]})
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)  # setting it up is said after the commit
def test_its_events_are_kept(client: Client, officer: Any, secret: str) -> None:
    sign_in(client, officer)
    client.post(AUTHENTICATE, {"code": "000000"})
    kinds = list(SignInEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == [Kind.SIGNED_IN, Kind.SECOND_FACTOR_ON, Kind.SECOND_FACTOR_FAILED]


def test_the_database_holds_no_secret_in_the_clear(secret: str, codes: list[str]) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert codes[0] not in kept


def test_another_key_of_the_site_lets_nobody_in_and_breaks_nothing(
    client: Client, officer: Any, codes: list[str], settings: Any
) -> None:
    settings.SECRET_KEY = "another key"
    sign_in(client, officer)
    assert client.post(AUTHENTICATE, {"code": codes[0]}).status_code == 200
    assert not is_in(client)


def test_its_owner_removes_it(client: Client, officer: Any, codes: list[str]) -> None:
    sign_in(client, officer)
    client.post(AUTHENTICATE, {"code": codes[0]})
    confirm(client)
    client.post(f"{STEP}totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert SignInEvent.objects.first().kind == Kind.SECOND_FACTOR_OFF  # type: ignore[union-attr]


def test_an_administrator_removes_it_for_who_lost_everything(
    as_user: Any, administrator: Any, officer: Any, secret: str
) -> None:
    step = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    address = reverse("admin:mfa_authenticator_delete", args=[step.pk])
    assert as_user(officer).post(address, {"post": "yes"}).status_code == 403
    browser = as_user(administrator)
    page = browser.get(reverse("admin:mfa_authenticator_change", args=[step.pk])).content.decode()
    assert secret not in page
    assert step.data["secret"] not in page
    browser.post(address, {"post": "yes"})
    assert not Authenticator.objects.exists()
    newest = SignInEvent.objects.first()
    assert newest is not None
    assert (newest.kind, newest.user) == (Kind.SECOND_FACTOR_OFF, officer)


@pytest.mark.parametrize(
    "path", ["", "totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"]
)
def test_its_pages_are_for_who_is_signed_in(client: Client, path: str) -> None:
    assert client.get(f"{STEP}{path}")["Location"].startswith(LOGIN)


@pytest.mark.parametrize("path", ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/"])
def test_its_pages_are_ours(client: Client, officer: Any, codes: list[str], path: str) -> None:
    sign_in(client, officer)
    client.post(AUTHENTICATE, {"code": codes[0]})
    confirm(client)
    page = client.get(f"{STEP}{path}").content.decode()
    assert page.count("<h1") == 1
    assert "style=" not in page
    assert "Two-Factor" not in page
