"""The administration's site: signing in and out goes by allauth and its limits, and nothing is deleted in bulk."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache

# Headings of Django whose own French has "de" before a vowel: gathered here, so that our catalogue says them.
HEADINGS = (gettext_noop("Add %s"), gettext_noop("Change %s"), gettext_noop("View %s"))


class AdministrationConfig(AdminConfig):
    """Django's administration with our site in the place of its own."""

    default = False
    default_site = "wco_tracker.administration.AdministrationSite"

    def ready(self) -> None:
        """Leaves out the tables that nobody works with: roles are memberships, an address is a user's."""
        super().ready()
        from allauth.account.models import EmailAddress
        from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
        from django.contrib.auth.models import Group

        admin.site.unregister([Group, EmailAddress, SocialAccount, SocialApp, SocialToken])


class AdministrationSite(admin.AdminSite):
    """What every page of the administration shares."""

    site_header = site_title = "WCO Tracker"
    index_title = _("Administration")

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To the one page where people sign in; raises PermissionDenied for who signed in and may not enter."""
        from django.contrib.auth.views import redirect_to_login

        target = request.GET.get(REDIRECT_FIELD_NAME, "")
        safe = url_has_allowed_host_and_scheme(
            target, {request.get_host()}, require_https=request.is_secure()
        )
        wanted = target if safe else reverse("admin:index")
        if self.has_permission(request):
            return redirect(wanted)
        if request.user.is_authenticated:
            raise PermissionDenied(_("The administration is open to the secretariat's officers only."))
        return redirect_to_login(wanted, reverse("account_login"))

    @method_decorator(never_cache)
    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As everywhere on the site."""
        from allauth.account.views import logout

        answer: HttpResponse = logout(request)
        return answer

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As everywhere on the site."""
        return redirect("account_change_password")
