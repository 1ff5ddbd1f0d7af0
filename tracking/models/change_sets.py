"""Change sets: one act of one person, to which every history row it made points."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wco_tracker.lib.models import SHORT


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
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    why = models.CharField(_("why"), max_length=SHORT, blank=True)
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


class ChangeLinked(models.Model):
    """A history row: it points to its change set, which says who and why."""

    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
