"""Rows under revision whose every state is kept."""

from typing import Any, ClassVar

from simple_history.models import HistoricalRecords

from tracking.models.change_sets import ChangeLinked
from wco_tracker.lib.derived_fields import DerivedField
from wco_tracker.lib.models import Revisioned

UNTOUCHED = frozenset({"id", "key", "revision", "position", "content_version"})  # no person edits these


class _History(HistoricalRecords):
    """History without an actor of its own: the change set says who."""

    def get_history_user(self, instance: Any) -> None:
        """Always None."""
        return

    def fields_included(self, model: Any) -> list[Any]:
        """All fields but those derived from others."""
        return [field for field in super().fields_included(model) if not isinstance(field, DerivedField)]


class Tracked(Revisioned):
    """A row under revision whose every state is kept; written only by `tracking.actions.writing`.

    Links to many rows are part of its history where `_history_m2m_fields` names them.
    """

    container_kind: ClassVar[str] = (
        ""  # how change sets name its kind, where that is not the model's own name
    )

    _history_m2m_fields: tuple[Any, ...] = ()
    history = _History(bases=[ChangeLinked], inherit=True, m2m_fields_model_field_name="_history_m2m_fields")

    class Meta:
        abstract = True

    @property
    def container_name(self) -> str:
        """What its change sets are filed under: its kind, and its key or short name ("person/k7…")."""
        name = getattr(self, "slug", "") or getattr(self, "key", "") or self.pk
        return f"{self.container_kind or self._meta.model_name}/{name}"

    def edited_values(self) -> dict[str, Any]:
        """The values that a person can change, by the name of the column."""
        return {
            field.attname: getattr(self, field.attname)
            for field in self._meta.concrete_fields
            if field.name not in UNTOUCHED and not isinstance(field, DerivedField)
        }


def link_history(instance: Any, history_instance: Any, **_signal: object) -> None:
    """Points a history row to the change set of the write.

    Raises RuntimeError for a tracked row saved outside `tracking.actions.writing`: a mistake in the code.
    """
    change_set = getattr(instance, "_change_set", None)
    if change_set is None:
        raise RuntimeError(
            f"{type(instance).__name__} was saved without a change set: use tracking.actions.writing"
        )
    history_instance.change_set = change_set
