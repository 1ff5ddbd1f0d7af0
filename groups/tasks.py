"""Background work of groups: each task is a few lines around a plain function."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from groups.actions.heartbeats import beat
from groups.actions.sign_ins import prune


@shared_task
def heartbeat() -> None:
    """Proves that beat, broker, worker and database all live."""
    beat("beat", at=timezone.now())


@shared_task
def prune_sign_in_events() -> None:
    """Keeps sign-in events no longer than SIGN_IN_EVENTS_DAYS."""
    prune(at=timezone.now(), days=settings.SIGN_IN_EVENTS_DAYS)
