"""What a person may bring into the system with a file."""

from django.utils.translation import gettext as _

from groups.models import Group, User
from groups.permissions import Permission, can
from programmes.content import ProgrammeContent
from programmes.models import Topic, WorkProgramme

NEEDED = (Permission.EDIT_PROGRAMME, Permission.RELEASE_PROGRESS)  # a file holds released entries too


def import_refusals(tree: ProgrammeContent, by: User) -> list[str]:
    """Why the person may not import the programme: sentences; none where they may.

    They serve the group that the file names and the one of the programme that is there. Of a programme that they do
    not see no more is said than of one that is not there.
    """
    found = []
    group = Group.objects.filter(slug=tree.group).first()
    if group is not None and not all(can(by, permission, group=group.pk) for permission in NEEDED):
        words = _("group: Only officers of “%(group)s” can import its work programmes.")
        found.append(words % {"group": tree.group})
    present = WorkProgramme.objects.filter(slug=tree.slug).first()
    if present is not None and not all(present.allows(by, permission) for permission in NEEDED):
        found.append(_("slug: This web address is taken. Choose another."))
    keys = {link.key for topic in tree.topics for link in topic.continues}
    seen = WorkProgramme.objects.visible_to(by)
    hidden = Topic.objects.filter(key__in=keys).exclude(section__programme__in=seen)
    words = _("continues: There is no earlier topic with the key %(key)s.")
    return found + [words % {"key": key} for key in sorted(hidden.values_list("key", flat=True))]
