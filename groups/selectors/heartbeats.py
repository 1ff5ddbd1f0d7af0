"""Marks that background work left."""

from datetime import datetime

from groups.models.work import Heartbeat


def last_beat() -> datetime | None:
    """When the scheduled heartbeat ran last; None if it never did. One statement."""
    return Heartbeat.objects.filter(name="beat").values_list("beaten_at", flat=True).first()
