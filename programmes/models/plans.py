"""Strategic plans, their goals and activities. A code means something only within its plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wco_tracker.lib.models import LONG, SHORT, Positioned, no_control_characters


class StrategicPlan(models.Model):
    """The plan that a programme serves ("WCO Strategic Plan 2013/2014-2015/2016")."""

    slug = models.SlugField(_("web address"), unique=True)
    title = models.CharField(_("title"), max_length=SHORT, validators=[no_control_characters])

    class Meta:
        verbose_name = _("strategic plan")
        verbose_name_plural = _("strategic plans")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class StrategicGoal(Positioned):
    """A numbered goal of a plan."""

    plan = models.ForeignKey(
        StrategicPlan, models.PROTECT, related_name="goals", verbose_name=_("strategic plan")
    )
    number = models.CharField(_("number"), max_length=10)
    title = models.TextField(_("title"), max_length=LONG, validators=[no_control_characters])

    class Meta:
        verbose_name = _("strategic goal")
        verbose_name_plural = _("strategic goals")
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="a_goal_has_its_number_once_in_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class StrategicActivity(Positioned):
    """A coded activity under a goal ("1.1")."""

    goal = models.ForeignKey(
        StrategicGoal, models.PROTECT, related_name="activities", verbose_name=_("strategic goal")
    )
    code = models.CharField(_("code"), max_length=10)
    title = models.TextField(_("title"), max_length=LONG, validators=[no_control_characters])

    class Meta:
        verbose_name = _("strategic activity")
        verbose_name_plural = _("strategic activities")
        ordering = ["goal", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "code"], name="an_activity_has_its_code_once_in_a_goal")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
