"""Typed text comes back from whatever refuses it."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.html import flat

WORDS = "Members approved it.\n<b>عربي</b> {{ mark }} 𝄞"
SHOWN = "Members approved it.\n&lt;b&gt;عربي&lt;/b&gt; {{ mark }} 𝄞</textarea>"
OWN = {"Origin": "http://testserver"}


@pytest.fixture
def strict() -> Client:
    """A browser whose forms need a token."""
    return Client(enforce_csrf_checks=True)


def test_a_stale_token_keeps_the_words_and_the_next_try_saves_them(strict: Client) -> None:
    refused = strict.post("/house/save", {"text": WORDS, "csrfmiddlewaretoken": "stale"}, headers=OWN)
    page = refused.content.decode()
    assert refused.status_code == 403
    assert SHOWN in page
    assert 'action="/house/save"' in page
    assert "stale" not in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    again = strict.post("/house/save", {"text": WORDS, "csrfmiddlewaretoken": token[1]}, headers=OWN)
    assert again.content.decode() == WORDS


def test_a_referer_of_our_own_is_as_good_as_an_origin(strict: Client) -> None:
    response = strict.post("/house/save", {"text": WORDS}, headers={"Referer": "http://testserver/house"})
    assert SHOWN in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://evil.example", "Referer": "http://testserver/"},
        {"Referer": "http://testserver.evil.example/"},
    ],
)
def test_words_from_elsewhere_are_not_offered_to_be_sent(strict: Client, headers: dict[str, str]) -> None:
    response = strict.post("/house/save", {"text": WORDS}, headers=headers)
    assert response.status_code == 403
    assert "Members approved" not in response.content.decode()
    assert "<form" not in response.content.decode()


def test_passwords_are_asked_for_again_and_never_shown(strict: Client) -> None:
    posted = {"login": "a@example.org", "password": "hush hush", "new_password1": "more hush"}
    page = flat(strict.post("/accounts/login/?next=/x", posted, headers=OWN))
    assert "hush" not in page
    assert 'type="password" name="password"' in page
    assert 'name="login" value="a@example.org"' in page
    assert 'action="/accounts/login/?next=/x"' in page


def test_a_field_given_twice_is_kept_twice(strict: Client) -> None:
    page = strict.post("/house/save", {"text": ["one", "two"]}, headers=OWN).content.decode()
    assert page.index('name="text" value="one"') < page.index('name="text" value="two"')


def test_a_line_break_typed_first_is_kept(strict: Client) -> None:
    page = strict.post("/house/save", {"text": "\nlate"}, headers=OWN).content.decode()
    assert 'rows="6">\n\nlate</textarea>' in page


def test_an_editor_is_told_in_its_own_place_and_gets_a_fresh_token(strict: Client) -> None:
    response = strict.post("/house/save", {"text": WORDS}, headers={**OWN, "HX-Request": "true"})
    assert response.status_code == 403
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#status", "innerHTML")
    assert 'role="alert"' in response.content.decode()
    assert "csrfmiddlewaretoken" in response.content.decode()
    assert "Members approved" not in response.content.decode()


@pytest.mark.parametrize("headers", [OWN, {**OWN, "HX-Request": "true"}])
def test_a_lapsed_sign_in_shows_the_way_back_in(client: Client, headers: dict[str, str]) -> None:
    response = client.post("/house/lapsed", {"text": WORDS}, headers=headers)
    assert response.status_code == 403
    assert 'href="/accounts/login/?next=%2F" target="_blank"' in response.content.decode()


def test_the_kept_page_asks_the_database_nothing(client: Client, django_assert_num_queries: Any) -> None:
    # Without the db fixture any statement is an error.
    assert client.post("/house/lapsed", {"text": WORDS}, headers=OWN).status_code == 403
