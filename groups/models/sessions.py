"""Sessions of groups."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models.containers import Visibility, visible
from groups.models.groups import Group
from groups.permissions import Reader
from wco_tracker.lib.dates import last_day
from wco_tracker.lib.models import SHORT, PartialDateField, no_control_characters


class SessionQuerySet(models.QuerySet["CommitteeSession"]):
    """The questions asked of sessions."""

    def visible_to(self, user: Reader | None) -> Self:
        """Those the person may see."""
        return self.filter(visible(user, "groups")).distinct()

    def of_group(self, group: Group | int) -> Self:
        """A group's own and joint sessions, oldest first."""
        return self.filter(groups=group).order_by("held_on", "pk")


def last_day_of(ends_on: date | None, held_on: str) -> date | None:
    """The last day that a session can have met: the recorded one, else the last of its month or year."""
    return ends_on or (last_day(held_on) if held_on else None)


class CommitteeSession(models.Model):
    """A sitting of one group or of several; with one number, two, or none that a text gives."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    groups = models.ManyToManyField(Group, related_name="sessions", verbose_name=_("groups"))
    name = models.CharField(_("name"), max_length=SHORT, blank=True, validators=[no_control_characters])
    first_number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    last_number = models.PositiveIntegerField(_("last number"), null=True, blank=True)
    held_on = PartialDateField(_("held on"), help_text=_("2014, 2014-10 or 2014-10-31"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=SHORT, blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    invented = models.BooleanField(_("invented, for training"), default=False)
    source = models.ForeignKey(
        "groups.Source", models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_session_has_a_first_number_before_a_last",
                condition=Q(last_number__isnull=True) | Q(last_number__gte=models.F("first_number")),
            )
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def last_day(self) -> date | None:
        """The last day it can have met: the recorded one, else the last of its month or year."""
        return last_day_of(self.ends_on, self.held_on)
