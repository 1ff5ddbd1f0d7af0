"""Background work: Celery on the file system by default, on Redis where REDIS_URL names one."""

import os
import time
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import before_task_publish

from wco_tracker.lib.broker import SENT_AT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wco_tracker.settings")

app = Celery("wco_tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_broker_folders(sender: Celery, **_kwargs: object) -> None:
    """The file system transport expects its folders to be there."""
    for name, folder in (sender.conf.broker_transport_options or {}).items():
        if name.startswith(("data_folder", "control_folder")):
            Path(folder).mkdir(parents=True, exist_ok=True)


@before_task_publish.connect
def say_when(headers: dict[str, Any], **_signal: Any) -> None:
    """Messages on Redis carry no time of their own; with it /health/work knows how long the oldest waits."""
    headers[SENT_AT] = time.time()
