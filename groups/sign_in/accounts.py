"""How accounts are made and where sign-in leads (django-allauth)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as core
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from groups.actions.outgoing_mail import queue
from groups.models import User
from groups.sign_in.failures import remember_device, too_many


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the account's own language: whoever asks for a new password may sit at a strange machine.

        A worker sends it: what the reader did is done and told, or neither, though mail may be away.
        """
        request = core.request
        user = User.objects.filter(email__iexact=email).first()
        about = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        with translation.override(user.language if user else translation.get_language()):
            queue(self.render_mail(template_prefix, email, about))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To the address of the login: allauth knows of none before its owner's first own act."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Before a password is tried; allauth's own limits shut whole rooms out."""
        if too_many(request, str(credentials.get("email") or "")):
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Remembers the device."""
        response: HttpResponse = super().post_login(request, user, **more)
        remember_device(request, response, user)
        return response

    def is_safe_url(self, url: str) -> bool:
        """Leads on within the host that was called only, whatever other hosts the site answers to."""
        request = core.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
