"""The history of tracked rows in words: their change sets, newest first, each with its fields before and after.

Beside the fields stand notes of what no field shows: moved, withdrawn, restored.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tracking.models import ChangeSet, Node, Tracked
from tracking.models.nodes import withdrawn_words
from wco_tracker.lib.date_words import partial
from wco_tracker.lib.models import PartialDateField


@dataclass(slots=True)
class FieldChange:
    """One field: its label, its words before (None for a new row) and after."""

    label: str
    before: str | None
    after: str


@dataclass(slots=True)
class Change:
    """One act on the row; `change_set` is its primary key. `undoable`: the reader may undo it now."""

    change_set: int
    at: datetime
    kind: str
    by: str
    why: str
    undoable: bool = False
    revision: int | None = None
    fields: list[FieldChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def name_of(user: Any) -> str:
    """Who acted; without a user, the program did."""
    return user.name if user else _("the program")


def label_of(record: Any, name: str) -> str:
    """A field's name as a heading, of a row or of one of its history rows."""
    return heading(_field(record, name).verbose_name)


def heading(words: Any) -> str:
    """Words with a capital letter at the beginning."""
    return str(words)[:1].upper() + str(words)[1:]


class History:
    """Gathers the changes of one row, or of several rows that are edited together.

    `actor` says a user's name as the reader may know it; `files`: the reader may know which files were read.
    """

    def __init__(self, actor: Callable[[Any], str] = name_of, *, files: bool = True) -> None:
        self._actor, self._files = actor, files
        self._changes: dict[int, Change] = {}

    def change(self, change_set: ChangeSet) -> Change:
        """The act of a change set, to be filled."""
        return self._changes.setdefault(
            change_set.pk,
            Change(
                change_set.pk,
                change_set.at,
                str(change_set.get_kind_display()),
                self._actor(change_set.by),
                change_set.reason if self._files else change_set.why,
            ),
        )

    def add(
        self,
        records: Iterable[Any],
        names: Sequence[str],
        *,
        noun: str = "",
        numbered: bool = True,
        notes: Callable[[Any, Any], Sequence[str]] = lambda before, after: (),
    ) -> None:
        """Adds the history rows of one row, oldest first; `names` are the fields to show.

        With `noun` the first field holds the row's own words: it is called so, and a new row is introduced by it.
        `numbered`: the row's revision stands beside the act. `notes` gives further notes on two rows that follow
        each other; the first has none before it.
        """
        before: Any = None
        for record in records:
            change = self.change(record.change_set)
            if numbered:
                change.revision = record.revision
            change.fields += _field_changes(before, record, names, noun)
            change.notes += [*_node_notes(before, record, names[0]), *notes(before, record)]
            before = record

    def newest_first(self) -> list[Change]:
        """The changes in which something can be seen."""
        shown = [change for _pk, change in sorted(self._changes.items(), reverse=True)]
        return [change for change in shown if change.fields or change.notes]


def records_of(row: Tracked, names: Sequence[str]) -> list[Any]:
    """The history rows of a row, oldest first, with what the named fields lead to: a statement, and one for each
    field that leads to many rows.
    """
    model = type(row)
    links = [name for name in names if model._meta.get_field(name).many_to_one]
    if isinstance(row, Node):
        links.append(row.parent_field)
    records = row.history.select_related("change_set__by__person", *links)  # type: ignore[attr-defined]
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    many = [item for item in fields if item.many_to_many]
    linked = [f"{_links_of(records.model, item.name)}__{item.m2m_reverse_field_name()}" for item in many]
    return list(records.prefetch_related(*linked).order_by("history_id"))


def changes_of(row: Tracked, without: Collection[str] = ()) -> list[Change]:
    """Everything that happened to the row itself, newest first; fields can be left out."""
    names = [name for name in edited_fields(row) if name not in without]
    history = History()
    history.add(records_of(row, names), names)
    return history.newest_first()


def edited_fields(row: Tracked) -> list[str]:
    """The fields that a person edits, in the order of the model."""
    if isinstance(row, Node):
        return list(row.edited_fields)
    attnames = row.edited_values()
    own = [item.name for item in row._meta.concrete_fields if item.attname in attnames]
    return own + [item.name for item in row._history_m2m_fields]


def shown(record: Any, name: str) -> str:
    """A field of a history row in words; empty for nothing."""
    item = _field(record, name)
    if item.many_to_many:
        target = item.m2m_reverse_field_name()
        links = getattr(record, _links_of(record, name))
        return ", ".join(sorted(str(getattr(link, target)) for link in links.all()))
    value = getattr(record, name)
    if item.choices:
        return str(dict(item.flatchoices).get(value, value or ""))
    if isinstance(item, PartialDateField):
        return partial(value) if value else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "\n".join(_part(part) for part in value)
    return "" if value is None else str(value)


def _field(record: Any, name: str) -> Any:
    """The field of the row that a history row is of."""
    return getattr(record, "instance_type", record)._meta.get_field(name)


def _links_of(record: Any, name: str) -> str:
    """What the links of a history row are called, where a field leads to many rows: simple-history's own name for
    them cannot be read ahead for many rows.
    """
    return str(getattr(record, name).model._meta.get_field("history").remote_field.get_accessor_name())


def _part(part: Any) -> str:
    """One of a list: a text, or an object by the values it has."""
    if not isinstance(part, dict):
        return str(part)
    return ", ".join(str(value) for value in part.values() if value and not isinstance(value, dict))


def _field_changes(before: Any, after: Any, names: Sequence[str], noun: str) -> list[FieldChange]:
    found = []
    for name in names:
        old, new = (None if before is None else shown(before, name)), shown(after, name)
        if noun and name == names[0]:
            label = noun if before is not None else _("%(noun)s, new") % {"noun": noun}
            if old != new:
                found.append(FieldChange(label, old, new))
        elif new != (old or ""):
            found.append(FieldChange(label_of(after, name), old, new))
    return found


def _node_notes(before: Any, after: Any, words: str) -> list[str]:
    """Where a node was moved to, that it was withdrawn or restored; `words` is the field that holds its own."""
    if not issubclass(getattr(after, "instance_type", type(after)), Node):
        return []
    notes = [_moved(before, after)] if before is not None else []
    was_withdrawn = before is not None and before.withdrawn_at is not None
    if after.withdrawn_at and not was_withdrawn:
        why = after.withdrawn_why or withdrawn_words(after.withdrawn_as)
        notes.append(_("Withdrawn: “%(text)s” (%(why)s)") % {"text": getattr(after, words), "why": why})
    if was_withdrawn and not after.withdrawn_at:
        notes.append(_("Restored"))
    return [note for note in notes if note]


def _moved(before: Any, after: Any) -> str:
    """Where a node was moved to; nothing for one that only made room for another."""
    parent = after.instance_type.parent_field
    if getattr(before, f"{parent}_id") != getattr(after, f"{parent}_id"):
        return _("Moved to: %(words)s") % {"words": getattr(after, parent)}
    if before.position != after.position and after.change_set.row == after.key:
        return _("Moved to another place in: %(words)s") % {"words": getattr(after, parent)}
    return ""
