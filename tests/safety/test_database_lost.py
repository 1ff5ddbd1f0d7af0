"""The database goes away, or its disk is full, in the middle of a save."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

from groups.actions import writing
from groups.models import ChangeSet
from programmes.models import Indicator, ProgressEntry

TYPED = "Typed with care.\n" * 300


def state() -> list[Any]:
    """All that a save writes."""
    return [
        list(Indicator.objects.order_by("pk").values()),
        list(ProgressEntry.objects.order_by("pk").values()),
        Indicator.history.count(),
        ProgressEntry.history.count(),
        ChangeSet.objects.count(),
    ]


def post(browser: Any, row: Any) -> Any:
    data = {
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
    return browser.post(
        f"/programmes/safe/rows/{row.key}/edit/", data, headers={"Origin": "http://testserver"}
    )


def is_told(response: Any) -> None:
    text = response.content.decode()
    assert response.status_code == 503
    assert "Nothing was saved." in text
    assert "Typed with care.\nTyped with care." in text.replace("\r\n", "\n")
    assert "Traceback" not in text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut_gives_the_text_back_and_leaves_nothing_half_done(
    made: Callable[[int], Any], officer: Any, as_user: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(3)
    row, before, browser = Indicator.objects.first(), state(), as_user(officer)
    raise_versions = writing.raise_versions

    def cut(containers: Any) -> None:
        """The last thing that a save writes: all before it has been written by then."""
        own = connection.connection
        with psycopg.connect(own.info.dsn, password=own.info.password, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [own.info.backend_pid])
        raise_versions(containers)

    monkeypatch.setattr(writing, "raise_versions", cut)
    response = post(browser, row)
    connection.close()
    is_told(response)
    assert state() == before
    monkeypatch.undo()
    assert post(browser, row).status_code == 302
    assert state() != before


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_gives_the_text_back_and_leaves_nothing_half_done(
    made: Callable[[int], Any], officer: Any, as_user: Callable[[Any], Any]
) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL has a disk of its own, which no test fills
    made(3)
    row, before, browser = Indicator.objects.first(), state(), as_user(officer)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        response = post(browser, row)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000000")
    is_told(response)
    assert state() == before
    assert post(browser, row).status_code == 302
    assert state() != before
