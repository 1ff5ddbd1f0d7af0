"""Logins, and what happened when people came in: open to administrators alone."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groups.forms import time_zones
from groups.models import Heartbeat, OutgoingMail, SignInEvent, User
from tracking.admin.base import PermanentAdmin, ReadOnlyAdmin


class UserCreationForm(AdminUserCreationForm):
    """A new login. Without a password its owner sets one by e-mail."""

    class Meta:
        model = User
        fields = ("email", "person")

    def clean_email(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["email"]).lower()


class UserChangeForm(DjangoUserChangeForm):
    """A login as it is."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)

    class Meta:
        model = User
        fields = "__all__"

    clean_email = UserCreationForm.clean_email


@admin.register(User)
class UserAdmin(PermanentAdmin, DjangoUserAdmin):
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


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """When the background work last ran."""

    list_display = ("name", "beaten_at")


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    """What waits to be sent, and what went wrong. Its text is not shown: it may hold a link that sets a password."""

    list_display = ("created_at", "to", "subject", "attempts", "next_at", "error")
    fields = ("created_at", "to", "subject", "attempts", "next_at", "error")
    readonly_fields = fields


@admin.register(SignInEvent)
class SignInEventAdmin(ReadOnlyAdmin):
    """Who came in, who tried to, and from where."""

    search_fields = ("address", "ip", "user__person__name")
    list_display = ("at", "kind", "address", "user", "ip", "agent")
    list_filter = ("kind",)
    list_select_related = ("user__person",)
    show_full_result_count = False  # it grows with every sign-in
