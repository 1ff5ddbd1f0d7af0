"""The one way to write a tracked row: claim its revision, save it, and let its history point to the change set.

Comparing revisions in `clean()` lets two writers through, and a bare conditional update writes no history;
so a row is first claimed by one conditional statement and then saved, both in one transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from tracking.models import ChangeSet, Tracked
from wco_tracker.lib.compiled_queries import among
from wco_tracker.lib.registry import watchers

BATCH = 2_000  # rows written by one statement


class Conflict(Exception):
    """Somebody saved the row after the reader had loaded it; nothing was written.

    `row` is as it was handed in, with the typed values; its present values are in the database.
    """

    def __init__(self, row: Tracked) -> None:
        self.row = row
        super().__init__(f"{type(row).__name__} {row.pk} is no longer at revision {row.revision}")


@contextmanager
def change(
    *,
    by: Any,
    kind: str,
    container: Tracked | str,
    row: str = "",
    why: str = "",
    file: str = "",
    session: Any = None,
    undoes: ChangeSet | None = None,
) -> Iterator[ChangeSet]:
    """One act, all or nothing: what is written inside belongs to the change set it yields.

    `container` is what the act is filed under, and its version is raised at the end; or its name alone
    ("programme/ptc-2013-2016") where it does not exist yet. `row` is the key of the row it is about.
    """
    name = container if isinstance(container, str) else container.container_name
    with transaction.atomic():
        change_set = ChangeSet.objects.create(
            by=by, kind=kind, container=name, row=row, why=why, file=file, session=session, undoes=undoes
        )
        with _watched(change_set):
            yield change_set
        if not isinstance(container, str):
            raise_versions([container])


def _watched(change_set: ChangeSet) -> AbstractContextManager[None]:
    watcher = watchers.get(change_set.container.partition("/")[0])
    return watcher(change_set) if watcher else nullcontext()


@contextmanager
def in_turn(container: str) -> Iterator[None]:
    """A transaction that waits for every other of the same container: what is read inside stays true until it ends.

    For acts that follow from several rows, such as a place between two siblings, where no single claim would notice
    the other writer. On SQLite a transaction waits for every other anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [container])
        yield


def claim(row: Tracked, revision: int) -> None:
    """Raises the row's revision by one if it still is `revision`; raises Conflict if it is not.

    The row in hand has the new revision afterwards. Called by `save`, and alone for a row whose children change.
    """
    claimed = type(row)._default_manager.filter(pk=row.pk, revision=revision).update(revision=revision + 1)
    if claimed != 1:
        raise Conflict(row)
    row.revision = revision + 1


def save(
    row: Tracked, *, revision: int, change_set: ChangeSet, links: Mapping[str, Iterable[Any]] | None = None
) -> None:
    """Writes a row that was read at `revision`, with its history; raises Conflict if it moved on meanwhile.

    `links` are its links to many rows, by field, that get another value: they are part of the same history row.
    """
    claim(row, revision)
    if links:
        _set_links(row, links)
    _save(row, change_set)


def save_all(rows: Iterable[Tracked], *, change_set: ChangeSet) -> None:
    """Writes rows of one model as they are in hand, each read at its `revision`: claims every one before it writes any.

    Raises Conflict for the first that moved on. All writers claim in the same order, so that two never wait for
    each other.
    """
    ordered = sorted(rows, key=lambda row: row.pk)
    for row in ordered:
        claim(row, row.revision)
    for row in ordered:
        _save(row, change_set)


def create(row: Tracked, *, change_set: ChangeSet, links: Mapping[str, Iterable[Any]] | None = None) -> None:
    """Writes a new row with its history."""
    _save(row, change_set, force_insert=True)
    if links:
        _set_links(row, links)
        _save(row, change_set)


def _save(row: Tracked, change_set: ChangeSet, **options: Any) -> None:
    row._change_set = change_set  # type: ignore[attr-defined]
    row.save(**options)


def _set_links(row: Tracked, links: Mapping[str, Iterable[Any]]) -> None:
    """Sets links without a history row of their own: the row is saved next, and its history row holds them."""
    row.skip_history_when_saving = True  # type: ignore[attr-defined]
    try:
        for name, linked in links.items():
            manager = getattr(row, name)
            manager.clear()
            for other in linked:  # one by one: links keep the order in which they were named
                manager.add(other)
    finally:
        del row.skip_history_when_saving  # type: ignore[attr-defined]


def create_all(rows: Sequence[Tracked], model: type[models.Model], *, change_set: ChangeSet) -> None:
    """Writes many new rows of one model with their history, in a few statements; they have their ids afterwards.

    The history is copied inside the database: simple-history's `bulk_create_with_history` sends every row a second
    time, and an import then takes half as long again, a third over its target (docs/performance.md).
    """
    if not rows:
        return
    with transaction.atomic(savepoint=False):
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        _copy_to_history([row.pk for row in rows], model, change_set)


def _copy_to_history(keys: list[int], model: type[models.Model], change_set: ChangeSet) -> None:
    """One history row for each new row."""
    history: Any = model.history.model  # type: ignore[attr-defined]
    now = timezone.now()
    added: dict[str, Any] = {"history_date": now, "history_type": "+", "change_set_id": change_set.pk}
    named = connection.ops.quote_name
    own = ", ".join(named(field.column) for field in history.tracked_fields)
    more = ", ".join(map(named, added))
    into, out_of, key = map(named, (history._meta.db_table, model._meta.db_table, model._meta.pk.column))  # type: ignore[union-attr]
    values = [
        history._meta.get_field(name).get_db_prep_save(value, connection) for name, value in added.items()
    ]
    one_of, ids = among(keys, listed=True)
    with connection.cursor() as cursor:
        # Every name is the schema's own.
        cursor.execute(
            f"INSERT INTO {into} ({own}, {more}) SELECT {own}, %s, %s, %s FROM {out_of}"  # noqa: S608
            f" WHERE {key} {one_of} ORDER BY {key}",
            [*values, ids],
        )


def raise_versions(containers: Iterable[models.Model]) -> None:
    """Raises `content_version` of each container that has one, without history: it is a cache key, not content."""
    for container in containers:
        if hasattr(container, "content_version"):
            type(container)._default_manager.filter(pk=container.pk).update(
                content_version=models.F("content_version") + 1
            )
