"""The account page."""

from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from groups.models import Membership
from groups.permissions import Role
from tests.rows import create

ACCOUNT = "/account/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client: Client, officer: Any) -> Client:
    """The officer's browser."""
    client.force_login(officer)
    return client


def test_a_reader_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(ACCOUNT)["Location"] == "/accounts/login/?next=/account/"


def test_language_and_time_zone_are_saved(own: Client, officer: Any) -> None:
    own.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    own.post(ACCOUNT, {"language": "fr", "time_zone": "Europe/Brussels"})
    officer.refresh_from_db()
    assert (officer.language, officer.time_zone) == ("fr", "Europe/Brussels")
    assert own.cookies.pop(settings.LANGUAGE_COOKIE_NAME)["max-age"] == 0  # as a browser would
    assert '<html lang="fr"' in own.get(ACCOUNT).content.decode()


@pytest.mark.parametrize("bad", [{"language": "tlh"}, {"time_zone": "Mars/Olympus"}, {"time_zone": ""}])
def test_what_cannot_be_chosen_is_refused(own: Client, officer: Any, bad: dict[str, str]) -> None:
    response = own.post(ACCOUNT, {"language": "fr", "time_zone": "UTC", **bad})
    officer.refresh_from_db()
    assert (officer.language, officer.time_zone) == ("en", "UTC")
    assert 'class="errors"' in response.content.decode()


def test_it_changes_nothing_else_that_a_form_may_bring(own: Client, officer: Any) -> None:
    own.post(ACCOUNT, {"language": "en", "time_zone": "UTC", "is_superuser": "on", "email": "x@example.org"})
    officer.refresh_from_db()
    assert not officer.is_superuser
    assert officer.email == "officer@example.org"


def test_it_shows_the_roles_held_today(own: Client, officer: Any, ptc: Any) -> None:
    create(Membership, group=ptc, person=officer.person, role=Role.CHAIR, until=date(2014, 7, 1))
    page = own.get(ACCOUNT).content.decode()
    assert "Secretariat officer" in page
    assert "Permanent Technical Committee" in page
    assert "Chair" not in page


def test_a_person_without_a_role_is_told_what_they_see(client: Client, stranger: Any) -> None:
    client.force_login(stranger)
    assert "you see what is public" in client.get(ACCOUNT).content.decode()


def test_a_login_without_a_person_has_a_page_too(client: Client, stranger: Any) -> None:
    stranger.person = None
    stranger.save()
    client.force_login(stranger)
    assert stranger.email in client.get(ACCOUNT).content.decode()
