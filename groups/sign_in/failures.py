"""Guessing of passwords is stopped by counting failures, of an account and a caller together.

So nobody is shut out by what others do: neither a room behind one address, nor an owner by guesses from elsewhere.
A device on which the account was signed in before is asked for the password only.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groups.actions.sign_ins import caller
from groups.models import SignInEvent

WINDOW = timedelta(minutes=5)
MOST = 5  # failures of one account from one caller
MOST_OF_CALLER = (
    100  # failures of one caller with whatever accounts: a room mistypes less, a machine guesses more
)
COOKIE = "known_device"
REMEMBERED = 5  # accounts of a device
DAYS = 365


def too_many(request: HttpRequest, address: str) -> bool:
    """Whether no further password is tried now."""
    ip = caller(request)
    recent = SignInEvent.objects.filter(kind=SignInEvent.Kind.FAILED, ip=ip, at__gt=timezone.now() - WINDOW)
    failures = list(recent.values_list("address", flat=True)[: MOST_OF_CALLER + 1])
    own = sum(1 for failed in failures if failed.casefold() == address.casefold())
    if own < MOST and len(failures) < MOST_OF_CALLER:
        return False
    return address.casefold() not in known_accounts(request)


def known_accounts(request: HttpRequest) -> list[str]:
    """The addresses of the accounts that were signed in on this device."""
    signed = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=DAYS * 86_400)
    return [address for address in str(signed).split("|") if address]


def remember_device(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Notes in a signed cookie that the account was signed in here."""
    own = user.email.casefold()
    others = [address for address in known_accounts(request) if address != own]
    response.set_signed_cookie(
        COOKIE,
        "|".join([own, *others][:REMEMBERED]),
        salt=COOKIE,
        max_age=DAYS * 86_400,
        path=settings.SESSION_COOKIE_PATH,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
