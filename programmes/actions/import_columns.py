"""Between the tree and the tables: which values of a node go into which columns of its row."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from programmes.content import Entry, Goal, Indicator, ProgrammeContent, Section, Step, Task, Topic
from programmes.exports.interchange import source as source_values
from programmes.models import Indicator as IndicatorRow
from programmes.models import ProgrammeSection, ProgressEntry
from programmes.models import Task as TaskRow
from programmes.models import Topic as TopicRow
from programmes.models.rows import Node
from wco_tracker.lib.timelines import Timeline


@dataclass(slots=True, frozen=True)
class Related:
    """The rows of other tables that a programme's values name, found beforehand, by those names."""

    activities: dict[str, int]  # code
    organizations: dict[str, int]  # name
    people: dict[str, int]  # name
    sessions: dict[str, int]  # slug
    sources: dict[tuple[str, str, str, bool], int]  # document symbol, paragraph, quote, inferred


@dataclass(slots=True, frozen=True)
class Level:
    """One level of the tree: its table, the column of its parent, and the values of a node."""

    model: type[Node]
    parent: str
    values: Callable[[Any, Related], dict[str, Any]]


def timeline_values(timeline: Timeline) -> dict[str, Any]:
    """A timeline as columns."""
    return {
        "timeline_phrase": timeline.phrase,
        "timeline_kind": timeline.kind,
        "timeline_due_on": timeline.due_on,
        "timeline_precision": timeline.precision or "",
        "timeline_recurrence": timeline.recurrence or "",
        "timeline_condition": timeline.condition or "",
        "timeline_derived": timeline.derived or "",
    }


def step_values(step: Step) -> dict[str, Any]:
    """A step of the status as the programme's row holds it."""
    return {"status": step.status, "on": step.on, "by": step.by, "source": source_values(step.source)}


def goal_values(goals: list[Goal]) -> list[dict[str, Any]]:
    """The strategic goals that a programme lists, as its row holds them."""
    return [asdict(goal) for goal in goals]


def source_key(entry: Entry) -> tuple[str, str, str, bool] | None:
    """What tells one source from another."""
    if (source := entry.source) is None:
        return None
    return source.document, source.paragraph or "", source.quote or "", source.inferred


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text).quantize(Decimal("0.01"))


def _section(node: Section, related: Related) -> dict[str, Any]:
    activity = related.activities.get(node.activity_code) if node.activity_code else None
    return {"number": node.number, "heading": node.heading, "quote": node.quote, "activity_id": activity}


def _topic(node: Topic, related: Related) -> dict[str, Any]:
    return {
        "title": node.title,
        "title_printed": node.title_printed,
        "lead_id": related.organizations[node.lead] if node.lead else None,
        "officer_id": related.people[node.officer] if node.officer else None,
    }


def _task(node: Task, related: Related) -> dict[str, Any]:
    return {"text": node.text, "sub_items": node.sub_items}


def _indicator(node: Indicator, related: Related) -> dict[str, Any]:
    return {
        "text": node.text,
        "target": _decimal(node.target),
        "unit": node.unit or "",
        **timeline_values(node.timeline),
    }


def _entry(node: Entry, related: Related) -> dict[str, Any]:
    key = source_key(node)
    return {
        "text": node.text,
        "reported_on": node.reported_on or "",
        "session_id": related.sessions[node.session] if node.session else None,
        "author_id": related.people[node.author] if node.author else None,
        "evidence": node.evidence,
        "sets_state": node.sets_state or "",
        "state_inferred": node.state_inferred,
        "number": _decimal(node.number),
        "period": node.period or "",
        "decision": node.decision or "",
        "source_id": related.sources[key] if key else None,
        "released_as": node.release_values() if node.released else node.released_as,
    }


SECTION = Level(ProgrammeSection, "programme_id", _section)
TOPIC = Level(TopicRow, "section_id", _topic)
TASK = Level(TaskRow, "topic_id", _task)
INDICATOR = Level(IndicatorRow, "task_id", _indicator)
ENTRY = Level(ProgressEntry, "indicator_id", _entry)
LEVELS = (SECTION, TOPIC, TASK, INDICATOR, ENTRY)


def families(tree: ProgrammeContent) -> Iterator[tuple[Level, str, list[Any]]]:
    """Every list of siblings with its level and the key of its parent, the upper levels first; "" is the programme."""
    yield SECTION, "", tree.sections
    for section in tree.sections:
        yield TOPIC, section.key, section.topics
    for topic in tree.topics:
        yield TASK, topic.key, topic.tasks
    for topic in tree.topics:
        for task in topic.tasks:
            yield INDICATOR, task.key, task.indicators
    for indicator in tree.indicators:
        yield ENTRY, indicator.key, indicator.progress
