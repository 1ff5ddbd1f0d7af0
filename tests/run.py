"""Runs the tests on SQLite, and again on PostgreSQL where it answers; says what was left out and why.

The second run takes the tests that use the database or are marked for PostgreSQL, without the browser's and those
marked `once`. Where there are two processors both run at the same time, and the second is shown after the first.
With REQUIRE_ALL=1 anything left out is a failure. Arguments are pytest's.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
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

    def start(self, output: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
        """Its process; without `output` it writes to the terminal."""
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        chosen = {**os.environ, "LEFT_OUT": str(self.report), **self.environment}
        return subprocess.Popen(command, cwd=ROOT, env=chosen, stdout=output, stderr=output)

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


def side_by_side(runs: list[Run], folder: Path) -> list[int]:
    """The exit codes. All run at once; the first is followed, the others are shown when it is over."""
    first, *others = runs
    first.announce()
    processes = [first.start()]
    files = []
    try:
        for run in others:
            files.append((folder / run.title).open("w+b"))
            processes.append(run.start(files[-1]))
        codes = [processes[0].wait()]
        for run, file, process in zip(others, files, processes[1:], strict=True):
            run.announce()
            codes.append(process.wait())
            file.seek(0)
            print(file.read().decode(errors="replace"), end="", flush=True)
    finally:
        for process in processes:  # they are over, but for an interruption
            process.terminate()
        for file in files:
            file.close()
    return codes


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
        runs = [Run("SQLite", report, {**environment, "TEST_DATABASE_URL": ""})]
        if postgres:
            runs.append(Run("PostgreSQL", report, {**environment, "TEST_DATABASE_URL": postgres}))
        asks = {"--pdb", "--trace"} & set(sys.argv)
        together = len(runs) > 1 and len(os.sched_getaffinity(0)) > 1 and not asks
        codes = side_by_side(runs, folder) if together else one_by_one(runs)
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
