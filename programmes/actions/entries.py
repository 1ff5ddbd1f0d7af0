"""Withdrawing a progress entry with a reason, and bringing it back. Its row is saved with it."""

from django.utils.translation import gettext as _

from groups.models import User
from programmes.models import ProgressEntry
from tracking.actions import writing
from tracking.actions.nodes import Refused, in_turn
from tracking.models import ChangeSet


def withdraw_entry(entry: ProgressEntry, *, why: str, revision: int, by: User) -> ChangeSet:
    """Takes an entry out of its row, whose state no longer follows from it; Members no longer see it either.

    Raises Conflict if it was saved since `revision`, and Refused without a reason or where it is withdrawn already.
    """
    if not why.strip():
        raise Refused(_("Give a reason for withdrawing it."))
    with in_turn(entry):
        _refuse_stale(entry, revision)
        if entry.is_withdrawn:
            raise Refused(_("It is withdrawn. Restore it first."))
        entry.withdraw(by=by, why=why.strip())
        return _save(entry, ChangeSet.Kind.WITHDRAWN, by, why=entry.withdrawn_why)


def restore_entry(entry: ProgressEntry, *, revision: int, by: User) -> ChangeSet:
    """Brings a withdrawn entry back as it was, to Members too where it was released. Raises Conflict and Refused."""
    with in_turn(entry):
        _refuse_stale(entry, revision)
        if entry.withdrawn_at is None:
            raise Refused(_("It is not withdrawn."))
        if entry.indicator.is_withdrawn:
            raise Refused(_("Its parent is withdrawn: restore that first."))
        entry.restore()
        return _save(entry, ChangeSet.Kind.RESTORED, by)


def _refuse_stale(entry: ProgressEntry, revision: int) -> None:
    if entry.revision != revision:
        raise writing.Conflict(entry)


def _save(entry: ProgressEntry, kind: str, by: User, why: str = "") -> ChangeSet:
    row = entry.indicator
    with writing.change(by=by, kind=kind, container=row.container_object, row=row.key, why=why) as change_set:
        writing.save(row, revision=row.revision, change_set=change_set)
        writing.save(entry, revision=entry.revision, change_set=change_set)
    return change_set
