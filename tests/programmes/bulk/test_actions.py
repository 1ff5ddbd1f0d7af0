"""Several rows at once: planned, written all or nothing, undone in one step."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Person
from programmes.actions import bulk
from programmes.actions.bulk import BulkValues, Moved, Shown
from programmes.actions.rows import EntryValues, NotUndoable, last_save, undo_row
from programmes.actions.structure import edit_node
from programmes.models import Indicator, ProgressEntry, Topic
from tests.programmes.seeded.test_rows import add, fresh, save
from tests.rows import create
from tracking.actions.nodes import withdraw_node
from tracking.models import ChangeSet

STATEMENTS = 17  # beside those of the rows
PER_ROW = 3  # claim, save, history


def rows_of(programme: Any, number: int) -> list[Any]:
    rows = Indicator.objects.filter(task__topic__section__programme=programme, withdrawn_at=None)
    return list(rows.select_related("task__topic").order_by("pk")[:number])


def shown(rows: list[Any], *, topics: bool = False) -> Shown:
    """As a preview of these rows would say."""
    above = {row.task.topic.key: row.task.topic.revision for row in rows} if topics else {}
    return Shown({row.key: row.revision for row in rows}, above)


def entry(text: str = "Reported to all", **fields: Any) -> EntryValues:
    return EntryValues(text, **fields)


def counts() -> tuple[int, ...]:
    models = (Indicator.history, Topic.history, ProgressEntry.history, ChangeSet.objects)
    return tuple(manager.count() for manager in models)


# --- writing ------------------------------------------------------------------------------


def test_all_parts_are_written_in_one_change_set_with_a_history_row_each(adopted: Any, officer: Any) -> None:
    rows = rows_of(adopted, 5)
    topics = {row.task.topic_id for row in rows}
    before = counts()
    values = BulkValues(
        "June 2018", True, officer.person, entry(session="ptc-2016-03", sets_state="achieved")
    )
    done = bulk.apply(adopted, values, shown(rows, topics=True), by=officer)
    assert done is not None
    assert counts() == (before[0] + 5, before[1] + len(topics), before[2] + 5, before[3] + 1)
    for row in map(fresh, rows):
        added = row.progress.order_by("-position").first()
        assert (row.timeline_phrase, str(row.timeline_due_on), row.revision) == ("June 2018", "2018-06-30", 2)
        assert row.task.topic.officer == officer.person
        assert (added.text, added.sets_state, added.reported_on) == ("Reported to all", "achieved", "2016-03")
        assert added.author == officer.person
    assert {record.change_set_id for record in Indicator.history.all()[:5]} == {done.pk}


def test_an_entry_is_internal_in_an_adopted_programme_and_seen_in_a_draft(
    adopted: Any, draft: Any, officer: Any
) -> None:
    for programme, released in ((adopted, False), (draft, True)):
        rows = rows_of(programme, 3)
        bulk.apply(programme, BulkValues(entry=entry()), shown(rows), by=officer)
        added = ProgressEntry.objects.filter(indicator__in=rows, text="Reported to all")
        assert {item.released_as is not None for item in added} == {released}


def test_a_state_alone_adds_an_entry_that_says_it_where_it_is_not_set_yet(adopted: Any, officer: Any) -> None:
    rows = rows_of(adopted, 2)
    add(rows[0], officer, "Given up", sets_state="discontinued")
    rows = rows_of(adopted, 2)
    values = BulkValues(entry=entry("", sets_state="discontinued"))
    assert [item.changes for item in bulk.plan(adopted, [row.key for row in rows], values)] == [False, True]
    bulk.apply(adopted, values, shown(rows[1:]), by=officer)
    assert rows[1].progress.last().text == "Discontinued"
    assert rows[0].progress.last().text == "Given up"


def test_an_officer_is_set_once_on_a_topic_and_leaves_its_rows_alone(adopted: Any, officer: Any) -> None:
    topic = max(Topic.objects.filter(section__programme=adopted), key=lambda t: t.tasks.count())
    rows = list(Indicator.objects.filter(task__topic=topic).select_related("task__topic"))
    assert len(rows) > 1
    before = counts()
    bulk.apply(adopted, BulkValues(None, True, officer.person), shown(rows, topics=True), by=officer)
    assert counts() == (before[0], before[1] + 1, before[2], before[3] + 1)
    assert {fresh(row).revision for row in rows} == {1}


def test_values_that_are_there_already_write_nothing(adopted: Any, officer: Any) -> None:
    row = rows_of(adopted, 1)[0]
    before = counts()
    assert bulk.apply(adopted, BulkValues(row.timeline_phrase), shown([row]), by=officer) is None
    assert counts() == before


def test_a_row_that_moved_on_stops_all_and_is_named(adopted: Any, officer: Any) -> None:
    rows = rows_of(adopted, 4)
    as_shown = shown(rows)
    save(rows[2], officer, text="Changed meanwhile")
    before = counts()
    with pytest.raises(Moved) as refused:
        bulk.apply(adopted, BulkValues("June 2018", entry=entry()), as_shown, by=officer)
    assert refused.value.keys == [rows[2].key]
    assert counts() == before


def test_a_topic_that_moved_on_stops_all(adopted: Any, officer: Any) -> None:
    rows = rows_of(adopted, 2)
    bulk.apply(adopted, BulkValues(None, True, officer.person), shown(rows, topics=True), by=officer)
    other = create(Person, name="Another")
    before = counts()
    with pytest.raises(Moved):
        bulk.apply(adopted, BulkValues(None, True, other), shown(rows, topics=True), by=officer)
    assert counts() == before


def test_a_row_saved_between_the_plan_and_the_claim_stops_all(
    adopted: Any, officer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_of(adopted, 4)
    planned = bulk.plan

    def overtaken(*given: Any) -> Any:
        found = planned(*given)
        save(rows[3], officer, text="Changed meanwhile")
        return found

    monkeypatch.setattr(bulk, "plan", overtaken)
    with pytest.raises(Moved) as refused:
        bulk.apply(adopted, BulkValues("June 2018", entry=entry()), shown(rows), by=officer)
    assert refused.value.keys == [rows[3].key]
    assert {fresh(row).timeline_phrase for row in rows} & {"June 2018"} == set()
    assert not ProgressEntry.objects.filter(text="Reported to all").exists()


def test_a_row_of_another_programme_is_not_reached(adopted: Any, draft: Any, officer: Any) -> None:
    foreign = rows_of(draft, 1)
    with pytest.raises(Moved):
        bulk.apply(adopted, BulkValues("June 2018"), shown(foreign), by=officer)


@pytest.mark.parametrize("number", [5, 40])
def test_statements_are_a_constant_and_three_a_row(adopted: Any, officer: Any, number: int) -> None:
    rows = rows_of(adopted, number)
    values = BulkValues("June 2018", entry=entry(session="ptc-2016-03"))
    _ = officer.person
    with CaptureQueriesContext(connection) as apply:
        done = bulk.apply(adopted, values, shown(rows), by=officer)
    with CaptureQueriesContext(connection) as undo:
        bulk.undo(adopted, done, by=officer)  # type: ignore[arg-type]
    assert len(apply) <= STATEMENTS + PER_ROW * number
    assert len(undo) <= STATEMENTS + 1 + 2 * PER_ROW * number  # its row and the entry it added


# --- undoing ------------------------------------------------------------------------------


def test_undo_takes_the_whole_change_back(adopted: Any, officer: Any) -> None:
    rows = rows_of(adopted, 5)
    before = [(row.timeline_phrase, row.timeline_due_on, row.task.topic.officer_id) for row in rows]
    entries = ProgressEntry.objects.present().count()
    values = BulkValues("June 2018", True, officer.person, entry())
    done = bulk.apply(adopted, values, shown(rows, topics=True), by=officer)
    assert done is not None
    assert bulk.find(adopted, done.at.isoformat(), officer) == done
    undone = bulk.undo(adopted, done, by=officer)
    assert (undone.kind, undone.undoes) == (ChangeSet.Kind.UNDONE, done)
    now = [fresh(row) for row in rows]
    assert [(r.timeline_phrase, r.timeline_due_on, r.task.topic.officer_id) for r in now] == before
    assert ProgressEntry.objects.present().count() == entries
    assert bulk.find(adopted, done.at.isoformat(), officer) is None
    with pytest.raises(NotUndoable):
        bulk.undo(adopted, done, by=officer)


def test_undo_names_the_rows_that_moved_on_and_writes_nothing(adopted: Any, officer: Any) -> None:
    rows = rows_of(adopted, 5)
    done = bulk.apply(adopted, BulkValues("June 2018"), shown(rows), by=officer)
    save(rows[1], officer, text="Changed since")
    before = counts()
    with pytest.raises(Moved) as refused:
        bulk.undo(adopted, done, by=officer)  # type: ignore[arg-type]
    assert refused.value.keys == [rows[1].key]
    assert counts() == before


def test_a_topic_saved_since_is_left_alone_even_when_it_has_no_row_left(
    adopted: Any, officer: Any, administrator: Any
) -> None:
    (row,) = rows_of(adopted, 1)
    topic = row.task.topic
    done = bulk.apply(adopted, BulkValues(None, True, officer.person), shown([row], topics=True), by=officer)
    assert done is not None
    for task in topic.tasks.all():
        withdraw_node(node=task, why="Gone", revision=task.revision, by=administrator)
    topic.refresh_from_db()
    edit_node(node=topic, values={"title": "Renamed"}, revision=topic.revision, by=administrator)
    before = counts()
    with pytest.raises(Moved):
        bulk.undo(adopted, done, by=officer)
    assert counts() == before


def test_nobody_undoes_what_somebody_else_did(adopted: Any, officer: Any, administrator: Any) -> None:
    done = bulk.apply(adopted, BulkValues("June 2018"), shown(rows_of(adopted, 2)), by=officer)
    assert done is not None
    assert bulk.find(adopted, done.at.isoformat(), administrator) is None
    with pytest.raises(NotUndoable):
        bulk.undo(adopted, done, by=administrator)


def test_one_row_of_many_cannot_be_undone_alone(adopted: Any, officer: Any) -> None:
    rows = rows_of(adopted, 3)
    bulk.apply(adopted, BulkValues("June 2018", entry=entry()), shown(rows), by=officer)
    row = fresh(rows[0])
    assert last_save(row, officer) is None
    with pytest.raises(NotUndoable):
        undo_row(row, revision=row.revision, by=officer)


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-01-01T00:00:00", "2026-01-01T00:00:00+00:00"])
def test_a_moment_at_which_nothing_was_done_finds_nothing(adopted: Any, officer: Any, moment: str) -> None:
    assert bulk.find(adopted, moment, officer) is None
