"""What every request passes: limits of its body, and what a shared browser keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

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
    assert "larger than this site takes" in answer.content.decode()


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


@pytest.mark.parametrize(
    "address", ["/", "/programmes/", "/programmes/ptc-2013-2016/", "/account/", "/admin/", "/search/"]
)
def test_pages_of_somebody_signed_in_are_not_kept(
    client: Client, officer: Any, as_user: Callable[[Any], Any], address: str
) -> None:
    assert "no-store" in as_user(officer).get(address).headers["Cache-Control"]
    stranger = client.get(address)
    if stranger.status_code == 200:
        assert not stranger.has_header("Cache-Control")
