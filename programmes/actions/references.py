"""References that a change gives to other rows: noted in an adopted programme, and told beforehand (ADR 17)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from programmes.models import FormerReference, Indicator, WorkProgramme
from programmes.selectors.references import references_in
from tracking.models import ChangeSet

Kind = ChangeSet.Kind
MOVING = (Kind.ADDED, Kind.EDITED, Kind.MOVED, Kind.WITHDRAWN, Kind.RESTORED, Kind.IMPORTED, Kind.UNDONE)


@contextmanager
def note_references(change_set: ChangeSet) -> Iterator[None]:
    """Notes the references that topics and rows of an adopted programme lose by a change."""
    programme = _programme_of(change_set)
    before = references_in(programme) if programme else {}
    yield
    if programme:
        now = references_in(programme)
        FormerReference.objects.bulk_create(
            FormerReference(programme=programme, reference=reference, row=key, change_set=change_set)
            for key, reference in before.items()
            if now.get(key) != reference
        )


def _programme_of(change_set: ChangeSet) -> WorkProgramme | None:
    """The adopted programme whose references the change may move; None where it cannot move any."""
    if change_set.kind not in MOVING:
        return None
    if change_set.kind == Kind.EDITED and not _may_be_renumbered(change_set.row):
        return None
    slug = change_set.container.partition("/")[2]
    return WorkProgramme.objects.filter(slug=slug, status__in=WorkProgramme.SETTLED).first()


def _may_be_renumbered(row: str) -> bool:
    """Whether the edit of one row can move references: that of a section can, the many edits of indicators cannot."""
    return bool(row) and not Indicator.objects.filter(key=row).exists()


def reference_changes(programme: WorkProgramme, act: Callable[[], Any]) -> list[tuple[str, str]]:
    """The references that an act would change in an adopted programme, as (old, new); nothing stays written.

    What the act withdraws is left out: whoever withdraws it knows. Raises what the act raises.
    """
    if programme.status not in WorkProgramme.SETTLED:
        return []
    before = references_in(programme)
    with transaction.atomic():
        act()
        now = references_in(programme)
        transaction.set_rollback(True)
    return moved(before, now)


def moved(before: dict[str, str], now: dict[str, str]) -> list[tuple[str, str]]:
    """Old and new reference of each row that has another one now."""
    return [(old, now[key]) for key, old in before.items() if now.get(key, old) != old]
