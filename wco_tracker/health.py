"""Can this process serve, and is the background work done? For proxies and supervisors: no session, no login, never
cached, and nothing in the answers that should not be public.
"""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wco_tracker.lib.broker import BrokerAway, Waiting, on_files, on_redis
from wco_tracker.lib.registry import heartbeats

logger = structlog.get_logger(__name__)
SECONDS = 2.0  # to wait for a free connection
STARTED = time.monotonic()
BEATS = 3  # that may be missed before the background work counts as standing still
FIRST_SECONDS = 60.0  # of this process, in which a worker that begins with it may still be at its start


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("live\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """The process reaches its database, and Redis where one is configured; 503 where it does not."""
    facts = {"database": "answers"}
    try:
        _ask_database()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("database_away", error=str(error))
        facts["database"] = "away"
    if settings.REDIS_URL:
        facts["redis"] = "answers"
        try:
            on_redis(settings.REDIS_URL)
        except BrokerAway as error:
            logger.warning("broker_away", error=str(error))
            facts["redis"] = "away"
    return JsonResponse(facts, status=503 if "away" in facts.values() else 200)


def _ask_database() -> None:
    """One small statement; through the pool, where there is one, so as not to wait long for a full one."""
    if pool := getattr(connection, "pool", None):
        with connection.wrap_database_errors:
            pool.open()
            with pool.connection(timeout=SECONDS) as borrowed:
                borrowed.execute("SELECT 1")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@never_cache
@require_safe
def work(request: HttpRequest) -> JsonResponse:
    """Background work is done: the broker answers and the heartbeat is young; else 503. One statement.

    In the first minute of the process nothing is late yet. `heartbeat_seconds` is the age of the last heartbeat
    (null: there was none yet), `waiting` the messages that no worker took yet and `oldest_waiting_seconds` the age
    of the oldest (null where nothing waits or nothing tells).
    """
    limit = BEATS * settings.HEARTBEAT_SECONDS
    facts: dict[str, Any] = {"limit_seconds": limit}
    problems = []
    begun = _up_for() < max(limit, FIRST_SECONDS)
    try:
        beaten = _oldest_beat()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("database_away", error=str(error))
        problems.append("database away")
    else:
        facts["heartbeat_seconds"] = age = _age(beaten)
        if (age is None or age > limit) and not begun:
            problems.append("no heartbeat")
    try:
        waiting = _waiting()
    except BrokerAway as error:
        logger.warning("broker_away", error=str(error))
        problems.append("broker away")
    else:
        oldest = waiting.oldest
        facts["waiting"] = waiting.number
        facts["oldest_waiting_seconds"] = oldest if oldest is None else round(oldest, 1)
        if oldest is not None and oldest > limit and not begun:
            problems.append("work waits")
    return JsonResponse({"problems": problems, **facts}, status=503 if problems else 200)


def _oldest_beat() -> datetime | None:
    """The oldest of the last heartbeats; None where one never ran, or nothing beats."""
    beats = [last_beat() for last_beat in heartbeats]
    known = [beat for beat in beats if beat]
    return min(known) if known and len(known) == len(beats) else None


def _up_for() -> float:
    """Seconds since this process began: a worker that begins with it needs a moment for its first heartbeat."""
    return time.monotonic() - STARTED


def _age(moment: datetime | None) -> float | None:
    return round((timezone.now() - moment).total_seconds(), 1) if moment else None


def _waiting() -> Waiting:
    if settings.REDIS_URL:
        return on_redis(settings.REDIS_URL)
    return on_files(Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])))
