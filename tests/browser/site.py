"""The tracker as it is served in production, in a process and on an SQLite file of its own."""

import json
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.ops.test_run import free_port
from tests.wco_tracker.process import ROOT, environment, manage

# One start of Django for everything; a sign-in of each account by its session, since hashing passwords is slow.
SET_UP = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "wco_tracker.settings"
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from groups.models import User
call_command("migrate", interactive=False, verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
with open(os.devnull, "w") as nowhere:
    call_command("load_seeds", stdout=nowhere)
call_command("create_demo_accounts", verbosity=0)
sessions = {}
for user in User.objects.all():
    client = Client()
    client.force_login(user)
    sessions[user.email.partition("@")[0]] = client.cookies["sessionid"].value
print(json.dumps(sessions))
"""


@dataclass(frozen=True)
class Site:
    """A served tracker: its address, its folder, and a session key by the name of a demonstration account."""

    url: str
    var: Path
    sessions: dict[str, str]

    @property
    def passwords(self) -> dict[str, str]:
        """The passwords of the demonstration accounts by e-mail."""
        lines = (self.var / "demo-accounts.txt").read_text().splitlines()
        return {line.split()[0]: line.split()[1] for line in lines}

    def start_over(self) -> None:
        """Puts the database back as it was at first, under the running server: one transaction for its readers."""
        with (
            closing(sqlite3.connect(self.var / "first.sqlite3")) as first,
            closing(sqlite3.connect(self.var / "db.sqlite3", timeout=20)) as now,
        ):
            first.backup(now)

    def send_mail(self) -> None:
        """What a worker does: the mail that waits is sent."""
        sending = "from groups.actions.outgoing_mail import send_waiting; send_waiting()"
        done = manage(self.var, "shell", "-c", sending, INSECURE_HTTP="1", DEMO="1")
        assert done.returncode == 0, done.stderr

    def end_sessions(self) -> None:
        """Every login lapses."""
        with closing(sqlite3.connect(self.var / "db.sqlite3", timeout=20)) as database:
            database.execute("DELETE FROM django_session")
            database.commit()


@contextmanager
def served(var: Path) -> Iterator[Site]:
    """Sets the tracker up in a folder and serves it to the end of the block."""
    port = free_port()
    settings = environment(var, PORT=str(port), INSECURE_HTTP="1", DEMO="1", WEB_CONCURRENCY="1")
    done = subprocess.run(
        [sys.executable, "-c", SET_UP], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with (
        closing(sqlite3.connect(var / "db.sqlite3")) as now,
        closing(sqlite3.connect(var / "first.sqlite3")) as first,
    ):
        now.backup(first)
    log = (var / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/live", server)
        yield Site(f"http://127.0.0.1:{port}", var, json.loads(done.stdout))
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)
