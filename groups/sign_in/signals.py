"""Notes what Django and allauth say about people coming in."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from groups.actions.sign_ins import note
from groups.models import User
from groups.models.sign_ins import SignInEvent

Kind = SignInEvent.Kind


@receiver(auth.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_signal: Any) -> None:
    """After the second step, where there is one."""
    note(Kind.SIGNED_IN, request, user=user)


@receiver(auth.user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """A wrong password or an unknown address. What the rate limits stop is not counted again."""
    typed = credentials.get("email") or credentials.get("username") or ""
    note(Kind.FAILED, request, address=str(typed))


@receiver(auth.user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **_signal: Any) -> None:
    """Nobody was signed in: nothing to note."""
    if user is not None:
        note(Kind.SIGNED_OUT, request, user=user)


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def password_changed(request: HttpRequest, user: User, **_signal: Any) -> None:
    """By its owner, with the old one or by e-mail."""
    note(Kind.PASSWORD_CHANGED, request, user=user)


@receiver(second_step.authenticator_added)
def second_step_on(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """Its recovery codes come with it and are not noted apart."""
    if authenticator.type == Authenticator.Type.TOTP:
        note(Kind.SECOND_FACTOR_ON, request, user=user)


@receiver(second_step.authenticator_removed)
def second_step_off(request: HttpRequest, user: User, authenticator: Authenticator, **_signal: Any) -> None:
    """By its owner; the administration notes its own removals."""
    if authenticator.type == Authenticator.Type.TOTP:
        note(Kind.SECOND_FACTOR_OFF, request, user=user)


@receiver(second_step.authentication_failed)
def second_step_failed(request: HttpRequest, user: User, **_signal: Any) -> None:
    """Somebody knew the password and not the code."""
    note(Kind.SECOND_FACTOR_FAILED, request, user=user)
