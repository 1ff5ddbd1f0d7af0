"""Mail goes through the worker: an act on an account is told, though mail and broker may be away."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from groups.actions import outgoing_mail
from groups.actions.outgoing_mail import GIVE_UP_AFTER, send_waiting
from groups.models import OutgoingMail
from tests.groups.sign_in.conftest import PASSWORD, Postbox
from tests.groups.sign_in.test_second_step import ACTIVATE, code_now, confirm, sign_in

CHANGE, NEW = "/accounts/password/change/", "quite another phrase 7"
pytestmark = pytest.mark.django_db


@pytest.fixture
def no_mail(settings: Any) -> None:
    """Nothing answers where mail should go."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def change(client: Client, user: Any) -> Any:
    client.force_login(user)
    return client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})


@pytest.mark.usefixtures("no_mail")
def test_a_password_is_changed_and_told_later_while_mail_is_away(client: Client, officer: Any) -> None:
    assert change(client, officer).status_code == 302
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert send_waiting() == 0
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.attempts) == (officer.email, 1)
    assert mail.error
    assert mail.next_at > timezone.now()


@pytest.mark.usefixtures("no_mail")
@pytest.mark.django_db(transaction=True)
def test_recovery_codes_are_shown_while_mail_is_away(client: Client, officer: Any) -> None:
    sign_in(client, officer)
    confirm(client)
    page = client.get(ACTIVATE).content.decode()
    found = re.search(r'class="secret">(\w+)<', page)
    assert found
    answer = client.post(ACTIVATE, {"code": code_now(found[1])}, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/second-step/recovery-codes/"
    assert answer.context["unused_codes"]
    assert OutgoingMail.objects.filter(to=officer.email).exists()


def test_what_waited_is_sent_once_and_not_stored(client: Client, officer: Any, postbox: Postbox) -> None:
    change(client, officer)
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert [message["To"] for message in postbox.messages] == [officer.email]
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("no_mail")
def test_attempts_become_rarer_and_end(client: Client, officer: Any) -> None:
    change(client, officer)
    now, waits = timezone.now(), []
    for _ in range(8):
        send_waiting(at=now)
        mail = OutgoingMail.objects.get()
        waits.append(mail.next_at - now)
        now = mail.next_at
    assert waits[0] == timedelta(minutes=2)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)
    send_waiting(at=now + GIVE_UP_AFTER)
    assert not OutgoingMail.objects.exists()


@pytest.mark.usefixtures("no_mail")
def test_a_mail_server_that_is_away_is_asked_once_a_round() -> None:
    for number in range(3):
        OutgoingMail.objects.create(to=f"{number}@example.org", subject="s", text="t")
    assert send_waiting() == 0
    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


@pytest.mark.parametrize(("to", "subject"), [("a\nb@example.org", "s"), ("me@example.org", "two\nlines")])
def test_a_message_that_no_mail_can_be_keeps_no_other_waiting(
    to: str, subject: str, postbox: Postbox
) -> None:
    OutgoingMail.objects.create(to=to, subject=subject, text="t")
    OutgoingMail.objects.create(to="me@example.org", subject="s", text="t")
    assert send_waiting() == 0
    assert send_waiting() == 1
    assert OutgoingMail.objects.get().error


def test_a_message_that_another_worker_took_is_left_to_it(
    client: Client, officer: Any, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(client, officer)
    taken: list[int] = []

    def send(mail: Any, now: Any) -> bool:
        taken.append(mail.pk)
        assert send_waiting() == 0
        return True

    monkeypatch.setattr(outgoing_mail, "_send", send)
    send_waiting()
    assert len(taken) == 1
