"""Rows under revision whose every state is kept."""

from typing import Any

from simple_history.models import HistoricalRecords

from tracking.models.change_sets import ChangeLinked
from wco_tracker.lib.derived_fields import WorkedOut
from wco_tracker.lib.models import Revisioned


class _History(HistoricalRecords):
    """History without an actor of its own: the change set says who."""

    def get_history_user(self, instance: Any) -> None:
        """Nobody, at this place."""
        return

    def fields_included(self, model: Any) -> list[Any]:
        """All but what repeats other fields."""
        return [field for field in super().fields_included(model) if not isinstance(field, WorkedOut)]


class Tracked(Revisioned):
    """A row under revision whose every state is kept; written only by `tracking.actions.writing`."""

    history = _History(bases=[ChangeLinked], inherit=True)

    class Meta:
        abstract = True


def link_history(instance: Any, history_instance: Any, **_signal: object) -> None:
    """Points a history row to the change set of the write; a write without one is a mistake in the code.

    Raises RuntimeError for a tracked row saved outside `tracking.actions.writing`.
    """
    change_set = getattr(instance, "_change_set", None)
    if change_set is None:
        raise RuntimeError(
            f"{type(instance).__name__} was saved without a change set: use tracking.actions.writing"
        )
    history_instance.change_set = change_set
