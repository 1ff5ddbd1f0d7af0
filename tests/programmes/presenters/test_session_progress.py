"""The panel of a session's page: what was reported at it, as it was released."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groups.models import CommitteeSession
from programmes.actions.import_programme import import_programme
from programmes.importing import interchange
from programmes.models import ProgressEntry, WorkProgramme
from programmes.presenters import session_progress as presenter
from programmes.presenters.session_progress import session_progress
from tests.rows import create

pytestmark = pytest.mark.django_db
RELEASED = {
    "reported_on": None,
    "session": "ptc-x",
    "sets_state": "achieved",
    "state_inferred": False,
    "number": None,
    "period": None,
    "evidence": [],
}


@pytest.fixture
def session(ptc: Any) -> CommitteeSession:
    """A session of the PTC; another one, "ptc-y", is there too."""
    for slug in ("ptc-y", "ptc-x"):
        made = create(CommitteeSession, slug=slug, held_on="2017-10")
        made.groups.add(ptc)
    return made


def put(slug: str, *entries: dict[str, Any], **fields: Any) -> WorkProgramme:
    """An adopted programme with a row for each entry."""
    rows = [
        {"text": f"Row {number}", "timeline": {"phrase": "March 2018"}, "progress": [entry]}
        for number, entry in enumerate(entries, 1)
    ]
    topics = [{"title": "T", "tasks": [{"text": "Do", "indicators": rows}]}]
    value = {
        "format": "wco-tracker/programme",
        "version": 1,
        "slug": slug,
        "group": "ptc",
        "title": f"Title of {slug}",
        "status": "adopted",
        "visibility": "public",
        "sections": [{"number": "7", "heading": "H", "topics": topics}],
        **fields,
    }
    import_programme(interchange.read(json.dumps(value).encode()), by=None)
    return WorkProgramme.objects.get(slug=slug)


def released(text: str, /, **now: Any) -> dict[str, Any]:
    """An entry that was released with this text at session "ptc-x", and what it says now."""
    return {
        "text": text,
        "session": "ptc-x",
        "sets_state": "achieved",
        **now,
        "released_as": {**RELEASED, "text": text},
    }


def listed(session: CommitteeSession, reader: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:
    found = session_progress(session, reader)
    return [
        (programme.slug, [(each.ref, each.text, each.state) for each in entries])
        for programme, entries in (found or {"programmes": []})["programmes"]
    ]


@pytest.mark.parametrize("who", ["nobody", "delegate", "chair", "officer"])
def test_everybody_reads_the_entries_as_they_were_released_by_programme(
    who: str, session: CommitteeSession, request: pytest.FixtureRequest
) -> None:
    internal = {"text": "Internal", "session": "ptc-x"}
    elsewhere = {"text": "Of another session", "session": "ptc-y", "released": True}
    put(
        "p",
        released("As it stands"),
        internal,
        released("As it was", text="Reworded"),
        elsewhere,
        period="2016-2019",
    )
    put("later", released("Later"), period="2019-2022")
    assert listed(session, request.getfixturevalue(who)) == [
        ("later", [("7.1.1", "Later", "Achieved")]),
        ("p", [("7.1.1", "As it stands", "Achieved"), ("7.1.3", "As it was", "Achieved")]),
    ]


def test_an_entry_counts_for_the_session_that_it_named_when_it_was_released(
    session: CommitteeSession,
) -> None:
    put("p", released("Changed since", session="ptc-y"))
    assert listed(session, None) == [("p", [("7.1.1", "Changed since", "Achieved")])]
    assert listed(CommitteeSession.objects.get(slug="ptc-y"), None) == []


def test_nothing_of_a_programme_that_one_may_not_see(
    session: CommitteeSession, officer: Any, delegate: Any
) -> None:
    put("p", released("Hidden"), visibility="secretariat")
    assert session_progress(session, None) is session_progress(session, delegate) is None
    assert [slug for slug, _entries in listed(session, officer)] == ["p"]


@pytest.mark.parametrize(
    "level", ["", "indicator", "indicator.task", "indicator.task.topic", "indicator.task.topic.section"]
)
def test_nothing_that_is_withdrawn(session: CommitteeSession, level: str) -> None:
    put("p", released("Gone"))
    node: Model = ProgressEntry.objects.get()
    for name in filter(None, level.split(".")):
        node = getattr(node, name)
    type(node)._default_manager.filter(pk=node.pk).update(withdrawn_at=timezone.now())
    assert session_progress(session, None) is None


def test_a_long_list_is_cut_off_and_says_so(
    session: CommitteeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("p", *(released(f"Entry {number}") for number in range(4)))
    monkeypatch.setattr(presenter, "LISTED", 4)
    assert (session_progress(session, None) or {})["more"] is False
    monkeypatch.setattr(presenter, "LISTED", 3)
    found = session_progress(session, None) or {}
    assert (found["more"], found["number"]) == (True, 3)


def test_the_page_leads_to_the_rows_at_no_cost_for_more_of_them(
    session: CommitteeSession, as_user: Callable[[Any], Any]
) -> None:
    browser, counted = as_user(None), []
    for rows in (1, 30):
        put("p", *(released(f"<Entry> {number}") for number in range(rows)))
        with CaptureQueriesContext(connection) as statements:
            page = browser.get("/sessions/ptc-x/").content.decode()
        counted.append(len(statements))
    assert counted[0] == counted[1] == 5
    key = ProgressEntry.objects.present().get(text="<Entry> 29").indicator.key
    assert f'href="/programmes/p/#r-{key}"' in page
    assert "&lt;Entry&gt; 29" in page
    assert "Progress reported at this session" in page
