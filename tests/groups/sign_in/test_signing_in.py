"""Signing in and out."""

import re
from typing import Any

import pytest
from allauth.account.forms import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import int_to_base36

from groups.models import SignInEvent
from groups.sign_in.failures import COOKIE, MOST_OF_CALLER, WINDOW
from tests.groups.sign_in.conftest import PASSWORD, Postbox

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
    response = sign_in(client, officer.email.upper())
    assert response.status_code == 200
    assert "Too many failed" in response.content.decode()
    assert client.get("/account/").status_code == 302


def test_guessing_may_go_on_after_a_while(client: Client, officer: Any) -> None:
    for _ in range(5):
        sign_in(client, officer.email, "a wrong guess")
    SignInEvent.objects.update(at=timezone.now() - WINDOW)
    assert sign_in(client, officer.email).status_code == 302


def test_a_room_behind_one_address_comes_in(client: Client, officer: Any, delegate: Any) -> None:
    for number in range(40):
        assert sign_in(Client(), officer.email).status_code == 302, number
    for number in range(20):
        sign_in(Client(), f"somebody-{number}@example.org", "a wrong guess")
    assert sign_in(client, delegate.email).status_code == 302


def test_one_caller_cannot_try_a_password_on_everybody(client: Client, officer: Any) -> None:
    for number in range(MOST_OF_CALLER):
        SignInEvent.objects.create(kind="failed", address=f"{number}@example.org", ip="127.0.0.1")
    assert "Too many failed" in sign_in(client, officer.email).content.decode()


def test_a_machine_with_many_addresses_guesses_no_more_than_another(client: Client, officer: Any) -> None:
    for number in range(5):
        SignInEvent.objects.create(kind="failed", address=officer.email, ip=f"2001:db8::{number + 1}")
    typed = {"login": officer.email, "password": PASSWORD}
    assert "Too many failed" in client.post(LOGIN, typed, REMOTE_ADDR="2001:db8::77").content.decode()
    assert client.post(LOGIN, typed, REMOTE_ADDR="2001:db8:0:1::77").status_code == 302
    for number in range(5):
        SignInEvent.objects.create(kind="failed", address=officer.email, ip=f"::ffff:192.0.2.{number}")
    assert Client().post(LOGIN, typed, REMOTE_ADDR="::ffff:192.0.2.77").status_code == 302


def test_guesses_from_elsewhere_do_not_lock_the_owner_out(client: Client, officer: Any) -> None:
    for _ in range(20):
        SignInEvent.objects.create(kind="failed", user=officer, address=officer.email, ip="192.0.2.7")
    assert sign_in(client, officer.email).status_code == 302


def test_the_right_password_on_a_known_device_is_never_refused(
    client: Client, officer: Any, delegate: Any
) -> None:
    sign_in(client, officer.email)
    client.post("/accounts/logout/")
    for person in (officer, delegate):
        for _ in range(10):
            sign_in(Client(), person.email, "a wrong guess")
    assert sign_in(client, officer.email).status_code == 302
    client.post("/accounts/logout/")
    assert "Too many failed" in sign_in(client, delegate.email).content.decode()


def test_the_cookie_of_a_device_names_nobody(client: Client, officer: Any) -> None:
    sign_in(client, officer.email)
    cookie = client.cookies[COOKIE]
    assert officer.email not in cookie.value
    assert cookie["httponly"]
    assert cookie["max-age"] > 300 * 86_400


def test_who_guessed_and_set_a_new_password_by_e_mail_comes_in(
    client: Client, officer: Any, postbox: Postbox
) -> None:
    for _ in range(6):
        sign_in(client, officer.email, "a wrong guess")
    client.post("/accounts/password/reset/", {"email": officer.email})
    (link,) = re.findall(r"http://testserver(/\S+)", postbox.messages[-1].get_content())
    page = client.get(link, follow=True)
    new = "quite another phrase 7"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(client, officer.email, new).status_code == 302
    client.cookies.clear()
    for _ in range(5):
        sign_in(client, officer.email, "a wrong guess")
    assert "Too many failed" in sign_in(client, officer.email, new).content.decode()


def test_a_whole_room_asks_for_its_first_passwords_and_sets_them(client: Client, officer: Any) -> None:
    for number in range(40):
        asked = Client().post("/accounts/password/reset/", {"email": f"somebody-{number}@example.org"})
        assert asked.status_code == 302, number
    token = default_token_generator.make_token(officer)
    link = client.get(f"/accounts/password/reset/key/{int_to_base36(officer.pk)}-{token}/")["Location"]
    for number in range(40):
        tried = client.post(link, {"password1": "1", "password2": "1"})
        assert tried.status_code == 200, number


def test_a_forged_device_is_not_known(client: Client, officer: Any) -> None:
    client.cookies[COOKIE] = f"{officer.email}:forged"
    for _ in range(5):
        sign_in(client, officer.email, "a wrong guess")
    assert "Too many failed" in sign_in(client, officer.email).content.decode()


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


def test_a_copied_cookie_is_worth_nothing_after_signing_out(client: Client, officer: Any) -> None:
    sign_in(client, officer.email)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/account/").status_code == 200
    client.post("/accounts/logout/")
    assert thief.get("/account/").status_code == 302


def test_a_session_that_is_over_signs_out(client: Client, officer: Any) -> None:
    client.force_login(officer)
    assert client.get("/account/").status_code == 200
    session = client.session
    session.set_expiry(-1)
    session.save()
    assert client.get("/account/").status_code == 302
