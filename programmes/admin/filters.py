"""Filters of the administration's lists."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programmes.content.standing import DUE_SOON_DAYS
from programmes.labels import kinds
from programmes.models import WorkProgramme
from wco_tracker.lib import clock


class ProgrammeFilter(admin.SimpleListFilter):
    """By the programme, among those that the person works on."""

    title = _("work programme")
    parameter_name = "programme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """By the web address."""
        programmes = model_admin.admin_site.get_model_admin(WorkProgramme).get_queryset(request)
        return list(programmes.values_list("slug", "title"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of that programme."""
        if not self.value():
            return queryset
        path = {
            "programmesection": "programme",
            "topic": "section__programme",
            "task": "topic__section__programme",
            "indicator": "task__topic__section__programme",
        }[str(queryset.model._meta.model_name)]
        return queryset.filter(**{f"{path}__slug": self.value()})


class ViewedProgrammeFilter(admin.SimpleListFilter):
    """By the programme that a view shows, among those that the person may see."""

    title = _("work programme")
    parameter_name = "programme"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """By the web address."""
        views = model_admin.get_queryset(request).order_by()
        return sorted(set(views.values_list("programme__slug", "programme__title")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Views of that programme."""
        return queryset.filter(programme__slug=self.value()) if self.value() else queryset


class WithdrawnFilter(admin.SimpleListFilter):
    """In the programme, or withdrawn from it."""

    title = _("withdrawn")
    parameter_name = "withdrawn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Both."""
        return [("no", _("In the programme")), ("yes", _("Withdrawn"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """A row that was itself withdrawn."""
        if self.value() is None:
            return queryset
        return queryset.filter(withdrawn_at__isnull=self.value() == "no")


class KindFilter(admin.SimpleListFilter):
    """How the timeline was understood."""

    title = _("kind of timeline")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """As the pages name them."""
        return list(kinds().items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows of that kind."""
        return queryset.filter(timeline_kind=self.value()) if self.value() else queryset


class DueFilter(admin.SimpleListFilter):
    """When the timeline is due, seen from the day that judgements take for today."""

    title = _("due")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Past, near, later, never."""
        soon = _("Within %(days)s days") % {"days": DUE_SOON_DAYS}
        return [("past", _("Past")), ("soon", soon), ("later", _("Later")), ("none", _("No date"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Whether it was done does not matter here."""
        today = clock.today()
        near = today + timedelta(days=DUE_SOON_DAYS)
        chosen: dict[str, dict[str, Any]] = {
            "past": {"timeline_due_on__lt": today},
            "soon": {"timeline_due_on__range": (today, near)},
            "later": {"timeline_due_on__gt": near},
            "none": {"timeline_due_on__isnull": True},
        }
        return queryset.filter(**chosen.get(self.value() or "", {}))
