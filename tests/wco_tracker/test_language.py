"""Every reader is spoken to in their language and told their time."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client


def test_a_browser_is_answered_in_its_language(client: Client) -> None:
    assert client.get("/house/told", headers={"Accept-Language": "fr-BE"}).content == b"fr UTC"


def test_the_switch_sets_a_cookie_and_goes_back(client: Client) -> None:
    response = client.post("/language/", {"language": "fr", "next": "/house/told?x=1"})
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (response.status_code, response["Location"]) == (302, "/house/told?x=1")
    assert (cookie.value, cookie["samesite"]) == ("fr", "Lax")
    assert client.get("/house/told").content == b"fr UTC"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(client: Client, address: str) -> None:
    assert client.post("/language/", {"language": "fr", "next": address})["Location"] == "/"


def test_an_unknown_language_is_refused(client: Client) -> None:
    assert client.post("/language/", {"language": "xx"}).status_code == 400


def test_the_switch_is_not_a_link(client: Client) -> None:
    assert client.get("/language/").status_code == 405


@pytest.mark.django_db
def test_the_switch_is_remembered_with_the_account(as_user: Any, delegate: Any) -> None:
    as_user(delegate).post("/language/", {"language": "fr"})
    delegate.refresh_from_db()
    assert delegate.language == "fr"
    assert as_user(delegate).get("/house/told").content == b"fr UTC"


@pytest.mark.django_db
def test_the_accounts_language_and_time_zone_are_used(as_user: Any, delegate: Any) -> None:
    delegate.language, delegate.time_zone = "fr", "Asia/Tokyo"
    delegate.save()
    response = as_user(delegate).get("/house/told", headers={"Accept-Language": "en"})
    assert response.content == b"fr Asia/Tokyo"
    assert response["Content-Language"] == "fr"


@pytest.mark.django_db
def test_a_language_chosen_here_goes_before_the_accounts(as_user: Any, delegate: Any) -> None:
    delegate.language = "fr"
    delegate.save()
    browser = as_user(delegate)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert browser.get("/house/told").content == b"en UTC"


@pytest.mark.django_db
def test_the_time_zone_of_one_reader_does_not_reach_the_next(as_user: Any, delegate: Any) -> None:
    delegate.time_zone = "Asia/Tokyo"
    delegate.save()
    as_user(delegate).get("/house/told")
    assert as_user(None).get("/house/told").content == b"en UTC"


@pytest.mark.django_db
def test_a_time_zone_nobody_knows_is_passed_over(as_user: Any, delegate: Any) -> None:
    delegate.time_zone = "../etc/passwd"
    delegate.save()
    assert as_user(delegate).get("/house/told").content == b"en UTC"
