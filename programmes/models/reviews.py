"""The update after a session: rows that somebody looked at and found nothing to report on."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.models import CommitteeSession
from programmes.models.programmes import WorkProgramme
from programmes.models.rows import Indicator
from tracking.models import ChangeSet


class ReviewQuerySet(models.QuerySet["SessionReview"]):
    """Queries on reviews."""

    def standing(self, programme: WorkProgramme, session: CommitteeSession) -> Self:
        """The newest of each row, where it was not taken back: one statement."""
        own = self.filter(session=session, indicator__task__topic__section__programme=programme)
        newest = own.values("indicator").annotate(newest=models.Max("pk")).values("newest")
        return self.filter(pk__in=newest, stands=True).select_related("indicator", "change_set__by__person")


class SessionReview(models.Model):
    """A row was looked at for a session and has nothing new: who and when stand in its change set.

    Rows are only ever added: the newest of a row and a session counts, so the table is its own history, and two
    people who say the same at once do not meet.
    """

    session = models.ForeignKey(CommitteeSession, models.PROTECT, related_name="+", verbose_name=_("session"))
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="reviews", verbose_name=_("performance indicator")
    )
    stands = models.BooleanField(_("no change"), default=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, related_name="+", verbose_name=_("change"))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("session update")
        verbose_name_plural = _("session updates")
        ordering = ["pk"]
        indexes = [models.Index(fields=["session", "indicator"], name="reviews_of_a_session")]

    def __str__(self) -> str:
        return f"{self.session} {self.indicator_id}"
