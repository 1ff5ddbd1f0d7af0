"""Runs the cases and prints the table: `make bench`, or a part of it with ARGS="matrix"."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.run import postgres_address


def main() -> int:
    """Makes two databases, measures in a process of its own, drops them."""
    postgres = postgres_address()
    with tempfile.TemporaryDirectory(prefix="wco-tracker-bench-") as folder:
        environment = {
            **os.environ,
            "VAR_DIR": folder,
            "SECRET_KEY": secrets.token_hex(),
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
            "LOG_LEVEL": "ERROR",
            "BENCH_FULL": str(Path(folder) / "full.sqlite3"),
            "DATABASE_URL": f"sqlite:///{folder}/small.sqlite3",
        }
        environment.pop("REDIS_URL", None)
        names = [f"wco_tracker_bench_{size}_{secrets.token_hex(3)}" for size in ("small", "full")]
        if postgres:
            environment |= {"BENCH_FULL": names[1], "DATABASE_URL": _named(postgres, names[0])}
        try:
            if postgres:
                _each(postgres, "CREATE DATABASE {}", names)
            command = [sys.executable, "-m", "tests.bench.measure", *sys.argv[1:]]
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            if postgres:
                _each(postgres, "DROP DATABASE IF EXISTS {} WITH (FORCE)", names)


def _named(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def _each(address: str, statement: str, names: list[str]) -> None:
    with psycopg.connect(address, autocommit=True) as server:
        for name in names:
            server.execute(statement.format(name))


if __name__ == "__main__":
    sys.exit(main())
