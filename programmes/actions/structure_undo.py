"""Taking back one's own last act on a programme's structure, while nothing it wrote was changed since."""

from dataclasses import dataclass
from typing import Any

from groups.models import User
from programmes.actions.structure import acting, in_turn, mark_withdrawn
from programmes.models import ProgressEntry
from programmes.models.rows import Node
from programmes.selectors.nodes import RUNGS, rung_of
from tracking.actions import writing
from tracking.models import ChangeSet


class NotUndoable(Exception):
    """The act is not the last one, is somebody else's, was undone before, or wrote more than the outline's nodes."""


@dataclass(slots=True)
class LastAct:
    """The act that made a node what it is now, and the history rows it wrote."""

    change_set: ChangeSet
    act: str  # added, renamed, moved, withdrawn, restored
    records: list[Any]


def last_act(node: Node, by: User) -> LastAct | None:
    """The person's own act that made this revision of the node; None where it is somebody else's or undone."""
    made = node.history.filter(revision=node.revision).select_related("change_set").first()  # type: ignore[attr-defined]
    done: ChangeSet | None = made.change_set if made else None
    if done is None or done.by_id != by.pk or done.kind != ChangeSet.Kind.EDIT:
        return None
    # In the order in which every writer claims rows.
    records = [
        record
        for rung in RUNGS
        for record in rung.model.history.filter(change_set=done).order_by("id")  # type: ignore[attr-defined]
    ]
    return LastAct(done, _act(made, rung_of(node).parent), records)


def _act(record: Any, parent: str) -> str:
    before = record.prev_record
    if before is None:
        return "added"
    if bool(record.withdrawn_at) != bool(before.withdrawn_at):
        return "withdrawn" if record.withdrawn_at else "restored"
    places = [(one.position, getattr(one, f"{parent}_id")) for one in (before, record)]
    return "renamed" if places[0] == places[1] else "moved"


def undo_act(*, node: Node, revision: int, by: User) -> ChangeSet:
    """Puts every node that the last act wrote back to what it was; one that it added is withdrawn.

    Raises NotUndoable, and Conflict where somebody saves one of them at the same moment.
    """
    with in_turn(node) as programme:
        last = last_act(node, by)
        if last is None or node.revision != revision:
            raise NotUndoable
        if ProgressEntry.history.filter(change_set=last.change_set).exists():
            raise NotUndoable  # the save of a row, which the matrix takes back
        with acting(programme, by=by, row=node.key, undoes=last.change_set) as change_set:
            for record in last.records:
                _take_back(record, by, change_set)
        return change_set


def _take_back(record: Any, by: User, change_set: ChangeSet) -> None:
    row = record.instance_type._default_manager.get(pk=record.id)
    if row.revision != record.revision:
        raise NotUndoable
    before = record.prev_record
    if before is None:
        mark_withdrawn(row, "Undone", by)
    else:
        row.position = before.position
        for name in writing.values(row):
            setattr(row, name, getattr(before, name))
    writing.save(row, revision=record.revision, change_set=change_set)
