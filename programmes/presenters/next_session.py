"""What a delegate or a chair needs before the next session: what is due by then, and what the last one brought."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from groups.models import CommitteeSession, User
from groups.permissions import Permission, can
from programmes.content import Indicator, ProgrammeContent, in_time_order
from programmes.content.standing import DUE_SOON_DAYS
from programmes.labels import standing_tags
from programmes.models import WorkProgramme
from wco_tracker.lib.date_words import day
from wco_tracker.lib.dates import first_day, last_day

MOST = 5  # rows of each list; the programme has all
_OPEN = ("overdue", "due_soon", "on_time")


@dataclass(slots=True, frozen=True)
class Shown:
    """A row of a list: where it leads, its words, its tag, and the day it is due or what was reported last."""

    key: str
    ref: str
    topic: str
    words: str
    standing: str
    label: str
    beside: str
    internal: bool = False  # the entry beside it, until it is released


@dataclass(slots=True, frozen=True)
class Between:
    """Where a day stands among a group's sessions.

    `following` and `last` are the sessions after and before it in words, "" where none is recorded; `limit` is the day
    up to which something is due by then, `since` the day from which on something was reported at the last one.
    """

    limit: date
    following: str = ""
    last: str = ""
    since: date | None = None


@dataclass(slots=True)
class DueNext:
    """The lists of one programme, which who shows them names."""

    adopted: bool
    between: Between
    programme: WorkProgramme | None = None
    due: list[Shown] = field(default_factory=list)
    due_number: int = 0
    overdue: int = 0  # of them
    reported: list[Shown] = field(default_factory=list)
    reported_number: int = 0


def member_groups(user: User | None) -> list[int]:
    """The groups in which the person sits without being their officer."""
    if user is None:
        return []
    return [group for group in user.roles.groups if not can(user, Permission.EDIT_PROGRAMME, group=group)]


def sessions_of(user: User, groups: Iterable[int]) -> dict[int, list[CommitteeSession]]:
    """The sessions of each group that the person may see, oldest first: one statement."""
    wanted = set(groups)
    found: dict[int, list[CommitteeSession]] = {group: [] for group in wanted}
    seats = CommitteeSession.groups.through.objects.filter(
        group__in=wanted, committeesession__in=CommitteeSession.objects.visible_to(user)
    )
    for seat in seats.select_related("committeesession"):
        found[seat.group_id].append(seat.committeesession)
    return {group: sorted(held, key=lambda each: (each.held_on, each.pk)) for group, held in found.items()}


def between(sessions: Iterable[CommitteeSession], today: date) -> Between:
    """Where today stands among the sessions, oldest first."""
    known = [(session, last) for session in sessions if (last := session.last_day)]
    following = next((session for session, last in known if last >= today), None)
    before = next((session for session, last in reversed(known) if last < today), None)
    return Between(
        limit=(following and following.last_day) or today + timedelta(days=DUE_SOON_DAYS),
        following=str(following) if following else "",
        last=str(before) if before else "",
        since=first_day(before.held_on) if before and before.held_on else None,
    )


def due_next(tree: ProgrammeContent, place: Between, today: date) -> DueNext:
    """The lists for an adopted programme: of no other is anything due."""
    due = sorted(_due(tree, place.limit), key=lambda pair: _urgency(pair[0], today))
    reported = _reported(tree, place.since) if place.since else []
    return DueNext(
        adopted=True,
        between=place,
        due=[shown for _when, shown in due[:MOST]],
        due_number=len(due),
        overdue=sum(1 for when, _row in due if when < today),
        reported=reported[:MOST],
        reported_number=len(reported),
    )


def _urgency(due: date, today: date) -> tuple[bool, int]:
    """What comes next first; then what is past, the latest first."""
    return due < today, abs((due - today).days)


def _due(tree: ProgrammeContent, limit: date) -> list[tuple[date, Shown]]:
    """The open rows with a day up to the limit, those that are past it too."""
    tags = standing_tags()
    return [
        (due, _shown(title, row, day(due), tags))
        for title, row in _rows(tree)
        if row.standing in _OPEN and (due := row.timeline.due_on) and due <= limit
    ]


def _reported(tree: ProgrammeContent, since: date) -> list[Shown]:
    """The rows with an entry that speaks of the day or a later one, the newest entry beside them."""
    tags = standing_tags()
    return [
        replace(_shown(title, row, fresh[-1].text, tags), internal=not fresh[-1].released)
        for title, row in _rows(tree)
        if (
            fresh := [
                each
                for each in in_time_order(row.progress)
                if each.reported_on and last_day(each.reported_on) >= since
            ]
        )
    ]


def _rows(tree: ProgrammeContent) -> Iterable[tuple[str, Indicator]]:
    return ((topic.title, row) for topic in tree.topics for row in topic.indicators)


def _shown(topic: str, row: Indicator, beside: str, tags: dict[str, str]) -> Shown:
    return Shown(row.key, row.ref, topic, row.text, row.standing, tags[row.tag], beside)
