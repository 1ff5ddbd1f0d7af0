"""The administration's site: signing in and out goes by allauth and its limits, and nothing is deleted in bulk."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from django.contrib.admin.models import LogEntry

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

    def get_urls(self) -> list[Any]:
        """Without the address that leads to the page of any row by its number: it knows nobody's rights."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def get_log_entries(self, request: HttpRequest) -> "QuerySet[LogEntry]":
        """What the person changed here last, as far as they may still see it."""
        entries: QuerySet[LogEntry] = super().get_log_entries(request)
        if getattr(request.user, "is_superuser", False):
            return entries
        seen = Q(pk__in=[])
        for model, own in self._registry.items():
            if own.has_view_permission(request):
                rows = own.get_queryset(request).order_by().annotate(as_text=Cast("pk", TextField()))
                kind = {"content_type__app_label": model._meta.app_label}
                seen |= Q(
                    **kind, content_type__model=model._meta.model_name, object_id__in=rows.values("as_text")
                )
        return entries.filter(seen)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As everywhere on the site."""
        return redirect("account_change_password")
