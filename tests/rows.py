"""Tracked rows for tests, written as the program writes them: each with a change set of its own."""

from collections.abc import Iterable
from typing import Any, TypeVar

from tracking.actions import writing
from tracking.models import ChangeSet, Tracked

R = TypeVar("R", bound=Tracked)


def create(model: type[R], *, links: dict[str, Iterable[Any]] | None = None, **values: Any) -> R:
    """A new row; `links` are its links to many rows, by field."""
    row = model(**values)
    with writing.change(by=None, kind=ChangeSet.Kind.ADDED, container=row.container_name) as change_set:
        writing.create(row, change_set=change_set, links=links)
    return row


def delete(rows: Iterable[Tracked]) -> None:
    """Takes rows away for good, as no page does: for what is to be as if they had never been."""
    for row in rows:
        with writing.change(by=None, kind=ChangeSet.Kind.EDITED, container=row.container_name) as change_set:
            row._change_set = change_set  # type: ignore[attr-defined]
            row.delete()


def edit(row: R, *, links: dict[str, Iterable[Any]] | None = None, **values: Any) -> R:
    """Gives a row other values."""
    for name, value in values.items():
        setattr(row, name, value)
    with writing.change(by=None, kind=ChangeSet.Kind.EDITED, container=row.container_name) as change_set:
        writing.save(row, revision=row.revision, change_set=change_set, links=links)
    return row
