"""Celery's broker on the file system, with messages that are there whole or not at all.

kombu's own opens a message's file in the folder that workers read, and writes it then: a worker that looks in between
takes an empty message, and ends with it.
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):  # type: ignore[misc]
    """Writes a message beside its place, under a name that no worker looks for, and puts it there in one step."""

    def _put(self, queue: str, payload: Any, **_more: Any) -> None:  # type: ignore[override]
        # Sorted by the moment, as kombu reads them.
        place = Path(self.data_folder_out, f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg")
        part = place.with_name(f"{place.name}.part")
        try:
            part.write_text(dumps(payload), encoding="utf-8")
            part.replace(place)
        except OSError as error:
            raise ChannelError(f"Cannot add file {str(place)!r} to directory") from error


class Transport(filesystem.Transport):  # type: ignore[misc]
    """What CELERY_BROKER_TRANSPORT names."""

    Channel = Channel
