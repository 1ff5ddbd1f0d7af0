"""A forgotten password, a changed one."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.groups.sign_in.conftest import PASSWORD, Postbox

RESET, CHANGE = "/accounts/password/reset/", "/accounts/password/change/"
NEW = "quite another phrase 7"
pytestmark = pytest.mark.django_db


def link_in(postbox: Postbox) -> str:
    """The address in the newest message."""
    text = postbox.messages[-1].get_content()
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+)", text)[1]  # type: ignore[index]


def test_a_forgotten_password_is_set_anew_by_a_link_in_the_mail(
    client: Client, officer: Any, postbox: Postbox
) -> None:
    assert client.post(RESET, {"email": officer.email}).status_code == 302
    assert postbox.messages[-1]["To"] == officer.email
    form = client.get(link_in(postbox), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert "was changed" in postbox.messages[-1].get_content()


def test_a_link_works_once(client: Client, officer: Any, postbox: Postbox) -> None:
    client.post(RESET, {"email": officer.email})
    link = link_in(postbox)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_an_unknown_address_gets_the_same_page_and_a_message_that_says_so(
    client: Client, officer: Any, postbox: Postbox
) -> None:
    known = client.post(RESET, {"email": officer.email})
    unknown = client.post(RESET, {"email": "nobody-here@example.org"})
    assert known["Location"] == unknown["Location"]
    assert "There is no account" in postbox.messages[-1].get_content()
    assert "signup" not in postbox.messages[-1].get_content()


def test_a_message_is_written_in_the_readers_language(client: Client, officer: Any, postbox: Postbox) -> None:
    officer.language = "fr"
    officer.save()
    client.post(RESET, {"email": officer.email}, headers={"Accept-Language": "en"})
    assert "WCO Tracker" in postbox.messages[-1].get_content()
    assert "asked for a new password" not in postbox.messages[-1].get_content()


def test_a_changed_password_counts_at_once(client: Client, officer: Any, postbox: Postbox) -> None:
    client.force_login(officer)
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert postbox.messages[-1]["To"] == officer.email


@pytest.mark.parametrize(
    ("word", "said"), [("short 1", "10"), ("1234567890123", "numeric"), ("password12", "common")]
)
def test_a_weak_password_is_refused_in_words(client: Client, officer: Any, word: str, said: str) -> None:
    client.force_login(officer)
    response = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": word, "password2": word})
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert any(said in error for error in response.context["form"].errors["password1"])
