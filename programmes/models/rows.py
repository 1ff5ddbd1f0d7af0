"""The rows of a programme: section, topic, task, indicator with its timeline, progress entry."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from groups.models import CommitteeSession, Organization, Person, Source
from programmes.content.numbering import bare_number, first_clash
from programmes.models.plans import StrategicActivity
from programmes.models.programmes import WorkProgramme
from programmes.models.released import is_as_released
from tracking.models import Node
from wco_tracker.lib.derived_fields import DerivedFlag, FoldedField
from wco_tracker.lib.models import (
    LONG,
    SHORT,
    PartialDateField,
    Timelined,
    no_control_characters,
)


class ProgrammeSection(Node):
    """One table: a printed number, heading and quote, for one Strategic Activity."""

    level = "section"
    parent_field = "programme"
    edited_fields = ("heading", "number", "quote", "activity")

    programme = models.ForeignKey(
        WorkProgramme, models.PROTECT, related_name="sections", verbose_name=_("work programme")
    )
    number = models.CharField(_("number"), max_length=10, blank=True)
    activity = models.ForeignKey(
        StrategicActivity, models.PROTECT, null=True, blank=True, verbose_name=_("strategic activity")
    )
    heading = models.TextField(_("heading"), max_length=LONG, validators=[no_control_characters])
    quote = models.TextField(_("quote"), max_length=LONG, blank=True, validators=[no_control_characters])
    folded = FoldedField(of=["heading"])

    class Meta(Node.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.CheckConstraint(
                name="a_sections_number_has_no_full_stop_after_it", condition=~Q(number__endswith=".")
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.heading}" if self.number else self.heading

    def clean(self) -> None:
        """Takes the full stop from its number, and refuses one whose references another section gives."""
        self.number = bare_number(self.number)
        if refusal := self.refused_number():
            raise ValidationError({"number": refusal})

    def refused_number(self) -> str:
        """Why its number cannot stand beside those of the other present sections; empty where it can."""
        if self.withdrawn_at:
            return ""
        others = type(self).objects.present().filter(programme=self.programme_id).exclude(pk=self.pk)
        taken = first_clash(self.number, others.values_list("number", flat=True)) if self.number else None
        return taken_number(taken) if taken else ""


def taken_number(number: str) -> str:
    """What is said of a number that would give the references of the section with this one."""
    words = _(
        "Another section has the number %(number)s, and both would give the same references. "
        "Choose another number, or leave it empty."
    )
    return str(words) % {"number": number}


class TopicContinuation(models.Model):
    """A topic that continues one of an earlier programme."""

    class How(models.TextChoices):
        SAME_TITLE = "same_title", _("same title")
        REWORDED = "reworded", _("reworded")

    topic = models.ForeignKey(
        "programmes.Topic", models.CASCADE, related_name="continues", verbose_name=_("topic")
    )
    earlier = models.ForeignKey(
        "programmes.Topic", models.PROTECT, related_name="continued_by", verbose_name=_("earlier topic")
    )
    how = models.CharField(_("how"), max_length=12, choices=How)

    class Meta:
        verbose_name = _("continuation")
        verbose_name_plural = _("continuations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "earlier"], name="a_topic_continues_another_once")
        ]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.topic}"


class Topic(Node):
    """A topic: the title as printed and, where an editor's stray is in it, a clean one."""

    level = "topic"
    parent_field = "section"
    edited_fields = ("title", "title_printed", "lead", "officer", "sponsors", "earlier")

    section = models.ForeignKey(
        ProgrammeSection, models.PROTECT, related_name="topics", verbose_name=_("section")
    )
    title = models.CharField(_("title"), max_length=SHORT, validators=[no_control_characters])
    title_printed = models.CharField(
        _("title as printed"), max_length=SHORT, blank=True, validators=[no_control_characters]
    )
    lead = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead")
    )
    officer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("officer")
    )
    sponsors = models.ManyToManyField(
        Organization, blank=True, related_name="sponsored_topics", verbose_name=_("sponsors")
    )
    earlier = models.ManyToManyField(
        "self",
        through=TopicContinuation,
        through_fields=("topic", "earlier"),
        symmetrical=False,
        related_name="later",
        verbose_name=_("continues"),
    )
    folded = FoldedField(of=["title", "title_printed"])
    _history_m2m_fields = (sponsors, earlier)

    class Meta(Node.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.title


class Task(Node):
    """What the committee set out to do on a topic."""

    level = "task"
    parent_field = "topic"
    edited_fields = ("text", "sub_items")

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="tasks", verbose_name=_("topic"))
    text = models.TextField(_("text"), max_length=LONG, validators=[no_control_characters])
    sub_items = models.JSONField(_("sub-items"), default=list, blank=True)
    folded = FoldedField(of=["text", "sub_items"])

    class Meta(Node.Meta):
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return self.text


class Indicator(Node, Timelined):
    """A performance indicator with its timeline: the row of the matrix.

    Its progress entries are edited in its form only, under its revision.
    """

    level = "indicator"
    parent_field = "task"
    edited_fields = ("text", "timeline_phrase", "target", "unit")

    task = models.ForeignKey(Task, models.PROTECT, related_name="indicators", verbose_name=_("task"))
    text = models.TextField(_("performance indicator"), max_length=LONG, validators=[no_control_characters])
    target = models.DecimalField(
        _("target"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    unit = models.CharField(_("unit"), max_length=60, blank=True, validators=[no_control_characters])
    folded = FoldedField(of=["text", "timeline_phrase", "unit"])

    class Meta(Node.Meta):
        verbose_name = _("performance indicator")
        verbose_name_plural = _("performance indicators")
        constraints = [
            models.CheckConstraint(
                name="a_row_due_by_a_date_has_its_day",
                condition=~Q(timeline_kind="by_date") | Q(timeline_due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="a_target_is_not_below_zero", condition=Q(target__isnull=True) | Q(target__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ProgressEntry(Node):
    """What was reported on an indicator, the time or session it speaks of, and the state it sets."""

    class State(models.TextChoices):
        ACHIEVED = "achieved", _("Achieved")
        PARTLY_ACHIEVED = "partly_achieved", _("Partly achieved")
        IN_PROGRESS = "in_progress", _("In progress")
        NOT_NEEDED = "not_needed", _("Not needed")
        DISCONTINUED = "discontinued", _("Discontinued")

    level = "entry"
    parent_field = "indicator"
    edited_fields = (
        "text",
        "reported_on",
        "session",
        "sets_state",
        "number",
        "period",
        "evidence",
        "decision",
        "source",
    )

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="progress", verbose_name=_("performance indicator")
    )
    text = models.TextField(_("progress"), max_length=LONG, validators=[no_control_characters])
    reported_on = PartialDateField(_("date it refers to"), help_text=_("2014, 2014-10 or 2014-10-31"))
    session = models.ForeignKey(
        CommitteeSession, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("session")
    )
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    evidence = models.JSONField(_("evidence"), default=list, blank=True)
    sets_state = models.CharField(_("new status"), max_length=16, choices=State, blank=True)
    state_inferred = models.BooleanField(_("state read from the text"), default=False)
    number = models.DecimalField(
        pgettext_lazy("how many", "number"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    period = models.CharField(_("period"), max_length=60, blank=True, validators=[no_control_characters])
    decision = models.CharField(
        _("decision"), max_length=SHORT, blank=True, validators=[no_control_characters]
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    # What Members and the public see: the values of `content.RELEASED_FIELDS` at the last release.
    # Null: never released. Equal to the present values: released. Different: changed since.
    released_as = models.JSONField(_("released as"), null=True, blank=True, editable=False)
    is_released = DerivedFlag(by=is_as_released)  # so that no reader compares the values row by row
    folded = FoldedField(of=["text"])
    # Apart, so that a reader who may not see the text as it stands never finds a row by it.
    folded_released = FoldedField(of=["released_as__text"])

    class Meta(Node.Meta):
        verbose_name = _("progress entry")
        verbose_name_plural = _("progress entries")
        constraints = [
            models.CheckConstraint(
                name="a_reported_number_is_not_below_zero",
                condition=Q(number__isnull=True) | Q(number__gte=0),
            )
        ]

    def __str__(self) -> str:
        return self.text


# The levels of a programme's structure, the highest first. Progress entries are edited in the form of their row.
LEVELS: tuple[type[Node], ...] = (ProgrammeSection, Topic, Task, Indicator)
