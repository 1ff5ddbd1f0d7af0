"""Filtering a tree."""

from dataclasses import dataclass, fields, replace

from programmes.content.derive import span_rows
from programmes.content.tree import Indicator, ProgrammeContent, Section, Task, Topic
from wco_tracker.lib.text import folded_text, folded_words


@dataclass(slots=True, frozen=True)
class Criteria:
    """What to leave of a tree; an empty one leaves all. `words` must all be found in the row or above it.

    `nothing` leaves no row: what was asked for does not exist (any more), and all rows would be a wrong answer.
    """

    section: str = ""  # key
    topic: str = ""  # key
    standings: frozenset[str] = frozenset()
    kind: str = ""  # of the timeline
    officer: str = ""  # key
    words: str = ""
    nothing: bool = False

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) for item in fields(self))

    @property
    def of_rows(self) -> bool:
        """Whether a topic or task without performance indicators cannot meet them."""
        return bool(self.standings or self.kind)


def filter_tree(tree: ProgrammeContent, criteria: Criteria) -> ProgrammeContent:
    """A new tree with the rows that meet the criteria and all that stands above them, spans counted anew.

    What has no such row is left out; but without criteria of rows (a standing, a kind) a section, topic or task that is
    empty as it is stays, where the words stand in it or above it. Rows are shared with the tree that was given.
    """
    if not criteria:
        return tree
    if criteria.nothing:
        return replace(tree, sections=[])
    words = folded_words(criteria.words)
    sections = []
    for section in tree.sections:
        if criteria.section and section.key != criteria.section:
            continue
        topics = [
            filtered
            for topic in section.topics
            if (filtered := _filter_topic(topic, criteria, words, section)) is not None
        ]
        empty = not (section.topics or criteria.topic or criteria.officer or criteria.of_rows or words)
        if topics or empty:
            sections.append(replace(section, topics=topics))
    return span_rows(replace(tree, sections=sections))


def _filter_topic(topic: Topic, criteria: Criteria, words: list[str], section: Section) -> Topic | None:
    if criteria.topic and topic.key != criteria.topic:
        return None
    if criteria.officer and topic.officer_key != criteria.officer:
        return None
    of_topic = [topic.ref, topic.title_printed, topic.title]
    tasks = []
    for task in topic.tasks:
        indicators = [row for row in task.indicators if _meets(row, task, of_topic, criteria, words)]
        empty = not (task.indicators or criteria.of_rows)
        if indicators or (empty and _holds([*of_topic, task.text, *task.sub_items], words)):
            tasks.append(replace(task, indicators=indicators))
    empty = not (topic.tasks or criteria.of_rows)
    return replace(topic, tasks=tasks) if tasks or (empty and _holds(of_topic, words)) else None


def _meets(row: Indicator, task: Task, of_topic: list[str], criteria: Criteria, words: list[str]) -> bool:
    if criteria.standings and row.standing not in criteria.standings:
        return False
    if criteria.kind and row.timeline.kind != criteria.kind:
        return False
    if not words:
        return True
    texts = [row.ref, *of_topic, task.text, *task.sub_items, row.text, row.timeline.phrase, row.unit or ""]
    return _holds(texts + [entry.text for entry in row.progress], words)


def _holds(texts: list[str], words: list[str]) -> bool:
    if not words:
        return True
    folded = "\n".join(folded_text(text) for text in texts)
    return all(word in folded for word in words)
