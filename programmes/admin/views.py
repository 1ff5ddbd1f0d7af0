"""Saved views and session updates: read here, made on the programme's pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from groups.permissions import Permission, groups_where
from programmes.admin.base import may_edit_some
from programmes.admin.filters import ViewedProgrammeFilter
from programmes.forms.saved_views import SavedViewForm, may_share
from programmes.models import SavedView, SessionReview, WorkProgramme
from programmes.selectors.access import access_to
from tracking.admin.base import PermanentAdmin, ReadOnlyAdmin


class OwnViewForm(SavedViewForm):
    """The page's own form, so that its checks hold here too; `by` is who fills it in."""

    by: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, access=access_to(self.by, kwargs["instance"].programme), **kwargs)


@admin.register(SavedView)
class SavedViewAdmin(PermanentAdmin):
    """An officer finds their own and what is shared with the groups they serve, an administrator all.

    A view is changed and deleted by its owner, or by an administrator once its owner has left.
    """

    form = OwnViewForm
    search_fields = ("key", "name", "query", "owner__email", "owner__person__name")
    list_display = ("name", "programme", "owner", "shared", "query")
    list_filter = ("shared", ViewedProgrammeFilter)
    list_select_related = ("programme", "owner__person")
    fields = ("name", "shared", "programme", "owner", "query", "key")
    actions = None  # no "delete selected"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SavedView]:
        """As on the pages, but that administrators see all."""
        views: QuerySet[SavedView] = super().get_queryset(request).select_related("programme__group")
        if request.user.is_superuser:
            return views
        seen = WorkProgramme.objects.visible_to(request.user)
        return (views & SavedView.objects.open_to(request.user)).filter(programme__in=seen)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Knows who fills it in."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What makes the view what it is; whether it is shared too, for who has no role in the group."""
        fixed = ("programme", "owner", "query", "key")
        able = obj is None or may_share(access_to(request.user, obj.programme))  # type: ignore[arg-type]
        return fixed if able else (*fixed, "shared")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For who edits programmes at all."""
        return may_edit_some(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list holds what the person may see."""
        return may_edit_some(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A view is saved on the page that it shows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The owner's."""
        own = obj is None or obj.owner_id == request.user.pk
        return may_edit_some(request.user) and (own or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As on the page: nothing points to a view, and what it showed stays."""
        return obj is not None and self.has_change_permission(request, obj)

    def view_on_site(self, obj: SavedView) -> str:
        """What it shows."""
        return obj.get_absolute_url()


@admin.register(SessionReview)
class SessionReviewAdmin(ReadOnlyAdmin):
    """Who found after which session that a row had nothing new."""

    search_fields = ("indicator__key", "indicator__text", "session__slug")
    list_display = ("session", "indicator", "stands", "change_set")
    list_filter = ("stands",)
    list_select_related = ("session", "indicator", "change_set__by__person")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SessionReview]:
        """Of the groups the person serves."""
        reviews: QuerySet[SessionReview] = super().get_queryset(request)
        if request.user.is_superuser:
            return reviews
        served = groups_where(request.user, Permission.EDIT_PROGRAMME)  # type: ignore[arg-type]
        return reviews.filter(indicator__task__topic__section__programme__group__in=served)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For who edits programmes at all."""
        return may_edit_some(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list holds what the person may see."""
        return may_edit_some(request.user)
