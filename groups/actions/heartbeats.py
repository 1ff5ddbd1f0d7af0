"""Marks that background work leaves."""

import time
from datetime import datetime
from threading import Event, Thread

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from groups.models.work import Heartbeat

LONGEST = 15 * 60  # seconds: a task that takes longer hangs, and nothing should say that all is well

logger = structlog.get_logger(__name__)


def beat(name: str, *, at: datetime) -> None:
    """Notes that the scheduled work of this name ran; real time, never moved by TRACKER_TODAY."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": at})


class Pulse(Thread):
    """Beats every so many seconds while a task runs, for at most LONGEST; it ends with its process."""

    def __init__(self, seconds: float) -> None:
        super().__init__(name="pulse", daemon=True)
        self._seconds = seconds
        self._over = Event()

    def run(self) -> None:
        """Waits first: a short task needs no beat of its own."""
        end = time.monotonic() + LONGEST
        try:
            while not self._over.wait(self._seconds) and time.monotonic() < end:
                try:
                    beat("beat", at=timezone.now())
                except DatabaseError as error:
                    logger.warning("heartbeat_failed", error=str(error))
        finally:
            connection.close()

    def stop(self) -> None:
        """Ends it, and waits until a beat that has begun is written."""
        self._over.set()
        self.join(5)
