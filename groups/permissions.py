"""Who may do what: an enum of permissions, one table from role to permissions, one function.

A role is held in a group for a term (`Membership`). Nobody has a permission that no line below gives.
"""

from collections.abc import Mapping
from enum import StrEnum, auto
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reader(Protocol):
    """Whoever reads a page: a user, or nobody in particular (Django's AnonymousUser)."""

    @property
    def is_authenticated(self) -> Any: ...
    @property
    def is_active(self) -> Any: ...
    @property
    def is_superuser(self) -> Any: ...


class Permission(StrEnum):
    """One thing that a person may do in a group."""

    SEE_MEMBERS = auto()  # what is open to Members
    SEE_GROUP = auto()  # what is open to the group's own people
    SEE_DRAFTS = auto()  # drafts the secretariat has not opened yet
    SEE_SECRETARIAT = auto()  # what the secretariat keeps to itself
    SEE_UNRELEASED = auto()  # progress entries that are not released
    EDIT_PROGRAMME = auto()
    RELEASE_PROGRESS = auto()
    EDIT_SESSIONS = auto()  # add the group's sessions and correct them


class Role(TextChoices):
    """What a person is in a group."""

    OFFICER = "officer", _("Secretariat officer")
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    FACILITATOR = "facilitator", _("Facilitator")
    DELEGATE = "delegate", _("Delegate")
    OBSERVER = "observer", _("Observer")


_MEMBER = frozenset({Permission.SEE_MEMBERS, Permission.SEE_GROUP})
_CHAIRS = _MEMBER | {Permission.SEE_DRAFTS, Permission.SEE_UNRELEASED}
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.OFFICER: frozenset(Permission),
    Role.CHAIR: _CHAIRS,
    Role.VICE_CHAIR: _CHAIRS,
    Role.FACILITATOR: _MEMBER,
    Role.DELEGATE: _MEMBER,
    Role.OBSERVER: frozenset({Permission.SEE_GROUP}),
}


def roles_with(permission: Permission) -> list[str]:
    """The roles that carry a permission."""
    return [role for role, given in PERMISSIONS.items() if permission in given]


def _roles(user: Reader) -> Mapping[int, frozenset[str]]:
    """The roles held today by the group's primary key; nobody in particular holds none."""
    if not (user.is_authenticated and user.is_active):
        return {}
    roles: Mapping[int, frozenset[str]] = user.roles  # type: ignore[attr-defined]
    return roles


def can(user: Reader | None, permission: Permission, group_id: int) -> bool:
    """Whether the person may do this in this group; administrators may do everything, nobody else by default."""
    if user is None:
        return False
    if user.is_superuser and user.is_active:
        return True
    return any(permission in PERMISSIONS[role] for role in _roles(user).get(group_id, ()))


def groups_where(user: Reader | None, permission: Permission) -> list[int]:
    """The groups (primary keys) in which the person holds a role with this permission."""
    if user is None:
        return []
    return [
        group for group, roles in _roles(user).items() if any(permission in PERMISSIONS[r] for r in roles)
    ]
