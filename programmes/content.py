"""The tree in the middle: a programme as plain values, which every reader makes and every renderer takes.

Programme → section → topic → task → indicator → progress entry (design/architecture.md, One tree in the
middle). Nothing here knows of Django or of the database. Texts are as printed; dates that a text gives are
kept as precise as the text ("2014", "2014-10", "2014-10-31").
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from programmes.standing import Facts, standing
from wco_tracker.lib.dates import first_day, last_day
from wco_tracker.lib.text import fold
from wco_tracker.lib.timelines import Timeline

# What a release shows to Members: the entry's values at that moment. An `author` is never part of it.
RELEASED_FIELDS = (
    "text",
    "reported_on",
    "session",
    "sets_state",
    "state_inferred",
    "number",
    "period",
    "evidence",
)


@dataclass(slots=True)
class SourceRef:
    """The place a fact was read from: document symbol, paragraph, its words, whether it is an inference."""

    document: str
    paragraph: str | None = None
    quote: str | None = None
    inferred: bool = False


@dataclass(slots=True)
class Entry:
    """One progress entry. `released_as` holds the values last released, None where it never was."""

    key: str
    text: str
    reported_on: str | None = None
    session: str | None = None  # slug
    sets_state: str | None = None
    state_inferred: bool = False
    number: str | None = None  # decimal as text, "12.5"
    period: str | None = None
    released_as: dict[str, Any] | None = None
    author: str | None = None
    evidence: list[str] = field(default_factory=list)
    decision: str | None = None
    source: SourceRef | None = None

    @property
    def released(self) -> bool:
        """Whether Members see it as it stands now."""
        return self.released_as is not None and self.released_as == self.release_values()

    def release_values(self) -> dict[str, Any]:
        """What a release of it now would show."""
        return {name: getattr(self, name) for name in RELEASED_FIELDS}

    def as_released(self) -> "Entry | None":
        """The entry as Members see it; None where they do not."""
        if self.released_as is None:
            return None
        return self if self.released else replace(self, **self.released_as)


@dataclass(slots=True)
class Indicator:
    """A row of the matrix. `ref`, `state` and `standing` are derived by `number_rows` and `judge`."""

    key: str
    text: str
    timeline: Timeline
    target: str | None = None  # decimal as text
    unit: str | None = None
    progress: list[Entry] = field(default_factory=list)
    revision: int = 1
    ref: str = ""
    state: str | None = None
    standing: str = "planned"


@dataclass(slots=True)
class Task:
    """A task; `rows` is the number of table rows its cell spans."""

    key: str
    text: str
    sub_items: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    revision: int = 1
    rows: int = 1


@dataclass(slots=True)
class Continuation:
    """An earlier topic that this one goes on with: programme slug, topic key, "same_title" or "reworded"."""

    programme: str
    key: str
    how: str


@dataclass(slots=True)
class Topic:
    """A topic; `rows` is the number of table rows its cell spans, `ref` its short reference ("11.2")."""

    key: str
    title: str
    title_printed: str
    lead: str | None = None
    officer: str | None = None
    sponsors: list[str] = field(default_factory=list)
    continues: list[Continuation] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    revision: int = 1
    ref: str = ""
    rows: int = 1

    @property
    def indicators(self) -> Iterator[Indicator]:
        """Its rows in order."""
        return (indicator for task in self.tasks for indicator in task.indicators)


@dataclass(slots=True)
class Section:
    """One table of the programme."""

    key: str
    number: str
    heading: str
    quote: str = ""
    activity_code: str | None = None
    activity_title: str | None = None
    topics: list[Topic] = field(default_factory=list)
    revision: int = 1

    @property
    def indicators(self) -> Iterator[Indicator]:
        """Its rows in order."""
        return (indicator for topic in self.topics for indicator in topic.indicators)


@dataclass(slots=True)
class Activity:
    """A strategic activity: "1.1" and its title."""

    code: str
    title: str


@dataclass(slots=True)
class Goal:
    """A strategic goal with its activities."""

    number: str
    title: str
    activities: list[Activity] = field(default_factory=list)


@dataclass(slots=True)
class Step:
    """A step of the programme's status: when ("2014-06"), by which body, and where that is written."""

    status: str
    on: str | None = None
    by: str | None = None
    source: SourceRef | None = None


@dataclass(slots=True)
class ProgrammeContent:
    """A whole programme."""

    slug: str
    group: str
    title: str
    period: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    as_of: str | None = None
    status: str = "draft"
    visibility: str = "public"
    language: str = "en"
    introduction: list[str] = field(default_factory=list)
    plan_slug: str | None = None
    plan_title: str | None = None
    strategic_goals: list[Goal] = field(default_factory=list)
    document: str | None = None  # symbol
    agenda_item: str | None = None
    annex: str | None = None
    page_heading: str | None = None
    steps: list[Step] = field(default_factory=list)
    training: bool = False
    sections: list[Section] = field(default_factory=list)
    mended: list[dict[str, Any]] = field(default_factory=list)

    @property
    def indicators(self) -> Iterator[Indicator]:
        """All rows in order."""
        return (indicator for section in self.sections for indicator in section.indicators)

    @property
    def topics(self) -> Iterator[Topic]:
        """All topics in order."""
        return (topic for section in self.sections for topic in section.topics)

    def step(self, status: str) -> Step | None:
        """The newest recorded step to a status."""
        return next((step for step in reversed(self.steps) if step.status == status), None)

    @property
    def closed_on(self) -> date | None:
        """The last day it ran, where it is closed and the day is recorded."""
        step = self.step("closed") if self.status == "closed" else None
        return last_day(step.on) if step and step.on else None


def number_rows(tree: ProgrammeContent) -> ProgrammeContent:
    """Gives every topic and row its short reference ("11.2", "11.2.3": section, topic, row) and its spans.

    References follow the places in the whole programme: call it before filtering, and they stay.
    """
    for place, section in enumerate(tree.sections, 1):
        for topic_place, topic in enumerate(section.topics, 1):
            topic.ref = f"{section.number or place}.{topic_place}"
            for row_place, indicator in enumerate(topic.indicators, 1):
                indicator.ref = f"{topic.ref}.{row_place}"
    return span_rows(tree)


def span_rows(tree: ProgrammeContent) -> ProgrammeContent:
    """Counts the table rows of each task and topic: an empty one takes one row too."""
    for topic in tree.topics:
        for task in topic.tasks:
            task.rows = max(1, len(task.indicators))
        topic.rows = max(1, sum(task.rows for task in topic.tasks))
    return tree


def as_seen(tree: ProgrammeContent, *, unreleased: bool, at: date | None = None) -> ProgrammeContent:
    """Leaves the entries that the reader may see and, with `at`, those that speak of a time up to that day.

    An entry that names no time is always left. Changes the tree it is given.
    """
    for indicator in tree.indicators:
        seen: Iterable[Entry | None] = indicator.progress
        if not unreleased:
            seen = (entry.as_released() for entry in indicator.progress)
        indicator.progress = [
            entry
            for entry in seen
            if entry and (at is None or not entry.reported_on or first_day(entry.reported_on) <= at)
        ]
    return tree


def judge(tree: ProgrammeContent, at: date, session_days: Sequence[date]) -> ProgrammeContent:
    """Derives the state of each row from its entries and its standing on a day; changes the tree it is given.

    `session_days` are the sorted last days of the group's sessions: a row without a date goes stale by them.
    """
    adopted, closed = tree.step("adopted"), tree.step("closed")
    for indicator in tree.indicators:
        setter = next((entry for entry in reversed(indicator.progress) if entry.sets_state), None)
        indicator.state = setter.sets_state if setter else None
        indicator.standing = standing(
            Facts(
                kind=indicator.timeline.kind,
                due_on=indicator.timeline.due_on,
                state=indicator.state,
                state_on=setter.reported_on if setter else None,
                last_entry_on=max(
                    (last_day(entry.reported_on) for entry in indicator.progress if entry.reported_on),
                    default=None,
                ),
                programme_status=tree.status,
                adopted_on=adopted.on if adopted else None,
                closed_on=closed.on if closed else None,
            ),
            at,
            session_days,
        )
    return tree


@dataclass(slots=True, frozen=True)
class Criteria:
    """What to leave of a tree; an empty one leaves all. `words` must all be found in the row or above it."""

    section: str = ""  # key
    topic: str = ""  # key
    standings: frozenset[str] = frozenset()
    kind: str = ""  # of the timeline
    officer: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) for item in fields(self))


def keep(tree: ProgrammeContent, criteria: Criteria) -> ProgrammeContent:
    """A new tree with the rows that meet the criteria and all that stands above them, spans counted anew.

    Sections without such a row are left out. Rows themselves are shared with the tree that was given.
    """
    if not criteria:
        return tree
    words = fold(criteria.words).split()
    sections = []
    for section in tree.sections:
        if criteria.section and section.key != criteria.section:
            continue
        topics = [
            kept
            for topic in section.topics
            if (kept := _keep_topic(topic, criteria, words, section)) is not None
        ]
        if topics:
            sections.append(replace(section, topics=topics))
    return span_rows(replace(tree, sections=sections))


def _keep_topic(topic: Topic, criteria: Criteria, words: list[str], section: Section) -> Topic | None:
    if criteria.topic and topic.key != criteria.topic:
        return None
    if criteria.officer and topic.officer != criteria.officer:
        return None
    tasks = []
    for task in topic.tasks:
        indicators = [row for row in task.indicators if _meets(row, task, topic, criteria, words)]
        if indicators:
            tasks.append(replace(task, indicators=indicators))
    return replace(topic, tasks=tasks) if tasks else None


def _meets(row: Indicator, task: Task, topic: Topic, criteria: Criteria, words: list[str]) -> bool:
    if criteria.standings and row.standing not in criteria.standings:
        return False
    if criteria.kind and row.timeline.kind != criteria.kind:
        return False
    if not words:
        return True
    said = [
        row.ref,
        topic.title_printed,
        topic.title,
        task.text,
        *task.sub_items,
        row.text,
        row.timeline.phrase,
    ]
    folded = fold("\n".join(said + [entry.text for entry in row.progress]))
    return all(word in folded for word in words)


def find_row(tree: ProgrammeContent, key: str) -> tuple[Section, Topic, Task, Indicator] | None:
    """A row with all that stands above it, by the row's key."""
    for section in tree.sections:
        for topic in section.topics:
            for task in topic.tasks:
                for indicator in task.indicators:
                    if indicator.key == key:
                        return section, topic, task, indicator
    return None


def count_standings(rows: Iterable[Indicator]) -> dict[str, int]:
    """How many rows stand how."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.standing] = counts.get(row.standing, 0) + 1
    return counts
