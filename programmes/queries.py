"""Loading a programme from the database into the tree: three statements whatever its size.

Flat rows are folded into light values (design/performance.md); nothing here depends on who reads.
"""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from groups.models import CommitteeSession, Membership, Person
from groups.models.bodies import last_day_of
from groups.permissions import Role
from programmes.content import (
    Activity,
    Continuation,
    Entry,
    Goal,
    Indicator,
    ProgrammeContent,
    Section,
    SourceRef,
    Step,
    Task,
    Topic,
    number_rows,
)
from programmes.models import Indicator as IndicatorRow
from programmes.models import ProgrammeSection, ProgressEntry, TopicContinuation, WorkProgramme
from programmes.models import Topic as TopicRow
from wco_tracker.lib.statements import Statement
from wco_tracker.lib.timelines import Timeline

_SECTION = ("pk", "key", "revision", "number", "heading", "quote", "activity__code", "activity__title")
_TOPIC = ("pk", "section_id", "key", "revision", "title", "title_printed", "lead__name", "officer__name")
_TASK = (
    "tasks__pk",
    "tasks__withdrawn_at",
    "tasks__key",
    "tasks__revision",
    "tasks__text",
    "sub_items_text",
)
_ROW = tuple(
    f"tasks__indicators__{name}"
    for name in (
        "pk",
        "withdrawn_at",
        "key",
        "revision",
        "text",
        "target",
        "unit",
        "timeline_phrase",
        "timeline_kind",
        "timeline_due_on",
        "timeline_precision",
        "timeline_recurrence",
        "timeline_condition",
        "timeline_derived",
    )
)
_ENTRY = (
    "indicator_id",
    "key",
    "text",
    "reported_on",
    "session__slug",
    "sets_state",
    "state_inferred",
    "number",
    "period",
    "released_as_text",
    "author__name",
    "evidence_text",
    "decision",
    "source__document__symbol",
    "source__paragraph",
    "source__quote",
    "source__inferred",
)


# Columns of JSON are read as text: most are empty, and each would pass a decoder.
_SECTIONS = Statement(ProgrammeSection.objects.present().in_order().values_list(*_SECTION), "programme")
_TOPICS = Statement(
    TopicRow.objects.present()
    .order_by(
        "position",
        "pk",
        "tasks__position",
        "tasks__pk",
        "tasks__indicators__position",
        "tasks__indicators__pk",
    )
    .annotate(sub_items_text=Cast("tasks__sub_items", TextField()))
    .values_list(*_TOPIC, *_TASK, *_ROW),
    "section",
)
_ENTRIES = Statement(
    ProgressEntry.objects.present()
    .in_order()
    .annotate(released_as_text=Cast("released_as", TextField()), evidence_text=Cast("evidence", TextField()))
    .values_list(*_ENTRY),
    "indicator",
)
_SESSIONS = Statement(CommitteeSession.objects.values_list("ends_on", "held_on"), "groups")
_decode = json.JSONDecoder().raw_decode  # `loads` looks for white space round each value: a third more


def _decoded(text: str | None) -> Any:
    """The value of a JSON column read as text."""
    if text is None:
        return None
    return [] if text == "[]" else _decode(text)[0]


def plain(number: Decimal | None) -> str | None:
    """A decimal as text, as short as it can be: "3", "12.5"."""
    return None if number is None else f"{number.normalize():f}"


def load(programme: WorkProgramme) -> ProgrammeContent:
    """The tree that the matrix, the topic page and the Word file take; without sponsors and continuations."""
    tree = _shell(programme)
    sections = _sections(programme, tree)
    rows = _topics(sections)
    _entries(rows)
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
    """The sorted last days of the group's sessions; asked only where the programme runs on that day."""
    runs = programme.status == WorkProgramme.Status.ADOPTED or (closed_on is not None and at < closed_on)
    if not runs:
        return []
    return sorted(day for found in _SESSIONS.of([programme.group_id]) if (day := last_day_of(*found)))


def steps_of(programme: WorkProgramme) -> list[Step]:
    """The recorded steps of its status, oldest first."""
    return [
        Step(step["status"], step.get("on"), step.get("by"), _source(step.get("source")))
        for step in programme.steps
    ]


def _source(kept: dict[str, Any] | None) -> SourceRef | None:
    return SourceRef(**kept) if kept else None


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


def _topics(sections: dict[int, Section]) -> dict[int, Indicator]:
    topics: dict[int, Topic] = {}
    tasks: dict[int, Task] = {}
    indicators: dict[int, Indicator] = {}
    # By the ids in hand: each table that is joined costs the database more to plan than to read.
    for row in _TOPICS.of(sections):
        _fold(row, sections, topics, tasks, indicators)
    return indicators


def _fold(
    row: Sequence[Any],
    sections: dict[int, Section],
    topics: dict[int, Topic],
    tasks: dict[int, Task],
    indicators: dict[int, Indicator],
) -> None:
    """Puts one joined row (topic, task or nothing, indicator or nothing) into its places."""
    pk, section, key, revision, title, printed, lead, officer = row[:8]
    if section not in sections:  # withdrawn with all that is in it
        return
    if (topic := topics.get(pk)) is None:
        topic = topics[pk] = Topic(key, title, printed or title, lead, officer, revision=revision)
        sections[section].topics.append(topic)
    pk, withdrawn, key, revision, text, sub_items = row[8:14]
    if pk is None or withdrawn:
        return
    if (task := tasks.get(pk)) is None:
        task = tasks[pk] = Task(key, text, _decoded(sub_items), revision=revision)
        topic.tasks.append(task)
    pk, withdrawn, key, revision, text, target, unit = row[14:21]
    if pk is None or withdrawn:
        return
    phrase, kind, due_on, precision, recurrence, condition, derived = row[21:]
    timeline = Timeline(
        phrase, kind, due_on, precision or None, recurrence or None, condition or None, derived or None
    )
    indicator = indicators[pk] = Indicator(
        key, text, timeline, plain(target), unit or None, revision=revision
    )
    task.indicators.append(indicator)


def _entries(indicators: dict[int, Indicator]) -> None:
    for row in _ENTRIES.of(indicators):
        if (indicator := indicators.get(row[0])) is None:
            continue
        _, key, text, on, session, state, inferred, number, period, released, author, evidence, decision = (
            row[:13]
        )
        symbol, paragraph, quote, guessed = row[13:]
        source = SourceRef(symbol, paragraph or None, quote or None, guessed) if symbol else None
        indicator.progress.append(
            Entry(
                key,
                text,
                on or None,
                session,
                state or None,
                inferred,
                plain(number),
                period or None,
                _decoded(released),
                author,
                _decoded(evidence),
                decision or None,
                source,
            )
        )


def row_reference(indicator: IndicatorRow) -> str:
    """The short reference of one row ("11.2.3"), counted without loading the programme: three statements."""
    topic = indicator.task.topic
    section = topic.section
    number = section.number or str(
        _place(section, ProgrammeSection.objects.filter(programme=section.programme_id))
    )
    topic_place = _place(topic, TopicRow.objects.filter(section=section))
    rows = IndicatorRow.objects.present().filter(task__topic=topic, task__withdrawn_at=None)
    before = rows.filter(
        Q(task__position__lt=indicator.task.position)
        | Q(task__position=indicator.task.position, task__lt=indicator.task_id)
        | Q(task=indicator.task_id, position__lt=indicator.position)
        | Q(task=indicator.task_id, position=indicator.position, pk__lt=indicator.pk)
    )
    return f"{number}.{topic_place}.{before.count() + 1}"


def _place(row: Any, siblings: Any) -> int:
    before = Q(position__lt=row.position) | Q(position=row.position, pk__lt=row.pk)
    return int(siblings.present().filter(before).count()) + 1


def load_outline(programme: WorkProgramme) -> ProgrammeContent:
    """The tree without progress entries and without what is known of the programme itself: two statements."""
    tree = ProgrammeContent(slug=programme.slug, group="", title=programme.title, language=programme.language)
    _topics(_sections(programme, tree))
    return number_rows(tree)


def row_references(programme: WorkProgramme) -> dict[str, str]:
    """The short reference of every row by its key: two statements."""
    return {row.key: row.ref for row in load_outline(programme).indicators}


def officers_for(programme: WorkProgramme, on: date) -> list[Person]:
    """Who can be named as officer of a topic: the group's officers on a day, and whoever is named already."""
    serving = Membership.objects.current(on).filter(group=programme.group_id, role=Role.OFFICER)
    named = TopicRow.objects.present().filter(section__programme=programme)
    return list(
        Person.objects.filter(
            Q(pk__in=serving.values("person")) | Q(pk__in=named.exclude(officer=None).values("officer"))
        )
    )
