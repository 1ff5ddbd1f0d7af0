"""A programme on two days: which rows stand otherwise, and what their timelines were."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from groups.models import CommitteeSession
from programmes.content import Indicator, ProgrammeContent, Topic, as_seen
from programmes.models import Indicator as IndicatorRow
from programmes.models import WorkProgramme
from programmes.selectors import programmes
from programmes.selectors.access import Access
from programmes.selectors.trees import hide_names, judged, judged_on
from wco_tracker.lib.dates import first_day
from wco_tracker.lib.timelines import Timeline

_TIMELINE = (
    "timeline_phrase",
    "timeline_kind",
    "timeline_due_on",
    "timeline_precision",
    "timeline_recurrence",
    "timeline_condition",
    "timeline_derived",
)
Timelines = dict[
    str, list[tuple[date, Timeline]]
]  # by the row's key, oldest first, with the day of the record


@dataclass(slots=True, frozen=True)
class TwoDays:
    """A programme as the matrix has it, and as it was on the earlier day and on the day of the matrix.

    `now` differs from `tree` only where a timeline was changed after the requested day.
    """

    tree: ProgrammeContent
    then: ProgrammeContent | None
    now: ProgrammeContent
    day: date
    since: date | None


@dataclass(slots=True, frozen=True)
class Move:
    """A row whose state, standing or timeline is not what it was."""

    then: Indicator
    now: Indicator


def read_two_days(access: Access, *, at: date | None, since: date | None) -> TwoDays:
    """The programme as the reader may see it, loaded once and judged on both days.

    Entries count up to each day; a timeline is what history recorded up to it, or first of all. Without
    `since` the earlier day is that of the group's last session before; None where there was none.
    """
    programme = access.programme
    loaded = programmes.load(programme)
    if not access.sees_names:
        hide_names(loaded)
    day = at or judged_on(loaded)
    since = since or _session_before(programme, day)
    recorded = _timelines(programme)
    then = _as_at(access, loaded, since, recorded) if since else None
    now = _as_at(access, loaded, at, recorded) if at else None
    as_seen(loaded, unreleased=access.sees_unreleased, at=at)
    tree = judged(loaded, programme, at)
    return TwoDays(tree, then, now or tree, day, since)


def moves(filtered: ProgrammeContent, then: ProgrammeContent, now: ProgrammeContent) -> list[Move]:
    """The rows of the filtered tree that changed, in its order."""
    before, after = ({row.key: row for row in tree.indicators} for tree in (then, now))
    pairs = [Move(before[row.key], after[row.key]) for row in filtered.indicators]
    return [pair for pair in pairs if _seen(pair.then) != _seen(pair.now)]


def _seen(row: Indicator) -> tuple[str | None, str, str]:
    return row.state, row.standing, row.timeline.phrase


def _session_before(programme: WorkProgramme, day: date) -> date | None:
    sessions = CommitteeSession.objects.of_group(programme.group_id)
    days = [last for session in sessions if (last := session.last_day) and last < day]
    if days:
        return max(days)
    start = first_day(programme.starts_on) if programme.starts_on else None
    return start if start and start < day else None


def _timelines(programme: WorkProgramme) -> Timelines:
    """Every timeline that history holds of a row: one statement."""
    records = IndicatorRow.history.filter(task__topic__section__programme=programme)
    found: Timelines = {}
    for key, moment, *values in records.order_by("history_date", "history_id").values_list(
        "key", "history_date", *_TIMELINE
    ):
        phrase, kind, due_on, *rest = values
        timeline = Timeline(phrase, kind, due_on, *(value or None for value in rest))
        phrases = found.setdefault(key, [])
        if not phrases or phrases[-1][1] != timeline:
            phrases.append((timezone.localtime(moment).date(), timeline))
    return found


def _as_at(access: Access, tree: ProgrammeContent, day: date, recorded: Timelines) -> ProgrammeContent:
    """A copy down to the rows (entries are shared), as it was on a day."""
    sections = [
        replace(section, topics=[_topic_at(topic, day, recorded) for topic in section.topics])
        for section in tree.sections
    ]
    copy = as_seen(replace(tree, sections=sections), unreleased=access.sees_unreleased, at=day)
    return judged(copy, access.programme, day)


def _topic_at(topic: Topic, day: date, recorded: Timelines) -> Topic:
    return replace(
        topic,
        tasks=[
            replace(task, indicators=[_row_at(row, day, recorded) for row in task.indicators])
            for task in topic.tasks
        ],
    )


def _row_at(row: Indicator, day: date, recorded: Timelines) -> Indicator:
    known = recorded.get(row.key)
    if not known:
        return replace(row)
    before = [timeline for recorded_on, timeline in known if recorded_on <= day]
    return replace(row, timeline=before[-1] if before else known[0][1])
