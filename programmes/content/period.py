"""The years of a programme, for dates that cannot be meant."""

import re
from datetime import date
from typing import Protocol

from wco_tracker.lib.dates import first_day, last_day

FAR = 2  # years outside the period
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])")


class Dated(Protocol):
    """A programme, as a plain value or as a row: partial dates, and the period as printed ("2016-2019")."""

    @property
    def starts_on(self) -> str | None: ...
    @property
    def ends_on(self) -> str | None: ...
    @property
    def period(self) -> str | None: ...


def is_far(programme: Dated, due: date) -> bool:
    """Whether a date lies years outside the programme's period, so far as that is known."""
    years = [int(year) for year in _YEAR.findall(programme.period or "")]
    starts = first_day(programme.starts_on).year if programme.starts_on else min(years, default=None)
    ends = last_day(programme.ends_on).year if programme.ends_on else max(years, default=None)
    before = starts is not None and due.year < starts - FAR
    return before or (ends is not None and due.year > ends + FAR)
