"""Background work of groups: each task is a few lines around a plain function."""

from celery import shared_task
from django.utils import timezone

from groups.actions.heartbeats import beat


@shared_task
def heartbeat() -> None:
    """Proves that beat, broker, worker and database all live."""
    beat("beat", at=timezone.now())
