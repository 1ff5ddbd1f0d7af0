"""Partial dates as text: a year "2014", a month "2014-10" or a day "2014-10-31".

The documents often know no more than a month ("endorsed in October 2014"). The text keeps exactly what is
known, sorts by time as it stands, and gives a first and a last day where a rule needs one.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal

Precision = Literal["year", "month", "day"]

_STORED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:([0-9]{1,2})([-/.]))?([0-9]{1,2})[-/.]([0-9]{4})")
_HOW = "Write a year, a month or a day: 2014, 2014-10 or 2014-10-31."


@lru_cache(maxsize=4096)  # a programme says the same few days hundreds of times
def first_day(text: str) -> date:
    """The first day a stored partial date can mean; ValueError if it is not one."""
    year, month, day = _numbers(text)
    return date(year, month or 1, day or 1)


@lru_cache(maxsize=4096)
def last_day(text: str) -> date:
    """The last day a stored partial date can mean; ValueError if it is not one."""
    year, month, day = _numbers(text)
    return date(year, month, day) if day else last_day_of_month(year, month or 12)


def precision(text: str) -> Precision:
    """How much a stored partial date says; ValueError if it is not one."""
    _, month, day = _numbers(text)
    if day:
        return "day"
    return "month" if month else "year"


def is_partial_date(text: str) -> bool:
    """Whether the text is a partial date exactly as it is stored (no spaces, two-digit months and days)."""
    try:
        _numbers(text)
    except ValueError:
        return False
    return True


def read_partial_date(text: str) -> str:
    """What a person typed, as it is stored.

    Takes single digits and the separators "-", "/" and ".", and the day first when the year comes last
    (31/10/2014, 10/2014), as the committee's papers write it. ValueError says what to write instead.
    """
    typed = text.strip()
    if found := _YEAR_FIRST.fullmatch(typed):
        year, month, day = found[1], found[3], found[4]
    elif found := _DAY_FIRST.fullmatch(typed):
        year, month, day = found[4], found[3], found[1]
    else:
        raise ValueError(_HOW)
    stored = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    if not is_partial_date(stored):
        raise ValueError(f"There is no {stored} in the calendar. {_HOW}")
    return stored


def last_day_of_month(year: int, month: int) -> date:
    """The last day of a month; ValueError if there is no such month."""
    return date(year, month, monthrange(year, month)[1])


def _numbers(text: str) -> tuple[int, int, int]:
    """Year, month and day, 0 for what is missing."""
    found = _STORED.fullmatch(text)
    if found is None:
        raise ValueError(_HOW)
    year, month, day = (int(part or 0) for part in found.groups())
    if (found[2] and not month) or (found[3] and not day):
        raise ValueError(_HOW)
    date(year, month or 1, day or 1)  # raises for a day the calendar does not have
    return year, month, day
