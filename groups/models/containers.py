"""Containers: what carries its own visibility, and all that is in it (architecture.md, Who sees what and does what)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.permissions import Permission, Reader, can, groups_where
from tracking.models import Tracked


class Visibility(models.TextChoices):
    """Who may see a container and all that is in it."""

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


class ContainerQuerySet(models.QuerySet[Any]):
    """Queries on containers."""

    def visible_to(self, user: Reader | None) -> Self:
        """Those the person may see."""
        return self.filter(visible(user, self.model.group_path))


class Container(Tracked):
    """A group, session, programme or paper: it carries visibility and version for all that is in it."""

    group_path: ClassVar[str] = "group"  # the lookup to the group that it belongs to
    not_found: ClassVar[str | Promise]  # the sentence for a reader who may not know of it

    visibility = models.CharField(
        _("visible to"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    # Raised by every action in it, without a history row: the key of cached pages.
    content_version = models.PositiveIntegerField(_("content version"), default=1, editable=False)

    objects = ContainerQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def group_ids(self) -> list[int]:
        """The groups it belongs to (primary keys)."""
        return [getattr(self, f"{self.group_path}_id")]

    def seen_by(self, user: Reader | None) -> bool:
        """The same as `visible_to` for the container in hand."""
        levels = dict(seen_levels(user))
        if Visibility(self.visibility) not in levels:
            return False
        own = levels[Visibility(self.visibility)]
        return own is None or bool(set(own) & set(self.group_ids))

    def allows(self, user: Reader | None, permission: Permission) -> bool:
        """Whether the person may do this in every group that it belongs to: in a joint session each has a say."""
        groups = self.group_ids
        if not groups:
            return bool(user and user.is_superuser and user.is_active)
        return all(can(user, permission, group=group) for group in groups)
