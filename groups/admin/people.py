"""People and the organizations they speak for: open to administrators alone."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from groups.admin.memberships import MembershipInline
from groups.models import Organization, Person
from tracking.admin.base import TrackedAdmin


@admin.register(Person)
class PersonAdmin(TrackedAdmin):
    """People, with their roles."""

    search_fields = ("name", "user__email")
    list_display = ("name", "login")
    list_filter = ("memberships__role", "memberships__group")
    list_select_related = ("user",)
    fields = ("name",)
    inlines = (MembershipInline,)

    @admin.display(description=_("login"))
    def login(self, obj: Person) -> str:
        """The address the person signs in with; empty for who has no login."""
        return obj.user.email if hasattr(obj, "user") else ""


@admin.register(Organization)
class OrganizationAdmin(TrackedAdmin):
    """Administrations and other bodies that people speak for."""

    search_fields = ("name", "country")
    list_display = ("name", "kind", "country", "region")
    list_filter = ("kind", "region")
    fields = ("name", "kind", "country", "region")
