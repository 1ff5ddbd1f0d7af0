"""What the administration's classes share: nothing is deleted, and tracked rows go through `actions.writing`."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import DataError, models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracking.actions import writing
from tracking.admin.forms import ParagraphsField, TidyField, TrackedForm
from tracking.models import ChangeSet, Tracked
from tracking.presenters.history import changes_of
from wco_tracker.lib.forms import PartialDateFormField, tell_what_was_replaced
from wco_tracker.lib.http import whole_number
from wco_tracker.lib.models import PartialDateField
from wco_tracker.lib.text import folded_text, folded_words

TIDY: dict[type[models.Field], dict[str, Any]] = {
    models.CharField: {"form_class": TidyField},
    models.TextField: {"form_class": TidyField},
    models.SlugField: {"form_class": forms.SlugField},
}


class TextFields(admin.options.BaseModelAdmin):
    """Texts are tidied; the lists named in `paragraphs` are edited as paragraphs."""

    formfield_overrides = TIDY
    paragraphs: Sequence[str] = ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address names, without a link to a row that cannot be one: "NaN" is no primary key."""
        return {
            name: value
            for name, value in super().get_changeform_initial_data(request).items()  # type: ignore[misc]
            if not self._is_link(name) or whole_number(str(value))
        }

    def _is_link(self, name: str) -> bool:
        return any(field.name == name and field.is_relation for field in self.opts.get_fields())

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A list of texts as paragraphs, all else as Django has it."""
        if db_field.name in self.paragraphs:
            return ParagraphsField(label=capfirst(db_field.verbose_name), required=False)
        if isinstance(db_field, PartialDateField):
            return PartialDateFormField(label=capfirst(db_field.verbose_name), required=not db_field.blank)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page itself: Django's own way there would tell the address of any row by its number."""
        if obj is not None and self.view_on_site is True and hasattr(obj, "get_absolute_url"):
            return str(obj.get_absolute_url())
        return super().get_view_on_site_url(obj) if callable(self.view_on_site) else None


class PermanentAdmin(TextFields, admin.ModelAdmin):
    """Rows that others point to: they stay. `folds_search` is False for tables that only the program fills."""

    folds_search = True

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """As the search page compares, on every database: accents, case, apostrophes and dashes fold alike."""
        words = folded_words(search_term)
        if not (words and self.folds_search and self.get_search_fields(request)):
            return super().get_search_results(request, queryset, search_term)
        names = [name.lstrip("^=@") for name in self.get_search_fields(request)]
        rows = queryset.order_by().values_list("pk", *names)
        found = {
            pk
            for pk, *texts in rows.iterator()
            if _hold("\n".join(folded_text(str(t)) for t in texts if t), words)
        }
        return queryset.filter(pk__in=found), False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Of containers those that the person may see; one that the row names already stays, without its name."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        containers: Any = getattr(field, "queryset", None)
        if not hasattr(containers, "visible_to") or request.user.is_superuser or "queryset" in kwargs:
            return field
        seen = containers.model.objects.visible_to(request.user)
        row = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        named = self.model._base_manager.filter(pk=unquote(row)).values(db_field.name) if row else []
        field.queryset = containers.filter(models.Q(pk__in=seen) | models.Q(pk__in=named))
        known = set(seen.values_list("pk", flat=True))
        field.label_from_instance = lambda one: str(one) if one.pk in known else _("One that you may not see")
        return field

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """A value in the address that no column can hold is answered as a filter that does not exist."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, ValueError, DataError) as error:
            raise IncorrectLookupParameters from error

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Says what of a paste was replaced, in the row's form and in those of its rows."""
        super().save_related(request, form, formsets, change)
        for written in (form, *(row for formset in formsets for row in formset.forms)):
            tell_what_was_replaced(request, written)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False


def _hold(folded: str, words: Sequence[str]) -> bool:
    return all(word in folded for word in words)


class ReadOnlyAdmin(PermanentAdmin):
    """What only the program writes."""

    folds_search = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False


class TrackedInline(TextFields, admin.TabularInline):
    """Tracked rows edited in the form of another row, each under its own revision."""

    form = TrackedForm
    extra = 0
    can_delete = False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Those of the class, and the hidden revision."""
        return [*super().get_fields(request, obj), "revision"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The revision is a field of the form, not of the row, which a person cannot edit."""
        named = flatten_fieldsets(self.get_fieldsets(request, obj))
        kwargs["fields"] = [name for name in named if name != "revision"]
        return super().get_formset(request, obj, **kwargs)


class TrackedAdmin(PermanentAdmin):
    """Rows under revision: each save is one change set, and a form that is out of date is refused.

    `above` are the fields that lead from a row up to the container that its changes are filed under, nearest first.
    """

    form = TrackedForm
    above: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Those of the class, and the hidden revision in the first."""
        (title, options), *rest = super().get_fieldsets(request, obj)
        return [(title, {**options, "fields": [*options["fields"], "revision"]}), *rest]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The revision is a field of the form, not of the row, which a person cannot edit."""
        named = kwargs.get("fields") or flatten_fieldsets(self.get_fieldsets(request, obj))
        kwargs["fields"] = [name for name in named if name != "revision"]
        return super().get_form(request, obj, change, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A save that lost a race is rolled back, and judged once more: now its form is out of date and says so."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except writing.Conflict:
            return super().changeform_view(request, *args, **kwargs)

    def container_of(self, obj: Any) -> Any:
        """The container a row belongs to: it has a `container`, its name, and a `content_version`."""
        for name in self.above:
            obj = getattr(obj, name)
        return obj

    def prepare(self, obj: Any, form: Any, change: bool) -> None:
        """Sets what follows from the typed values, before they are written."""

    def prepare_row(self, parent: Any, row: Any, by: Any) -> None:
        """The same for a row edited in its parent's form."""

    def act(self, request: HttpRequest, obj: Any) -> AbstractContextManager[ChangeSet]:
        """The change set of one save."""
        return writing.change(
            by=request.user,  # type: ignore[arg-type]
            kind=ChangeSet.Kind.EDITED if obj.pk else ChangeSet.Kind.ADDED,
            container=self.container_of(obj),
            row=self.row_key(obj),
        )

    def row_key(self, obj: Any) -> str:
        """The key the change set names."""
        return str(getattr(obj, "key", ""))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Writes a new row; one that is there is written together with its rows, by `save_related`."""
        if not change:
            self.prepare(obj, form, change)
            with self.act(request, obj) as form.change_set:
                writing.create(obj, change_set=form.change_set, links=_links(form))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Claims and writes the row, then the rows in its form, in one change set; nothing if nothing changed."""
        obj = form.instance
        if change:
            if not form.has_changed() and not any(formset.has_changed() for formset in formsets):
                for formset in formsets:
                    formset.save(commit=False)  # lists what changed, for the message: nothing
                return
            self.prepare(obj, form, change)
            with self.act(request, obj) as form.change_set:
                writing.save(
                    obj,
                    revision=form.cleaned_data["revision"],
                    change_set=form.change_set,
                    links=_links(form),
                )
        super().save_related(request, form, formsets, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows of the form: each under the revision that its own form names, else under the row's."""
        revisions = {id(each.instance): each.cleaned_data.get("revision") for each in formset.forms}
        for row in formset.save(commit=False):
            self.prepare_row(form.instance, row, request.user)
            if not isinstance(row, Tracked):
                row.save()
            elif row.pk is None:
                writing.create(row, change_set=form.change_set)
            else:
                revision = revisions.get(id(row)) or row.revision
                writing.save(row, revision=revision, change_set=form.change_set)
        formset.save_m2m()

    def changes(self, request: HttpRequest, obj: Any) -> Sequence[Any]:
        """The row's history, newest first."""
        return changes_of(obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, and when: out of the change sets."""
        obj: Tracked | None = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(row)s") % {"row": obj},
            "subtitle": None,
            "opts": self.opts,
            "object": obj,
            "changes": self.changes(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/tracked_history.html", context)


def _links(form: Any) -> dict[str, Any]:
    """The links to many rows that the form changed."""
    many = {field.name for field in form.instance._meta.many_to_many}
    return {name: form.cleaned_data[name] for name in form.changed_data if name in many}
