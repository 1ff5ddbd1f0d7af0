"""Days and partial dates in words, in the reader's language."""

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language

from wco_tracker.lib import dates


def day(value: date) -> str:
    """ "31 March 2014", "31 mars 2014", "1er mars 2014"."""
    return _day(value, get_language())


@lru_cache(maxsize=4096)
def _day(value: date, language: str | None) -> str:
    """A page shows the same days hundreds of times, and Django's formatting is slow; `language` is the active one."""
    shown = date_format(value, "j F Y")
    return "1er" + shown[1:] if value.day == 1 and (language or "").startswith("fr") else shown


def partial(value: str | None) -> str:
    """A date as precise as its source: "2014", "October 2014", "31 October 2014"; empty where there is none."""
    return _partial(value, get_language()) if value else ""


@lru_cache(maxsize=4096)
def _partial(value: str, language: str | None) -> str:
    precision = dates.precision(value)
    if precision == "day":
        return _day(dates.first_day(value), language)
    return date_format(dates.first_day(value), "F Y") if precision == "month" else value
