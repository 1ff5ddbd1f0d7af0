"""Fills the databases, measures every case asked for, and prints the table."""

import os
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from tests.bench.cases import CASES  # noqa: E402
from tests.bench.filling import fill  # noqa: E402
from tests.bench.measuring import ROUNDS  # noqa: E402
from wco_tracker.lib.garbage_collection import settle  # noqa: E402

FAR = 1.25  # a ratio up to a quarter over its target is shown; one beyond that fails


def main() -> int:
    """1 where a case is far beyond its target."""
    words = sys.argv[1:]
    chosen = [case for case in CASES if all(word in case.name for word in words)]
    others = int(os.environ.get("BENCH_OTHERS", "500000"))
    started = time.perf_counter()
    fill("default", 0)
    if any("others" in case.name for case in chosen):
        fill("full", others)
    print(
        f"{connection.vendor}; at least {ROUNDS} alternated rounds; {others:,} rows of other programmes; "
        f"filled in {time.perf_counter() - started:.0f} s"
    )
    heads = ("ratio", "quartiles", "target", "ours ms", "limit ms", "statements", "bytes")
    widths = (7, 14, 8, 9, 9, 11, 11)
    print(f"{'case':48}" + "".join(f"{head:>{width}}" for head, width in zip(heads, widths, strict=True)))
    settle()  # as the web server does (gunicorn.conf.py)
    beyond = 0
    for case in chosen:
        result = case.measure()
        over = result.ratio / case.target
        beyond += over > FAR
        size = f"{result.size:,}" if result.size else ""
        print(
            f"{case.name:48}{result.ratio:7.2f}{f'{result.low:.2f}–{result.high:.2f}':>14}{case.target:8.1f}"
            f"{result.ours * 1000:9.1f}{result.limit * 1000:9.1f}{result.statements:11}{size:>11}"
            + ("  BEYOND" if over > FAR else "  over" if over > 1 else ""),
            flush=True,
        )
    return int(beyond > 0)


if __name__ == "__main__":
    sys.exit(main())
