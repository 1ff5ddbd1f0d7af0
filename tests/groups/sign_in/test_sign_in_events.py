"""Who came in is kept, for a time, and shown to its owner and to administrators."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from groups.models import SignInEvent
from groups.tasks import prune_sign_in_events
from tests.groups.sign_in.conftest import PASSWORD

pytestmark = pytest.mark.django_db
Kind = SignInEvent.Kind
EVENTS = "/admin/groups/signinevent/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, **more)


def kinds() -> list[str]:
    return [event.kind for event in SignInEvent.objects.order_by("pk")]


def test_coming_in_and_going_out_are_noted_with_place_and_browser(client: Client, officer: Any) -> None:
    sign_in(client, officer.email, HTTP_USER_AGENT="Browser/1 \x00" + "x" * 500, REMOTE_ADDR="192.0.2.7")
    client.post("/accounts/logout/")
    assert kinds() == [Kind.SIGNED_IN, Kind.SIGNED_OUT]
    event = SignInEvent.objects.earliest("pk")
    assert (event.user, event.address, event.ip) == (officer, officer.email, "192.0.2.7")
    assert event.agent.startswith("Browser/1 x")
    assert len(event.agent) == 200


def test_a_failure_names_the_address_and_never_what_was_typed_as_password(
    client: Client, officer: Any
) -> None:
    sign_in(client, officer.email.upper(), "my other secret")
    sign_in(client, "nobody-here@example.org", "my other secret")
    known, unknown = SignInEvent.objects.order_by("pk")
    assert (known.kind, known.user) == (Kind.FAILED, officer)
    assert (unknown.kind, unknown.user, unknown.address) == (Kind.FAILED, None, "nobody-here@example.org")
    assert all("my other secret" not in str(vars(event)) for event in (known, unknown))


def test_a_password_typed_where_the_address_belongs_is_not_kept(client: Client, officer: Any) -> None:
    sign_in(client, "my pass phrase")
    assert kinds() == []


def test_a_changed_password_is_noted(client: Client, officer: Any) -> None:
    sign_in(client, officer.email)
    new = "another pass phrase 7"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert kinds()[:2] == [Kind.SIGNED_IN, Kind.PASSWORD_CHANGED]


@pytest.mark.parametrize(("proxies", "noted"), [(0, "192.0.2.1"), (1, "198.51.100.9")])
def test_a_named_caller_is_believed_of_a_proxy_only(
    client: Client, officer: Any, settings: Any, proxies: int, noted: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    forwarded = "203.0.113.5, 198.51.100.9"
    sign_in(client, officer.email, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert SignInEvent.objects.get().ip == noted


def test_the_account_page_shows_the_persons_own_last_ten(client: Client, officer: Any, delegate: Any) -> None:
    for number in range(12):
        SignInEvent.objects.create(kind=Kind.SIGNED_IN, user=officer, ip=f"192.0.2.{100 + number}")
    SignInEvent.objects.create(kind=Kind.FAILED, user=delegate, ip="198.51.100.1")
    client.force_login(officer)
    page = client.get("/account/").content.decode()
    assert [f"192.0.2.{100 + number}" in page for number in range(12)] == [False] * 3 + [True] * 9
    assert "198.51.100.1" not in page


def test_administrators_read_and_nobody_writes(as_user: Any, administrator: Any, officer: Any) -> None:
    browser = as_user(administrator)
    event = SignInEvent.objects.get()
    assert browser.get(EVENTS).status_code == 200
    assert browser.get(f"{EVENTS}{event.pk}/change/").status_code == 200
    assert browser.get(f"{EVENTS}add/").status_code == 403
    assert browser.post(f"{EVENTS}{event.pk}/change/", {"address": "x"}).status_code == 403
    assert browser.post(f"{EVENTS}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert as_user(officer).get(EVENTS).status_code == 403


def test_events_are_taken_away_when_their_time_is_over(officer: Any, settings: Any) -> None:
    settings.SIGN_IN_EVENTS_DAYS = 30
    for days in (29, 31, 400):
        event = SignInEvent.objects.create(kind=Kind.SIGNED_IN, user=officer)
        SignInEvent.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days))
    prune_sign_in_events()
    left = SignInEvent.objects.get()
    assert timezone.now() - left.at < timedelta(days=30)
    assert settings.CELERY_BEAT_SCHEDULE["sign-in events"]["task"] == prune_sign_in_events.name
