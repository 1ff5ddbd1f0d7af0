"""A long task does not silence the worker's heartbeat, and a task that has ended does not go on beating."""

import time

import pytest
from celery.signals import task_postrun, task_prerun

from groups import tasks
from groups.actions.heartbeats import Pulse
from groups.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


def beats_within(seconds: float) -> bool:
    """Whether a beat comes in this time."""
    Heartbeat.objects.all().delete()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if Heartbeat.objects.filter(name="beat").exists():
            return True
        time.sleep(0.05)
    return False


def test_it_beats_again_and_again_until_it_is_stopped() -> None:
    pulse = Pulse(0.1)
    pulse.start()
    assert beats_within(5)
    assert beats_within(5)
    pulse.stop()
    assert not pulse.is_alive()
    assert not beats_within(0.5)


def test_it_ends_by_itself_where_a_task_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groups.actions.heartbeats.LONGEST", 0)
    pulse = Pulse(0.05)
    pulse.start()
    pulse.join(5)
    assert not pulse.is_alive()
    assert not beats_within(0.2)


def test_it_runs_while_a_task_does() -> None:
    task_prerun.send(sender=None, task_id="one")
    assert tasks._pulses["one"].is_alive()
    task_postrun.send(sender=None, task_id="one")
    assert not tasks._pulses
