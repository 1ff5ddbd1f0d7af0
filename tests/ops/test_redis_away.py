"""A Redis that takes the call and never answers holds nobody up for long."""

import socket
from pathlib import Path

from tests.wco_tracker.process import ask

START = """
import time
from kombu.exceptions import OperationalError
from wco_tracker.celery import app
began = time.monotonic()
try:
    app.send_task("groups.tasks.heartbeat")
except OperationalError:
    print(json.dumps(time.monotonic() - began))"""


def test_starting_a_job_ends_soon_where_redis_never_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        assert ask(tmp_path, START, REDIS_URL=address, SECRET_KEY="k" * 60) < 20
