"""Signing in with an account of one's own organization (OpenID Connect): for people who have a login here already."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from groups.actions.sign_ins import note
from groups.models import SignInEvent, User


class OutsideAccountAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up; an outside account is connected with the login of the same, verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connects at the first time; from then on the provider's own number decides, whatever the address is.

        Who may not come in meets the page that says who makes accounts.
        """
        if sociallogin.is_existing or (user := _whose(sociallogin)) is None:
            return
        sociallogin.connect(request, user)
        note(SignInEvent.Kind.CONNECTED, request, user=user)


def _whose(sociallogin: SocialLogin) -> User | None:
    """The active user whose address the provider has verified itself: an address it has not verified proves nothing."""
    for address in sociallogin.email_addresses:
        if _says_yes(address.verified):
            return User.objects.filter(email__iexact=address.email, is_active=True).first()
    return None


def _says_yes(verified: Any) -> bool:
    """Some providers send "false" as a text, which Python would take for true."""
    return verified is True or verified == "true"
