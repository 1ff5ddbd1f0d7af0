"""Dates as people type them: with numbers as `lib.dates` reads them, or with the month's name, English or French."""

import re

from wco_tracker.lib.dates import is_partial_date, read_partial_date
from wco_tracker.lib.text import fold
from wco_tracker.lib.timelines.months import month_number

_DAY_FIRST = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th|er)? )?(?:of )?([a-z]+)\.?,? ([0-9]{4})")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")


def read_typed_date(text: str) -> str:
    """What a person typed as it is stored: "March 2014" and "mars 2014" are 2014-03. ValueError if it is no date."""
    words = " ".join(fold(text).split())
    if found := _DAY_FIRST.fullmatch(words):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(words):
        name, day, year = found.groups()
    else:
        return read_partial_date(text)
    month = month_number(name)
    stored = "-".join([year, f"{month or 0:02}", *([day.zfill(2)] if day else [])])
    if not is_partial_date(stored):
        raise ValueError(f"“{text}” is not in the calendar.")
    return stored
