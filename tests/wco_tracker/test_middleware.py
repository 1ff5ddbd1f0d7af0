"""What every request passes: limits of its body, and what a shared browser keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory

from wco_tracker.middleware import ReaderMiddleware

pytestmark = pytest.mark.django_db


def test_a_large_body_of_nobody_is_refused_unread(client: Client) -> None:
    answer = client.generic(
        "POST",
        "/language/",
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="120000000",
    )
    assert answer.status_code == 413
    assert "larger than the 2.5 MB" in answer.content.decode()


def test_a_script_is_told_of_a_large_body_beside_the_form(
    officer: Any, as_user: Callable[[Any], Any]
) -> None:
    browser = as_user(officer)
    for size in ("31000000", None):  # refused by its length, and while Django reads it
        answer = browser.post(
            "/language/",
            {"language": "x" * 3_000_000} if size is None else b"",
            content_type="application/x-www-form-urlencoded",
            headers={"HX-Request": "true", "HX-Target": "row"},
            **({} if size is None else {"CONTENT_LENGTH": size}),
        )
        assert answer.status_code == 413
        assert answer.headers["HX-Retarget"] == "#status"  # the script puts it beside the form's button
        assert "Nothing was changed" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["/?x=%00", "/search/?q=a%00b", "/no/such%00page/", "/admin/?a=%00", "/%00"]
)
def test_a_nul_in_an_address_is_told(client: Client, address: str) -> None:
    answer = client.get(address, headers={"Accept-Language": "fr"})
    assert answer.status_code == 400
    assert '<html lang="fr">' in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


def test_a_nul_in_a_cookie_counts_for_nothing(client: Client) -> None:
    client.cookies["sessionid"] = "abcdefgh\0ijkl"
    client.cookies["known_device"] = "\0"
    client.cookies["csrftoken"] = "\0"
    for address in ("/", "/account/", "/accounts/login/"):
        assert client.get(address).status_code in (200, 302)
    assert client.post("/accounts/login/", {"login": "a\0@example.org", "password": "\0"}).status_code == 200


@pytest.mark.parametrize("name", ["%2500", "%25%30%30", "%E2%90%80"])
def test_what_only_looks_like_a_nul_is_let_through(client: Client, name: str) -> None:
    assert client.get(f"/search/?q={name}").status_code == 200


@pytest.mark.parametrize("length", ["", "0", "-1", "many"])
def test_an_ordinary_or_odd_length_is_let_through(client: Client, length: str) -> None:
    answer = client.post("/language/", {"language": "fr"}, CONTENT_LENGTH=length)
    assert answer.status_code != 413


def test_who_is_signed_in_may_send_more_but_not_without_end(
    officer: Any, as_user: Callable[[Any], Any]
) -> None:
    browser = as_user(officer)
    for size, refused in ((3_000_000, False), (31_000_000, True)):
        answer = browser.generic(
            "POST", "/language/", b"", content_type="text/plain", CONTENT_LENGTH=str(size)
        )
        assert (answer.status_code == 413) is refused


@pytest.mark.parametrize("given", [None, "private", "max-age=600"])
def test_what_a_view_says_of_caching_never_lets_a_page_be_kept(given: str | None, officer: Any) -> None:
    def view(request: Any) -> HttpResponse:
        return HttpResponse(headers={} if given is None else {"Cache-Control": given})

    request = RequestFactory().get("/", headers={"Cookie": "sessionid=x"})
    request.user = officer
    assert "no-store" in ReaderMiddleware(view)(request).headers["Cache-Control"]
    request.user = AnonymousUser()
    assert ReaderMiddleware(view)(request).get("Cache-Control") == given
