"""The base of every row of a programme: officers work on the groups they serve, administrators on all."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from groups.permissions import Permission, can, groups_where
from programmes.models import WorkProgramme
from tracking.actions.places import STEP, last_position
from tracking.admin.base import TrackedAdmin


def may_edit_some(user: Any) -> bool:
    """Whether there is any group whose programmes the person edits."""
    return user.is_active and (user.is_superuser or bool(groups_where(user, Permission.EDIT_PROGRAMME)))


class ProgrammeRowAdmin(TrackedAdmin):
    """A programme, or a row that stands in one."""

    def programme_of(self, obj: Any) -> WorkProgramme:
        """The programme a row belongs to."""
        programme: WorkProgramme = self.container_of(obj)
        return programme

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Those of the groups the person serves."""
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        served = groups_where(request.user, Permission.EDIT_PROGRAMME)  # type: ignore[arg-type]
        return rows.filter(**{"__".join((*self.above, "group", "in")): served})

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For who edits programmes at all."""
        return may_edit_some(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As on the pages of the programme."""
        if obj is None:
            return may_edit_some(request.user)
        return can(request.user, Permission.EDIT_PROGRAMME, group=self.programme_of(obj).group_id)  # type: ignore[arg-type]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Here one finds what one may change."""
        return self.has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Where to is limited by the choice of what stands above the new row."""
        return may_edit_some(request.user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new row has nothing yet to look at."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        shown = set(self.get_readonly_fields(request))
        present = [
            (title, [name for name in options["fields"] if name not in shown]) for title, options in fieldsets
        ]
        return [(title, {"fields": names}) for title, names in present if names]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row stays under what it was made under: moving is not done here."""
        shown = (*super().get_readonly_fields(request, obj), "key", "withdrawn")
        return shown if obj is None else (*shown, *self.above[:1])

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What stands above a new row is chosen among what the person may change."""
        if db_field.name in self.above[:1]:
            kwargs["queryset"] = self.admin_site.get_model_admin(db_field.related_model).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def prepare(self, obj: Any, form: Any, change: bool) -> None:
        """A new row comes after its siblings."""
        if not change and self.above:
            siblings = type(obj).objects.filter(**{self.above[0]: getattr(obj, self.above[0])})
            obj.position = last_position(siblings) + STEP

    @admin.display(description=_("work programme"))
    def programme(self, obj: Any) -> str:
        """For the lists."""
        return self.programme_of(obj).title

    @admin.display(description=_("withdrawn"))
    def withdrawn(self, obj: Any) -> str:
        """When, by whom and why; empty for a row that is in the programme."""
        if not obj.withdrawn_at:
            return ""
        parts = (obj.withdrawn_at.date().isoformat(), str(obj.withdrawn_by or ""), obj.withdrawn_reason)
        return ", ".join(part for part in parts if part)

    def view_on_site(self, obj: Any) -> str:
        """The programme's matrix."""
        return self.programme_of(obj).get_absolute_url()


def links_to(rows: models.QuerySet[Any]) -> SafeString:
    """A list of rows, each a link to its own page."""
    name = f"admin:{rows.model._meta.app_label}_{rows.model._meta.model_name}_change"
    return format_html_join(
        "",
        '<div><a href="{}">{}</a></div>',
        ((reverse(name, args=[row.pk]), Truncator(str(row)).chars(160)) for row in rows),
    )
