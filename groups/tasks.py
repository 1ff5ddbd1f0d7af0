"""Background work of groups: each task is a few lines around a plain function."""

from typing import Any

from celery import shared_task
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.utils import timezone

from groups.actions.heartbeats import Pulse, beat
from groups.actions.outgoing_mail import send_waiting
from groups.actions.sign_ins import prune


@shared_task
def heartbeat() -> None:
    """Proves that beat, broker, worker and database all live."""
    beat("beat", at=timezone.now())


@shared_task
def prune_sign_in_events() -> None:
    """Keeps sign-in events no longer than SIGN_IN_EVENTS_DAYS."""
    prune(at=timezone.now(), days=settings.SIGN_IN_EVENTS_DAYS)


@shared_task
def send_mail() -> None:
    """Sends the mail that waits."""
    send_waiting()


_pulses: dict[str, Pulse] = {}  # of the tasks that run now, by their ids


@task_prerun.connect
def _start_pulse(task_id: str, **_signal: Any) -> None:
    """A worker does one task at a time: while a long one runs, nothing else shows that it lives."""
    pulse = _pulses[task_id] = Pulse(settings.HEARTBEAT_SECONDS)
    pulse.start()


@task_postrun.connect
def _stop_pulse(task_id: str, **_signal: Any) -> None:
    if pulse := _pulses.pop(task_id, None):
        pulse.stop()
