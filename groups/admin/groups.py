"""Bodies, with who sits in them: open to administrators alone."""

from django.contrib import admin

from groups.admin.memberships import MembershipInline
from groups.models import Group
from tracking.admin.base import TrackedAdmin


@admin.register(Group)
class GroupAdmin(TrackedAdmin):
    """Bodies, with who sits in them."""

    search_fields = ("name", "slug", "aliases")
    list_display = ("name", "slug", "kind", "parent", "visibility")
    list_filter = ("kind", "visibility")
    list_select_related = ("parent",)
    fields = ("name", "slug", "kind", "parent", "aliases", "visibility")
    autocomplete_fields = ("parent",)
    paragraphs = ("aliases",)
    inlines = (MembershipInline,)
