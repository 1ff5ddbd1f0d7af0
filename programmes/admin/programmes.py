"""Work programmes: the facts of the document, and its matrix, read only."""

from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups.permissions import Permission, groups_where
from programmes.admin.base import ProgrammeRowAdmin, links_to
from programmes.models import WorkProgramme
from programmes.presenters.matrix import render_matrix
from programmes.selectors.access import access_to
from programmes.selectors.trees import read_tree
from tracking.admin.forms import TidyField, TrackedForm
from wco_tracker.lib.date_words import partial
from wco_tracker.lib.forms import PartialDateFormField
from wco_tracker.lib.models import SHORT


class ProgrammeForm(TrackedForm):
    """A programme. A status that changes is a step of it, recorded with its day and the body that took it."""

    language = forms.ChoiceField(label=capfirst(_("language of the content")), choices=settings.LANGUAGES)
    step_on = PartialDateFormField(
        label=_("Step taken on"),
        help_text=_(
            "When the status changes: on which day, as precisely as it is known. 2014, March 2014 or 31 March 2014"
        ),
    )
    step_by = TidyField(
        label=_("Step taken by"),
        required=False,
        max_length=SHORT,
        help_text=_("When the status changes: which body took the step, such as “the Council”."),
    )

    def clean(self) -> dict[str, Any]:
        """A day or a body without a change of the status would be lost."""
        cleaned = super().clean()
        if "status" not in self.changed_data:
            for name in ("step_on", "step_by"):
                if cleaned.get(name):
                    self.add_error(
                        name, gettext("The status did not change. Choose the new status, or clear this.")
                    )
        return cleaned


@admin.register(WorkProgramme)
class ProgrammeAdmin(ProgrammeRowAdmin):
    """A work programme."""

    form = ProgrammeForm
    search_fields = ("key", "slug", "title", "period")
    list_display = ("title", "group", "period", "status", "visibility", "training", "revision")
    list_filter = ("status", "visibility", "training", "language")
    list_select_related = ("group",)
    paragraphs = ("introduction",)
    readonly_fields = ("status_steps", "sections")
    fieldsets = (
        (None, {"fields": ("title", "slug", "group", "key")}),
        (
            _("Status"),
            {"fields": ("status", ("step_on", "step_by"), "status_steps", "visibility", "training")},
        ),
        (_("Period"), {"fields": ("period", "starts_on", "ends_on", "as_of", "plan", "language")}),
        (_("Document"), {"fields": ("document", "annex", "page_heading", "introduction")}),
        (_("Sections"), {"fields": ("sections",)}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Links lead to the short name, roles hang on the group, and a training copy stays marked as one."""
        shown = (*self.readonly_fields, "key", "training")
        return shown if obj is None else (*shown, "slug", "group")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A new programme belongs to a group the person serves."""
        if db_field.name == "group" and not request.user.is_superuser:
            served = groups_where(request.user, Permission.EDIT_PROGRAMME)  # type: ignore[arg-type]
            kwargs["queryset"] = db_field.related_model.objects.filter(pk__in=served)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def row_key(self, obj: WorkProgramme) -> str:
        """None: the container names it."""
        return ""

    def prepare(self, obj: WorkProgramme, form: Any, change: bool) -> None:
        """A new status, and the first, is a step."""
        if not change or "status" in form.changed_data:
            typed = form.cleaned_data
            step = {"status": obj.status, "on": typed["step_on"] or None, "by": typed["step_by"] or None}
            obj.steps = [*obj.steps, {**step, "source": None}]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """With the matrix below, to look at."""
        if (programme := kwargs.get("obj")) is not None and not context.get("errors"):
            access = replace(access_to(request.user, programme), may_edit=False)  # type: ignore[arg-type]
            context["matrix"] = render_matrix(read_tree(access), access)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("steps recorded"))
    def status_steps(self, obj: WorkProgramme) -> Any:
        """Each with its day and body."""
        names = dict(WorkProgramme.Status.choices)
        rows = (
            (
                names.get(step["status"], ""),
                partial(step.get("on")) or gettext("date not recorded"),
                gettext(step["by"]) if step.get("by") else "–",  # "Council" has a name in other languages
            )
            for step in obj.steps
        )
        return format_html_join("", "<div>{} · {} · {}</div>", rows)

    @admin.display(description=_("sections"))
    def sections(self, obj: WorkProgramme) -> Any:
        """Their pages."""
        return links_to(obj.sections.present().in_order()) if obj.pk else ""

    def view_on_site(self, obj: WorkProgramme) -> str:
        """Its matrix."""
        return obj.get_absolute_url()
