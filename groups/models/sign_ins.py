"""Who came in, who tried to, and what changed about the way in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models.people import User

AGENT_LENGTH = 200


class SignInEvent(models.Model):
    """One event. Kept for SIGN_IN_EVENTS_DAYS and never changed; it never holds what was typed as a password."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("Signed in")
        FAILED = "failed", _("Sign-in failed")
        SIGNED_OUT = "signed_out", _("Signed out")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        SECOND_FACTOR_ON = "second_factor_on", _("Two-factor authentication set up")
        SECOND_FACTOR_OFF = "second_factor_off", _("Two-factor authentication removed")
        SECOND_FACTOR_FAILED = "second_factor_failed", _("Two-factor authentication failed")
        CONNECTED = "connected", _("Connected with an outside account")

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=25, choices=Kind)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name=_("user"), related_name="sign_in_events"
    )
    address = models.CharField(_("e-mail address"), max_length=254, blank=True)
    ip = models.GenericIPAddressField(_("IP address"), null=True, blank=True)
    agent = models.CharField(pgettext_lazy("program", "browser"), max_length=AGENT_LENGTH, blank=True)

    class Meta:
        verbose_name = _("sign-in event")
        verbose_name_plural = _("sign-in events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="last_events_of_a_user")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.address}"
