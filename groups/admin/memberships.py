"""Roles, edited in the forms of a person and of a group."""

from django.contrib import admin

from groups.models import Membership
from tracking.admin.base import TextFields


class MembershipInline(TextFields, admin.TabularInline):
    """Roles: what a person may do follows from them alone."""

    model = Membership
    fields = ("group", "person", "organization", "role", "since", "until")
    autocomplete_fields = ("group", "person", "organization")
    extra = 0
