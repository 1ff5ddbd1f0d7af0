"""The history of a tracked row in words: its change sets, newest first, each with its fields before and after."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from groups.models import User
from tracking.actions import writing
from tracking.models import ChangeSet, Tracked


@dataclass(slots=True)
class FieldChange:
    """One field: its label, its words before (None for a new row) and after."""

    label: str
    before: str | None
    after: str


@dataclass(slots=True)
class Change:
    """One act on the row."""

    at: datetime
    kind: str
    by: str
    why: str
    revision: int | None = None
    fields: list[FieldChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, change_set: ChangeSet) -> "Change":
        """The act of a change set, still without what it wrote."""
        return cls(change_set.at, change_set.get_kind_display(), name_of(change_set.by), change_set.why)


def name_of(user: User | None) -> str:
    """Who acted; what nobody did, the program did."""
    return user.name if user else _("the program")


def label_of(record: Any, name: str) -> str:
    """A field's name as a heading, of a row or of one of its history rows."""
    words = str(record._meta.get_field(name).verbose_name)
    return words[:1].upper() + words[1:]


def changes_of(row: Tracked) -> list[Change]:
    """Everything that happened to the row itself."""
    changes, before = [], None
    for record in row.history.select_related("change_set__by__person").order_by("history_id"):
        change = Change.of(record.change_set)
        change.revision = record.revision
        change.fields = _field_changes(before, record, row)
        changes.append(change)
        before = record
    return changes[::-1]


def _field_changes(before: Any, after: Any, row: Tracked) -> list[FieldChange]:
    found = []
    for attname in writing.values(row):
        item = after._meta.get_field(attname)
        new = _shown(after, item)
        old = None if before is None else _shown(before, item)
        if new != (old or ""):
            found.append(FieldChange(label_of(after, attname), old, new))
    return found


def _shown(record: Any, item: Any) -> str:
    if item.choices:
        return str(getattr(record, f"get_{item.name}_display")())
    value = getattr(record, item.name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n\n".join(_part(part) for part in value)
    return "" if value is None else str(value)


def _part(part: Any) -> str:
    """One of a list: a text, or an object by the values it has."""
    if not isinstance(part, dict):
        return str(part)
    return ", ".join(str(value) for value in part.values() if value and not isinstance(value, dict))
