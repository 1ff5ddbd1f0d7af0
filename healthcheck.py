"""Asks a process of the container it runs in how it is: `python healthcheck.py web`, `worker` or `beat`.

The exit code is 0 where it is well. It needs the standard library alone, because it runs every half minute.
"""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SYNC_SECONDS = 180  # how often beat writes its schedule down
PING_SECONDS = 20


def web() -> bool:
    """The server answers and reaches its database."""
    address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/health/ready"
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return False


def worker() -> bool:
    """This container's worker answers over the broker.

    A worker that stopped consuming after its broker was restarted does not (celery issues 8030, 8091, 10205).
    """
    name = f"celery@{os.environ.get('HOSTNAME', '')}"
    command = [sys.executable, "-m", "celery", "--app", "wco_tracker", "--quiet", "inspect", "ping"]
    try:
        done = subprocess.run(  # noqa: S603
            [*command, "--destination", name, "--timeout", "10"],
            stdout=subprocess.DEVNULL,
            timeout=PING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def beat() -> bool:
    """Beat has written its schedule down lately; the file's ending depends on the system's own database."""
    files = Path(os.environ["BEAT_SCHEDULE"]).parent.glob(f"{Path(os.environ['BEAT_SCHEDULE']).name}*")
    return any(time.time() - file.stat().st_mtime < 3 * BEAT_SYNC_SECONDS for file in files)


if __name__ == "__main__":
    sys.exit(not {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]())
