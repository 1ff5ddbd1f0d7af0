"""Marks that background work leaves."""

from datetime import datetime

from groups.models.work import Heartbeat


def beat(name: str, *, at: datetime) -> None:
    """Notes that the scheduled work of this name ran; real time, never moved by TRACKER_TODAY."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beaten_at": at})
