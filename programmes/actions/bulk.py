"""Setting the same in many rows at once: planned for a preview, then written all or nothing, and taken back whole.

The timeline and the entry are the row's, the officer is its topic's. Statements: a constant, and three for each row
and topic that is written (claim, save, history).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone, translation

from groups.models import CommitteeSession, Person, User
from programmes.actions.import_columns import timeline_values
from programmes.actions.rows import EntryValues, release_in_a_draft
from programmes.content.chronology import Reported, newest_setter
from programmes.labels import states
from programmes.models import Indicator, ProgressEntry, Topic, WorkProgramme
from tracking.actions import writing
from tracking.actions.places import STEP
from tracking.actions.undo import ChangedSince
from tracking.actions.undo import undo as undo_change
from tracking.models import ChangeSet
from wco_tracker.lib import timelines


@dataclass(slots=True)
class BulkValues:
    """What to set in every chosen row. A part that is None, or an officer without `sets_officer`, stays as it is.

    An entry without words sets its state alone: its words are then the state's, in the programme's language.
    """

    timeline_phrase: str | None = None
    sets_officer: bool = False
    officer: Person | None = None
    entry: EntryValues | None = None

    def __bool__(self) -> bool:
        return self.timeline_phrase is not None or self.sets_officer or self.entry is not None


@dataclass(slots=True)
class PlannedRow:
    """A chosen row and which parts of it would change.

    `state` is the one it has now, `state_after` the one it will have: an entry older than the newest leaves it.
    """

    row: Indicator
    state: str
    state_after: str
    timeline: bool
    officer: bool
    entry: bool

    @property
    def changes(self) -> bool:
        """Whether anything of it would change."""
        return self.timeline or self.officer or self.entry


@dataclass(slots=True)
class Shown:
    """What a preview showed: the revision of each row that would change, and of each topic whose officer would."""

    rows: Mapping[str, int] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=dict)


class Moved(Exception):
    """Rows (their keys) that somebody saved or withdrew since they were shown; nothing was written."""

    def __init__(self, keys: Collection[str]) -> None:
        self.keys = sorted(keys)
        super().__init__(f"{len(self.keys)} rows are no longer as they were shown")


def plan(programme: WorkProgramme, keys: Collection[str], values: BulkValues) -> list[PlannedRow]:
    """What the values would change in the rows with these keys, in the programme's order: two statements.

    A third where the entry names a session: its day is that of the entry.
    """
    values = _dated(values)
    return [_planned(row, values) for row in _rows(programme, keys)]


def entry_words(programme: WorkProgramme, typed: EntryValues) -> str:
    """The words of the entry that is added: as typed, else those of the state that it sets."""
    with translation.override(programme.language):
        return typed.text or states()[typed.sets_state]


def apply(programme: WorkProgramme, values: BulkValues, shown: Shown, *, by: User) -> ChangeSet | None:
    """Writes what a preview showed, all or nothing; None where there is nothing to change.

    Raises Moved, with nothing written, if a row is no longer as it was shown.
    """
    planned = plan(programme, shown.rows, values)
    if moved := _moved(planned, shown):
        raise Moved(moved)
    planned = [item for item in planned if item.changes]
    if not planned:
        return None
    topics = {item.row.task.topic_id: item.row.task.topic for item in planned if item.officer}
    rows = [item.row for item in planned if item.timeline or item.entry]
    session = _session(values)
    try:
        with writing.change(
            by=by, kind=ChangeSet.Kind.EDITED, container=programme, session=session
        ) as change_set:
            _write(programme, values, planned, list(topics.values()), rows, session, change_set)
    except writing.Conflict as conflict:
        raise Moved(_keys_of(conflict.row, planned)) from conflict
    return change_set


def find(programme: WorkProgramme, made_at: str, by: User) -> ChangeSet | None:
    """A person's own change of many rows by the moment it was made, while nobody has undone it."""
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return None
    if timezone.is_naive(moment):
        return None
    own = ChangeSet.objects.filter(by=by, kind=ChangeSet.Kind.EDITED, row="", undone_by=None)
    return own.filter(container=programme.container_name, at=moment).first()


def undo(programme: WorkProgramme, done: ChangeSet, *, by: User) -> ChangeSet:
    """Undoes a change of many rows: values go back to what they were, entries it added are withdrawn.

    Raises NotUndoable if it is somebody else's or was undone, Moved if one of its rows was saved or released since.
    """
    try:
        return undo_change(done, container=programme, by=by)
    except ChangedSince as changed:
        raise Moved({key for row in changed.rows for key in _row_keys(row) or [row.key]}) from changed
    except writing.Conflict as conflict:
        raise Moved(_row_keys(conflict.row)) from conflict


def _rows(programme: WorkProgramme, keys: Collection[str]) -> Iterable[Indicator]:
    rows = Indicator.objects.in_container(programme).reachable().filter(key__in=list(keys))
    return (
        rows.in_document_order()
        .select_related("task__topic__section", "task__topic__officer")
        .prefetch_related(Prefetch("progress", ProgressEntry.objects.in_order()))
    )


def _dated(values: BulkValues) -> BulkValues:
    """The values with the session's day in the entry, where it names none."""
    session = _session(values) if values.entry and not values.entry.reported_on else None
    if values.entry is None or session is None:
        return values
    return replace(values, entry=replace(values.entry, reported_on=session.held_on))


def _planned(row: Indicator, values: BulkValues) -> PlannedRow:
    typed = values.entry
    present = [entry for entry in row.progress.all() if entry.withdrawn_at is None]
    setter = newest_setter(present)
    state = setter.sets_state if setter else ""
    with_typed: list[Reported] = [*present, typed] if typed else [*present]
    after = newest_setter(with_typed)
    return PlannedRow(
        row=row,
        state=state,
        state_after=(after.sets_state if after else "") or "",
        timeline=values.timeline_phrase is not None and values.timeline_phrase != row.timeline_phrase,
        officer=values.sets_officer
        and row.task.topic.officer_id != (values.officer.pk if values.officer else None),
        entry=typed is not None and (bool(typed.text) or typed.sets_state != state),
    )


def _moved(planned: Sequence[PlannedRow], shown: Shown) -> set[str]:
    """The rows that are gone, that have another revision, or whose topic has."""
    as_shown = {
        item.row.key
        for item in planned
        if item.row.revision == shown.rows[item.row.key]
        and (not item.officer or item.row.task.topic.revision == shown.topics.get(item.row.task.topic.key))
    }
    return set(shown.rows) - as_shown


def _session(values: BulkValues) -> CommitteeSession | None:
    slug = values.entry.session if values.entry else ""
    return CommitteeSession.objects.get(slug=slug) if slug else None


def _write(
    programme: WorkProgramme,
    values: BulkValues,
    planned: Sequence[PlannedRow],
    topics: Sequence[Topic],
    rows: Sequence[Indicator],
    session: CommitteeSession | None,
    change_set: ChangeSet,
) -> None:
    for topic in topics:
        topic.officer = values.officer
    if values.timeline_phrase is not None:
        columns = timeline_values(timelines.read(values.timeline_phrase))
        for item in planned:
            if item.timeline:
                for name, value in columns.items():
                    setattr(item.row, name, value)
    writing.save_all(topics, change_set=change_set)
    writing.save_all(rows, change_set=change_set)
    if typed := values.entry:
        words = entry_words(programme, typed)
        added = [_entry(item.row, typed, words, session, change_set) for item in planned if item.entry]
        for entry in added:
            release_in_a_draft(entry, programme)
        writing.create_all(added, ProgressEntry, change_set=change_set)


def _entry(
    row: Indicator,
    typed: EntryValues,
    words: str,
    session: CommitteeSession | None,
    change_set: ChangeSet,
) -> ProgressEntry:
    return ProgressEntry(
        indicator=row,
        position=max((entry.position for entry in row.progress.all()), default=0) + STEP,
        text=words,
        reported_on=typed.reported_on or (session.held_on if session else ""),
        session=session,
        author=change_set.by.person if change_set.by else None,
        sets_state=typed.sets_state,
    )


def _keys_of(row: Any, planned: Sequence[PlannedRow]) -> list[str]:
    if isinstance(row, Topic):
        return [item.row.key for item in planned if item.row.task.topic_id == row.pk]
    return [row.key]


def _row_keys(row: Any) -> list[str]:
    """The keys of the rows that a topic, a row or an entry belongs to."""
    if isinstance(row, ProgressEntry):
        return [row.indicator.key]
    if isinstance(row, Topic):
        return list(Indicator.objects.present().filter(task__topic=row).values_list("key", flat=True))
    return [row.key]
