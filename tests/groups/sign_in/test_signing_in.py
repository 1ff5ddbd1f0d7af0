"""Signing in and out."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.groups.sign_in.conftest import PASSWORD
from tests.wco_tracker.process import ask

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_the_right_password_leads_on_to_where_the_reader_was(client: Client, officer: Any) -> None:
    response = sign_in(client, officer.email, next="/account/")
    assert response.status_code == 302
    assert response["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_an_address_in_capitals_is_the_same_address(client: Client, officer: Any) -> None:
    assert sign_in(client, officer.email.upper()).status_code == 302


def test_another_site_is_not_where_it_leads(client: Client, officer: Any) -> None:
    assert sign_in(client, officer.email, next="https://evil.example/")["Location"] == reverse("home")


def test_a_wrong_password_is_said_beside_the_form(client: Client, officer: Any) -> None:
    response = sign_in(client, officer.email, "a wrong guess")
    page = response.content.decode()
    assert response.status_code == 200
    assert "not correct" in page
    assert 'role="alert"' in page
    assert officer.email in page
    assert "a wrong guess" not in page


def test_an_unknown_address_is_answered_like_a_wrong_password(client: Client, officer: Any) -> None:
    known = sign_in(client, officer.email, "a wrong guess").context["form"].errors
    unknown = sign_in(client, "nobody-here@example.org", "a wrong guess").context["form"].errors
    assert known == unknown


def test_guessing_is_stopped_after_some_failures(client: Client, officer: Any) -> None:
    for _ in range(5):
        sign_in(client, officer.email, "a wrong guess")
    response = sign_in(client, officer.email)
    assert response.status_code == 200
    assert "Too many failed" in response.content.decode()
    assert client.get("/account/").status_code == 302


def test_a_closed_account_does_not_open(client: Client, officer: Any) -> None:
    officer.is_active = False
    officer.save()
    response = sign_in(client, officer.email)
    assert "_auth_user_id" not in client.session
    assert "closed" in client.get(response["Location"]).content.decode()


def test_signing_out_needs_a_form(client: Client, officer: Any) -> None:
    client.force_login(officer)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/account/").status_code == 302


def test_nobody_can_sign_up(client: Client) -> None:
    for response in (
        client.get("/accounts/signup/"),
        client.post("/accounts/signup/", {"email": "me@example.org", "password1": "zx81 spectrum"}),
    ):
        assert "Nobody can sign up here" in response.content.decode()


@pytest.fixture(params=["db", "cached_db"])
def sessions(request: Any, settings: Any) -> None:
    """Each of the two ways in which sessions are stored: that of the tests, and that in use."""
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{request.param}"


def test_sessions_are_read_from_redis_where_it_is_in_use(tmp_path: Path) -> None:
    asked = "print(json.dumps(settings.SESSION_ENGINE.rpartition('.')[2]))"
    assert ask(tmp_path, asked, REDIS_URL="redis://localhost:6379/9") == "cached_db"
    assert ask(tmp_path, asked) == "db"


@pytest.mark.usefixtures("sessions")
def test_a_copied_cookie_is_worth_nothing_after_signing_out(client: Client, officer: Any) -> None:
    sign_in(client, officer.email)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert thief.get("/account/").status_code == 302


@pytest.mark.usefixtures("sessions")
def test_a_session_that_is_over_signs_out(client: Client, officer: Any) -> None:
    client.force_login(officer)
    assert client.get("/account/").status_code == 200
    session = client.session
    session.set_expiry(-1)
    session.save()
    assert client.get("/account/").status_code == 302
