"""The list of all changes: open to administrators alone."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from tracking.admin.base import ReadOnlyAdmin
from tracking.admin.records import rows_of
from tracking.models import ChangeSet
from wco_tracker.lib.registry import Place, places_of


class ListedChanges(ChangeList):
    """A page of the list, with the places of all its containers."""

    def get_results(self, request: HttpRequest) -> None:
        """Finds the places together: one statement for each kind of container."""
        super().get_results(request)
        changes = list(self.result_list)
        places = places_of({change.container for change in changes})
        for change in changes:
            change.found_place = places.get(change.container)
        self.result_list = changes  # type: ignore[assignment]


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    """Who did what, when and why."""

    search_fields = ("container", "row", "why", "by__email", "by__person__name")
    list_display = ("at", "by", "kind", "place", "row", "why", "session")
    list_filter = ("kind",)
    list_select_related = ("by__person", "session")
    date_hierarchy = "at"
    fields = ("at", "by", "kind", "why", "session", "place", "row", "undoes", "written")
    readonly_fields = ("place", "written")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that knows where its changes were made."""
        return ListedChanges

    @admin.display(description=_("in"), ordering="container")
    def place(self, obj: ChangeSet) -> str:
        """The title of what was changed, leading to it; its bare name where it is gone or nobody knows its kind."""
        if hasattr(obj, "found_place"):
            found: Place | None = obj.found_place
        else:
            found = places_of({obj.container}).get(obj.container)
        return format_html('<a href="{}">{}</a>', found.address, found.title) if found else obj.container

    @admin.display(description=_("rows written"))
    def written(self, obj: ChangeSet) -> Any:
        """The rows of every table."""
        return rows_of(obj)
