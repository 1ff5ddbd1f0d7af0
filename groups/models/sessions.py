"""Sessions of groups."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models.containers import Container, ContainerQuerySet
from groups.models.groups import Group
from groups.permissions import Reader
from wco_tracker.lib.date_words import partial
from wco_tracker.lib.dates import last_day
from wco_tracker.lib.models import SHORT, PartialDateField, no_control_characters


class SessionQuerySet(ContainerQuerySet):
    """Queries on sessions."""

    def visible_to(self, user: Reader | None) -> Self:
        """Those the person may see, each once."""
        return super().visible_to(user).distinct()

    def of_group(self, group: Group | int) -> Self:
        """A group's own and joint sessions, oldest first."""
        return self.filter(groups=group).order_by("held_on", "pk")


def last_day_of(ends_on: date | None, held_on: str) -> date | None:
    """The last day that a session can have met: the recorded one, else the last of its month or year."""
    return ends_on or (last_day(held_on) if held_on else None)


class CommitteeSession(Container):
    """A sitting of one group or of several; with one number, two, or none that a text gives."""

    container_kind = "session"
    group_path = "groups"
    not_found = _("There is no session at this address, or you do not have access to it.")

    slug = models.SlugField(_("web address"), unique=True)
    groups = models.ManyToManyField(Group, related_name="sessions", verbose_name=_("groups"))
    name = models.CharField(_("name"), max_length=SHORT, blank=True, validators=[no_control_characters])
    first_number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    last_number = models.PositiveIntegerField(_("last number"), null=True, blank=True)
    held_on = PartialDateField(_("held on"), help_text=_("2014, 2014-10 or 2014-10-31"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=SHORT, blank=True)
    invented = models.BooleanField(_("invented, for training"), default=False)
    source = models.ForeignKey(
        "groups.Source", models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )

    _history_m2m_fields = (groups,)

    objects = SessionQuerySet.as_manager()  # type: ignore[misc]

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
        """ "201/202, November 2013"; without a number what is known of it."""
        numbers = "/".join(str(number) for number in (self.first_number, self.last_number) if number)
        when = partial(self.held_on) or self.name or self.slug
        name = self.name if self.name and self.held_on else ""
        return ", ".join(part for part in (numbers, name, when) if part)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("session", args=[self.slug])

    @property
    def group_ids(self) -> list[int]:
        """The groups that hold it: one statement."""
        return list(self.groups.values_list("pk", flat=True))

    @property
    def last_day(self) -> date | None:
        """The last day it can have met: the recorded one, else the last of its month or year."""
        return last_day_of(self.ends_on, self.held_on)
