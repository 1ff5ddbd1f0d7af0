"""Where an indicator stands on a day: pure, given the facts known up to that day.

"Judged at D" of the design: the entries that speak of a date up to D, today's content, and D itself. A draft
is planned, not late; a closed programme is judged on the day it closed.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wco_tracker.lib.dates import first_day, last_day

STANDINGS = (
    "achieved",
    "achieved_late",
    "on_time",
    "due_soon",
    "overdue",
    "stale",
    "no_date",
    "ran_to_the_end",
    "open_at_close",
    "not_needed",
    "discontinued",
    "planned",
)
DUE_SOON_DAYS = 60
STALE_SESSIONS = 2
"""Sessions of the group that may not pass without an entry."""

_SETTLED = ("not_needed", "discontinued")
_NOT_YET_ADOPTED = ("draft", "submitted", "endorsed")
_WITHOUT_MEANING = ("unread", "ended")
_OPEN_ENDED = ("ongoing", "periodic", "session")


@dataclass(slots=True)
class Facts:
    """What the standing of one indicator depends on.

    `kind` and `due_on` come from its timeline. `state` is achieved, partly_achieved, in_progress, not_needed,
    discontinued or None; `state_on`, `adopted_on` and `closed_on` are partial dates as text ("2014-10"), None
    where the documents do not say. `last_entry_on` is the last day the newest entry speaks of. The
    programme's status is draft, submitted, endorsed, adopted or closed.
    """

    kind: str
    due_on: date | None
    state: str | None
    state_on: str | None
    last_entry_on: date | None
    programme_status: str
    adopted_on: str | None
    closed_on: str | None


def standing(facts: Facts, at: date, session_days: Sequence[date]) -> str:
    """One of STANDINGS, at the end of a day.

    `session_days` are the last days of the group's sessions, sorted. A partial date is late, past or over
    only when it certainly is. ValueError for a date that is not a partial date.
    """
    if facts.state == "achieved":
        return "achieved_late" if _achieved_late(facts) else "achieved"
    if facts.state in _SETTLED:
        return facts.state
    if facts.programme_status in _NOT_YET_ADOPTED or (facts.adopted_on and at < first_day(facts.adopted_on)):
        return "planned"
    if facts.programme_status == "closed" and (facts.closed_on is None or at >= last_day(facts.closed_on)):
        return "ran_to_the_end" if facts.kind in _OPEN_ENDED else "open_at_close"
    if facts.due_on is None:
        if facts.kind in _WITHOUT_MEANING:
            return "no_date"
        return "stale" if _stale(facts, at, session_days) else "on_time"
    days_left = (facts.due_on - at).days
    if days_left < 0:
        return "overdue"
    return "due_soon" if days_left <= DUE_SOON_DAYS else "on_time"


def _achieved_late(facts: Facts) -> bool:
    if facts.due_on is None or facts.state_on is None:
        return False
    return first_day(facts.state_on) > facts.due_on


def _stale(facts: Facts, at: date, session_days: Sequence[date]) -> bool:
    """Two sessions since the newest entry, or since the adoption, or at all where neither is known."""
    since = facts.last_entry_on or (last_day(facts.adopted_on) if facts.adopted_on else None)
    seen = bisect_right(session_days, since) if since else 0
    return bisect_right(session_days, at) - seen >= STALE_SESSIONS
