"""A file between its preview and its import: what is imported is, byte for byte, what was looked at."""

import time
from pathlib import Path

from django.conf import settings

from wco_tracker.lib.keys import is_key, new_key


def keep_file(data: bytes) -> str:
    """Keeps a file under a key of its own; files that nobody came back for are removed."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - settings.JOB_RESULT_HOURS * 3600
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    key = new_key()
    path = folder / key
    path.touch(mode=0o600)
    path.write_bytes(data)
    return key


def kept_file(key: str) -> bytes | None:
    """The file kept under a key; None where it is gone."""
    try:
        return (_folder() / key).read_bytes() if is_key(key) else None
    except FileNotFoundError:
        return None


def drop_file(key: str) -> None:
    """Removes a file that is done with."""
    (_folder() / key).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.VAR_DIR) / "imports"
