"""A script that several processes run at once on the database of the tests."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

PROCESSES = 4


def address() -> str:
    """The database of the tests, as a process of its own finds it."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    given = urlsplit(os.environ["TEST_DATABASE_URL"])
    return urlunsplit(given._replace(path=f"/{connection.settings_dict['NAME']}"))


def run_at_once(script: str, share: int) -> list[str]:
    """What each printed; its arguments are its number and its share of the acts. One that fails fails the test."""
    environment = {
        **os.environ,
        "DATABASE_URL": address(),
        "DJANGO_SETTINGS_MODULE": "wco_tracker.settings",
        "VAR_DIR": str(settings.VAR_DIR),
        "SECRET_KEY": "a key",
        "LOG_LEVEL": "ERROR",
    }
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(number), str(share)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    printed = []
    for process in running:
        said, complaints = process.communicate(timeout=300)
        assert process.returncode == 0, complaints
        printed.append(said)
    return printed
