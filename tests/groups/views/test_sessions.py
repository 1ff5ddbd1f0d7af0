"""The page of a session: what is known of it, and the panels of the apps."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from groups.models import CommitteeSession, Group
from tests.rows import create
from wco_tracker.lib.registry import Panel, session_panels

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(ptc: Any) -> CommitteeSession:
    """A joint session of two groups, one of which only its own people see."""
    made = create(
        CommitteeSession,
        slug="ptc-201-202",
        first_number=201,
        last_number=202,
        held_on="2013-11-04",
        ends_on=date(2013, 11, 8),
        place="Brussels",
    )
    hidden = create(Group, slug="h", name="Hidden group", kind=Group.Kind.EXPERT, visibility="group")
    made.groups.add(ptc, hidden)
    return made


def shown(browser: Client, **more: Any) -> str:
    page = browser.get("/sessions/ptc-201-202/", **more)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(page.content.decode()))


def test_it_says_name_groups_dates_and_place(
    session: CommitteeSession, as_user: Callable[[Any], Any], administrator: Any
) -> None:
    page = shown(as_user(None))
    for words in (
        "Session 201/202, 4 November 2013",
        "Permanent Technical Committee",
        "Date: 4 November 2013",
        "Last day: 8 November 2013",
        "Place: Brussels",
        "Nothing is recorded of this session yet.",
    ):
        assert words in page, words
    assert "Hidden group" not in page
    assert "Invented" not in page
    assert "Hidden group" in shown(as_user(administrator))


def test_it_speaks_the_readers_language(session: CommitteeSession, as_user: Callable[[Any], Any]) -> None:
    page = shown(as_user(None), headers={"Accept-Language": "fr"})
    assert "4 novembre 2013" in page
    assert "Lieu" in page


def test_what_is_not_recorded_or_invented_is_marked_so(
    session: CommitteeSession, as_user: Callable[[Any], Any]
) -> None:
    CommitteeSession.objects.update(place="", held_on="", ends_on=None, invented=True)
    page = shown(as_user(None))
    assert page.count("not recorded") == 2
    assert "Last day" not in page
    assert "Invented for training" in page


@pytest.mark.parametrize("slug", ["nowhere", "ptc-201-202"])
def test_what_one_may_not_know_of_is_not_there(
    session: CommitteeSession, as_user: Callable[[Any], Any], slug: str
) -> None:
    CommitteeSession.objects.update(visibility="secretariat")
    page = as_user(None).get(f"/sessions/{slug}/")
    assert page.status_code == 404
    assert "Brussels" not in page.content.decode()


def test_its_own_address_is_the_page(session: CommitteeSession, as_user: Callable[[Any], Any]) -> None:
    assert session.get_absolute_url() == "/sessions/ptc-201-202/"


@pytest.fixture
def panels() -> Iterator[list[Any]]:
    """Two panels, the second empty; yields what their functions were called with."""
    calls: list[Any] = []

    def full(session: Any, reader: Any) -> dict[str, Any]:
        calls.append((session, reader))
        return {"parts": [{"text": "<From> a panel"}]}

    session_panels.register("z-full", Panel("A heading", "programmes/marked.html", full))
    session_panels.register("a-empty", Panel("Nothing here", "programmes/marked.html", lambda *_given: None))
    yield calls
    session_panels.unregister("z-full")
    session_panels.unregister("a-empty")


def test_it_shows_the_panels_that_have_something_to_show(
    session: CommitteeSession, panels: list[Any], as_user: Callable[[Any], Any], delegate: Any
) -> None:
    page = as_user(delegate).get("/sessions/ptc-201-202/").content.decode()
    assert panels == [(session, delegate)]
    assert '<h2 id="panel-z-full">A heading</h2>' in page
    assert "&lt;From&gt; a panel" in page
    assert "Nothing here" not in page
    assert "Nothing is recorded" not in page
