"""The history of a row, or of what rows stand in, as a reader may see it: change sets, newest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from programmes.actions.rows import UNDOABLE_LINES
from programmes.labels import author
from programmes.models import Indicator, ProgressEntry, SessionReview
from programmes.models.released import is_as_released
from programmes.selectors.access import Access
from programmes.selectors.trees import SECRETARIAT
from tracking.actions.undo import still_stands
from tracking.models import ChangeSet, Node
from tracking.presenters.history import Change, History, heading, name_of, records_of


def history_of(indicator: Indicator, access: Access) -> list[Change]:
    """The changes of the row and of its entries; three statements, however many changes there are, and one for
    officers: who found after which session that nothing had changed.

    A reader who sees only what is released sees the entries as they were released, not how they came about.
    """
    history = History(_actor(access), files=access.sees_names)
    own = _add_node(history, indicator, access)
    records = ProgressEntry.history.filter(indicator_id=indicator.pk).select_related(
        "change_set__by__person", "session", "source__document"
    )
    by_entry: dict[int, list[Any]] = {}
    for record in records.order_by("history_id"):
        by_entry.setdefault(record.id, []).append(record)
    for entry in by_entry.values():
        seen = entry if access.sees_unreleased else [record for record in entry if is_as_released(record)]
        history.add(
            seen,
            ProgressEntry.edited_fields,
            noun=_("Progress"),
            numbered=False,
            notes=_release_notes if access.sees_unreleased else _no_notes,
        )
    if access.sees_unreleased:
        _add_reviews(history, indicator)
    if access.may_edit:
        mark_undoable(history, [own, *by_entry.values()], indicator, access)
    return history.newest_first()


def mark_undoable(
    history: History, of_rows: Sequence[Sequence[Any]], indicator: Indicator, access: Access
) -> None:
    """Marks the reader's own acts on the row of which everything still stands; `of_rows` are the history rows of the
    indicator and of each entry, oldest first.
    """
    records = [record for rows in of_rows for record in rows]
    undone = {record.change_set.undoes_id for record in records}
    changed_since = {
        record.change_set_id
        for rows in of_rows
        for before, record in pairwise([None, *rows])
        if not still_stands(rows[-1], record, before)
    }
    for done in {record.change_set_id: record.change_set for record in records}.values():
        own = done.by_id == access.writer.pk and done.row == indicator.key
        stands = done.pk not in undone and done.pk not in changed_since
        history.change(done).undoable = own and stands and done.kind in UNDOABLE_LINES


def withdrawn_entries(indicator: Indicator) -> list[ProgressEntry]:
    """The row's entries that are withdrawn, in order: a statement."""
    return list(indicator.progress.exclude(withdrawn_at=None).in_order())


def history_of_node(node: Node, access: Access) -> list[Change]:
    """The changes of a section, a topic or a task itself: a statement. Officers are named to whom sees names."""
    history = History(_actor(access), files=access.sees_names)
    _add_node(history, node, access)
    return history.newest_first()


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
    actor = _actor(access)
    return [
        Withdrawal(one, one.level, one.withdrawn_at, actor(one.withdrawn_by), one.withdrawn_reason)
        for one in (node, *node.ancestors)
        if one.withdrawn_at
    ]


def _add_node(history: History, node: Node, access: Access) -> list[Any]:
    """Adds the history rows of a node, and gives them."""
    names = [name for name in node.edited_fields if access.sees_names or name != "officer"]
    records = records_of(node, names)
    history.add(records, names, noun=heading(node._meta.verbose_name))
    return records


def _add_reviews(history: History, indicator: Indicator) -> None:
    reviews = SessionReview.objects.filter(indicator=indicator)
    for review in reviews.select_related("session", "change_set__by__person"):
        words = (
            _("No change after session %(session)s")
            if review.stands
            else _("Undone: no change after session %(session)s")
        )
        history.change(review.change_set).notes.append(words % {"session": review.session})


def _actor(access: Access) -> Callable[[Any], str]:
    """Who acted, by name only for those who may see names."""
    if access.sees_names:
        return name_of
    return lambda user: author(SECRETARIAT) if user else name_of(user)


def _release_notes(before: Any, after: Any) -> Sequence[str]:
    if before is None or before.released_as == after.released_as:
        return ()
    if after.change_set.kind == ChangeSet.Kind.RECALLED:
        return (_("Release recalled: “%(text)s”") % {"text": after.text},)
    return (_("Released: “%(text)s”") % {"text": after.text},) if after.released_as else ()


def _no_notes(before: Any, after: Any) -> Sequence[str]:
    return ()
