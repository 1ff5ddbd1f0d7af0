"""Which of a programme's columns a file has: all five, or those that a view shows."""

from collections.abc import Sequence
from typing import TypeVar

COLUMNS = ("topic", "tasks", "indicator", "timeline", "progress")
HIDEABLE = ("tasks", "timeline", "progress")

T = TypeVar("T")


def shown(values: Sequence[T], hidden: frozenset[str]) -> list[T]:
    """Of five values, one for each column, those of the columns that are not hidden."""
    return [value for name, value in zip(COLUMNS, values, strict=True) if name not in hidden]


def spread(widths: Sequence[int], hidden: frozenset[str]) -> list[int]:
    """The widths of the columns that are not hidden, made to fill what all five take."""
    widths_shown = shown(widths, hidden)
    whole = sum(widths)
    made = [width * whole // sum(widths_shown) for width in widths_shown]
    made[-1] += whole - sum(made)
    return made
