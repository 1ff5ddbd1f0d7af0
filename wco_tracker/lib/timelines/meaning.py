"""The value a Timeline phrase is read into."""

from datetime import date
from typing import NamedTuple

KINDS = ("by_date", "ongoing", "periodic", "session", "conditional", "ended", "unread")
PRECISIONS = ("day", "month", "quarter", "half", "year")
RECURRENCES = (
    "biennial",
    "annual",
    "half_yearly",
    "quarterly",
    "monthly",
    "weekly",
    "each_session",
    "periodic",
)

GIVEN = "given"


class Timeline(NamedTuple):
    """A phrase and its meaning.

    `phrase` is the printed text, untouched. `due_on` is the last day meant, `precision` the unit that was
    named, `derived` how the day follows from it: as_printed, day_before, last_day_of_month (_quarter,
    _half, _year, _range), middle_of_month, middle_of_year; GIVEN where a person gave the day beside the
    words. `condition` holds words of the phrase,
    their spaces and line breaks made single spaces.
    """

    phrase: str
    kind: str
    due_on: date | None = None
    precision: str | None = None
    recurrence: str | None = None
    condition: str | None = None
    derived: str | None = None
