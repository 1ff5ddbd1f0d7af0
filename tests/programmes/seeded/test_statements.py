"""Statements and bytes: pinned, and the same for ten times the rows."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.actions.import_programme import import_programme
from programmes.content import ProgrammeContent
from programmes.exports import pdf
from programmes.importing import interchange
from programmes.importing.copying import as_copy
from programmes.models import Indicator, Topic
from tests.programmes.seeds import PROGRAMMES

SIGNED_IN = 3  # session, user with person, roles
# The name of the address, in front of what is asked of it; the pages of accounts and administration are in
# test_every_page.
PINNED = {
    "programmes:matrix": SIGNED_IN + 5,  # programme, sections, rows, entries, days of sessions
    "programmes:matrix filtered": SIGNED_IN + 5,
    "programmes:topic": SIGNED_IN + 7,  # and the topics before and after
    # The tree it is not in, itself, its rows and how many, its history with sponsors, continuations and timelines,
    # the session before, days of sessions for the earlier day.
    "programmes:topic withdrawn": SIGNED_IN + 13,
    "programmes:charts": SIGNED_IN + 8,
    "programmes:views": SIGNED_IN + 2,
    "programmes:reading": SIGNED_IN + 1,
    "programmes:edit": SIGNED_IN + 6,
    "programmes:history": SIGNED_IN + 8,  # and reviews after sessions and withdrawn entries, for officers
    "programmes:entry": SIGNED_IN + 5,
    "programmes:release": SIGNED_IN + 5,  # and releases made
    "programmes:export json": SIGNED_IN + 7,  # and sponsors, continuations
    "programmes:export docx": SIGNED_IN + 5,
    "programmes:export xlsx": SIGNED_IN + 5,
    "programmes:export csv": SIGNED_IN + 5,
    "programmes:export pdf": SIGNED_IN + 5,
    "programmes:bulk": SIGNED_IN + 7,
    "programmes:sessions": SIGNED_IN + 3,
    "programmes:session": SIGNED_IN + 9,  # and which rows the reader saved
    "programmes:settings": SIGNED_IN + 2,
    "programmes:structure": SIGNED_IN + 6,
    "programmes:add": SIGNED_IN + 4,
    "programmes:node": SIGNED_IN + 9,
    "programmes:node rename": SIGNED_IN + 6,
    "programmes:node move": SIGNED_IN + 6,
    "programmes:node withdraw": SIGNED_IN + 4,
    "programmes:node paste": SIGNED_IN + 4,
    "programmes:new": SIGNED_IN + 5,  # groups, earlier programmes, plans
    "programmes:import": SIGNED_IN + 1,
    "programmes:list": SIGNED_IN + 2,  # count, page
    # Entries to release, programmes for two cards, last changes; four for each of four programmes: tests/programmes/
    # presenters/test_home.py holds that neither is more for more programmes.
    "home": SIGNED_IN + 18,
    # programmes, the page of places, the rows of each kind on it, two for references and two for standings
    "search": SIGNED_IN + 10,
    "session": SIGNED_IN + 5,  # itself, its groups, entries, two for references
    # two for each of the two programmes that have such a section, two for references and two for standings
    "search reference": SIGNED_IN + 11,
}
NAMES = {name.partition(" ")[0] for name in PINNED}
SESSION = "ptc-2016-03"
assert PINNED["programmes:matrix"] <= 8, "the limit of the design"


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
        response = browser.get(address)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"], address
    return len(statements)


def rows_of_large() -> QuerySet[Indicator]:
    """Those of the file that was put in place last: the sections of an earlier one are withdrawn."""
    section = "task__topic__section"
    return Indicator.objects.filter(
        **{f"{section}__programme__slug": "large", f"{section}__withdrawn_at": None, "withdrawn_at": None}
    )


def pages() -> dict[str, str]:
    """The address of each that is pinned."""
    row = rows_of_large().exclude(progress=None).select_related("task__topic").order_by("pk").first()
    topic = row.task.topic.key
    gone = Topic.objects.filter(section__programme__slug="large").exclude(section__withdrawn_at=None)
    more = {
        "programmes:topic withdrawn": [gone.earliest("pk").key],
        "programmes:topic": [topic],
        "programmes:edit": [row.key],
        "programmes:history": [row.key],
        "programmes:entry": [row.key, row.progress.first().key],
        "programmes:session": [SESSION],
        "session": [SESSION],
        "programmes:node": [topic],
    }
    queries = {
        "programmes:matrix filtered": "?words=data&standing=achieved&at=2015-01-01",
        "programmes:reading": "?timeline_phrase=June 2021",
        "programmes:add": f"?under={topic}",
        "search": "?q=customs",
        "search reference": "?q=1.1.1",
    }
    found = {}
    for page in PINNED:
        name, _, asked = page.partition(" ")
        given = [asked] if name == "programmes:export" else more.get(page) or more.get(name, [])
        own = name.startswith("programmes:") and name not in (
            "programmes:list",
            "programmes:new",
            "programmes:import",
        )
        query = f"?do={asked}" if name == "programmes:node" and asked else queries.get(page, "")
        found[page] = reverse(name, args=["large", *given] if own else given) + query
    return found


def test_statements_are_pinned_and_no_more_for_ten_times_the_rows(
    ptc: Any, officer: Any, as_user: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.EXPORT_ROWS_AT_ONCE = 10_000  # files are made at once
    # It takes its time and asks no database.
    monkeypatch.setattr(pdf, "make_pdf", lambda *_given, **_options: b"%PDF")
    browser = as_user(officer)
    import_programme(adopted(1), by=None)  # what the structure page lists as withdrawn by the next
    for times in (1, 10):
        import_programme(adopted(times), by=None)
        caches["pages"].clear()
        assert rows_of_large().count() == 61 * times
        assert {name: count(browser, address) for name, address in pages().items()} == PINNED, times


@pytest.mark.parametrize("slug", PROGRAMMES)
def test_a_seeds_matrix_is_small_on_the_wire(
    slug: str, db: None, officer: Any, as_user: Callable[[Any], Any]
) -> None:
    for user in (None, officer):
        response = as_user(user).get(f"/programmes/{slug}/", headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert len(response.content) <= 30_000
