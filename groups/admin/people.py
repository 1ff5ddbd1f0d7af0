"""People and the organizations they speak for: open to administrators alone."""

from collections.abc import Iterator
from typing import Any

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


class RegionFilter(admin.AllValuesFieldListFilter):
    """By region; where none is recorded, the choice says so."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Each with words to choose it by."""
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("Not recorded")}


@admin.register(Organization)
class OrganizationAdmin(TrackedAdmin):
    """Administrations and other bodies that people speak for."""

    search_fields = ("name", "country")
    list_display = ("name", "kind", "country", "region")
    list_filter = ("kind", ("region", RegionFilter))
    fields = ("name", "kind", "country", "region")
