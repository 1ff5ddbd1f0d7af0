"""Who may see a container and all that is in it (architecture.md, Who sees what and does what)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.permissions import Permission, Reader, groups_where


class Visibility(models.TextChoices):
    """Who may see a container and all that is in it (architecture.md, Who sees what)."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members")
    GROUP = "group", _("The group")
    SECRETARIAT = "secretariat", _("The secretariat")


def seen_levels(user: Reader | None) -> list[tuple[Visibility, list[int] | None]]:
    """Each level that the person sees, with the groups (primary keys) in which they see it; None for all groups."""
    if user is not None and user.is_superuser:
        return [(level, None) for level in Visibility]
    seen: list[tuple[Visibility, list[int] | None]] = [(Visibility.PUBLIC, None)]
    if groups_where(user, Permission.SEE_MEMBERS):
        seen.append((Visibility.MEMBERS, None))
    for level, permission in (
        (Visibility.GROUP, Permission.SEE_GROUP),
        (Visibility.SECRETARIAT, Permission.SEE_SECRETARIAT),
    ):
        if own := groups_where(user, permission):
            seen.append((level, own))
    return seen


def visible(user: Reader | None, group_path: str) -> Q:
    """The condition under which the person sees a container whose group is at `group_path` ("group")."""
    seen = Q()
    for level, own in seen_levels(user):
        seen |= Q(visibility=level) if own is None else Q(visibility=level, **{f"{group_path}__in": own})
    return seen


def sees(user: Reader | None, visibility: str, group_id: int) -> bool:
    """The same as `visible` for one container that is in hand."""
    return any(level == visibility and (own is None or group_id in own) for level, own in seen_levels(user))
