"""Roles, edited in the forms of a person and of a group."""

from groups.models import Membership
from tracking.admin.base import TrackedInline


class MembershipInline(TrackedInline):
    """Roles: what a person may do follows from them alone."""

    model = Membership
    fields = ("group", "person", "organization", "role", "since", "until")
    autocomplete_fields = ("group", "person", "organization")
