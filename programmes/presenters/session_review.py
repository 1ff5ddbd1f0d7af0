"""What the pages that work row by row show: flat lines of a tree, and the update after a session."""

from collections.abc import Iterable
from dataclasses import dataclass

from programmes.content import Entry, Indicator, ProgrammeContent, Task, Topic, in_time_order, newest_setter
from programmes.labels import TONES, due_notes, entry_notes, standing_tags
from programmes.models import SessionReview

SETTLED = frozenset({"achieved", "not_needed", "discontinued"})


@dataclass(slots=True, frozen=True)
class Line:
    """A row with what stands above it, and its standing in words."""

    topic: Topic
    task: Task
    row: Indicator
    standing: str
    tone: str
    due: str

    @property
    def last(self) -> Entry | None:
        """Its newest entry."""
        return in_time_order(self.row.progress)[-1] if self.row.progress else None

    @property
    def last_said(self) -> str:
        """What stands under the newest entry."""
        return entry_notes()(self.last, self.row) if self.last else ""


def lines(tree: ProgrammeContent) -> list[Line]:
    """All rows of a tree in order."""
    named, note = standing_tags(), due_notes()
    return [
        Line(topic, task, row, named[row.tag], TONES[row.standing], note(row.timeline))
        for topic in tree.topics
        for task in topic.tasks
        for row in task.indicators
    ]


@dataclass(slots=True, frozen=True)
class ReviewLine:
    """A row in the update after a session: the entries it got for it, or who found that nothing changed."""

    line: Line
    entries: list[Entry]
    review: SessionReview | None

    @property
    def done(self) -> bool:
        """Whether somebody wrote an entry for the session or recorded that there is none to write."""
        return bool(self.entries) or self.review is not None


@dataclass(slots=True, frozen=True)
class Progress:
    """How far an update has come; `share` in whole per cent."""

    done: int
    total: int

    @property
    def share(self) -> int:
        """0 to 100; 100 only when all are done."""
        return 100 * self.done // self.total if self.total else 100


def review_lines(tree: ProgrammeContent, session: str, reviews: Iterable[SessionReview]) -> list[ReviewLine]:
    """The rows of the update: those that were open before it, so that one which it settles stays on the page."""
    reviewed = {review.indicator.key: review for review in reviews}
    return [
        ReviewLine(
            line,
            [entry for entry in line.row.progress if entry.session == session],
            reviewed.get(line.row.key),
        )
        for line in lines(tree)
        if open_before(line.row, session)
    ]


def open_before(row: Indicator, session: str) -> bool:
    """Whether the row is open, leaving out what was written for the session."""
    setter = newest_setter([entry for entry in row.progress if entry.session != session])
    return setter is None or setter.sets_state not in SETTLED


def progress(rows: Iterable[ReviewLine]) -> Progress:
    """How many of the rows are done."""
    found = [item.done for item in rows]
    return Progress(sum(found), len(found))
