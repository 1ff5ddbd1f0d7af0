"""Saving one row: one act, one revision, and nothing lost where two people meet."""

from decimal import Decimal
from typing import Any

import pytest

from programmes.actions.release import release
from programmes.actions.rows import (
    EntryValues,
    NotUndoable,
    RowValues,
    base_values,
    form_values,
    save_row,
    undo_row,
)
from programmes.content import as_seen
from programmes.forms.rows import RowForm
from programmes.models import Indicator, ProgressEntry, Task
from programmes.selectors.nodes import find_node
from programmes.selectors.programmes import load
from tracking.actions import writing
from tracking.actions.nodes import move_node, restore_node, withdraw_node
from tracking.models import ChangeSet
from tracking.presenters.conflicts import compare_typed, labels_of, merged


def fresh(row: Any) -> Any:
    return Indicator.objects.select_related("task__topic__section__programme").get(pk=row.pk)


def values(row: Any, **changed: Any) -> RowValues:
    """The row as its form has it, with some fields typed anew."""
    typed = {
        "text": row.text,
        "timeline_phrase": row.timeline_phrase,
        "target": row.target,
        "unit": row.unit,
        "entries": {entry.key: _entry(entry) for entry in row.progress.present()},
    }
    return RowValues(**{**typed, **changed})


def _entry(entry: Any, **changed: Any) -> EntryValues:
    names = ("text", "reported_on", "sets_state", "number", "period")
    typed = {name: getattr(entry, name) for name in names}
    return EntryValues(**{**typed, "session": entry.session.slug if entry.session else "", **changed})


def save(row: Any, by: Any, **changed: Any) -> Any:
    row = fresh(row)
    return save_row(row, values(row, **changed), revision=row.revision, by=by)


def add(row: Any, by: Any, text: str = "Reported", **fields: Any) -> Any:
    """Saves the row with a new entry, which it returns."""
    save(row, by, new=EntryValues(text, **fields))
    return row.progress.order_by("-pk").first()


# --- one act ------------------------------------------------------------------------------


def test_a_save_writes_one_history_row_and_one_change_set_with_the_person(row: Any, officer: Any) -> None:
    before = row.history.count(), ChangeSet.objects.count()
    change = save(row, officer, text="Reworded")
    assert (row.history.count(), ChangeSet.objects.count()) == (before[0] + 1, before[1] + 1)
    assert (change.by, change.kind, change.row) == (officer, ChangeSet.Kind.EDITED, row.key)
    assert change.container == "programme/ptc-adopted"
    kept = row.history.first()
    assert (kept.change_set_id, kept.text, kept.revision) == (change.pk, "Reworded", 2)


def test_a_save_raises_the_programmes_version(row: Any, adopted: Any, officer: Any) -> None:
    save(row, officer, text="Reworded")
    before = adopted.content_version
    adopted.refresh_from_db()
    assert adopted.content_version == before + 1


def test_a_save_that_changes_nothing_writes_nothing(row: Any, officer: Any) -> None:
    before = ChangeSet.objects.count()
    assert save(row, officer) is None
    assert (fresh(row).revision, ChangeSet.objects.count()) == (1, before)


@pytest.mark.parametrize(
    ("given", "due"), [("2018", "2018-12-31"), ("2018-06", "2018-06-30"), ("2018-06-05", "2018-06-05")]
)
def test_a_due_date_stands_beside_words_that_are_not_understood(
    row: Any, officer: Any, given: str, due: str
) -> None:
    save(row, officer, timeline_phrase="Some day, perhaps", due_on=given)
    changed = fresh(row)
    assert (changed.timeline_phrase, str(changed.timeline_due_on)) == ("Some day, perhaps", due)
    assert form_values(changed, {})["due_on"] == given
    save(row, officer, text="Reworded", due_on=given)
    assert str(fresh(row).timeline_due_on) == due
    save(row, officer, due_on="")
    assert (fresh(row).timeline_due_on, fresh(row).timeline_kind) == (None, "unread")


def test_a_new_phrase_is_read_and_an_old_one_keeps_its_reading(row: Any, officer: Any) -> None:
    save(row, officer, timeline_phrase="by 5 May 2018")
    changed = fresh(row)
    assert (changed.timeline_kind, str(changed.timeline_due_on)) == ("by_date", "2018-05-05")
    save(row, officer, text="Reworded")
    assert str(fresh(row).timeline_due_on) == "2018-05-05"


def test_a_new_entry_has_its_author_and_speaks_of_its_sessions_time(row: Any, officer: Any) -> None:
    entry = add(row, officer, session="ptc-201-202", number=Decimal("3.00"), sets_state="achieved")
    assert entry.author == officer.person
    assert entry.reported_on == "2013-11"
    assert ChangeSet.objects.first().session.slug == "ptc-201-202"
    assert next(load(_programme(row)).indicators).progress[-1].number == "3"


def test_entries_stand_in_the_order_they_were_added(row: Any, officer: Any) -> None:
    for text in ("One", "Two", "Three"):
        add(row, officer, text)
    assert [entry.text for entry in next(load(_programme(row)).indicators).progress] == [
        "One",
        "Two",
        "Three",
    ]


def _programme(row: Any) -> Any:
    return row.task.topic.section.programme


def test_a_state_that_a_person_sets_was_not_read_from_the_text(closed: Any, officer: Any) -> None:
    entry = ProgressEntry.objects.filter(
        indicator__task__topic__section__programme=closed, state_inferred=True
    ).first()
    save(entry.indicator, officer, entries={entry.key: _entry(entry, sets_state="discontinued")})
    entry.refresh_from_db()
    assert (entry.sets_state, entry.state_inferred) == ("discontinued", False)


def test_a_tracked_row_cannot_be_saved_without_a_change_set(row: Any) -> None:
    row.text = "Past the helper"
    with pytest.raises(RuntimeError, match="without a change set"):
        row.save()


# --- two people ---------------------------------------------------------------------------


def test_a_stale_revision_is_refused_and_nothing_is_written(
    row: Any, officer: Any, administrator: Any
) -> None:
    mine = fresh(row)
    save(row, administrator, text="Theirs")
    before = ChangeSet.objects.count(), ProgressEntry.objects.count(), row.history.count()
    typed = values(mine, text="Mine", new=EntryValues("Mine too"))
    with pytest.raises(writing.Conflict):
        save_row(mine, typed, revision=1, by=officer)
    assert (ChangeSet.objects.count(), ProgressEntry.objects.count(), row.history.count()) == before
    assert (fresh(row).text, fresh(row).revision) == ("Theirs", 2)


@pytest.mark.parametrize("revision", [0, 2, 999_999_999])
def test_a_revision_that_never_was_is_refused(row: Any, officer: Any, revision: int) -> None:
    with pytest.raises(writing.Conflict):
        save_row(fresh(row), values(row, text="Mine"), revision=revision, by=officer)
    assert fresh(row).text == row.text


def test_base_is_what_the_person_saw_entries_too(row: Any, officer: Any, administrator: Any) -> None:
    entry = add(row, officer, "First words")
    seen = form_values(fresh(row), {entry.key: entry})
    later = add(row, administrator, "Added later")
    save(row, administrator, text="Changed later", entries={entry.key: _entry(entry, text="Other words")})
    assert base_values(row, 2) == seen
    assert f"entry-{later.key}-text" not in base_values(row, 2)
    assert base_values(row, 3)[f"entry-{later.key}-text"] == "Added later"
    assert base_values(row, 77) is None


def test_base_of_an_imported_row_is_what_was_imported(closed: Any) -> None:
    entry = ProgressEntry.objects.filter(indicator__task__topic__section__programme=closed).first()
    base = base_values(entry.indicator, 1)
    assert base["text"] == entry.indicator.text
    assert base[f"entry-{entry.key}-text"] == entry.text


BASE = {"text": "a", "unit": "u", "timeline_phrase": "t", "entry-aaaaaaaaaa-text": "e"}


def test_merging_keeps_mine_where_i_typed_and_theirs_elsewhere() -> None:
    theirs = {**BASE, "text": "theirs", "unit": "theirs", "entry-bbbbbbbbbb-text": "their new one"}
    mine = {
        **BASE,
        "text": "mine",
        "entry-aaaaaaaaaa-text": "e\r\n",
        "new-text": "my new one",
        "revision": "1",
    }
    assert merged(BASE, theirs, mine) == {**theirs, "text": "mine", "new-text": "my new one"}


def test_merging_without_a_base_keeps_all_that_is_mine() -> None:
    mine = {"text": "mine", "unit": "u"}
    assert merged(None, {**BASE, "unit": "theirs"}, mine) == {**BASE, **mine}


def test_a_conflict_shows_what_either_changed_and_whose_words_the_form_holds(row: Any, officer: Any) -> None:
    form = RowForm(row, [], [])
    base = {"text": "a", "timeline_phrase": "t", "target": "", "unit": "u"}
    theirs = {**base, "text": "theirs", "unit": "their unit"}
    mine = {**base, "text": "mine", "timeline_phrase": "my time", "revision": "1", "new-text": "new"}
    found = {
        d.label: (d.base, d.theirs, d.mine, d.holds)
        for d in compare_typed(base, theirs, mine, labels_of(form))
    }
    assert found == {
        "Performance indicator": ("a", "theirs", "mine", "mine"),
        "Timeline": ("t", "t", "my time", "mine"),
        "Unit": ("u", "their unit", "u", "theirs"),
    }


def test_my_words_in_an_entry_they_took_away_are_shown(row: Any) -> None:
    name = "entry-aaaaaaaaaa-text"
    found = compare_typed({name: "e"}, {}, {name: "my words"}, labels_of(RowForm(row, [], [])))
    assert [(d.base, d.theirs, d.mine) for d in found] == [("e", "", "my words")]


# --- undo ---------------------------------------------------------------------------------


def test_undo_restores_the_values_and_withdraws_the_new_entry(row: Any, officer: Any) -> None:
    entry = add(row, officer, "First")
    save(
        row,
        officer,
        text="Reworded",
        entries={entry.key: _entry(entry, text="Second")},
        new=EntryValues("More"),
    )
    done = undo_row(fresh(row), revision=3, by=officer)
    entry.refresh_from_db()
    assert (fresh(row).text, entry.text, fresh(row).revision) == (row.text, "First", 4)
    added = row.progress.get(text="More")
    assert (added.withdrawn_by, added.withdrawn_as) == (officer, ChangeSet.Kind.UNDONE)
    assert (done.kind, done.by, done.undoes.kind) == (ChangeSet.Kind.UNDONE, officer, ChangeSet.Kind.EDITED)


def test_undo_gives_a_timeline_its_old_reading(row: Any, officer: Any) -> None:
    was = fresh(row)
    save(row, officer, timeline_phrase="by 5 May 2018")
    undo_row(fresh(row), revision=2, by=officer)
    now = fresh(row)
    assert (now.timeline_phrase, now.timeline_kind, now.timeline_due_on) == (
        was.timeline_phrase,
        was.timeline_kind,
        was.timeline_due_on,
    )


def _refused(row: Any, revision: int, by: Any) -> None:
    before = ChangeSet.objects.count(), fresh(row).text
    with pytest.raises(NotUndoable):
        undo_row(fresh(row), revision=revision, by=by)
    assert (ChangeSet.objects.count(), fresh(row).text) == before


def test_a_row_that_was_moved_or_restored_is_not_taken_back_as_a_save(row: Any, officer: Any) -> None:
    save(row, officer, text="Reworded")
    other = (
        Task.objects.filter(topic__section__programme=row.container_object).exclude(pk=row.task_id).first()
    )
    move_node(node=fresh(row), parent=find_node(row.container_object, other.key), revision=2, by=officer)  # type: ignore[union-attr]
    _refused(row, 3, officer)
    withdraw_node(node=fresh(row), why="Merged", revision=3, by=officer)
    restore_node(node=fresh(row), revision=4, by=officer)
    _refused(row, 5, officer)


def test_undo_of_anothers_save_is_refused(row: Any, officer: Any, administrator: Any) -> None:
    save(row, administrator, text="Theirs")
    _refused(row, 2, officer)


def test_undo_after_a_later_save_is_refused(row: Any, officer: Any) -> None:
    save(row, officer, text="One")
    save(row, officer, text="Two")
    _refused(row, 2, officer)


def test_undo_of_a_released_entry_is_refused(row: Any, adopted: Any, officer: Any) -> None:
    entry = add(row, officer)
    release(adopted, [entry], by=officer)
    _refused(row, 2, officer)


def test_undo_of_an_import_or_of_an_undo_is_refused(row: Any, officer: Any) -> None:
    _refused(row, 1, officer)
    save(row, officer, text="One")
    undo_row(fresh(row), revision=2, by=officer)
    _refused(row, 3, officer)
    _refused(row, 0, officer)


# --- released -----------------------------------------------------------------------------


def test_a_new_entry_of_an_adopted_or_closed_programme_is_internal(
    row: Any, closed: Any, officer: Any
) -> None:
    assert add(row, officer).released_as is None
    other = Indicator.objects.filter(task__topic__section__programme=closed).first()
    assert add(other, officer).released_as is None


def test_an_entry_of_a_draft_is_seen_by_all_and_so_is_its_change(draft: Any, officer: Any) -> None:
    indicator = Indicator.objects.filter(task__topic__section__programme=draft).first()
    entry = add(indicator, officer, "First")
    save(indicator, officer, entries={entry.key: _entry(entry, text="Second")})
    seen = [e.text for r in as_seen(load(draft), unreleased=False).indicators for e in r.progress]
    assert seen == ["Second"]


def test_a_release_shows_the_entry_as_it_stands_with_one_change_set(
    row: Any, adopted: Any, officer: Any
) -> None:
    entry = add(row, officer)
    done = release(adopted, [entry], by=officer)
    entry.refresh_from_db()
    assert entry.released_as["text"] == "Reported"
    assert (done.kind, done.by) == (ChangeSet.Kind.RELEASED, officer)
    assert entry.history.first().change_set_id == done.pk


def test_a_release_of_several_is_all_or_none(row: Any, adopted: Any, officer: Any) -> None:
    first, second = add(row, officer, "One"), add(row, officer, "Two")
    save(row, officer, entries={second.key: _entry(second, text="Changed meanwhile")})
    with pytest.raises(writing.Conflict):
        release(adopted, [first, second], by=officer)
    first.refresh_from_db()
    assert first.released_as is None


def test_releasing_nothing_writes_nothing(adopted: Any, officer: Any) -> None:
    assert release(adopted, [], by=officer) is None
    assert not ChangeSet.objects.filter(kind=ChangeSet.Kind.RELEASED).exists()
