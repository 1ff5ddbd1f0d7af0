"""Finding a container for a reader."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from groups.models.containers import Container
from groups.permissions import REFUSALS, Permission, Reader

C = TypeVar("C", bound=Container)


def open_container(
    rows: "QuerySet[C]", slug: str, reader: Reader | None, permission: Permission | None = None
) -> C:
    """The container of this short name.

    Raises Http404 if the reader may not know of it, and PermissionDenied, in words that fit the permission, if they
    may see it but not do this.
    """
    found = rows.filter(slug=slug).first()
    if found is None or not found.seen_by(reader):
        raise Http404(str(rows.model.not_found))
    if permission and not found.allows(reader, permission):
        raise PermissionDenied(str(REFUSALS[permission]))
    return found
