"""References that rows and topics of adopted programmes had once, so that an old paper still leads to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models.programmes import WorkProgramme
from tracking.models import ChangeSet


class FormerReference(models.Model):
    """A row or topic had this reference until a change gave it another or withdrew it; only added (ADR 17)."""

    programme = models.ForeignKey(
        WorkProgramme, models.PROTECT, related_name="former_references", verbose_name=_("work programme")
    )
    reference = models.CharField(_("reference"), max_length=40)
    row = models.CharField(_("key of the row"), max_length=10)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="+", verbose_name=_("change"))

    class Meta:
        verbose_name = _("former reference")
        verbose_name_plural = _("former references")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["programme", "reference"], name="rows_that_had_a_reference")]

    def __str__(self) -> str:
        return self.reference
