"""`make run` brings the tracker up from nothing, and a second time within ten seconds."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.wco_tracker.process import ROOT, environment, manage


def free_port() -> int:
    """A port that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(var: Path, log: Path) -> Iterator[float]:
    """`make run`; yields the seconds until it served the list of programmes."""
    port, started = free_port(), time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=environment(var, PORT=str(port)),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        while not serves(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() - started < 120, log.read_text()
            time.sleep(0.1)
        yield time.monotonic() - started
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def serves(port: int) -> bool:
    """Whether the list of programmes is there."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/programmes/", timeout=20) as answer:
            return "PTC Work Programme 2013-2016" in answer.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return False


def content(var: Path) -> list[str]:
    """All rows but those of background work and of readers."""
    passing = ("groups_heartbeat", "django_session", "cache", "sqlite_sequence")
    with closing(sqlite3.connect(var / "db.sqlite3", timeout=20)) as database:
        return [line for line in database.iterdump() if not any(f'INTO "{name}"' in line for name in passing)]


def test_it_serves_from_nothing_and_a_second_time_soon_and_unchanged(tmp_path: Path) -> None:
    var, log = tmp_path / "var", tmp_path / "log"
    with running(var, log):
        assert (var / "demo-accounts.txt").read_text() in log.read_text()
    before = content(var)
    with running(var, log) as seconds:
        assert (var / "demo-accounts.txt").read_text() in log.read_text()
    assert content(var) == before
    assert seconds < 10


def test_the_database_of_an_older_checkout_is_set_aside_in_one_line(tmp_path: Path) -> None:
    var = tmp_path / "var"
    var.mkdir()
    with closing(sqlite3.connect(var / "db.sqlite3")) as old, old:
        old.execute(
            "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT, applied TEXT)"
        )
        old.execute("INSERT INTO django_migrations VALUES (1, 'programmes', '0001_initial', '2026-01-01')")
    done = manage(var, "prepare", "--port", str(free_port()))
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("made by an older checkout") == 1
    with closing(sqlite3.connect(var / "old-1-db.sqlite3")) as old:
        assert old.execute("SELECT app FROM django_migrations").fetchall() == [("programmes",)]
    assert any("PTC Work Programme 2013-2016" in line for line in content(var))


def test_a_port_in_use_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used.*PORT={port + 1} make run"):
            call_command("prepare", port=port)
