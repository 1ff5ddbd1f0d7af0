"""The history of a row, or of what rows stand in, as a reader may see it: change sets, newest first.

Each has its fields before and after, and notes of what no field shows: moved, withdrawn, released, looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from groups.models import User
from programmes.labels import author
from programmes.models import Indicator, ProgressEntry, SessionReview
from programmes.models.released import stands_released
from programmes.models.rows import Node
from programmes.presenters.matrix import session_name
from programmes.selectors.access import SECRETARIAT, Access
from programmes.selectors.nodes import RUNGS, above, rung_of
from tracking.models import ChangeSet
from tracking.presenters.history import Change, FieldChange, label_of, name_of

# The first is the one that holds its words.
FIELDS = {
    "section": ("heading", "number", "quote", "activity"),
    "topic": ("title", "title_printed", "lead", "officer"),
    "task": ("text", "sub_items"),
    "indicator": ("text", "timeline_phrase", "target", "unit"),
}
ENTRY_FIELDS = ("text", "reported_on", "session", "sets_state", "number", "period")
# Of a level's history table the field that names what a node stands in.
PARENTS = {rung.model.history.model: rung.parent for rung in RUNGS}  # type: ignore[attr-defined]
_LINKS = ("programme", "section", "topic", "task", "activity", "lead", "officer")


def history_of(indicator: Indicator, access: Access) -> list[Change]:
    """The changes of the row and of its entries; three statements, however many changes there are, and one for
    officers: who found after which session that nothing had changed.

    A reader who sees only what is released sees the entries as they were released, not how they came about.
    """
    changes: dict[int, Change] = {}
    _tell_node(indicator, changes, access)
    entries = ProgressEntry.history.filter(indicator_id=indicator.pk).select_related(
        "change_set__by__person", "session"
    )
    by_entry: dict[int, list[Any]] = {}
    for record in entries.order_by("history_id"):
        by_entry.setdefault(record.id, []).append(record)
    for records in by_entry.values():
        seen = records if access.sees_unreleased else [r for r in records if _as_released(r)]
        _tell(seen, ENTRY_FIELDS, changes, access, _("Progress"))
    if access.sees_unreleased:
        _tell_reviews(indicator, changes, access)
    return _newest_first(changes)


def history_of_node(node: Node, access: Access) -> list[Change]:
    """The changes of a section, a topic or a task itself: a statement. Officers are named to whom sees names."""
    changes: dict[int, Change] = {}
    _tell_node(node, changes, access)
    return _newest_first(changes)


@dataclass(slots=True, frozen=True)
class Withdrawal:
    """A node that is withdrawn: the row itself, or what it stands in."""

    node: Node
    level: str
    at: datetime
    by: str
    why: str


def withdrawals(node: Node, access: Access) -> list[Withdrawal]:
    """Why a node is not in its programme, the nearest reason first; empty where it is there."""
    gone = [one for one in (node, *above(node)) if one.withdrawn_at]
    return [
        Withdrawal(
            one,
            rung_of(one).name,
            one.withdrawn_at,  # type: ignore[arg-type]
            _name(one.withdrawn_by, access),
            one.withdrawn_why,
        )
        for one in gone
    ]


def _newest_first(changes: dict[int, Change]) -> list[Change]:
    shown = [change for _pk, change in sorted(changes.items(), reverse=True)]
    return [change for change in shown if change.fields or change.notes]


def _tell_node(node: Node, changes: dict[int, Change], access: Access) -> None:
    rung = rung_of(node)
    names = [name for name in FIELDS[rung.name] if access.sees_names or name != "officer"]
    related = [name for name in (*names, rung.parent) if name in _LINKS]
    records = node.history.select_related("change_set__by__person", *related)  # type: ignore[attr-defined]
    words = str(node._meta.verbose_name)
    noun = words[:1].upper() + words[1:]
    _tell(list(records.order_by("history_id")), names, changes, access, noun)


def _tell_reviews(indicator: Indicator, changes: dict[int, Change], access: Access) -> None:
    reviews = SessionReview.objects.filter(indicator=indicator)
    for review in reviews.select_related("session", "change_set__by__person"):
        change = changes.setdefault(review.change_set_id, _change(review.change_set, access))
        words = (
            _("No change after session %(session)s")
            if review.stands
            else _("Taken back: no change after session %(session)s")
        )
        change.notes.append(words % {"session": session_name(review.session)})


def _as_released(record: Any) -> bool:
    return stands_released(record)


def _tell(
    records: list[Any], names: Sequence[str], changes: dict[int, Change], access: Access, noun: str
) -> None:
    """Adds what the history rows of one row say to the changes they belong to."""
    before: Any = None
    for record in records:
        change = changes.setdefault(record.change_set_id, _change(record.change_set, access))
        if names is not ENTRY_FIELDS:
            change.revision = record.revision
        if before is None:
            after = _shown(record, names[0])
            change.fields.append(FieldChange(_("%(noun)s, new") % {"noun": noun}, None, after))
            change.fields += [
                FieldChange(label_of(record, name), None, shown)
                for name in names
                if name != names[0] and (shown := _shown(record, name))
            ]
        else:
            change.fields += _field_changes(before, record, names, noun)
        change.notes += _notes(before, record, names[0], access)
        before = record


def _change(change_set: ChangeSet, access: Access) -> Change:
    change = Change.of(change_set)
    change.by = _name(change_set.by, access)
    return change


def _name(user: User | None, access: Access) -> str:
    """Who acted, by name only for those who may see names."""
    return author(SECRETARIAT) if user and not access.sees_names else name_of(user)


def _field_changes(before: Any, after: Any, names: Sequence[str], noun: str) -> list[FieldChange]:
    found = []
    for name in names:
        old, new = _shown(before, name), _shown(after, name)
        if old != new:
            found.append(FieldChange(noun if name == names[0] else label_of(after, name), old, new))
    return found


def _notes(before: Any, record: Any, words: str, access: Access) -> list[str]:
    """Moves, withdrawals, restorations and releases, which no field shows; `words` is the field that holds its own."""
    notes = [_moved(before, record)] if before is not None and type(record) in PARENTS else []
    was_withdrawn = before is not None and before.withdrawn_at is not None
    if record.withdrawn_at and not was_withdrawn:
        told = {"text": getattr(record, words), "why": record.withdrawn_why}
        notes.append(_("Withdrawn: “%(text)s” (%(why)s)") % told)
    if was_withdrawn and not record.withdrawn_at:
        notes.append(_("Restored"))
    released = getattr(record, "released_as", None)
    if access.sees_unreleased and before is not None and released and before.released_as != released:
        notes.append(_("Released: “%(text)s”") % {"text": record.text})
    return [note for note in notes if note]


def _moved(before: Any, record: Any) -> str:
    """Where a node was moved to; nothing for one that only made room for another."""
    parent = PARENTS[type(record)]
    if getattr(before, f"{parent}_id") != getattr(record, f"{parent}_id"):
        return _("Moved to: %(words)s") % {"words": getattr(record, parent)}
    if before.position != record.position and record.change_set.row == record.key:
        return _("Moved to another place in: %(words)s") % {"words": getattr(record, parent)}
    return ""


def _shown(record: Any, name: str) -> str:
    if name == "session":
        return session_name(record.session) if record.session_id else ""
    if name == "sets_state":
        return str(dict(ProgressEntry.State.choices).get(record.sets_state, ""))
    if name == "title_printed" and record.title_printed == record.title:
        return ""  # said already
    value = getattr(record, name)
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)
