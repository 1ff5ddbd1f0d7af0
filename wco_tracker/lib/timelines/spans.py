"""Symbols into days: units of the calendar, their ends, what stands before them, and ranges of them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from wco_tracker.lib.dates import last_day_of_month

_LEADS = {"by", "to", "before", "between", "from", "latest"}
_BESIDE = {"body", "turn", "weekday"}
_LAST_QUARTER, _LAST_HALF = 4, 2
_LONGEST_LIST = 24  # symbols
_ENDS = re.compile(r"end (?!n)(.+)")
_DAY = re.compile(r"n(\d+) m(\d\d) y(\d{4})")
_DAY_AFTER_MONTH = re.compile(r"m(\d\d) n(\d+) y(\d{4})")
_MONTH = re.compile(r"(mid )?m(\d\d) y(\d{4})")
_PART = re.compile(r"([qh])([1-4]) y(\d{4})")
_PART_AFTER_YEAR = re.compile(r"(y\d{4}) ([qh][1-4])")
_PART_IN_WORDS = re.compile(r"(?:[no]([1-4])|o0) (quarter|half)\b")  # o0 is the last
_PART_NUMBERED = re.compile(r"(quarter|half) n([1-4])\b")
_YEAR = re.compile(r"(mid )?y(\d{4})")
_MONTH_AFTER_YEAR = re.compile(r"(y\d{4}) (m\d\d)")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and last day of what was named, the unit it was named in and how the last day was found."""

    first: date
    last: date
    precision: str
    derived: str


def date_meant(symbols: list[str]) -> Span | None:
    """The span a date phrase names, or None; its `last` is the day that is due.

    A body's name or "session" beside the date adds nothing here, but "before the June 2015 Council" gives no
    day: which day of June the Council meets is not in the phrase. "from March 2014" is a start, not due.
    """
    start = next((i for i, symbol in enumerate(symbols) if symbol not in _LEADS), len(symbols))
    leads = set(symbols[:start]) - {"by", "to", "latest"}
    rest = symbols[start:]
    if rest[-1:] == ["latest"] and not leads:
        rest = rest[:-1]
    if any(one[0] == "n" and other == "body" for one, other in pairwise(rest)):
        return None  # "15 PTC June 2018": a session's number, and no day
    named = [symbol for symbol in rest if symbol not in _BESIDE]
    if named[:1] != rest[:1] and named[:1] in (["by"], ["-"]):
        named = named[1:]  # "PTC by March 2014"
    if named[-1:] == ["-"] and rest[-1] in _BESIDE:
        named = named[:-1]  # "October 2018 - 219th Session"
    span = _span(leads, named, plain=named == rest)
    if span is None or ("weekday" in rest and span.precision != "day"):
        return None
    return None if "turn" in rest and span.precision not in ("day", "month") else span


def _span(leads: set[str], named: list[str], *, plain: bool) -> Span | None:
    if leads == {"before"}:
        return _before(named) if plain else None
    if leads in ({"between"}, {"from"}):
        return _range(named, {"and", "-"} if "between" in leads else {"to", "-"})
    if leads:
        return None
    return _unit(named) or _range(named, {"to", "-"}) or _list(named)


def completed(symbols: list[str], year: int) -> Span | None:
    """The span of a phrase without a year ("June", "end of June", "15 June", "Q2") in a year that is known."""
    named = [symbol for symbol in symbols if symbol not in _LEADS | _BESIDE]
    if not named or any(symbol[0] == "y" and symbol[1:].isdigit() for symbol in named):
        return None
    return date_meant([*symbols, f"y{year}"])


def _list(named: list[str]) -> Span | None:
    """Several units in their order: "March, June and December 2018", "June 2018 and December", due with the last."""
    if "and" not in named[1:] or len(named) > _LONGEST_LIST:
        return None
    place = len(named) - 1 - named[::-1].index("and")
    before, after = [symbol for symbol in named[:place] if symbol != "and"], named[place + 1 :]
    years = [symbol for symbol in before if symbol[0] == "y"]
    last = _unit(after) or (_unit([*after, years[-1]]) if years and after else None)
    span = None
    while before:
        found, before = _first_of_list(before, after)
        if found is None or (span and span.first >= found.first):
            return None
        span = found
    if span is None or last is None or span.last >= last.last:
        return None
    return Span(span.first, last.last, last.precision, "last_day_of_range")


def _first_of_list(listed: list[str], last: list[str]) -> tuple[Span | None, list[str]]:
    """The longest unit that a list begins with, and the rest. What it shares with the last one may stand only there:
    "5 and 9 June 2018", "first and second quarters of 2018".
    """
    for end in range(len(listed), 0, -1):
        for shared in [[], *(last[place:] for place in range(len(last) - 1, 0, -1))]:
            if found := _unit(listed[:end] + shared):
                return found, listed[end:]
    return None, listed


def _before(named: list[str]) -> Span | None:
    """The eve of the first day; "before the end of 2015" is the idiom for "by the end of 2015"."""
    span = _unit(named)
    if span is None or named[0] in ("end", "mid"):
        return span if named[:1] == ["end"] else None
    eve = span.first - timedelta(days=1)
    return Span(eve, eve, span.precision, "day_before")


def _range(named: list[str], separators: set[str]) -> Span | None:
    """From one unit to another: the start may leave out the month and year that the end names."""
    places = [i for i, symbol in enumerate(named) if symbol in separators]
    if len(places) != 1:
        return None
    before, after = named[: places[0]], named[places[0] + 1 :]
    if not before or not after:
        return None
    month_and_year = [symbol for symbol in after if symbol[0] in "my" and symbol != "mid"]
    if len(after) == 1 and not _unit(before):
        return _unit(before + after) if named[places[0]] == "-" else None  # "March-2017", "Q1 - 2015"
    if len(before) == 2 and before[0][0] == "m" and len(after) == 2 and after[0][0] == "n":
        before, after = [before[1]], [after[0], before[0], after[1]]  # "June 5-9, 2018"
        month_and_year = after[1:]
    end = _unit(after)
    start = _unit(before) or _unit(before + month_and_year[-1:]) or _unit(before + month_and_year)
    if start is None or end is None or start.first > end.first or start.last > end.last:
        return None
    return Span(start.first, end.last, end.precision, "last_day_of_range")


def _unit(named: list[str]) -> Span | None:
    text = " ".join(named)
    if text.startswith("o1 m"):
        text = f"n{text[1:]}"  # "premier juin 2018"
    if found := _ENDS.fullmatch(text):
        text = found[1]
    text = _PART_IN_WORDS.sub(_short_part, text)
    text = _PART_NUMBERED.sub(lambda part: f"{part[1][0]}{part[2]}", text)
    text = _PART_AFTER_YEAR.sub(r"\2 \1", text)
    if found := _MONTH_AFTER_YEAR.fullmatch(text):
        text = f"{found[2]} {found[1]}"
    try:
        return _day(text) or _month(text) or _part(text) or _year(text)
    except ValueError:  # a day, month, quarter or half that the calendar does not have
        return None


def _short_part(found: re.Match[str]) -> str:
    letter = found[2][0]
    return f"{letter}{found[1] or (_LAST_QUARTER if letter == 'q' else _LAST_HALF)}"


def _day(text: str) -> Span | None:
    if found := _DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif found := _DAY_AFTER_MONTH.fullmatch(text):
        month, day, year = (int(part) for part in found.groups())
    else:
        return None
    only = date(year, month, day)
    return Span(only, only, "day", "as_printed")


def _month(text: str) -> Span | None:
    found = _MONTH.fullmatch(text)
    if found is None:
        return None
    month, year = int(found[2]), int(found[3])
    if found[1]:
        return Span(date(year, month, 1), date(year, month, 15), "month", "middle_of_month")
    return _months(year, month, month, "month")


def _part(text: str) -> Span | None:
    found = _PART.fullmatch(text)
    if found is None:
        return None
    months, unit = (3, "quarter") if found[1] == "q" else (6, "half")
    last = int(found[2]) * months
    return _months(int(found[3]), last - months + 1, last, unit)


def _year(text: str) -> Span | None:
    found = _YEAR.fullmatch(text)
    if found is None:
        return None
    year = int(found[2])
    if found[1]:
        return Span(date(year, 1, 1), date(year, 6, 30), "half", "middle_of_year")
    return _months(year, 1, 12, "year")


def _months(year: int, first: int, last: int, unit: str) -> Span:
    return Span(date(year, first, 1), last_day_of_month(year, last), unit, f"last_day_of_{unit}")
