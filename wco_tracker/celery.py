"""Background work: Celery on the file system by default, on Redis where REDIS_URL names one."""

import os
from pathlib import Path

from celery import Celery

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
