"""Timing ways of doing one thing alternately: only their ratios hold on a busy machine."""

import gc
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

ROUNDS, MOST_ROUNDS = 15, 61
ENOUGH = 4  # seconds of one case, after which its least number of rounds does


@dataclass(slots=True)
class Way:
    """One way of doing something; `before` prepares each round and is not timed.

    With `times_itself` a run returns the seconds it took.
    """

    run: Callable[[], Any]
    before: Callable[[], Any] = lambda: None
    times: list[float] = field(default_factory=list)
    times_itself: bool = False

    def once(self) -> float:
        """Seconds of one run."""
        self.before()
        gc.collect()
        start = time.perf_counter()
        made = self.run()
        return float(made) if self.times_itself else time.perf_counter() - start


@dataclass(slots=True)
class Result:
    """A line of the table: `ratio` is the median of the rounds' own ratios, `low` and `high` their quartiles."""

    ratio: float
    low: float
    high: float
    ours: float
    limit: float
    statements: int
    size: int | None


def compare(ours: Way, limit: Way) -> Result:
    """Runs both alternately, each first as often as the other; the shorter they are, the more rounds."""
    for way in (ours, limit):
        way.once()
    ratios = []
    started = time.perf_counter()
    for number in range(MOST_ROUNDS):
        if number >= ROUNDS and time.perf_counter() - started > ENOUGH:
            break
        pair = (ours, limit) if number % 2 else (limit, ours)
        for way in pair:
            way.times.append(way.once())
        ratios.append(ours.times[-1] / limit.times[-1])
    ours.before()
    with CaptureQueriesContext(connection) as statements:
        made = ours.run()
    low, ratio, high = statistics.quantiles(ratios, n=4)
    return Result(
        ratio,
        low,
        high,
        statistics.median(ours.times),
        statistics.median(limit.times),
        len(statements),
        len(made) if isinstance(made, bytes) else None,
    )


def resident() -> int:
    """Bytes of memory that this process holds (Linux)."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
