"""The database goes away, or its disk is full, in the middle of a save of one row or of many."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import psycopg
import pytest
from django.db import connection

from programmes.models import Indicator, ProgressEntry, Topic
from tests.programmes.bulk.test_page import hidden
from tracking.actions import writing
from tracking.models import ChangeSet

OWN = {"Origin": "http://testserver"}
TYPED = "Typed with care.\n" * 300


def state() -> list[Any]:
    """All that a save writes."""
    return [
        list(Indicator.objects.order_by("pk").values()),
        list(ProgressEntry.objects.order_by("pk").values()),
        Indicator.history.count(),
        ProgressEntry.history.count(),
        list(Topic.objects.order_by("pk").values()),
        Topic.history.count(),
        ChangeSet.objects.count(),
    ]


def save(browser: Any) -> Callable[[], Any]:
    """One row with a new entry."""
    row = Indicator.objects.first()
    assert row
    data: dict[str, Any] = {
        "revision": row.revision,
        "text": row.text,
        "timeline_phrase": row.timeline_phrase,
        "target": "",
        "unit": "",
        "new-text": TYPED,
    }
    for entry in row.progress.present():
        data |= {f"entry-{entry.key}-text": entry.text, f"entry-{entry.key}-reported_on": entry.reported_on}
        data[f"entry-{entry.key}-sets_state"] = entry.sets_state
    return lambda: browser.post(f"/programmes/safe/rows/{row.key}/edit/", data, headers=OWN)


def set_many(browser: Any) -> Callable[[], Any]:
    """Timeline, officer and a new entry of all rows, previewed before."""
    asked = {
        "all": "on",
        "timeline": "set",
        "timeline_phrase": "June 2021",
        "officer": "=Officer",
        "state": "achieved",
        "text": TYPED,
    }
    preview = browser.post("/programmes/safe/bulk/", asked)
    assert preview.status_code == 200
    data = {**hidden(preview.content.decode()), "step": "apply"}
    return lambda: browser.post("/programmes/safe/bulk/", data, headers=OWN)


def undo_many(browser: Any) -> Callable[[], Any]:
    """The same, taken back."""
    done = set_many(browser)()["Location"].partition("done=")[2]
    data = {"done": unquote(done), "view": ""}
    return lambda: browser.post("/programmes/safe/bulk/undo/", data, headers=OWN)


ACTS = (save, set_many, undo_many)


def is_told(response: Any, act: Any) -> None:
    text = response.content.decode()
    assert response.status_code == 503
    assert "Nothing was saved." in text
    assert act is undo_many or "Typed with care.\nTyped with care." in text.replace("\r\n", "\n")
    assert "Traceback" not in text
    assert "Send again" in text


@pytest.mark.postgres
@pytest.mark.parametrize("act", ACTS)
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut_gives_the_text_back_and_leaves_nothing_half_done(
    made: Callable[[int], Any],
    officer: Any,
    as_user: Callable[[Any], Any],
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Any], Callable[[], Any]],
) -> None:
    made(3)
    post = act(as_user(officer))
    before = state()
    raise_versions = writing.raise_versions

    def cut(containers: Any) -> None:
        """The last thing that a save writes: all before it has been written by then."""
        own = connection.connection
        with psycopg.connect(own.info.dsn, password=own.info.password, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [own.info.backend_pid])
        raise_versions(containers)

    monkeypatch.setattr(writing, "raise_versions", cut)
    response = post()
    connection.close()
    is_told(response, act)
    assert state() == before
    monkeypatch.undo()
    assert post().status_code == 302
    assert state() != before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_gives_the_text_back_and_leaves_nothing_half_done(
    made: Callable[[int], Any],
    officer: Any,
    as_user: Callable[[Any], Any],
    act: Callable[[Any], Callable[[], Any]],
) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL has a disk of its own, which no test fills
    made(3)
    post = act(as_user(officer))
    before = state()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        response = post()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000000")
    is_told(response, act)
    assert state() == before
    assert post().status_code == 302
    assert state() != before
