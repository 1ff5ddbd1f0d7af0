"""/health/work: is the background work done?"""

import json
import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from django.test import Client
from django.utils import timezone

from groups.actions.heartbeats import beat
from wco_tracker import health
from wco_tracker.lib.broker import QUEUE
from wco_tracker.lib.registry import heartbeats

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Where messages wait."""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path)}
    return tmp_path


@pytest.fixture
def queue(settings: Any, redis_url: str) -> Iterator[redis.Redis]:
    """Redis as the broker, with an empty queue."""
    settings.REDIS_URL = redis_url
    server = redis.Redis.from_url(redis_url)
    server.delete(QUEUE)
    yield server
    server.delete(QUEUE)
    server.close()


def test_it_is_well_after_a_heartbeat_and_costs_one_statement(
    client: Client, django_assert_num_queries: Any
) -> None:
    beat("beat", at=timezone.now() - timedelta(seconds=20))
    with django_assert_num_queries(1):
        response = client.get("/health/work")
    assert response.status_code == 200
    said = response.json()
    assert 20 <= said.pop("heartbeat_seconds") < 40
    assert said == {"problems": [], "limit_seconds": 45, "waiting": 0, "oldest_waiting_seconds": None}
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_process_that_just_began_waits_for_its_first_heartbeat(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "of-yesterday.msg").touch()
    os.utime(folder / "of-yesterday.msg", (time.time() - 86_400,) * 2)
    beat("beat", at=timezone.now() - timedelta(days=1))
    monkeypatch.setattr(health, "STARTED", time.monotonic() - 59)
    assert client.get("/health/work").status_code == 200
    monkeypatch.setattr(health, "STARTED", time.monotonic() - 61)
    assert client.get("/health/work").json()["problems"] == ["no heartbeat", "work waits"]


def test_a_dead_worker_is_noticed_within_a_minute(client: Client) -> None:
    beat("beat", at=timezone.now() - timedelta(seconds=46))
    assert client.get("/health/work").status_code == 503


def test_it_is_unwell_without_a_heartbeat_and_after_three_missed(client: Client) -> None:
    assert client.get("/health/work").json()["problems"] == ["no heartbeat"]
    beat("beat", at=timezone.now() - timedelta(seconds=200))
    response = client.get("/health/work")
    assert (response.status_code, response.json()["problems"]) == (503, ["no heartbeat"])


def test_it_tells_how_long_a_file_waits(client: Client, folder: Path) -> None:
    beat("beat", at=timezone.now())
    (folder / "1.msg").touch()
    os.utime(folder / "1.msg", (time.time() - 500,) * 2)
    (folder / "2.msg").touch()
    response = client.get("/health/work")
    assert response.status_code == 503
    said = response.json()
    assert (said["problems"], said["waiting"]) == (["work waits"], 2)
    assert 500 <= said["oldest_waiting_seconds"] < 520


@pytest.mark.redis
def test_it_tells_how_long_a_message_waits_on_redis(
    client: Client, queue: redis.Redis, redis_url: str
) -> None:
    beat("beat", at=timezone.now())
    sender = Celery(
        "of the test", broker=redis_url, set_as_current=False
    )  # our own runs tasks at once in tests
    for _ in range(2):
        sender.send_task("groups.tasks.heartbeat")
    time.sleep(0.3)
    said = client.get("/health/work").json()
    assert (said["problems"], said["waiting"]) == ([], 2)
    assert 0.2 < said["oldest_waiting_seconds"] < 20
    old: Any = json.loads(queue.lindex(QUEUE, -1))  # type: ignore[arg-type]
    old["headers"]["sent_at"] -= 1000
    queue.lset(QUEUE, -1, json.dumps(old))
    assert client.get("/health/work").json()["problems"] == ["work waits"]


def test_a_broker_that_is_away_is_named_without_its_address(client: Client, settings: Any) -> None:
    beat("beat", at=timezone.now())
    settings.REDIS_URL = "redis://:a-secret@127.0.0.1:1/0"
    response = client.get("/health/work")
    assert (response.status_code, response.json()["problems"]) == (503, ["broker away"])
    assert "secret" not in response.content.decode()


def test_the_oldest_of_several_heartbeats_counts(client: Client) -> None:
    beat("beat", at=timezone.now())
    last: list[datetime | None] = [timezone.now() - timedelta(hours=1)]
    heartbeats.register("sweep", lambda: last[0])
    try:
        late = client.get("/health/work")
        last[0] = None
        never = client.get("/health/work")
    finally:
        heartbeats.unregister("sweep")
    assert (late.status_code, never.status_code) == (503, 503)
    assert late.json()["heartbeat_seconds"] > 3500
    assert never.json()["heartbeat_seconds"] is None
    assert client.get("/health/work").status_code == 200
