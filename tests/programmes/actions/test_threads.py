"""Two at once, on PostgreSQL: each with a connection of its own."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from programmes.actions.import_programme import import_programme
from programmes.actions.release import release
from programmes.actions.rows import EntryValues, RowValues, save_row
from programmes.importing import interchange
from programmes.models import Indicator, ProgressEntry
from tests.programmes.importing.test_interchange import row_of, small
from tracking.models import ChangeSet

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def row(ptc: Any) -> Any:
    """The only row of a small programme."""
    import_programme(interchange.read(small(lambda v: v.update(status="adopted"))), by=None)
    return _load()


def _load() -> Any:
    return Indicator.objects.select_related("task__topic__section__programme").get()


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Runs the acts in threads that start together; how each ended: "done" or the name of what it raised."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            start.wait(10)
            act()
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def saving(row: Any, text: str, by: Any) -> Callable[[], Any]:
    """A save of the row as one read it before, with a new entry."""
    indicator = _load()
    values = RowValues(text=text, timeline_phrase=row.timeline_phrase, new=EntryValues(text))
    return lambda: save_row(indicator, values, revision=1, by=by)


def test_of_two_saves_of_one_revision_one_is_a_conflict_and_writes_nothing(
    row: Any, officer: Any, administrator: Any
) -> None:
    ended = at_once(saving(row, "One", officer), saving(row, "Two", administrator))
    assert ended == ["Conflict", "done"]
    now = _load()
    assert now.revision == 2
    assert now.history.count() == 2
    assert [entry.text for entry in ProgressEntry.objects.exclude(text="Begun")] == [now.text]
    assert ChangeSet.objects.filter(kind=ChangeSet.Kind.EDITED).count() == 1


def test_of_two_releases_of_one_entry_one_is_a_conflict(row: Any, officer: Any) -> None:
    programme = row.task.topic.section.programme
    first, second = ProgressEntry.objects.get(), ProgressEntry.objects.get()
    ended = at_once(
        lambda: release(programme, [first], by=officer), lambda: release(programme, [second], by=officer)
    )
    assert ended == ["Conflict", "done"]
    assert ChangeSet.objects.filter(kind=ChangeSet.Kind.RELEASED).count() == 1


def test_an_import_and_a_save_do_not_overwrite_one_another(row: Any, officer: Any) -> None:
    key, task = row.key, row.task

    def same_keys(value: dict[str, Any]) -> None:
        value.update(status="adopted")
        value["sections"][0]["key"] = task.topic.section.key
        value["sections"][0]["topics"][0]["key"] = task.topic.key
        value["sections"][0]["topics"][0]["tasks"][0]["key"] = task.key
        row_of(value).update(key=key, text="Imported")
        row_of(value)["progress"][0]["key"] = row.progress.get().key

    tree = interchange.read(json.dumps(json.loads(small(same_keys))).encode())
    at_once(saving(row, "Typed", officer), lambda: import_programme(tree, by=None))
    now = _load()
    kept = [record.text for record in now.history.order_by("history_id")]
    assert kept[-1] == now.text
    assert now.history.count() == now.revision
