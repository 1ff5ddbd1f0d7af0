"""The work programme: the container of sections, with its status and who may see it."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models import Document, Group
from groups.models.containers import Container, ContainerQuerySet, visible
from groups.permissions import Permission, Reader, groups_where
from programmes.content.addresses import RESERVED, is_reserved
from programmes.models.plans import StrategicPlan
from wco_tracker.lib.models import SHORT, Keyed, PartialDateField, no_control_characters


def no_reserved_address(value: str) -> None:
    """Refuses a name where a page of ours stands."""
    if is_reserved(value):
        raise ValidationError(
            _("“%(value)s” is the address of a page of its own. Choose another, such as ptc-2019-2022."),
            params={"value": value},
            code="reserved",
        )


class ProgrammeQuerySet(ContainerQuerySet):
    """Queries on programmes."""

    def visible_to(self, user: Reader | None) -> Self:
        """Those the person may see; a chair sees the group's drafts too, whoever else may."""
        drafts = Q(
            status__in=WorkProgramme.NOT_OPENED,
            group__in=groups_where(user, Permission.SEE_DRAFTS),
        )
        return self.filter(visible(user, "group") | drafts)


class WorkProgramme(Keyed, Container):
    """Tables of topics, tasks, performance indicators, timelines and progress, one per Strategic Activity."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        ENDORSED = "endorsed", _("Endorsed")
        ADOPTED = "adopted", _("Adopted")
        CLOSED = "closed", _("Concluded")

    SETTLED = (Status.ADOPTED, Status.CLOSED)  # papers cite its references
    NOT_OPENED = (Status.DRAFT, Status.SUBMITTED)  # a chair sees these, whoever else may

    container_kind = "programme"
    not_found = _("There is no work programme at this address, or you do not have access to it.")

    slug = models.SlugField(_("web address"), unique=True, validators=[no_reserved_address])
    group = models.ForeignKey(Group, models.PROTECT, related_name="programmes", verbose_name=_("group"))
    plan = models.ForeignKey(
        StrategicPlan, models.PROTECT, null=True, blank=True, verbose_name=_("strategic plan")
    )
    title = models.CharField(_("title"), max_length=SHORT, validators=[no_control_characters])
    period = models.CharField(_("period"), max_length=30, blank=True)
    starts_on = PartialDateField(_("starts"))
    ends_on = PartialDateField(_("ends"))
    as_of = PartialDateField(_("text of"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    # [{"status", "on", "by", "source": {"document", "paragraph", "quote", "inferred"}}], oldest first.
    # Each becomes a link to a Decision when decisions are recorded.
    steps = models.JSONField(_("steps"), default=list, blank=True)
    language = models.CharField(_("language of the content"), max_length=5, default="en")
    introduction = models.JSONField(_("introduction"), default=list, blank=True)
    # [{"number", "title", "activities": [{"code", "title"}]}]: those of its plan that it lists.
    strategic_goals = models.JSONField(_("strategic goals"), default=list, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    annex = models.CharField(_("annex"), max_length=10, blank=True)
    page_heading = models.CharField(_("heading on each page"), max_length=SHORT, blank=True)
    mended = models.JSONField(_("mended marks"), default=list, blank=True)
    training = models.BooleanField(_("training copy"), default=False)

    objects = ProgrammeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("work programme")
        verbose_name_plural = _("work programmes")
        ordering = ["-period", "training", "slug"]
        constraints = [
            models.CheckConstraint(
                name="a_programme_is_not_called_as_a_page",
                condition=~Q(slug__in=sorted(RESERVED)),
                violation_error_message=_("A page of its own stands at this web address. Choose another."),
            ),
            # Texts as precise as the source: 2014 holds 2014-10, and any other date comes before or after it.
            models.CheckConstraint(
                name="a_programme_ends_after_it_starts",
                condition=Q(ends_on="")
                | Q(ends_on__gte=F("starts_on"))
                | Q(starts_on__startswith=F("ends_on")),
                violation_error_message=_(
                    "The programme ends before it starts. Correct one of the two dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def seen_by(self, user: Reader | None) -> bool:
        """The same as `visible_to` for the programme in hand."""
        return super().seen_by(user) or (
            self.status in self.NOT_OPENED and self.group_id in groups_where(user, Permission.SEE_DRAFTS)
        )

    def get_absolute_url(self) -> str:
        """Its matrix."""
        return reverse("programmes:matrix", args=[self.slug])

    def step(self, status: str) -> dict | None:
        """The newest recorded step to a status: {"status", "on", "by", "source"}, or None where none is."""
        return next((step for step in reversed(self.steps) if step["status"] == status), None)
