"""Sections, topics and tasks."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groups.permissions import Permission, groups_where
from programmes.admin.base import ProgrammeRowAdmin, links_to
from programmes.admin.filters import ProgrammeFilter, WithdrawnFilter
from programmes.models import ProgrammeSection, StrategicActivity, Task, Topic
from programmes.presenters.continuations import earlier_topics
from programmes.selectors.programmes import officers_of
from wco_tracker.lib import clock


@admin.register(ProgrammeSection)
class SectionAdmin(ProgrammeRowAdmin):
    """One table of a programme."""

    above = ("programme",)
    search_fields = ("key", "number", "heading", "quote")
    list_display = ("heading", "number", "programme", "activity", "withdrawn")
    list_filter = (ProgrammeFilter, WithdrawnFilter)
    list_select_related = ("programme", "activity", "withdrawn_by__person")
    fields = ("programme", "number", "activity", "heading", "quote", "key", "withdrawn", "topics")
    readonly_fields = ("topics",)
    autocomplete_fields = ("programme",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Activities with their plan: a code means something only within it."""
        if db_field.name == "activity":
            kwargs["queryset"] = StrategicActivity.objects.select_related("goal__plan").order_by(
                "goal__plan", "goal", "position"
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("topics"))
    def topics(self, obj: ProgrammeSection) -> Any:
        """Their pages."""
        return links_to(obj.topics.present().in_order()) if obj.pk else ""


@admin.register(Topic)
class TopicAdmin(ProgrammeRowAdmin):
    """A topic, who leads it, and the topics it continues."""

    above = ("section", "programme")
    search_fields = ("key", "title", "title_printed")
    list_display = ("title", "programme", "section", "lead", "officer", "withdrawn")
    list_filter = (ProgrammeFilter, WithdrawnFilter)
    list_select_related = ("section__programme", "lead", "officer", "withdrawn_by__person")
    fields = (
        "section",
        "title",
        "title_printed",
        "lead",
        "officer",
        "sponsors",
        "key",
        "withdrawn",
        "goes_on_with",
        "tasks",
    )
    readonly_fields = ("goes_on_with", "tasks")
    autocomplete_fields = ("section",)
    filter_horizontal = ("sponsors",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Officers of the groups the person serves, and whoever the topic names already."""
        if db_field.name == "officer" and not request.user.is_superuser:
            served = groups_where(request.user, Permission.EDIT_PROGRAMME)  # type: ignore[arg-type]
            row = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
            kwargs["queryset"] = officers_of(served, clock.today(), Topic.objects.filter(pk=row or 0))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Topic | None:
        """With its reader, who decides which earlier topics it names."""
        topic: Topic | None = super().get_object(request, *args, **kwargs)
        if topic is not None:
            topic.asked_by = request.user  # type: ignore[attr-defined]
        return topic

    @admin.display(description=_("continues"))
    def goes_on_with(self, obj: Topic) -> str:
        """Topics of earlier programmes that the person may see, by their titles."""
        earlier = earlier_topics(obj.key, getattr(obj, "asked_by", None))
        return "; ".join(f"{topic}, {topic.section.programme}" for topic in earlier)

    @admin.display(description=_("tasks"))
    def tasks(self, obj: Topic) -> Any:
        """Their pages."""
        return links_to(obj.tasks.present().in_order()) if obj.pk else ""


@admin.register(Task)
class TaskAdmin(ProgrammeRowAdmin):
    """A task with its sub-items."""

    above = ("topic", "section", "programme")
    search_fields = ("key", "text", "sub_items")
    list_display = ("text", "topic", "programme", "withdrawn")
    list_filter = (ProgrammeFilter, WithdrawnFilter)
    list_select_related = ("topic__section__programme", "withdrawn_by__person")
    fields = ("topic", "text", "sub_items", "key", "withdrawn", "indicators")
    readonly_fields = ("indicators",)
    autocomplete_fields = ("topic",)
    paragraphs = ("sub_items",)

    @admin.display(description=_("performance indicators"))
    def indicators(self, obj: Task) -> Any:
        """Their pages."""
        return links_to(obj.indicators.present().in_order()) if obj.pk else ""
