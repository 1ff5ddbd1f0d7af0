"""Who may do what: an enum of permissions, one table from role to permissions, one function.

A role is held in a group for a term (`Membership`). Nobody has a permission that no line below gives.
"""

from collections.abc import Collection
from dataclasses import dataclass
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
    SEE_SECRETARIAT = auto()  # what only the secretariat sees
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


# Each role's set is written out: a permission added later belongs to nobody until somebody gives it.
PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        {
            Permission.SEE_MEMBERS,
            Permission.SEE_GROUP,
            Permission.SEE_DRAFTS,
            Permission.SEE_SECRETARIAT,
            Permission.SEE_UNRELEASED,
            Permission.EDIT_PROGRAMME,
            Permission.RELEASE_PROGRESS,
            Permission.EDIT_SESSIONS,
        }
    ),
    Role.CHAIR: frozenset(
        {
            Permission.SEE_MEMBERS,
            Permission.SEE_GROUP,
            Permission.SEE_DRAFTS,
            Permission.SEE_UNRELEASED,
        }
    ),
    Role.VICE_CHAIR: frozenset(
        {
            Permission.SEE_MEMBERS,
            Permission.SEE_GROUP,
            Permission.SEE_DRAFTS,
            Permission.SEE_UNRELEASED,
        }
    ),
    Role.FACILITATOR: frozenset({Permission.SEE_MEMBERS, Permission.SEE_GROUP}),
    Role.DELEGATE: frozenset({Permission.SEE_MEMBERS, Permission.SEE_GROUP}),
    Role.OBSERVER: frozenset({Permission.SEE_GROUP}),
}

# The refusal for each permission, as a sentence.
REFUSALS: dict[Permission, Any] = {
    Permission.SEE_MEMBERS: _("This is open to the members of a group only."),
    Permission.SEE_GROUP: _("This is open to the members of this group only."),
    Permission.SEE_DRAFTS: _("Drafts are open to this group's chair and officers only."),
    Permission.SEE_SECRETARIAT: _("This is open to the secretariat only."),
    Permission.SEE_UNRELEASED: _("Internal entries are open to this group's chair and officers only."),
    Permission.EDIT_PROGRAMME: _("Only officers of this group can change its work programme."),
    Permission.RELEASE_PROGRESS: _("Only officers of this group can release progress entries."),
    Permission.EDIT_SESSIONS: _("Only officers of this group can add or change its sessions."),
}


def roles_with(permission: Permission) -> list[str]:
    """The roles that carry a permission."""
    return [role for role, given in PERMISSIONS.items() if permission in given]


@dataclass(slots=True, frozen=True)
class Roles:
    """The roles that a person holds today, each in a group, and perhaps for an organization (primary keys)."""

    held: Collection[tuple[int, int | None, str]] = ()  # (group, organization, role)

    @property
    def groups(self) -> set[int]:
        """The groups in which the person holds any role."""
        return {group for group, _organization, _role in self.held}

    def in_group(self, group: int | None) -> set[str]:
        """The roles in a group."""
        return {role for in_group, _organization, role in self.held if in_group == group}

    def for_organization(self, organization: int | None) -> set[str]:
        """The roles held for an organization, in any group."""
        if organization is None:
            return set()
        return {role for _group, held_for, role in self.held if held_for == organization}


def _roles(user: Reader) -> Roles:
    """The roles held today; nobody in particular holds none."""
    if not (user.is_authenticated and user.is_active):
        return Roles()
    roles: Roles = user.roles  # type: ignore[attr-defined]
    return roles


def can(
    user: Reader | None,
    permission: Permission,
    *,
    group: int | None = None,
    organization: int | None = None,
) -> bool:
    """Whether the person may do this in a group, or for an organization (primary keys).

    Administrators may do everything, nobody else by default.
    """
    if user is None:
        return False
    if user.is_superuser and user.is_active:
        return True
    held = _roles(user)
    roles = held.in_group(group) if group is not None else held.for_organization(organization)
    return any(permission in PERMISSIONS[role] for role in roles)


def groups_where(user: Reader | None, permission: Permission) -> list[int]:
    """The groups (primary keys) in which the person holds a role with this permission."""
    if user is None:
        return []
    given = {group for group, _organization, role in _roles(user).held if permission in PERMISSIONS[role]}
    return sorted(given)
