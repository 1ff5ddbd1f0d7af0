"""The web server: threads in a few processes, loaded once before they part."""

import os
from typing import Any

from wco_tracker.lib.garbage_collection import settle
from wco_tracker.settings import PORT, VAR_DIR

wsgi_app = "wco_tracker.wsgi:application"
bind = os.environ.get("BIND", f"127.0.0.1:{PORT}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True
timeout = 60
worker_tmp_dir = str(VAR_DIR)
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Any) -> None:
    """What was loaded is there to stay."""
    settle()
