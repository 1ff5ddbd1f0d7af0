"""Loading a programme from the database into the tree: three statements whatever its size.

Flat rows are folded into light values (design/performance.md); nothing here depends on who reads.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from groups.models import CommitteeSession, Membership, Person
from groups.models.sessions import last_day_of
from groups.permissions import Role
from programmes.content import (
    Activity,
    Continuation,
    Goal,
    ProgrammeContent,
    Section,
    SourceRef,
    Step,
    Topic,
    number_rows,
)
from programmes.models import ProgrammeSection, TopicContinuation, WorkProgramme
from programmes.models import Topic as TopicRow
from programmes.selectors.matrix_rows import add_entries, fold_rows
from wco_tracker.lib.compiled_queries import CompiledQuery

_SECTION = ("pk", "key", "revision", "number", "heading", "quote", "activity__code", "activity__title")
_SECTIONS = CompiledQuery(ProgrammeSection.objects.present().in_order().values_list(*_SECTION), "programme")


def load(programme: WorkProgramme) -> ProgrammeContent:
    """The tree that the matrix, the topic page and most files take; without sponsors and continuations."""
    tree = _shell(programme)
    add_entries(fold_rows(_sections(programme, tree)))
    return number_rows(tree)


def load_whole(programme: WorkProgramme) -> ProgrammeContent:
    """The tree with every field of the interchange form: two statements more."""
    tree = load(programme)
    topics = {topic.key: topic for topic in tree.topics}
    links = TopicContinuation.objects.filter(topic__section__programme=programme).order_by("pk")
    for key, slug, earlier, how in links.values_list(
        "topic__key", "earlier__section__programme__slug", "earlier__key", "how"
    ):
        if key in topics:
            topics[key].continues.append(Continuation(slug, earlier, how))
    sponsored = TopicRow.sponsors.through.objects.filter(topic__section__programme=programme).order_by("pk")
    for key, name in sponsored.values_list("topic__key", "organization__name"):
        if key in topics:
            topics[key].sponsors.append(name)
    return tree


def goals_of(programme: WorkProgramme) -> list[Goal]:
    """The strategic goals that the programme lists, with their activities."""
    return [
        Goal(goal["number"], goal["title"], [Activity(**activity) for activity in goal["activities"]])
        for goal in programme.strategic_goals
    ]


def session_days(programme: WorkProgramme, closed_on: date | None, at: date) -> list[date]:
    """The sorted last days of the group's sessions; none where the programme does not run on that day."""
    runs = programme.status == WorkProgramme.Status.ADOPTED or (closed_on is not None and at < closed_on)
    if not runs:
        return []
    held = CommitteeSession.objects.filter(groups=programme.group_id).values_list("ends_on", "held_on")
    return sorted(day for found in held if (day := last_day_of(*found)))


def steps_of(programme: WorkProgramme) -> list[Step]:
    """The recorded steps of its status, oldest first."""
    return [
        Step(step["status"], step.get("on"), step.get("by"), _source(step.get("source")))
        for step in programme.steps
    ]


def _source(recorded: dict[str, Any] | None) -> SourceRef | None:
    return SourceRef(**recorded) if recorded else None


def _shell(programme: WorkProgramme) -> ProgrammeContent:
    document = programme.document
    return ProgrammeContent(
        slug=programme.slug,
        group=programme.group.slug,
        title=programme.title,
        period=programme.period or None,
        starts_on=programme.starts_on or None,
        ends_on=programme.ends_on or None,
        as_of=programme.as_of or None,
        status=programme.status,
        visibility=programme.visibility,
        language=programme.language,
        introduction=list(programme.introduction),
        plan_slug=programme.plan.slug if programme.plan else None,
        plan_title=programme.plan.title if programme.plan else None,
        strategic_goals=goals_of(programme),
        document=document.symbol if document else None,
        agenda_item=(document.agenda_item or None) if document else None,
        annex=programme.annex or None,
        page_heading=programme.page_heading or None,
        steps=steps_of(programme),
        training=programme.training,
        mended=list(programme.mended),
    )


def _sections(programme: WorkProgramme, tree: ProgrammeContent) -> dict[int, Section]:
    sections = {
        pk: Section(key, number, heading, quote, code, title, revision=revision)
        for pk, key, revision, number, heading, quote, code, title in _SECTIONS.of([programme.pk])
    }
    tree.sections = list(sections.values())
    return sections


def load_outline(programme: WorkProgramme) -> ProgrammeContent:
    """The tree without progress entries and without what is known of the programme itself: two statements."""
    tree = ProgrammeContent(slug=programme.slug, group="", title=programme.title, language=programme.language)
    fold_rows(_sections(programme, tree))
    return number_rows(tree)


def row_references(programme: WorkProgramme) -> dict[str, str]:
    """The short reference of every row by its key: two statements."""
    return {row.key: row.ref for row in load_outline(programme).indicators}


def names_in_outline(programme: WorkProgramme) -> dict[tuple[str, str], str]:
    """Sections and topics as a filter offers them, by ("section" or "topic", key): one statement."""
    rows = ProgrammeSection.objects.present().filter(programme=programme)
    tree = ProgrammeContent(slug=programme.slug, group="", title=programme.title)
    sections: dict[str, Section] = {}
    for key, number, heading, activity, topic, title, gone in rows.order_by(
        "position", "pk", "topics__position", "topics__pk"
    ).values_list(
        "key",
        "number",
        "heading",
        "activity__title",
        "topics__key",
        "topics__title",
        "topics__withdrawn_at",
    ):
        section = sections.setdefault(key, Section(key, number, heading, activity_title=activity))
        if topic and not gone:
            section.topics.append(Topic(topic, title, title))
    tree.sections = list(sections.values())
    number_rows(tree)
    named = {("section", section.key): section.name for section in tree.sections}
    return named | {("topic", topic.key): topic.name for topic in tree.topics}


def officer_names(programme: WorkProgramme) -> dict[str, str]:
    """The officers of a programme's topics: names by key."""
    topics = TopicRow.objects.present().filter(section__programme=programme).exclude(officer=None)
    return dict(topics.order_by().values_list("officer__key", "officer__name"))


def officers_for(programme: WorkProgramme, on: date) -> "QuerySet[Person]":
    """Who can be named as officer of a topic: the group's officers on a day, and whoever is named already."""
    named = TopicRow.objects.present().filter(section__programme=programme)
    return officers_of([programme.group_id], on, named)


def officers_of(groups: Collection[int], on: date, topics: "QuerySet[TopicRow]") -> "QuerySet[Person]":
    """The officers of groups (primary keys) on a day, and those whom the topics name."""
    serving = Membership.objects.current(on).filter(group__in=groups, role=Role.OFFICER)
    return Person.objects.filter(
        Q(pk__in=serving.values("person")) | Q(pk__in=topics.exclude(officer=None).values("officer"))
    )
