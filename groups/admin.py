"""People, bodies and papers in the administration: open to administrators alone. Sessions: `admin_sessions`."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groups.admin_base import KeptAdmin, ReadOnlyAdmin, TextFields
from groups.admin_records import rows_of
from groups.admin_sessions import SessionAdmin
from groups.forms import time_zones
from groups.models import (
    ChangeSet,
    CommitteeSession,
    Document,
    Group,
    Heartbeat,
    Membership,
    Organization,
    Person,
    SignInEvent,
    Source,
    User,
)


class MembershipInline(TextFields, admin.TabularInline):
    """Roles: what a person may do follows from them alone."""

    model = Membership
    fields = ("group", "person", "organization", "role", "since", "until")
    autocomplete_fields = ("group", "person", "organization")
    extra = 0


@admin.register(Person)
class PersonAdmin(KeptAdmin):
    """People, with their roles."""

    search_fields = ("name", "user__email")
    list_display = ("name", "login")
    list_filter = ("memberships__role", "memberships__group")
    list_select_related = ("user",)
    inlines = (MembershipInline,)

    @admin.display(description=_("login"))
    def login(self, obj: Person) -> str:
        """The address the person signs in with; empty for who has no login."""
        return obj.user.email if hasattr(obj, "user") else ""


@admin.register(Organization)
class OrganizationAdmin(KeptAdmin):
    """Administrations and other bodies that people speak for."""

    search_fields = ("name", "country")
    list_display = ("name", "kind", "country", "region")
    list_filter = ("kind", "region")


@admin.register(Group)
class GroupAdmin(KeptAdmin):
    """Bodies, with who sits in them."""

    search_fields = ("name", "slug", "aliases")
    list_display = ("name", "slug", "kind", "parent", "visibility")
    list_filter = ("kind", "visibility")
    list_select_related = ("parent",)
    fields = ("name", "slug", "kind", "parent", "aliases", "visibility")
    autocomplete_fields = ("parent",)
    paragraphs = ("aliases",)
    inlines = (MembershipInline,)


class UserCreationForm(AdminUserCreationForm):
    """A new login. Without a password its owner sets one by e-mail."""

    class Meta:
        model = User
        fields = ("email", "person")

    def clean_email(self) -> str:
        """Addresses are kept in small letters."""
        return str(self.cleaned_data["email"]).lower()


class UserChangeForm(DjangoUserChangeForm):
    """A login as it is."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = User
        fields = "__all__"

    clean_email = UserCreationForm.clean_email


@admin.register(User)
class UserAdmin(KeptAdmin, DjangoUserAdmin):
    """Logins. One whose owner leaves is made inactive."""

    form = UserChangeForm
    add_form = UserCreationForm
    search_fields = ("email", "person__name")
    ordering = ("email",)
    list_display = ("email", "person", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser", "language")
    list_select_related = ("person",)
    filter_horizontal = ()
    autocomplete_fields = ("person",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "person")}),
        (_("What the person may do"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("How pages speak to the person"), {"fields": ("language", "time_zone")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "person", "usable_password", "password1", "password2")}),)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A changed address leaves no other behind under which a password could be set anew."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            for address in obj.emailaddress_set.exclude(email__iexact=obj.email):  # type: ignore[attr-defined]
                address.remove()


admin.site.register(CommitteeSession, SessionAdmin)


class SourceInline(TextFields, admin.TabularInline):
    """Where facts were read in the document; others point to them."""

    model = Source
    extra = 0
    can_delete = False


@admin.register(Document)
class DocumentAdmin(KeptAdmin):
    """Papers by their symbol."""

    search_fields = ("symbol", "title")
    list_display = ("symbol", "title", "language", "version", "group", "session", "visibility")
    list_filter = ("language", "group", "visibility")
    list_select_related = ("group", "session")
    autocomplete_fields = ("group", "session")
    inlines = (SourceInline,)


@admin.register(Source)
class SourceAdmin(KeptAdmin):
    """Places in documents."""

    search_fields = ("document__symbol", "paragraph", "quote")
    list_display = ("document", "paragraph", "quote", "inferred")
    list_filter = ("document", "inferred")
    list_select_related = ("document",)
    autocomplete_fields = ("document",)


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


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """When the background work last ran."""

    list_display = ("name", "beaten_at")


@admin.register(SignInEvent)
class SignInEventAdmin(ReadOnlyAdmin):
    """Who came in, who tried to, and from where."""

    search_fields = ("address", "ip", "user__person__name")
    list_display = ("at", "kind", "address", "user", "ip", "agent")
    list_filter = ("kind",)
    list_select_related = ("user__person",)
    show_full_result_count = False  # it grows with every sign-in
