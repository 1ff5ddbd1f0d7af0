"""Change sets: one act of one person, to which every history row it made points."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from groups.models.bodies import CommitteeSession
from wco_tracker.lib.models import SHORT, Revisioned
from wco_tracker.lib.worked_out import WorkedOut


class ChangeSet(models.Model):
    """Who changed something, when, why, and at which session. Real time: never moved by TRACKER_TODAY."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        EDIT = "edit", pgettext_lazy("a change", "Edit")
        RELEASE = "release", pgettext_lazy("a change", "Release")
        UNDO = "undo", pgettext_lazy("a change", "Undo")
        ADMIN = "admin", _("Administration")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    why = models.CharField(_("why"), max_length=SHORT, blank=True)
    session = models.ForeignKey(
        CommitteeSession, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    # What it touched, by names that hold in every app: "programme/ptc-2013-2016", and the row's key.
    container = models.CharField(_("in"), max_length=120, blank=True, db_index=True)
    row = models.CharField(_("row"), max_length=10, blank=True, db_index=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("undoes")
    )

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.container}"


class ChangeLinked(models.Model):
    """A history row: it points to its change set, which says who and why."""

    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True


class _History(HistoricalRecords):
    """History without an actor of its own: the change set says who."""

    def get_history_user(self, instance: Any) -> None:
        """Nobody, at this place."""
        return

    def fields_included(self, model: Any) -> list[Any]:
        """All but what repeats other fields."""
        return [field for field in super().fields_included(model) if not isinstance(field, WorkedOut)]


class Tracked(Revisioned):
    """A row under revision whose every state is kept; written only by `groups.actions.writing`."""

    history = _History(bases=[ChangeLinked], inherit=True)

    class Meta:
        abstract = True


def link_history(instance: Any, history_instance: Any, **_signal: object) -> None:
    """Points a history row to the change set of the write; a write without one is a mistake in the code.

    Raises RuntimeError for a tracked row saved outside `groups.actions.writing`.
    """
    change_set = getattr(instance, "_change_set", None)
    if change_set is None:
        raise RuntimeError(
            f"{type(instance).__name__} was saved without a change set: use groups.actions.writing"
        )
    history_instance.change_set = change_set
