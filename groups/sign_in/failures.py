"""Guessing of passwords is stopped by counting failures, of an account and a caller together.

So nobody is shut out by what others do: neither a room behind one address, nor an owner by guesses from elsewhere.
A device on which the account was signed in before is asked for the password only.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from groups.actions.sign_ins import caller
from groups.models import SignInEvent

Kind = SignInEvent.Kind
WINDOW = timedelta(minutes=5)
MOST = 5  # failures of one account from one caller
MOST_OF_CALLER = 100  # failures with whatever accounts: a room mistypes less, a machine guesses more
COOKIE = "known_device"
REMEMBERED = 5  # accounts of a device
DAYS = 365


def too_many(request: HttpRequest, address: str) -> bool:
    """Whether no further password is tried now."""
    since, ip = timezone.now() - WINDOW, caller(request)
    failed = SignInEvent.objects.filter(kind=Kind.FAILED, at__gt=since)
    of_account = failed.filter(address__iexact=address).values_list("ip", "at")
    own = [at for other, at in of_account if _network(other) == _network(ip)]
    guesses = failed.filter(ip=ip).count() >= MOST_OF_CALLER
    if len(own) < MOST and not guesses:
        return False
    if _mark(address) in known_accounts(request):
        return False
    # Whoever guessed, and then set a new password by e-mail, comes in with it.
    changed = _changed_at(address, since)
    return guesses or sum(1 for at in own if at > changed) >= MOST


def _network(ip: str | None) -> str | None:
    """One machine has a whole network of IPv6 addresses; an IPv4 address in the form of IPv6 stands for itself."""
    address = ip_address(ip) if ip else None
    if not isinstance(address, IPv6Address) or address.ipv4_mapped:
        return ip
    return str(IPv6Network((int(address), 64), strict=False))


def _changed_at(address: str, since: datetime) -> datetime:
    """When the account's password was changed last, if that was after `since`; else `since`."""
    changes = SignInEvent.objects.filter(kind=Kind.PASSWORD_CHANGED, address__iexact=address, at__gt=since)
    return changes.values_list("at", flat=True).first() or since


def known_accounts(request: HttpRequest) -> list[str]:
    """The marks of the accounts that were signed in on this device."""
    signed = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=DAYS * 86_400)
    return [mark for mark in str(signed).split("|") if mark]


def _mark(address: str) -> str:
    """Stands for an account: who shares the device reads no address in the cookie."""
    return salted_hmac(COOKIE, address.casefold()).hexdigest()


def remember_device(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Notes in a signed cookie that the account was signed in here."""
    own = _mark(user.email)
    others = [mark for mark in known_accounts(request) if mark != own]
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
