"""Finding a session of a group."""

from django.http import Http404
from django.utils.translation import gettext as _

from groups.models import CommitteeSession


def find_session(group_id: int, slug: str) -> CommitteeSession:
    """A session of the group; Http404 if it has no such one."""
    found = CommitteeSession.objects.of_group(group_id).filter(slug=slug).first()
    if found is None:
        raise Http404(_("This group has no such session."))
    return found
