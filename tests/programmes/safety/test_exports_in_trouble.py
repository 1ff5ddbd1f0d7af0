"""A file is made whole or not at all: its process is killed, the disk is full."""

import os
import resource
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from programmes.presenters.downloads import FORMATS

ADDRESS = "/programmes/safe/export"
pytestmark = pytest.mark.django_db


def files() -> set[Path]:
    """All that lies where a process may leave something, but for the database's own."""
    return {path for path in Path(settings.VAR_DIR).rglob("*") if "sqlite3" not in path.name}


def children() -> list[int]:
    """The processes that this one has started and that make a PDF."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            makes = b"typst/child.py" in (process / "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if parent == os.getpid() and makes:
            found.append(int(process.name))
    return found


def kill_the_next(killed: list[int]) -> None:
    """Waits for a child that makes a PDF, and kills it in the middle of its work."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if found := children():
            time.sleep(0.2)
            os.kill(found[0], signal.SIGKILL)
            killed.append(found[0])
            return
        time.sleep(0.01)


@contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """No file of this process, or of one that it starts, can grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    writes, sys.dont_write_bytecode = (
        sys.dont_write_bytecode,
        True,
    )  # half a compiled module would harm other tests
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        sys.dont_write_bytecode = writes


def test_a_killed_export_is_said_in_words_and_leaves_nothing(
    made: Callable[[int], Any],
    officer: Any,
    as_user: Callable[[Any], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    settings.EXPORT_ROWS_AT_ONCE = 1000
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made(400)
    browser, killed = as_user(officer), []
    before = files()
    killer = threading.Thread(target=kill_the_next, args=[killed])
    killer.start()
    response = browser.get(f"{ADDRESS}/pdf/")
    killer.join()
    page = response.content.decode()
    assert killed
    assert response.status_code == 503
    assert "The PDF could not be made. Try again in a moment, or take the Word file." in page
    assert "Traceback" not in page
    assert "Content-Disposition" not in response
    assert files() == before
    assert list(tmp_path.iterdir()) == []
    assert children() == []
    assert browser.get(f"{ADDRESS}/pdf/").content.startswith(b"%PDF")


def test_a_full_disk_keeps_no_file_from_being_taken(
    made: Callable[[int], Any], officer: Any, as_user: Callable[[Any], Any]
) -> None:
    made(20)
    browser = as_user(officer)
    with full_disk():
        answers = {form: browser.get(f"{ADDRESS}/{form}/") for form in FORMATS}
    for form, answer in answers.items():
        assert (answer.status_code, answer["Content-Type"]) == (200, FORMATS[form].media_type)
        assert answer.content


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_leaves_the_file_that_was_there(
    made: Callable[[int], Any], tmp_path: Path, form: str
) -> None:
    made(20)
    path = tmp_path / f"safe.{form}"
    path.write_bytes(b"of yesterday")
    with full_disk(room=1000), pytest.raises(CommandError, match="Nothing was written"):
        call_command("export_programme", "safe", format=form, output=path)
    assert path.read_bytes() == b"of yesterday"
    assert list(tmp_path.iterdir()) == [path]
