"""Saved views: the query of a matrix under a name, one person's own or shared with the group."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models.programmes import WorkProgramme
from wco_tracker.lib.models import Keyed, no_control_characters

if TYPE_CHECKING:
    from groups.models import User

LONGEST_QUERY = 2000  # characters; every filter at once needs a fraction of it


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Queries on saved views."""

    def open_to(self, user: "User | AnonymousUser | None") -> Self:
        """The person's own and, for those with a role in the programme's group, what others shared with it."""
        if user is None or isinstance(user, AnonymousUser):
            return self.none()
        own, shared = Q(owner=user), Q(shared=True)
        if not user.is_superuser:
            shared &= Q(programme__group__in=user.roles.groups)
        return self.filter(own | shared)


class SavedView(Keyed):
    """A name for a query; only its owner changes it, so that it needs no revision."""

    programme = models.ForeignKey(
        WorkProgramme, models.CASCADE, related_name="saved_views", verbose_name=_("work programme")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80, validators=[no_control_characters])
    # Known fields of the filter only, as `filters.known_query` leaves them.
    query = models.CharField(_("query"), max_length=LONGEST_QUERY, blank=True)
    shared = models.BooleanField(_("shared with the group"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "owner", "name"],
                name="a_person_has_a_view_of_a_name_once_in_a_programme",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The matrix as the view has it."""
        return reverse("programmes:matrix", args=[self.programme.slug]) + (
            f"?{self.query}" if self.query else ""
        )
