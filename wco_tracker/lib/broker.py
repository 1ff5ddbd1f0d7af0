"""Looks at what waits for a worker, without taking anything: on Redis or on the file system."""

import json
import os
import time
from pathlib import Path
from typing import Any, NamedTuple

import redis

QUEUE = "celery"
SENT_AT = "sent_at"  # a header of ours in every message: seconds since 1970
SECONDS = 2.0  # to wait for Redis


class Waiting(NamedTuple):
    """How many messages wait and for how long the oldest does, in seconds; None where nothing waits."""

    number: int
    oldest: float | None


class BrokerAway(Exception):
    """The broker cannot be reached."""


def on_redis(address: str) -> Waiting:
    """What waits on Redis, where kombu puts new messages to the left and takes them from the right."""
    try:
        with redis.Redis.from_url(address, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as server:
            found: Any = server.pipeline(transaction=False).llen(QUEUE).lindex(QUEUE, -1).execute()
    except (redis.RedisError, OSError) as error:
        raise BrokerAway(str(error)) from error
    number, last = found
    return Waiting(number, _age(last))


def on_files(folder: Path) -> Waiting:
    """What waits as files; each is as old as its message."""
    try:
        with os.scandir(folder) as entries:
            times = [entry.stat().st_mtime for entry in entries if entry.name.endswith(".msg")]
    except FileNotFoundError:
        # A worker takes messages meanwhile; the folder itself is made by the first that needs it.
        times = []
    except OSError as error:
        raise BrokerAway(str(error)) from error
    return Waiting(len(times), max(0.0, time.time() - min(times)) if times else None)


def _age(message: bytes | None) -> float | None:
    """None too for a message that somebody else sent, which does not say when."""
    try:
        return max(0.0, time.time() - float(json.loads(message or b"{}")["headers"][SENT_AT]))
    except (KeyError, TypeError, ValueError):
        return None
