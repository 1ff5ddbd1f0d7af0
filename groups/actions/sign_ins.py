"""Recording sign-in events, and removing old ones."""

import ipaddress
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from groups.models.people import User
from groups.models.sign_ins import AGENT_LENGTH, SignInEvent
from wco_tracker.lib.text import FORBIDDEN


def note(
    kind: SignInEvent.Kind, request: HttpRequest | None, *, user: User | None = None, address: str = ""
) -> None:
    """Writes one event. For an address that was tried, `user` is whose it is, if anybody's."""
    if user is None and address:
        user = User.objects.filter(email__iexact=address).first()
    SignInEvent.objects.create(
        kind=kind,
        user=user,
        address=_clean(address or (user.email if user else ""))[:254],
        ip=caller(request),
        agent=_clean(request.META.get("HTTP_USER_AGENT", ""))[:AGENT_LENGTH] if request else "",
    )


def prune(*, at: datetime, days: int) -> int:
    """Takes away what is older than so many days; returns how many events that were."""
    return SignInEvent.objects.filter(at__lt=at - timedelta(days=days)).delete()[0]


def _clean(text: str) -> str:
    """PostgreSQL takes no NUL, and whoever tries to get in may send one."""
    return FORBIDDEN.sub("", text)


def caller(request: HttpRequest | None) -> str | None:
    """The caller's address, as the rate limits know it: behind a proxy the one that the proxy names."""
    if request is None:
        return None
    try:
        return str(ipaddress.ip_address(get_adapter().get_client_ip(request)))
    except (PermissionDenied, ValueError):
        return None
