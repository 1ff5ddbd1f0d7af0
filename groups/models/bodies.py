"""Groups of every kind, who sits in them, and their sessions."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.permissions import Permission, Role, groups_where, roles_with
from wco_tracker.lib.dates import last_day
from wco_tracker.lib.models import SHORT, PartialDateField, no_control_characters

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from groups.models.people import User


class Visibility(models.TextChoices):
    """Who may see a container and all that is in it (architecture.md, Who sees what)."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("Members")
    GROUP = "group", _("The group")
    SECRETARIAT = "secretariat", _("The secretariat")


def seen_levels(user: "User | AnonymousUser | None") -> list[tuple[Visibility, list[int] | None]]:
    """Each level that the person sees, with the groups (primary keys) in which they see it; None for all groups."""
    if user is not None and user.is_superuser:
        return [(level, None) for level in Visibility]
    seen: list[tuple[Visibility, list[int] | None]] = [(Visibility.PUBLIC, None)]
    if groups_where(user, Permission.SEE_MEMBERS):
        seen.append((Visibility.MEMBERS, None))
    for level, permission in (
        (Visibility.GROUP, Permission.SEE_GROUP),
        (Visibility.SECRETARIAT, Permission.SEE_SECRETARIAT),
    ):
        if own := groups_where(user, permission):
            seen.append((level, own))
    return seen


def visible(user: "User | AnonymousUser | None", group_path: str) -> Q:
    """The condition under which the person sees a container whose group is at `group_path` ("group")."""
    seen = Q()
    for level, own in seen_levels(user):
        seen |= Q(visibility=level) if own is None else Q(visibility=level, **{f"{group_path}__in": own})
    return seen


def sees(user: "User | AnonymousUser | None", visibility: str, group_id: int) -> bool:
    """The same as `visible` for one container that is in hand."""
    return any(level == visibility and (own is None or group_id in own) for level, own in seen_levels(user))


class GroupQuerySet(models.QuerySet["Group"]):
    """The questions asked of groups."""

    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
        """Those the person may see."""
        return self.filter(visible(user, "pk"))


class Group(models.Model):
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

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=SHORT, validators=[no_control_characters])
    kind = models.CharField(_("kind"), max_length=25, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("reports to")
    )
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """The abbreviation people say ("PTC"), else the name."""
        return self.aliases[0] if self.aliases else self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The questions asked of memberships."""

    def current(self, on: date) -> Self:
        """Those whose term covers the day."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on))

    def with_permission(self, permission: Permission) -> Self:
        """Those whose role carries the permission."""
        return self.filter(role__in=roles_with(permission))


class Membership(models.Model):
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


class SessionQuerySet(models.QuerySet["CommitteeSession"]):
    """The questions asked of sessions."""

    def visible_to(self, user: "User | AnonymousUser | None") -> Self:
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
