"""Change sets: one act of one person, to which every history row it made points."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wco_tracker.lib.models import SHORT


class ChangeSet(models.Model):
    """Who changed something, when, why, and at which session. Real time: never moved by TRACKER_TODAY.

    No sentence of the program is stored: its words are made of `kind` and `file` when it is shown.
    """

    class Kind(models.TextChoices):
        """What was done."""

        ADDED = "added", pgettext_lazy("a change", "Added")
        EDITED = "edited", pgettext_lazy("a change", "Edited")
        MOVED = "moved", pgettext_lazy("a change", "Moved")
        WITHDRAWN = "withdrawn", pgettext_lazy("a change", "Withdrawn")
        RESTORED = "restored", pgettext_lazy("a change", "Restored")
        RELEASED = "released", pgettext_lazy("a change", "Released")
        RECALLED = "recalled", pgettext_lazy("a change", "Release recalled")
        REVIEWED = "reviewed", pgettext_lazy("a change", "Reviewed")
        IMPORTED = "imported", pgettext_lazy("a change", "Imported")
        UNDONE = "undone", pgettext_lazy("a change", "Undone")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    why = models.CharField(_("reason"), max_length=SHORT, blank=True)
    file = models.CharField(_("file"), max_length=SHORT, blank=True)
    session = models.ForeignKey(
        "groups.CommitteeSession",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("session"),
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

    @property
    def reason(self) -> str:
        """Why, in the reader's language: as a person typed it, else which file it was read from."""
        if self.why or not self.file:
            return self.why
        return _("Read from %(file)s") % {"file": self.file}


class ChangeLinked(models.Model):
    """A history row: it points to its change set, which says who and why."""

    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
