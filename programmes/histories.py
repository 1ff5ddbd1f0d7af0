"""The history of a row as a reader may see it: change sets, newest first, each with its fields before and after."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from groups.histories import Change, FieldChange, label_of
from groups.models import ChangeSet
from programmes.access import SECRETARIAT, Access
from programmes.actions.release import released_values
from programmes.labels import author
from programmes.models import Indicator, ProgressEntry

ROW_FIELDS = ("text", "timeline_phrase", "target", "unit")
ENTRY_FIELDS = ("text", "reported_on", "session", "sets_state", "number", "period")


def history_of(indicator: Indicator, access: Access) -> list[Change]:
    """The changes of the row and of its entries; three statements, however many changes there are.

    A reader who sees only what is released sees the entries as they were released, not how they came about.
    """
    changes: dict[int, Change] = {}
    rows = list(indicator.history.select_related("change_set__by__person").order_by("history_id"))
    _tell(rows, ROW_FIELDS, changes, access, _("Performance indicator"))
    entries = ProgressEntry.history.filter(indicator_id=indicator.pk).select_related(
        "change_set__by__person", "session"
    )
    by_entry: dict[int, list[Any]] = {}
    for record in entries.order_by("history_id"):
        by_entry.setdefault(record.id, []).append(record)
    for records in by_entry.values():
        seen = records if access.sees_unreleased else [r for r in records if _as_released(r)]
        _tell(seen, ENTRY_FIELDS, changes, access, _("Progress"))
    shown = [change for _pk, change in sorted(changes.items(), reverse=True)]
    return [change for change in shown if change.fields or change.notes]


def _as_released(record: Any) -> bool:
    return record.released_as is not None and record.released_as == released_values(record)


def _tell(
    records: list[Any], names: Iterable[str], changes: dict[int, Change], access: Access, noun: str
) -> None:
    before: Any = None
    for record in records:
        change = changes.setdefault(record.change_set_id, _change(record.change_set, access))
        if isinstance(record, Indicator.history.model):
            change.revision = record.revision
        if before is None:
            after = _shown(record, "text")
            change.fields.append(FieldChange(_("%(noun)s, new") % {"noun": noun}, None, after))
            change.fields += [
                FieldChange(label_of(record, name), None, shown)
                for name in names
                if name != "text" and (shown := _shown(record, name))
            ]
        else:
            change.fields += _field_changes(before, record, names, noun)
        change.notes += _notes(before, record, access)
        before = record


def _change(change_set: ChangeSet, access: Access) -> Change:
    change = Change.of(change_set)
    if not access.sees_names and change_set.by:
        change.by = author(SECRETARIAT)
    return change


def _field_changes(before: Any, after: Any, names: Iterable[str], noun: str) -> list[FieldChange]:
    found = []
    for name in names:
        old, new = _shown(before, name), _shown(after, name)
        if old != new:
            found.append(FieldChange(noun if name == "text" else label_of(after, name), old, new))
    return found


def _notes(before: Any, record: Any, access: Access) -> list[str]:
    """Withdrawals, restorations and releases, which no field shows."""
    notes = []
    was_withdrawn = before is not None and before.withdrawn_at is not None
    if record.withdrawn_at and not was_withdrawn:
        words = {"text": record.text, "why": record.withdrawn_why}
        notes.append(_("Withdrawn: “%(text)s” (%(why)s)") % words)
    if was_withdrawn and not record.withdrawn_at:
        notes.append(_("Restored"))
    released = getattr(record, "released_as", None)
    if access.sees_unreleased and before is not None and released and before.released_as != released:
        notes.append(_("Released: “%(text)s”") % {"text": record.text})
    return notes


def _shown(record: Any, name: str) -> str:
    if name == "session":
        return record.session.slug if record.session_id else ""
    if name == "sets_state":
        return str(dict(ProgressEntry.State.choices).get(record.sets_state, ""))
    value = getattr(record, name)
    return "" if value is None else str(value)
