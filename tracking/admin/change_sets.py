"""The list of all changes: open to administrators alone."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from tracking.admin.base import ReadOnlyAdmin
from tracking.admin.records import rows_of
from tracking.models import ChangeSet


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    """Who did what, when and why."""

    search_fields = ("container", "row", "why", "by__email", "by__person__name")
    list_display = ("at", "by", "kind", "container", "row", "why", "session")
    list_filter = ("kind",)
    list_select_related = ("by__person", "session")
    date_hierarchy = "at"
    fields = ("at", "by", "kind", "why", "session", "container", "row", "undoes", "written")
    readonly_fields = ("written",)

    @admin.display(description=_("rows written"))
    def written(self, obj: ChangeSet) -> Any:
        """The rows of every table."""
        return rows_of(obj)
