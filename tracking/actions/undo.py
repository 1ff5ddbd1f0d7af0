"""Undoing one's own last act: every row it wrote goes back to what it was, and nodes that it added are withdrawn."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from tracking.actions import writing
from tracking.models import ChangeSet, Node, Tracked
from tracking.models.tracked import UNTOUCHED

Kind = ChangeSet.Kind
UNDOABLE = frozenset({Kind.ADDED, Kind.EDITED, Kind.MOVED, Kind.WITHDRAWN, Kind.RESTORED})


class NotUndoable(Exception):
    """The act is somebody else's, was undone before, or is of a kind that stays (a release, an import)."""


class ChangedSince(NotUndoable):
    """Rows that the act wrote were written again since; nothing was undone."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = list(rows)
        super().__init__(f"{len(self.rows)} rows were written again since")


@dataclass(slots=True)
class RowWritten:
    """A row as it is now, the history row that the act wrote of it, and the one before; None where it was added."""

    row: Any
    record: Any
    before: Any


def own_change(row: Tracked, by: Any) -> ChangeSet | None:
    """The person's own act that made this revision of the row; None where it cannot be undone."""
    made = row.history.filter(revision=row.revision).select_related("change_set").first()  # type: ignore[attr-defined]
    done: ChangeSet | None = made.change_set if made else None
    return done if done is not None and done.by_id == by.pk and done.kind in UNDOABLE else None


def rows_written(done: ChangeSet, container: Any) -> list[RowWritten]:
    """What an act wrote in its container, in the order in which writers claim rows.

    One statement for each table of the container, and one more for each in which it wrote.
    """
    return [written for model in _models_of(container) for written in _written(model, done)]


def _models_of(container: Any) -> Iterator[type[Tracked]]:
    """The container's own table and those of its nodes."""
    yield type(container)
    for model in apps.get_models():
        if issubclass(model, Node) and model.container_model() is type(container):
            yield model


def _written(model: Any, done: ChangeSet) -> Iterator[RowWritten]:
    ids = model.history.filter(change_set=done).values("id")
    records: dict[int, Any] = {}
    before: dict[int, Any] = {}
    for record in model.history.filter(id__in=ids).order_by("history_id"):
        if record.change_set_id == done.pk:
            records[record.id] = record
        elif record.id not in records:
            before[record.id] = record
    if records:
        for row in model._default_manager.filter(pk__in=records).order_by("pk"):
            yield RowWritten(row, records[row.pk], before.get(row.pk))


def changed_columns(before: Any, record: Any) -> list[str]:
    """The columns in which two history rows of a row differ, its place and revision aside; all without a `before`."""
    names = [field.attname for field in record.tracked_fields if field.name not in UNTOUCHED]
    if before is None:
        return names
    return [name for name in names if getattr(before, name) != getattr(record, name)]


def still_stands(now: Any, record: Any, before: Any) -> bool:
    """Whether what an act wrote of a row is still there, whatever other columns were given since.

    `record` is the history row that the act wrote, `before` the one before it; `now` the row, or its newest record.
    """
    return all(getattr(now, name) == getattr(record, name) for name in changed_columns(before, record))


def undo(done: ChangeSet, *, container: Any, by: Any, alone: bool = False) -> ChangeSet:
    """Puts every row that the act wrote back to what it was; a node that it added is withdrawn.

    With `alone` only the columns that it changed go back, and rows may have been written since in other columns.
    Raises NotUndoable, ChangedSince with the rows that were written again, and Conflict where somebody saves one of
    them at the same moment. Nothing is written then.
    """
    if done.by_id != by.pk or done.kind not in UNDOABLE or ChangeSet.objects.filter(undoes=done).exists():
        raise NotUndoable
    written = rows_written(done, container)
    if late := [one.row for one in written if _written_since(one, alone=alone)]:
        raise ChangedSince(late)
    with writing.change(
        by=by, kind=Kind.UNDONE, container=container, row=done.row, undoes=done
    ) as change_set:
        for model in dict.fromkeys(type(one.row) for one in written):
            rows = [_as_before(one, by, alone=alone) for one in written if type(one.row) is model]
            writing.save_all(rows, change_set=change_set)
    return change_set


def _written_since(written: RowWritten, *, alone: bool) -> bool:
    if alone:
        return not still_stands(written.row, written.record, written.before)
    return bool(written.row.revision != written.record.revision)


def _as_before(written: RowWritten, by: Any, *, alone: bool) -> Any:
    """The row with its values from before; a node that was added, withdrawn."""
    row, before = written.row, written.before
    if before is None:
        if not isinstance(row, Node):
            raise NotUndoable
        row.withdraw(by=by, act=Kind.UNDONE)
        return row
    if alone:
        for name in changed_columns(before, written.record):
            setattr(row, name, getattr(before, name))
        return row
    restore_values(row, before)
    return row


def restore_values(row: Any, record: Any) -> None:
    """Puts the values and the place of a history row back into the row in hand."""
    for name in row.edited_values():
        setattr(row, name, getattr(record, name))
    if isinstance(row, Node):
        row.position = record.position
