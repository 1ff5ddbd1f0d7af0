"""Opening a programme for a reader, with what they may do in it."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from groups.models import User
from groups.permissions import Permission
from groups.selectors.containers import open_container
from programmes.models import WorkProgramme


@dataclass(slots=True, frozen=True)
class Access:
    """A programme that the reader may see, and what more they may do in it."""

    programme: WorkProgramme
    user: User | None
    may_edit: bool
    may_release: bool
    sees_unreleased: bool
    sees_names: bool

    @property
    def writer(self) -> User:
        """The reader as the one who writes; PermissionDenied for nobody in particular."""
        if self.user is None:
            raise PermissionDenied
        return self.user


def open_programme(
    user: User | AnonymousUser | None, slug: str, permission: Permission | None = None
) -> Access:
    """The programme for this reader; Http404 if they may not know of it, PermissionDenied if they may only read."""
    reader = user if isinstance(user, User) else None
    rows = WorkProgramme.objects.select_related("group", "plan", "document")
    return access_to(reader, open_container(rows, slug, reader, permission))


def access_to(reader: User | None, programme: WorkProgramme) -> Access:
    """What the reader may do in a programme that they may see."""
    return Access(
        programme=programme,
        user=reader,
        may_edit=programme.allows(reader, Permission.EDIT_PROGRAMME),
        may_release=programme.allows(reader, Permission.RELEASE_PROGRESS),
        sees_unreleased=programme.allows(reader, Permission.SEE_UNRELEASED),
        sees_names=programme.allows(reader, Permission.SEE_MEMBERS),
    )
