"""Progress entries in the order of the times they speak of, which is not always the order in which they were typed."""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Protocol, TypeVar

from wco_tracker.lib.dates import last_day


class Reported(Protocol):
    """An entry, as a plain value or as a row; `reported_on` is a partial date, or empty."""

    @property
    def reported_on(self) -> str | None: ...
    @property
    def sets_state(self) -> str | None: ...


E = TypeVar("E", bound=Reported)


def in_time_order(entries: Sequence[E]) -> Sequence[E]:
    """The entries by the last day each speaks of; of one day in the order given.

    One without a date speaks of the newest day named before it: whoever typed it knew what stood there.
    """
    if len(entries) < 2:
        return entries
    newest = date.min
    timed = []
    for entry in entries:
        day = last_day(entry.reported_on) if entry.reported_on else newest
        newest = max(newest, day)
        timed.append((day, entry))
    timed.sort(key=itemgetter(0))
    return [entry for _day, entry in timed]


def newest_setter(entries: Sequence[E]) -> E | None:
    """The entry that sets the state of a row: the newest that sets any; None where none does."""
    return next((entry for entry in reversed(in_time_order(entries)) if entry.sets_state), None)
