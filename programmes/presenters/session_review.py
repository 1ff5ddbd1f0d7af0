"""What the pages that work row by row show: flat lines of a tree, and the update after a session."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from groups.models import CommitteeSession
from programmes.actions.release import unreleased
from programmes.actions.rows import UNRELEASED_STATUSES
from programmes.content import Entry, Indicator, ProgrammeContent, Task, Topic, in_time_order, newest_setter
from programmes.labels import TONES, due_notes, entry_notes, standing_tags
from programmes.models import ProgressEntry, SessionReview
from programmes.selectors.access import Access
from programmes.selectors.trees import read_tree
from tracking.models import ChangeSet

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


@dataclass(slots=True)
class Review:
    """The update after a session, as it now is: all its rows, and the entries that wait for release."""

    access: Access
    session: CommitteeSession
    tree: ProgrammeContent
    rows: list[ReviewLine]
    waiting: list[ProgressEntry]
    saved: set[str]  # the keys of rows that the reader saved for the session

    @classmethod
    def of(cls, access: Access, session: CommitteeSession) -> "Review":
        """Seven statements, however many rows there are."""
        tree = read_tree(access)
        reviews = SessionReview.objects.standing(access.programme, session)
        waiting = [entry for entry in unreleased(access.programme) if entry.session_id == session.pk]
        saves = ChangeSet.objects.filter(
            by=access.user, kind=ChangeSet.Kind.EDITED, session=session, undone_by=None
        )
        saved = set(saves.filter(container=access.programme.container_name).values_list("row", flat=True))
        return cls(access, session, tree, review_lines(tree, session.slug, reviews), waiting, saved)

    def item(self, key: str) -> ReviewLine:
        """A row by its key, also one that was settled before the session."""
        found = (item for item in self.rows if item.line.row.key == key)
        return next(found, None) or next(
            ReviewLine(line, [], None) for line in lines(self.tree) if line.row.key == key
        )

    def context(self) -> dict[str, Any]:
        """What the parts of the page take that show the whole update."""
        programme = self.access.programme
        references = {row.key: row.ref for row in self.tree.indicators}
        return {
            "access": self.access,
            "programme": programme,
            "session": self.session,
            "session_name": str(self.session),
            "progress": progress(self.rows),
            "saved_rows": self.saved,
            "waiting": [(references.get(entry.indicator.key, ""), entry) for entry in self.waiting],
            "shown_entries": " ".join(f"{entry.key}-{entry.revision}" for entry in self.waiting),
            "internal": programme.status in UNRELEASED_STATUSES,
        }
