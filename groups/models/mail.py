"""Mail that waits to be sent."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """One message. It is written with the act that it tells of, and deleted once it is sent: it may hold a link that
    sets a password.
    """

    to = models.EmailField(_("e-mail address"))
    subject = models.CharField(_("subject"), max_length=998)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now, db_index=True)
    error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("mail that waits")
        verbose_name_plural = _("mail that waits")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
