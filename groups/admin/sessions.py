"""Sessions in the administration: officers edit those of the groups they serve, administrators all."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.models import CommitteeSession, Group
from groups.permissions import Permission, can, groups_where
from groups.presenters.sessions import remember_session_used
from tracking.admin.base import TrackedAdmin
from tracking.admin.forms import TrackedForm
from tracking.presenters.history import changes_of
from wco_tracker.lib.dates import first_day

SLUG_LIMIT = 50


class SessionForm(TrackedForm):
    """A session; its short name is made of what is known of it, unless one is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _(
                "Left empty, it is made of the group and the number or the date."
            )

    def clean(self) -> dict[str, Any]:
        """Numbers and days in their order, and a session that is not there yet."""
        typed = super().clean() or self.cleaned_data
        first, last = typed.get("first_number"), typed.get("last_number")
        if last is not None and (first is None or last < first):
            self.add_error("last_number", _("A last number needs a first one that is not greater."))
        held_on, ends_on = typed.get("held_on"), typed.get("ends_on")
        if held_on and ends_on and ends_on < first_day(held_on):
            self.add_error("ends_on", _("The last day is before the session begins."))
        if not self.errors and not typed.get("slug"):
            typed["slug"] = self._made_slug(typed)
        return typed

    def _made_slug(self, typed: dict[str, Any]) -> str:
        numbers = [typed[name] for name in ("first_number", "last_number") if typed.get(name) is not None]
        known = numbers or [part for part in (typed.get("held_on"), typed.get("name")) if part][:1]
        if not known:
            raise ValidationError(
                _("Give a number, a date or a name: nothing else tells the session from others.")
            )
        slug = slugify("-".join(map(str, [*(group.slug for group in typed["groups"]), *known])))[:SLUG_LIMIT]
        if CommitteeSession.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("The group has this session already."))
        return slug


class SeenGroupsFilter(admin.RelatedOnlyFieldListFilter):
    """By a group of the session, among those the person may know of: a joint session may have others."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        """Those of the listed sessions."""
        choices: list[Any] = super().field_choices(field, request, model_admin)
        if request.user.is_superuser:
            return choices
        seen = set(Group.objects.visible_to(request.user).values_list("pk", flat=True))  # type: ignore[arg-type]
        return [choice for choice in choices if choice[0] in seen]


@admin.register(CommitteeSession)
class SessionAdmin(TrackedAdmin):
    """Sittings; a number, a day or a place that no text gives stays empty."""

    form = SessionForm
    search_fields = ("slug", "name", "first_number", "place")
    list_display = ("slug", "name", "first_number", "last_number", "held_on", "place", "invented")
    list_filter = (("groups", SeenGroupsFilter), "visibility", "invented")
    filter_horizontal = ("groups",)
    autocomplete_fields = ("source",)
    fields = (
        "groups",
        ("first_number", "last_number"),
        "name",
        "held_on",
        "ends_on",
        "place",
        "visibility",
        "slug",
        "invented",
        "source",
    )
    for_administrators = ("invented", "source")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Officers record what the committee knows of its session."""
        if request.user.is_superuser:
            return self.fields
        fields = [name for name in self.fields if name not in self.for_administrators]
        if obj is None or self.has_change_permission(request, obj):
            return fields
        seen = Group.objects.visible_to(request.user).filter(sessions=obj)  # type: ignore[arg-type]
        obj.seen_groups = ", ".join(map(str, seen))
        return ["groups_seen" if name == "groups" else name for name in fields]

    @admin.display(description=gettext_lazy("groups"))
    def groups_seen(self, obj: CommitteeSession) -> str:
        """The groups of a joint session that the person may know of."""
        return str(getattr(obj, "seen_groups", ""))

    def changes(self, request: HttpRequest, obj: CommitteeSession) -> Sequence[Any]:
        """Without its groups for who does not serve them all: one of them may be hidden."""
        whole = request.user.is_superuser or self.has_change_permission(request, obj)
        return changes_of(obj, () if whole else ("groups",))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[CommitteeSession]:
        """Those of the groups the person serves, joint ones with others too."""
        sessions = super().get_queryset(request)
        if request.user.is_superuser:
            return sessions
        served = CommitteeSession.groups.through.objects.filter(group__in=_served(request))
        return sessions.filter(pk__in=served.values("committeesession"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """For who edits the sessions of some group."""
        return request.user.is_superuser or bool(_served(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Which ones, `get_queryset` says."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """To which groups is limited by the choice."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: CommitteeSession | None = None) -> bool:
        """A joint session only for who serves every one of its groups: others have no say in it."""
        if obj is None:
            return self.has_module_permission(request)
        groups = list(obj.groups.values_list("pk", flat=True))
        if not groups:
            return bool(request.user.is_superuser)
        return all(can(request.user, Permission.EDIT_SESSIONS, group=group) for group in groups)  # type: ignore[arg-type]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The groups the person serves."""
        if db_field.name == "groups" and not request.user.is_superuser:
            kwargs["queryset"] = Group.objects.filter(pk__in=_served(request))
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["help_text"] = gettext_lazy(
                "A session held jointly with others is added by an administrator."
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The group the address names; without one that of who serves one only."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        served = _served(request)
        return initial if "groups" in initial or len(served) != 1 else {**initial, "groups": served}

    def response_add(
        self, request: HttpRequest, obj: CommitteeSession, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the page that the person came from, if it is one of ours; new entries now name the session."""
        remember_session_used(request, obj.slug)
        response = super().response_add(request, obj, post_url_continue)
        back = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(back) if safe and "_save" in request.POST else response


def _served(request: HttpRequest) -> list[int]:
    return groups_where(request.user, Permission.EDIT_SESSIONS)  # type: ignore[arg-type]
