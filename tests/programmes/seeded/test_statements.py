"""Statements and bytes: pinned, and the same for ten times the rows."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.actions.putting import put_in_place
from programmes.content import ProgrammeContent
from programmes.importing import interchange
from programmes.importing.copying import as_copy
from programmes.models import Indicator
from tests.seeds import PROGRAMMES

SIGNED_IN = 3  # session, user with person, roles
PINNED = {
    "matrix": SIGNED_IN + 5,  # programme, sections, rows, entries, days of sessions
    "filtered": SIGNED_IN + 5,
    "topic": SIGNED_IN + 7,  # and the topics before and after
    "pictures": SIGNED_IN
    + 8,  # and timelines of history, the session before, days of sessions for the earlier day
    "views": SIGNED_IN + 2,
    "edit": SIGNED_IN + 6,
    "history": SIGNED_IN + 7,  # and reviews after sessions, for officers
    "release": SIGNED_IN + 4,
    "json": SIGNED_IN + 7,  # and sponsors, continuations
    "docx": SIGNED_IN + 7,
    "list": SIGNED_IN + 2,  # count, page
    "home": SIGNED_IN + 20,  # of four programmes; it shows six at most
    "search": SIGNED_IN
    + 8,  # programmes, the page of places, the rows of each kind on it, and two for references
    "reference": SIGNED_IN
    + 9,  # two for each of the two programmes that have such a section, and two for references
}
assert PINNED["matrix"] <= 8, "the limit of the design"


def adopted(times: int) -> ProgrammeContent:
    """2013-2016 as if it still ran, with every third entry internal; `times` as many sections."""
    tree = interchange.read(json.dumps({**PROGRAMMES["ptc-2013-2016"], "status": "adopted"}).encode())
    entries = [entry for row in tree.indicators for entry in row.progress]
    for entry in entries[::3]:
        entry.released_as = None
    tree.sections = [copy.deepcopy(section) for _ in range(times) for section in tree.sections]
    return as_copy(tree, "large", None)


def count(browser: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        assert browser.get(address).status_code == 200
    return len(statements)


def pages() -> dict[str, str]:
    rows = Indicator.objects.filter(task__topic__section__programme__slug="large", withdrawn_at=None)
    row = rows.exclude(progress=None).select_related("task__topic").order_by("pk").first()
    return {
        "matrix": reverse("programmes:matrix", args=["large"]),
        "filtered": reverse("programmes:matrix", args=["large"])
        + "?words=data&standing=achieved&at=2015-01-01",
        "topic": reverse("programmes:topic", args=["large", row.task.topic.key]),
        "pictures": reverse("programmes:pictures", args=["large"]),
        "views": reverse("programmes:views", args=["large"]),
        "edit": reverse("programmes:edit", args=["large", row.key]),
        "history": reverse("programmes:history", args=["large", row.key]),
        "release": reverse("programmes:release", args=["large"]),
        "json": reverse("programmes:export", args=["large", "json"]),
        "docx": reverse("programmes:export", args=["large", "docx"]),
        "list": reverse("programmes:list"),
        "home": reverse("home"),
        "search": reverse("search") + "?q=customs",
        "reference": reverse("search") + "?q=1.1.1",
    }


def test_statements_are_pinned_and_no_more_for_ten_times_the_rows(
    ptc: Any, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    browser = as_user(officer)
    for times in (1, 10):
        put_in_place(adopted(times), by=None, why="")
        rows = Indicator.objects.filter(task__topic__section__programme__slug="large", withdrawn_at=None)
        assert rows.count() == 61 * times
        assert {name: count(browser, address) for name, address in pages().items()} == PINNED, times


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_a_seeds_matrix_is_small_on_the_wire(
    slug: str, db: None, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    for user in (None, officer):
        response = as_user(user).get(f"/programmes/{slug}/", headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.content) <= 30_000
