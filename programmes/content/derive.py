"""What is derived on a tree: references and spans, what a reader may see, states and standings."""

from collections.abc import Iterable, Sequence
from datetime import date

from programmes.content.chronology import in_time_order
from programmes.content.numbering import section_numbers
from programmes.content.standing import Facts, standing
from programmes.content.tree import Entry, ProgrammeContent
from wco_tracker.lib.dates import first_day, last_day


def number_rows(tree: ProgrammeContent) -> ProgrammeContent:
    """Gives every topic and row its short reference ("11.2", "11.2.3": section, topic, row) and its spans.

    References follow the places in the whole programme: call it before filtering, and they stay.
    """
    numbers = section_numbers([section.number for section in tree.sections])
    for number, section in zip(numbers, tree.sections, strict=True):
        for topic_place, topic in enumerate(section.topics, 1):
            ref = topic.ref = f"{number}.{topic_place}"
            row_place = 0
            for task in topic.tasks:
                for indicator in task.indicators:
                    row_place += 1
                    indicator.ref = f"{ref}.{row_place}"
    return span_rows(tree)


def span_rows(tree: ProgrammeContent) -> ProgrammeContent:
    """Counts the table rows of each task and topic: an empty one takes one row too."""
    for topic in tree.topics:
        rows = 0
        for task in topic.tasks:
            task.rows = len(task.indicators) or 1
            rows += task.rows
        topic.rows = rows or 1
    return tree


def as_seen(tree: ProgrammeContent, *, unreleased: bool, at: date | None = None) -> ProgrammeContent:
    """Leaves the entries that the reader may see and, with `at`, those that speak of a time up to that day.

    An entry that names no time is always left. Changes the tree it is given.
    """
    if unreleased and at is None:
        return tree
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


def judge(
    tree: ProgrammeContent, at: date, session_days: Sequence[date], *, final: bool = False
) -> ProgrammeContent:
    """Derives the state of each row from its entries and its standing on a day; changes the tree it is given.

    An entry that speaks of a later time does not count; with `final` all do: a programme that has ended is judged
    on its last day by all that was ever reported of it.
    The state is that of the newest entry by the time it speaks of, not by the order of typing.
    `session_days` are the sorted last days of the group's sessions: a row without a date goes stale by them.
    """
    adopted, closed = tree.step("adopted"), tree.step("closed")
    adopted_on, closed_on = adopted.on if adopted else None, closed.on if closed else None
    # Made once: of a programme of thousands of rows only what differs from row to row is put into it.
    facts = Facts("", None, None, None, None, tree.status, adopted_on, closed_on)
    for indicator in tree.indicators:
        setter = last_entry_on = None
        for entry in in_time_order(indicator.progress):
            if not final and entry.reported_on and first_day(entry.reported_on) > at:
                continue
            if entry.sets_state:
                setter = entry
            if entry.reported_on:
                day = last_day(entry.reported_on)
                last_entry_on = max(last_entry_on, day) if last_entry_on else day
        indicator.state = setter.sets_state if setter else None
        due_on, state_on = indicator.timeline.due_on, setter.reported_on if setter else None
        facts.kind, facts.due_on = indicator.timeline.kind, due_on
        facts.state, facts.state_on, facts.last_entry_on = indicator.state, state_on, last_entry_on
        indicator.standing = standing(facts, at, session_days)
        indicator.undated = indicator.standing == "achieved" and due_on is not None and not state_on
    return tree
