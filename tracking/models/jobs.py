"""Jobs: work that takes longer than a page may, done by a worker for the person who started it."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wco_tracker.lib.models import SHORT, Keyed


class Job(Keyed, models.Model):
    """One piece of work, its progress, and the file that it makes. Real time: never moved by TRACKER_TODAY."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", pgettext_lazy("a job", "Waiting")
        RUNNING = "running", pgettext_lazy("a job", "Running")
        DONE = "done", pgettext_lazy("a job", "Done")
        FAILED = "failed", pgettext_lazy("a job", "Failed")

    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=SHORT)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs", verbose_name=_("owner")
    )
    language = models.CharField(_("language"), max_length=5)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(_("per cent done"), default=0)
    error = models.TextField(_("error"), blank=True)
    file_name = models.CharField(_("file name"), max_length=SHORT, blank=True)
    media_type = models.CharField(_("media type"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for its owner."""
        return reverse("job", args=[self.key])

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def path(self) -> Path:
        """Where its file is, once it is done."""
        return Path(settings.VAR_DIR) / "jobs" / self.key
