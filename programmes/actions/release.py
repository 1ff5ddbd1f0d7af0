"""Releasing progress entries: from then on Members and the public see them as they stand."""

from collections.abc import Sequence

from groups.models import CommitteeSession, User
from programmes.models import ProgressEntry, WorkProgramme
from programmes.models.released import released_values
from tracking.actions import writing
from tracking.models import ChangeSet


def unreleased(programme: WorkProgramme) -> list[ProgressEntry]:
    """The entries that Members do not see as they stand, in the programme's order: one statement."""
    waiting = ProgressEntry.objects.in_container(programme).reachable().filter(is_released=False)
    return list(
        waiting.in_document_order().select_related("session", "author", "indicator__task__topic__section")
    )


def release(
    programme: WorkProgramme,
    entries: Sequence[ProgressEntry],
    *,
    by: User,
    session: CommitteeSession | None = None,
) -> ChangeSet | None:
    """Releases the entries as they stand, all or none; None where there are none.

    Raises writing.Conflict, with nothing written, if somebody saves one of them meanwhile.
    """
    if not entries:
        return None
    with writing.change(
        by=by, kind=ChangeSet.Kind.RELEASED, container=programme, session=session
    ) as change_set:
        for entry in entries:
            entry.released_as = released_values(entry)
            writing.save(entry, revision=entry.revision, change_set=change_set)
    return change_set
