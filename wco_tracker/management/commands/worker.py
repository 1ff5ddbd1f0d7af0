"""The worker with its schedule, once for each VAR_DIR."""

import os
import sys
import tempfile
import time
from typing import Any

import structlog
from celery.beat import EmbeddedService
from celery.bin.celery import celery
from celery.signals import setup_logging, worker_ready
from django.conf import settings
from django.core.management.base import BaseCommand

from wco_tracker.celery import app
from wco_tracker.lib.locks import exclusive

logger = structlog.get_logger(__name__)
PAUSE_SECONDS = 5


class Command(BaseCommand):
    """Does background work and keeps its schedule, in one process.

    The schedule runs in a thread: it ends with the worker however that ends, and the lock with both.
    """

    help = (
        "Does background work and its schedule. A second one of the same VAR_DIR waits for the first to end."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Works until it is stopped; after a failure it starts itself anew."""
        lock = settings.VAR_DIR / "worker.lock"
        with exclusive(lock, wait=False) as alone:
            if alone:
                self._work()
                return
        self.stderr.write(f"A worker with its schedule already runs for {settings.VAR_DIR}; this one waits.")
        with exclusive(lock):
            self._work()

    def _work(self) -> None:
        # The file system transport moves each message there to read it: on the same disk that is one step.
        tempfile.tempdir = str(settings.VAR_DIR / "broker" / "taken")
        os.makedirs(tempfile.tempdir, exist_ok=True)
        os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # `make check` makes them; here they cost seconds
        worker_ready.connect(_start_schedule, dispatch_uid="schedule")
        arguments = ["--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        # Not `app.start`: it keeps the worker's exit code to itself.
        code = celery.main(
            ["--app=wco_tracker.celery", "--quiet", "worker", *arguments], standalone_mode=False
        )
        if code:
            logger.error("worker_failed", code=code, again_in_seconds=PAUSE_SECONDS)
            time.sleep(PAUSE_SECONDS)
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606


@setup_logging.connect
def _keep_logging(**_signal: Any) -> None:
    """Leaves the logs as the settings have them: Celery sets up none where somebody listens to this."""


def _start_schedule(**_signal: Any) -> None:
    EmbeddedService(app, thread=True, schedule_filename=str(settings.VAR_DIR / "schedule")).start()
