"""How some rows of several programmes stand, without loading their programmes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser

from groups.models import CommitteeSession, User
from groups.models.sessions import last_day_of
from groups.permissions import Permission, can
from programmes.content import Indicator, ProgrammeContent, Section, Task, Topic, as_seen, judge
from programmes.models import Indicator as Row
from programmes.models import WorkProgramme
from programmes.selectors.matrix_rows import add_entries
from programmes.selectors.programmes import steps_of
from wco_tracker.lib import clock
from wco_tracker.lib.timelines import Timeline


def tags_of(rows: Iterable[Row], reader: User | AnonymousUser | None) -> dict[str, tuple[str, str]]:
    """Standing and tag of each row by its key, as the matrix shows them to this reader: two statements.

    Each row has its programme loaded.
    """
    values = {row.pk: _value(row) for row in rows}
    if not values:
        return {}
    add_entries(values)
    by_programme: dict[WorkProgramme, list[Indicator]] = defaultdict(list)
    for row in rows:
        by_programme[row.task.topic.section.programme].append(values[row.pk])
    days = _session_days({programme.group_id for programme in by_programme})
    for programme, indicators in by_programme.items():
        _judge(programme, indicators, days[programme.group_id], reader)
    return {value.key: (value.standing, value.tag) for value in values.values()}


def _value(row: Row) -> Indicator:
    timeline = Timeline(row.timeline_phrase, row.timeline_kind, row.timeline_due_on)
    return Indicator(row.key, row.text, timeline)


def _session_days(groups: set[int]) -> dict[int, list[date]]:
    held = CommitteeSession.objects.filter(groups__in=groups).values_list("groups", "ends_on", "held_on")
    days: dict[int, list[date]] = defaultdict(list)
    for group, *found in held:
        if day := last_day_of(*found):
            days[group].append(day)
    return defaultdict(list, {group: sorted(found) for group, found in days.items()})


def _judge(programme: WorkProgramme, indicators: list[Indicator], days: list[date], reader: Any) -> None:
    tree = ProgrammeContent(
        programme.slug, "", programme.title, status=programme.status, steps=steps_of(programme)
    )
    tree.sections = [Section("", "", "", topics=[Topic("", "", "", tasks=[Task("", "", [], indicators)])])]
    as_seen(tree, unreleased=can(reader, Permission.SEE_UNRELEASED, group=programme.group_id))
    at = tree.closed_on or clock.today()
    running = programme.status == WorkProgramme.Status.ADOPTED
    judge(tree, at, days if running else [], final=tree.closed_on is not None)
