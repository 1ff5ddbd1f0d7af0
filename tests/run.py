"""Runs the tests on SQLite, and again on PostgreSQL where it answers; says what was left out and why.

The second run takes the tests that use the database or are marked for PostgreSQL, without the browser's.
With REQUIRE_ALL=1 anything left out is a failure. Arguments are pytest's.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

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


def run_tests(title: str, report: Path, **environment: str) -> int:
    """One run of pytest, whose skipped tests are added to the report."""
    print(f"== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    chosen = {**os.environ, "LEFT_OUT": str(report), **environment}
    return subprocess.run(command, cwd=ROOT, env=chosen, check=False).returncode


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

    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "left-out"
        report.touch()
        codes = [run_tests("SQLite", report, **environment, TEST_DATABASE_URL="")]
        if postgres:
            codes.append(run_tests("PostgreSQL", report, **environment, TEST_DATABASE_URL=postgres))
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
