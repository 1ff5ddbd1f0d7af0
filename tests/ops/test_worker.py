"""Background work really runs: beat, broker, worker and database together."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.wco_tracker.process import ROOT, ask, environment, manage

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database that is ready."""
    folder = tmp_path_factory.mktemp("var")
    done = manage(folder, "migrate", "--verbosity=0")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def start(var: Path) -> Iterator[Start]:
    """Starts workers, and ends them with the test."""
    started = []

    def one(**more: str) -> subprocess.Popen[str]:
        with (var / f"worker-{len(started)}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "worker"],
                cwd=ROOT,
                env=environment(var, HEARTBEAT_SECONDS="1", **more),
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        started.append(process)
        return process

    yield one
    for process in started:
        process.terminate()
    for process in started:
        process.wait(60)


def wait_for(happened: Callable[[], object], seconds: float = 120) -> None:
    """Waits until it happened; fails where it does not. Long: a busy machine takes its time to start a process."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.2)


def last_beat(var: Path) -> str:
    """When the heartbeat was last written; "" for never."""
    with closing(sqlite3.connect(var / "db.sqlite3", timeout=20)) as database:
        row = database.execute("SELECT beaten_at FROM groups_heartbeat WHERE name = 'beat'").fetchone()
    return str(row[0]) if row else ""


def messages(var: Path) -> set[Path]:
    """The messages on the file system."""
    return set((var / "broker").rglob("*.msg"))


def test_a_heart_beats_on_the_file_system_and_a_second_worker_takes_over(var: Path, start: Start) -> None:
    first = start()
    wait_for(lambda: last_beat(var))
    second = start()
    wait_for(lambda: "this one waits" in (var / "worker-1.log").read_text())
    assert second.poll() is None
    first.kill()
    first.wait()
    before = last_beat(var)
    wait_for(lambda: last_beat(var) > before)


def test_a_worker_that_met_a_message_it_cannot_read_starts_itself_anew(var: Path, start: Start) -> None:
    process, log = start(), var / "worker-0.log"
    before = last_beat(var)
    wait_for(lambda: last_beat(var) > before)
    (var / "broker" / "messages" / "1_unreadable.celery.msg").touch()
    wait_for(lambda: "worker_failed" in log.read_text() or process.poll() is not None)
    before = last_beat(var)
    wait_for(lambda: last_beat(var) > before or process.poll() is not None)
    assert process.poll() is None


def test_a_message_on_the_file_system_is_never_seen_before_it_is_whole(var: Path) -> None:
    script = """
from pathlib import Path
from wco_tracker.celery import app

class Looks:
    def __json__(self):
        folder = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
        return [path.name for path in folder.glob("*.tried.msg")]

with app.connection_for_write() as connection:
    connection.default_channel._put("tried", {"seen": Looks()})
    print(json.dumps(connection.default_channel._get("tried")))
"""
    assert ask(var, script) == {"seen": []}


@pytest.mark.redis
def test_a_heart_beats_on_redis(var: Path, start: Start, redis_url: str) -> None:
    before, waiting = last_beat(var), messages(var)  # that a worker left which was ended
    start(REDIS_URL=redis_url)
    wait_for(lambda: last_beat(var) > before)
    assert messages(var) <= waiting


def test_it_does_a_job_that_a_page_started(var: Path, start: Start) -> None:
    """There is no such programme in this database: its owner reads that as a sentence."""
    key = ask(
        var,
        "from groups.models import User\n"
        "from tracking.actions.jobs import start_job\n"
        "owner = User.objects.create_user('owner@example.org')\n"
        "asked = {'programme': 'none', 'form': 'docx', 'query': ''}\n"
        "job = start_job('programme export', title='A file', parameters=asked, owner=owner)\n"
        "print(json.dumps(job.key))",
    )

    def ended() -> tuple[str, str] | None:
        with closing(sqlite3.connect(var / "db.sqlite3", timeout=20)) as database:
            query = "SELECT state, error FROM tracking_job WHERE key = ? AND ended_at IS NOT NULL"
            found: tuple[str, str] | None = database.execute(query, [key]).fetchone()
            return found

    start()
    wait_for(ended)
    assert ended() == ("failed", "The programme is no longer there, or you no longer have access to it.")
