"""Runs the project in a process of its own, with an environment that holds nothing of the tests' own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def environment(var: Path, **more: str) -> dict[str, str]:
    """What a process sees: the folder for its data, and what is named here."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "VAR_DIR": str(var), "LOG_LEVEL": "ERROR", **more}


def manage(var: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` with these arguments, to its end."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def ask(var: Path, script: str, **more: str) -> Any:
    """What a script with Django at hand prints as JSON; its `client` is a test client that raises nothing."""
    prelude = (
        "import json, os, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'wco_tracker.settings'\n"
        "django.setup()\n"
        "from django.conf import settings\n"
        "from django.test import Client\n"
        # Pages as they are, without collecting the static files first.
        "settings.STORAGES['staticfiles']['BACKEND'] = "
        "'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
        "client = Client(raise_request_exception=False, SERVER_NAME='localhost')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", prelude + script],
        cwd=ROOT,
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
