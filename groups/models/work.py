"""Marks left by background work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """The last time a scheduled task ran: proof that beat, broker and worker all live."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    beaten_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
