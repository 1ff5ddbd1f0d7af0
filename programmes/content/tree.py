"""The values that a programme is made of, and finding and counting in them."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from wco_tracker.lib.dates import last_day
from wco_tracker.lib.timelines import Timeline


@dataclass(slots=True)
class SourceRef:
    """The place a fact was read from: document symbol, paragraph, its words, whether it is an inference."""

    document: str
    paragraph: str | None = None
    quote: str | None = None
    inferred: bool = False


@dataclass(slots=True)
class Entry:
    """One progress entry.

    `released`: Members see it as it stands. `released_as`: what they see of one that was changed since its release;
    None where it is as released, or internal.
    """

    key: str
    text: str
    reported_on: str | None = None
    session: str | None = None  # slug
    sets_state: str | None = None
    state_inferred: bool = False
    number: str | None = None  # decimal as text, "12.5"
    period: str | None = None
    released: bool = False
    released_as: dict[str, Any] | None = None
    author: str | None = None
    evidence: list[str] = field(default_factory=list)
    decision: str | None = None
    source: SourceRef | None = None

    def release_values(self) -> dict[str, Any]:
        """What a release of it now would show, by the names of `RELEASED_FIELDS`; a source as an object."""
        values = {name: getattr(self, name) for name in RELEASED_FIELDS}
        return values | {"source": asdict(self.source) if self.source else None}

    def note_release(self, values: dict[str, Any]) -> None:
        """Takes the values last released. A field that they do not have yet was empty then."""
        values = NOTHING_RELEASED | values
        self.released = values == self.release_values()
        self.released_as = None if self.released else values

    def as_released(self) -> "Entry | None":
        """The entry as Members see it; None where they do not."""
        if self.released:
            return self
        if self.released_as is None:
            return None
        source = self.released_as["source"]
        values = self.released_as | {"source": SourceRef(**source) if source else None}
        return replace(self, **values, released=True, released_as=None)


# What a release shows to Members: every value of an entry but what tells it apart and who wrote it. A field that is
# added to `Entry` is one of them by itself.
RELEASED_FIELDS = tuple(
    item.name for item in fields(Entry) if item.name not in ("key", "released", "released_as", "author")
)
# The values of an entry of which nothing is known: what an older release has in a field that came later.
NOTHING_RELEASED: dict[str, Any] = Entry(key="", text="").release_values()


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
    undated: bool = False  # achieved on a day that no entry names, so that nobody knows whether it was late

    @property
    def tag(self) -> str:
        """The name of its tag: its standing, or "achieved_undated". Counts and filters use the standing."""
        return "achieved_undated" if self.undated else self.standing


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
    """An earlier topic that this one continues: programme slug, topic key, "same_title" or "reworded"."""

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
    officer_key: str | None = field(default=None, compare=False)  # what a filter calls the officer

    @property
    def name(self) -> str:
        """Its short reference and its title: what filters call it."""
        return f"{self.ref} {self.title}"

    @property
    def indicators(self) -> Iterator[Indicator]:
        """Its rows in order."""
        return (indicator for task in self.tasks for indicator in task.indicators)

    @property
    def indicators_number(self) -> int:
        """How many rows it has; its `rows` count the table rows of empty tasks too."""
        return sum(len(task.indicators) for task in self.tasks)


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
    def name(self) -> str:
        """Its printed number, where it has one, and the activity it is for: what filters call it."""
        words = self.activity_title or self.heading
        return f"{self.number}. {words}" if self.number else words

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
    # The keys that a reader gave to rows without one: no other file or row knows them yet.
    # Why it is not the whole programme, where a file holds only a part: such a file must not replace the programme.
    extract: str | None = field(default=None, compare=False)
    keyless: set[str] = field(default_factory=set, compare=False, repr=False)

    @property
    def indicators(self) -> Iterator[Indicator]:
        """All rows in order."""
        return (
            indicator
            for section in self.sections
            for topic in section.topics
            for task in topic.tasks
            for indicator in task.indicators
        )

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
