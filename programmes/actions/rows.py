"""Saving one row of the matrix, undoing the last save, and what a conflict has to show.

A row is an indicator with its timeline and its progress entries: one form, one revision (the indicator's).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from groups.models import CommitteeSession, User
from programmes.actions.import_columns import timeline_values
from programmes.content import newest_setter
from programmes.models import Indicator, ProgressEntry, WorkProgramme
from programmes.models.released import released_values
from tracking.actions import writing
from tracking.actions.places import STEP, last_position
from tracking.actions.undo import NotUndoable, own_change, undo
from tracking.models import ChangeSet
from wco_tracker.lib import timelines
from wco_tracker.lib.dates import last_day, precision
from wco_tracker.lib.http import whole_number

UNDOABLE_LINES = (ChangeSet.Kind.EDITED, ChangeSet.Kind.WITHDRAWN, ChangeSet.Kind.RESTORED)
UNRELEASED_STATUSES = (WorkProgramme.Status.ADOPTED, WorkProgramme.Status.CLOSED)


@dataclass(slots=True)
class EntryValues:
    """What a person can set in a progress entry; `session` is a slug, "" where none is named."""

    text: str
    reported_on: str = ""
    session: str = ""
    sets_state: str = ""
    number: Decimal | None = None
    period: str = ""


@dataclass(slots=True)
class RowValues:
    """What a person can set in a row; `entries` by key, `new` an entry to add."""

    text: str
    timeline_phrase: str
    target: Decimal | None = None
    unit: str = ""
    entries: dict[str, EntryValues] = field(default_factory=dict)
    new: EntryValues | None = None
    due_on: str = ""  # a partial date beside the words, in place of how they are read


def save_row(indicator: Indicator, values: RowValues, *, revision: int, by: User) -> ChangeSet | None:
    """Writes a row as its form has it, if the form was made from `revision`; None where nothing was changed.

    Raises writing.Conflict, with nothing written, if the row has moved on since.
    """
    programme: WorkProgramme = indicator.container_object
    entries = {entry.key: entry for entry in indicator.progress.present().select_related("session")}
    changed = [
        key for key, typed in values.entries.items() if key in entries and _set_entry(entries[key], typed)
    ]
    if not (_set_row(indicator, values) or changed or values.new or indicator.revision != revision):
        return None
    session = _session(values.new.session) if values.new else None
    with writing.change(
        by=by,
        kind=ChangeSet.Kind.EDITED,
        container=programme,
        row=indicator.key,
        session=session,
    ) as change_set:
        writing.save(indicator, revision=revision, change_set=change_set)
        for key in changed:
            release_in_a_draft(entries[key], programme)
            writing.save(entries[key], revision=entries[key].revision, change_set=change_set)
        if values.new:
            _add_entry(indicator, values.new, session, programme, change_set)
    return change_set


def _set_row(indicator: Indicator, values: RowValues) -> bool:
    """Puts typed values into the row in hand; whether any is new. The timeline is read anew only if it was retyped."""
    typed: dict[str, Any] = {"text": values.text, "target": values.target, "unit": values.unit}
    if values.timeline_phrase != indicator.timeline_phrase or values.due_on != given_due_date(indicator):
        typed |= timeline_values(_timeline(values))
    return _set(indicator, typed)


def _timeline(values: RowValues) -> timelines.Timeline:
    """The words as they are read, or with the due date that was given beside them."""
    timeline = timelines.read(values.timeline_phrase)
    if not values.due_on:
        return timeline
    return timeline._replace(
        kind="by_date",
        due_on=last_day(values.due_on),
        precision=precision(values.due_on),
        derived=timelines.GIVEN,
    )


def given_due_date(indicator: Any) -> str:
    """The due date that was given beside the words of a timeline, as a partial date; "" where none was."""
    if indicator.timeline_derived != timelines.GIVEN or indicator.timeline_due_on is None:
        return ""
    written = {"year": "%Y", "month": "%Y-%m"}.get(indicator.timeline_precision, "%Y-%m-%d")
    return str(indicator.timeline_due_on.strftime(written))


def _set_entry(entry: ProgressEntry, typed: EntryValues) -> bool:
    """A state that a person sets is no longer one that was read from the text."""
    before = entry.sets_state
    session = (
        _session(typed.session)
        if typed.session != (entry.session.slug if entry.session else "")
        else entry.session
    )
    changed = _set(
        entry,
        {
            "text": typed.text,
            "reported_on": typed.reported_on,
            "session": session,
            "sets_state": typed.sets_state,
            "number": typed.number,
            "period": typed.period,
        },
    )
    if entry.sets_state != before:
        entry.state_inferred = False
    return changed


def _set(row: Any, values: dict[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _session(slug: str) -> CommitteeSession | None:
    return CommitteeSession.objects.get(slug=slug) if slug else None


def _add_entry(
    indicator: Indicator,
    typed: EntryValues,
    session: CommitteeSession | None,
    programme: WorkProgramme,
    change_set: ChangeSet,
) -> None:
    entry = ProgressEntry(
        indicator=indicator,
        position=last_position(indicator.progress) + STEP,
        text=typed.text,
        reported_on=typed.reported_on or (session.held_on if session else ""),
        session=session,
        author=change_set.by.person if change_set.by else None,
        sets_state=typed.sets_state,
        number=typed.number,
        period=typed.period,
    )
    release_in_a_draft(entry, programme)
    writing.create(entry, change_set=change_set)


def release_in_a_draft(entry: ProgressEntry, programme: WorkProgramme) -> None:
    """In a programme that is not adopted yet, whoever may see the draft sees its entries."""
    if programme.status not in UNRELEASED_STATUSES:
        entry.released_as = released_values(entry)


def last_save(indicator: Indicator, by: User) -> ChangeSet | None:
    """The row's last save, if it is the person's own and nothing it wrote was changed or released since.

    One of many rows is undone with all of them (actions.bulk), what the structure page did is undone there.
    """
    done = own_change(indicator, by)
    if done is None or done.kind != ChangeSet.Kind.EDITED or done.row != indicator.key:
        return None
    written = dict(ProgressEntry.history.filter(change_set=done).values_list("id", "revision"))
    now = dict(indicator.progress.filter(pk__in=written).values_list("pk", "revision"))
    return done if written == now else None


def added_entry(done: ChangeSet) -> Any:
    """The history row of the progress entry that a save added, or None."""
    return ProgressEntry.history.filter(change_set=done, history_type="+").first()


def newer_state(indicator: Indicator, entry: Any) -> str:
    """The state that a newer entry sets in place of this one's; "" where the row has this one's, or it sets none."""
    if not entry.sets_state:
        return ""
    setter = newest_setter(list(indicator.progress.present().in_order()))
    return setter.sets_state if setter and setter.key != entry.key else ""


def undo_row(indicator: Indicator, *, revision: int, by: User) -> ChangeSet:
    """Undoes the save that made `revision`, while it is the row's last and the person's own.

    Values go back to what they were before; an entry that the save added is withdrawn. Raises NotUndoable.
    """
    done = last_save(indicator, by)
    if done is None or indicator.revision != revision:
        raise NotUndoable
    return undo(done, container=indicator.container_object, by=by)


def undo_line(indicator: Indicator, change: int, *, by: User) -> ChangeSet:
    """Undoes one of the person's own acts on the row (primary key), though other acts followed, if what it wrote
    is still there. Raises NotUndoable, and Conflict where somebody saves the row at the same moment.
    """
    own = ChangeSet.objects.filter(pk=change, by=by, row=indicator.key, kind__in=UNDOABLE_LINES)
    done = own.filter(container=indicator.container_object.container_name).first()
    if done is None:
        raise NotUndoable
    return undo(done, container=indicator.container_object, by=by, alone=True)


def form_values(indicator: Any, entries: Mapping[str, Any]) -> dict[str, str]:
    """A row as the names and texts of its form: "text", "timeline_phrase", "entry-KEY-text", …

    Takes rows and history rows alike, so that base, theirs and mine compare name by name.
    """
    values = {
        "text": indicator.text,
        "timeline_phrase": indicator.timeline_phrase,
        "due_on": given_due_date(indicator),
        "target": _shown(indicator.target),
        "unit": indicator.unit,
    }
    for key, entry in entries.items():
        values |= {
            f"entry-{key}-text": entry.text,
            f"entry-{key}-reported_on": entry.reported_on,
            f"entry-{key}-session": entry.session.slug if entry.session_id else "",
            f"entry-{key}-sets_state": entry.sets_state,
            f"entry-{key}-number": _shown(entry.number),
            f"entry-{key}-period": entry.period,
        }
    return values


def _shown(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


@dataclass(slots=True, frozen=True)
class Wording:
    """A row's form as it was at an earlier revision; empty for none."""

    revision: int | None = None
    at: datetime | None = None
    values: dict[str, str] = field(default_factory=dict)


def earlier_wording(indicator: Indicator, revision: str) -> Wording:
    """The words of an earlier revision (as an address names it), to be looked at and saved anew.

    Entries that came later are not among them, and stay as they are.
    """
    number = whole_number(revision)
    record = indicator.history.filter(revision=number).first() if number else None
    if record is None:
        return Wording()
    return Wording(record.revision, record.history_date, base_values(indicator, record.revision) or {})


def base_values(indicator: Indicator, revision: int) -> dict[str, str] | None:
    """The row's form as it was at a revision, out of history; None for a revision that never was."""
    record = indicator.history.filter(revision=revision).first()
    if record is None:
        return None
    entries: dict[str, Any] = {}
    records = ProgressEntry.history.filter(indicator_id=indicator.pk, change_set_id__lte=record.change_set_id)
    for entry in records.select_related("session").order_by("history_id"):
        entries[entry.key] = entry
    return form_values(record, {key: entry for key, entry in entries.items() if entry.withdrawn_at is None})
