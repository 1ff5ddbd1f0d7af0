"""Runs the tests on SQLite, and again on PostgreSQL where it answers; says what was left out and why.

The run on PostgreSQL takes the tests that use the database or are marked for it, without the browser's and those
marked `once`. Where there are two processors two runs go on at a time: the first is followed, the others are shown
when all are over; and without arguments the browser's tests, a third of the time, are two runs of their own. With
REQUIRE_ALL=1 anything left out is a failure. Arguments are pytest's.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import psycopg

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://postgres:postgres@127.0.0.1:5432/postgres",
)
NO_TESTS = 5  # pytest's exit code where nothing was chosen


def postgres_address() -> str | None:
    """The first address under which PostgreSQL lets us in."""
    given = os.environ.get("TEST_DATABASE_URL")
    for address in (given,) if given else POSTGRES:
        try:
            psycopg.connect(address, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return address
    return None


def answers(port: int) -> bool:
    """Whether something on this machine listens there."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Run:
    """One run of pytest, which adds the tests that it skips to a report."""

    title: str
    report: Path
    environment: dict[str, str]
    chosen: list[str] = field(default_factory=list)

    def start(self, output: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
        """Its process; without `output` it writes to the terminal."""
        command = [sys.executable, "-m", "pytest", *self.chosen, *sys.argv[1:]]
        environment = {**os.environ, "LEFT_OUT": str(self.report), **self.environment}
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)

    def announce(self) -> None:
        """Says which one it is."""
        print(f"== {self.title}", flush=True)


def one_by_one(runs: list[Run]) -> list[int]:
    """The exit codes."""
    codes = []
    for run in runs:
        run.announce()
        codes.append(run.start().wait())
    return codes


def two_at_a_time(runs: list[Run], folder: Path) -> list[int]:
    """The exit codes. The first run is followed, the others are shown when all are over."""
    first, *others = runs
    shown = [folder / run.title for run in others]

    processes: list[subprocess.Popen[bytes]] = []

    def follow(run: Run, path: Path | None) -> int:
        with path.open("wb") if path else nullcontext() as file:
            process = run.start(file)
            processes.append(process)
            return process.wait()

    first.announce()
    with ThreadPoolExecutor(2) as pool:
        begun = [pool.submit(follow, run, path) for run, path in zip(runs, [None, *shown], strict=True)]
        try:
            codes = [one.result() for one in begun]
        finally:  # all are over, but for an interruption
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
    for run, path in zip(others, shown, strict=True):
        run.announce()
        print(path.read_text(errors="replace"), end="", flush=True)
    return codes


def in_parts(run: Run) -> list[Run]:
    """The tests outside the browser, and those in it by every other module."""
    some = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "tests/browser").glob("test_*.py"))[::2]]
    others = [f"--ignore={path}" for path in some]
    return [
        replace(run, chosen=["-m", "not browser"]),
        replace(run, title=f"{run.title} in the browser, one part", chosen=["-m", "browser", *some]),
        replace(run, title=f"{run.title} in the browser, the others", chosen=["-m", "browser", *others]),
    ]


def main() -> int:
    """The exit code: 0 where all that could run passed."""
    missing = []
    if not shutil.which("chromium"):
        missing.append("browser tests: no chromium is installed (apt-get install chromium)")
    if not shutil.which("soffice"):
        office = "libreoffice-writer-nogui libreoffice-calc-nogui"
        missing.append(f"office tests: no soffice is installed (apt-get install {office})")
    environment = {}
    if os.environ.get("TEST_REDIS_URL") or answers(6379):
        environment["TEST_REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    else:
        missing.append("tests marked redis: nothing answers on port 6379 (or set TEST_REDIS_URL)")
    postgres = postgres_address()
    if not postgres:
        missing.append("the run on PostgreSQL: it does not let us in on port 5432 (or set TEST_DATABASE_URL)")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = folder / "left-out"
        report.touch()
        sqlite = Run("SQLite", report, {**environment, "TEST_DATABASE_URL": ""})
        on_postgres = Run("PostgreSQL", report, {**environment, "TEST_DATABASE_URL": postgres or ""})
        asks = {"--pdb", "--trace"} & set(sys.argv)
        together = len(os.sched_getaffinity(0)) > 1 and not asks
        # The longest first. A part of the tests is over sooner than more processes have begun.
        first, *later = in_parts(sqlite) if together and not sys.argv[1:] else [sqlite]
        runs = [first, *([on_postgres] if postgres else []), *later]
        codes = two_at_a_time(runs, folder) if together and len(runs) > 1 else one_by_one(runs)
        missing += sorted(set(report.read_text().splitlines()))

    for line in missing:
        print(f"LEFT OUT: {line}")
    nothing_ran = all(code == NO_TESTS for code in codes)
    failed = nothing_ran or any(code not in (0, NO_TESTS) for code in codes)
    if missing and os.environ.get("REQUIRE_ALL") == "1":
        print("REQUIRE_ALL=1: nothing may be left out.")
        failed = True
    print("FAILED" if failed else "OK")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
