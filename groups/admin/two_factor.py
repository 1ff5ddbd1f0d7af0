"""Second steps in the administration: seen without their secrets, and removed for who lost telephone and codes."""

from typing import Any

from allauth.mfa import admin as replaced  # noqa: F401
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from groups.actions.sign_ins import note
from groups.models import SignInEvent, User
from tracking.admin.base import ReadOnlyAdmin

# The import registered the library's own page.
admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class SecondStepAdmin(ReadOnlyAdmin):
    """Nobody adds or changes one here; administrators may remove one."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user__person",)
    search_fields = ("user__email", "user__person__name")
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators; with the app's step its recovery codes go too."""
        return isinstance(request.user, User | AnonymousUser) and request.user.is_superuser

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Notes it with its owner, who sees it on the account page."""
        Authenticator.objects.filter(user=obj.user_id).delete()
        note(SignInEvent.Kind.SECOND_FACTOR_OFF, request, user=obj.user)
