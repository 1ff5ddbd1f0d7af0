"""Releasing progress entries: from then on Members and the public see them as they stand. A release can be recalled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(slots=True)
class Release:
    """A release that was made, and those of its entries that Members still see as it released them."""

    done: ChangeSet
    entries: list[ProgressEntry]


def last_releases(programme: WorkProgramme, most: int = 10) -> list[Release]:
    """The newest releases of a programme that can be recalled, newest first: three statements."""
    own = ChangeSet.objects.filter(container=programme.container_name, kind=ChangeSet.Kind.RELEASED)
    done = {change.pk: Release(change, []) for change in own.select_related("by__person", "session")[:most]}
    records = list(ProgressEntry.history.filter(change_set__in=done).order_by("history_id"))
    entries = ProgressEntry.objects.in_container(programme).reachable().filter(pk__in={r.id for r in records})
    now = {entry.pk: entry for entry in entries.select_related("indicator")}
    # Of several releases of an entry the last that Members still see.
    seen = {one.id: one for one in records if one.id in now and now[one.id].released_as == one.released_as}
    for key, record in seen.items():
        done[record.change_set_id].entries.append(now[key])
    return [item for item in done.values() if item.entries]


def recall(programme: WorkProgramme, entries: Sequence[ProgressEntry], *, by: User) -> ChangeSet | None:
    """Takes back the last release of each entry: Members see what was released before it, or nothing of it.

    All or none; None where none of them is released. Raises writing.Conflict if somebody saves one meanwhile.
    """
    released = [entry for entry in entries if entry.released_as is not None]
    if not released:
        return None
    row = released[0].indicator.key if len(released) == 1 else ""
    with writing.change(by=by, kind=ChangeSet.Kind.RECALLED, container=programme, row=row) as change_set:
        for entry in released:
            entry.released_as = _released_before(entry)
            writing.save(entry, revision=entry.revision, change_set=change_set)
    return change_set


def _released_before(entry: ProgressEntry) -> dict[str, Any] | None:
    """What Members saw of an entry before its last release; None where nobody released it before."""
    before: dict[str, Any] | None = None
    found = None
    for record in entry.history.select_related("change_set").order_by("history_id"):
        if record.change_set.kind == ChangeSet.Kind.RELEASED and record.released_as == entry.released_as:
            found = before
        before = record.released_as
    return found
