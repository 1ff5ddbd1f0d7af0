"""Performance indicators with their timelines and, in the same form, their progress entries."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models import CommitteeSession
from groups.permissions import Permission, can
from programmes import labels
from programmes.actions.import_columns import timeline_values
from programmes.actions.rows import release_in_a_draft
from programmes.admin.base import ProgrammeRowAdmin, may_edit_some
from programmes.admin.filters import DueFilter, KindFilter, ProgrammeFilter, WithdrawnFilter
from programmes.models import Indicator, ProgressEntry
from programmes.presenters.history import history_of
from programmes.selectors.access import access_to
from tracking.actions.places import STEP, last_position
from tracking.admin.base import TextFields
from tracking.admin.forms import MergingForm, MergingFormSet
from wco_tracker.lib import timelines


class EntryInline(TextFields, admin.StackedInline):
    """Entries are written under the indicator's revision. What Members see is changed by releasing alone."""

    model = ProgressEntry
    form = MergingForm
    formset = MergingFormSet
    extra = 0
    can_delete = False
    fields = (
        "text",
        ("reported_on", "session"),
        ("sets_state", "decision"),
        ("number", "period"),
        "evidence",
        ("author", "source", "released"),
    )
    readonly_fields = ("author", "source", "released")
    paragraphs = ("evidence",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Those that are not withdrawn, and those that the form on its way still has, in their order."""
        ids = [str(value) for name, value in request.POST.items() if name.endswith("-id")]
        sent = [value for value in ids if value.isdecimal() and len(value) < 19]
        entries = super().get_queryset(request).filter(Q(withdrawn_at=None) | Q(pk__in=sent))
        return entries.order_by("position", "pk").select_related("author", "source__document", "session")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Sessions of the programme's group, and any that one of its entries names already."""
        if db_field.name == "session" and request.resolver_match:
            row = request.resolver_match.kwargs["object_id"]
            own = CommitteeSession.objects.filter(
                groups__programmes__sections__topics__tasks__indicators__pk=row
            )
            named = CommitteeSession.objects.filter(
                pk__in=ProgressEntry.objects.filter(indicator=row).values("session")
            )
            kwargs["queryset"] = (own | named).distinct().order_by("-held_on", "-pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _allowed(self, request: HttpRequest, obj: Any) -> bool:
        if obj is None:
            return may_edit_some(request.user)
        programme = obj.task.topic.section.programme
        return can(request.user, Permission.EDIT_PROGRAMME, group=programme.group_id)  # type: ignore[arg-type]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the indicator."""
        return self._allowed(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the indicator."""
        return self._allowed(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As the indicator."""
        return self._allowed(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False

    @admin.display(description=_("released"))
    def released(self, obj: ProgressEntry) -> str:
        """Whether Members see it as it stands."""
        if obj.pk is None or obj.released_as is None:
            return str(_("Internal until released"))
        return str(_("Released") if obj.is_released else _("Changed since its release"))


@admin.register(Indicator)
class IndicatorAdmin(ProgrammeRowAdmin):
    """The row of the matrix."""

    above = ("task", "topic", "section", "programme")
    search_fields = ("key", "text", "timeline_phrase", "progress__text", "task__topic__title")
    list_display = ("text", "topic", "timeline_phrase", "timeline_due_on", "programme", "withdrawn")
    list_filter = (ProgrammeFilter, KindFilter, DueFilter, WithdrawnFilter)
    list_select_related = ("task__topic__section__programme", "withdrawn_by__person")
    fields = ("task", "text", "timeline_phrase", "reading", "target", "unit", "key", "withdrawn")
    readonly_fields = ("reading",)
    autocomplete_fields = ("task",)
    inlines = (EntryInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what stands above."""
        return super().get_queryset(request).select_related("task__topic__section__programme")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A new indicator is saved first: its entries need the programme it stands in."""
        return self.inlines if obj else ()

    def prepare(self, obj: Indicator, form: Any, change: bool) -> None:
        """What a phrase means follows from the phrase; it is read anew only where it was retyped."""
        super().prepare(obj, form, change)
        if not change or "timeline_phrase" in form.changed_data:
            for name, value in timeline_values(timelines.read(obj.timeline_phrase)).items():
                setattr(obj, name, value)

    def prepare_row(self, parent: Indicator, row: ProgressEntry, by: Any) -> None:
        """A new entry has its place and its author; in a draft whoever sees the draft sees its entries."""
        if row._state.adding:
            row.position, row.author = last_position(parent.progress) + STEP, by.person
            row.reported_on = row.reported_on or (row.session.held_on if row.session else "")
        else:
            row.restore()
            if row.sets_state != ProgressEntry.objects.values_list("sets_state", flat=True).get(pk=row.pk):
                row.state_inferred = False
        release_in_a_draft(row, self.programme_of(parent))

    def changes(self, request: HttpRequest, obj: Indicator) -> Sequence[Any]:
        """With those of its entries."""
        return history_of(obj, access_to(request.user, self.programme_of(obj)))  # type: ignore[arg-type]

    def view_on_site(self, obj: Indicator) -> str:
        """Its place in the matrix."""
        return reverse("programmes:row", args=[self.programme_of(obj).slug, obj.key])

    @admin.display(description=_("topic"), ordering="task__topic__title")
    def topic(self, obj: Indicator) -> str:
        """For the list."""
        return obj.task.topic.title

    @admin.display(description=_("understood as"))
    def reading(self, obj: Indicator) -> str:
        """What the program made of the phrase when it was last saved."""
        return labels.reading(timelines.read(obj.timeline_phrase)) if obj.timeline_phrase else ""
