"""Groups of every kind, and who sits in them."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models.containers import Container
from groups.permissions import Permission, Role, roles_with
from tracking.models import Tracked
from wco_tracker.lib.models import SHORT, Keyed, no_control_characters


class Group(Container):
    """A council, commission, committee, working group, mini-group: any body that meets."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council")
        COMMISSION = "commission", _("Commission")
        COMMITTEE = "committee", _("Committee")
        WORKING_GROUP = "working_group", _("Working group")
        SUB_GROUP = "sub_group", _("Sub-group")
        MINI_GROUP = "mini_group", _("Mini-group")
        VIRTUAL = "virtual_working_group", _("Virtual working group")
        EXPERT = "expert_group", _("Expert group")
        CORRESPONDENCE = "correspondence_group", _("Correspondence group")
        CONTACT = "contact_committee", _("Contact committee")

    group_path = "pk"
    not_found = _("There is no group at this address, or you do not have access to it.")

    slug = models.SlugField(_("web address"), unique=True)
    name = models.CharField(_("name"), max_length=SHORT, validators=[no_control_characters])
    kind = models.CharField(_("kind"), max_length=25, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("reports to")
    )
    aliases = models.JSONField(_("other names"), default=list, blank=True)

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def group_ids(self) -> list[int]:
        """Itself."""
        return [self.pk]

    @property
    def short_name(self) -> str:
        """The abbreviation people say ("PTC"), else the name."""
        return self.aliases[0] if self.aliases else self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Queries on memberships."""

    def current(self, on: date) -> Self:
        """Those whose term covers the day."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))

    def with_permission(self, permission: Permission) -> Self:
        """Those whose role carries the permission."""
        return self.filter(role__in=roles_with(permission))


class Membership(Keyed, Tracked):
    """A role that a person or an organization holds in a group, for a term."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships", verbose_name=_("group"))
    organization = models.ForeignKey(
        "groups.Organization", models.PROTECT, null=True, blank=True, verbose_name=_("organization")
    )
    person = models.ForeignKey(
        "groups.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["group", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_membership_names_a_person_or_an_organization",
                condition=Q(person__isnull=False) | Q(organization__isnull=False),
            ),
            models.CheckConstraint(
                name="a_term_ends_after_it_begins",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organization}, {self.get_role_display()}"
